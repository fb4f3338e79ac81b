package config

import (
	"fmt"
	"regexp"
	"slices"
)

// maxInstanceLength keeps the physical names made with an instance within the 63
// characters of a DB cluster identifier, with room for the role.
const maxInstanceLength = 20

// instancePattern is what every service takes as a part of a name. RDS and
// ElastiCache refuse two hyphens in a row and one at the end.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
var instancePattern = regexp.MustCompile(`^[a-z](-?[a-z0-9])*$`)

var accountPattern = regexp.MustCompile(`^[0-9]{12}$`)

func unknownEnvironment(name string) error {
	return fmt.Errorf("unknown environment %q: use %s", name, oneOf(Names()))
}

func checkName(e Environment, fail reporter) {
	if !slices.Contains(Names(), e.Name) {
		fail("env must be %s", oneOf(Names()))
	}
}

func checkInstance(e Environment, fail reporter) {
	if e.Instance == "" {
		return
	}
	if len(e.Instance) > maxInstanceLength || !instancePattern.MatchString(e.Instance) {
		fail("instance must be at most %d lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got %q", maxInstanceLength, e.Instance)
	}
}

func checkAccount(e Environment, fail reporter) {
	if e.Account != "" && !accountPattern.MatchString(e.Account) {
		fail("account must be exactly 12 digits, got %q", e.Account)
	}
}
