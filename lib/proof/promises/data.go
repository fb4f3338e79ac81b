package promises

import "slices"

func data() []Promise {
	return slices.Concat(aurora(), origin(), proxy(), databaseRoles(), cache(), bastion())
}

// retentionDays is how long a log group of each environment keeps its entries.
var retentionDays = perEnvironment[int]{dev: 7, staging: 30, prod: 365}
