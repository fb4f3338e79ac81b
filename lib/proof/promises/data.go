package promises

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
)

func data() []check.Promise {
	return slices.Concat(aurora(), origin(), proxy(), databaseRoles(), cache(), bastion(), windows())
}

// retentionDays is how long a log group of each environment keeps its entries.
var retentionDays = check.ByEnv[int]{Dev: 7, Staging: 30, Prod: 365}
