package reasons

import (
	"slices"
	"strings"

	"example.com/chassis/lib/config"
)

// Texts that several reasons need.
const (
	all     = "*"
	account = "this account"
	gitHub  = "token.actions.githubusercontent.com"
	// ownAccount is how the account of the platform reads, pinned or not.
	ownAccount = "${AWS::AccountId}"
)

// platform is what the reasons follow from: which services, roles and stacks there are,
// and their names.
type platform struct {
	config.Environment
	// qualifier is in the names of the bootstrap's roles.
	qualifier string
}

// Platform has the reasons of a platform with these settings, which a bootstrap with this
// qualifier deploys. Each is tied to its
// construct, so nothing else of the same form has it, and each is needed: what the
// settings switch off has no reason.
func Platform(settings config.Environment, qualifier string) []Reason {
	p := platform{settings, qualifier}
	found := slices.Concat(p.keys(), p.bucket(), p.services(), p.shells(), p.roles(), p.runs(), p.trusts())
	if p.delivers() {
		found = slices.Concat(found, p.delivery())
	}
	return found
}

// delivers says whether workflows of GitHub deliver to the platform.
func (p platform) delivers() bool { return len(p.Pipeline.Repositories) > 0 }

// arn is one of the platform's account and region: arn("kms", "key/*").
func (p platform) arn(service, resource string) string {
	return "arn:aws:" + service + ":" + p.Region + ":" + ownAccount + ":" + resource
}

// images are those of all environments of the platform.
func (p platform) images() string { return p.arn("ecr", "repository/"+p.RepositoryPattern()) }

// stack is a stack with the ID that CloudFormation gives it.
func (p platform) stack(id string) string {
	return p.arn("cloudformation", "stack/"+p.StackName(id)+"/*")
}

// readable writes the account of the platform in an ARN of the settings as the tables do.
func (p platform) readable(arn string) string {
	if p.Account == "" {
		return arn
	}
	return strings.ReplaceAll(arn, p.Account, ownAccount)
}

// roleOf is a role of a service: roleOf(s, "TaskRole").
func roleOf(s config.Service, role string) string {
	return config.ComputeStack + "/" + s.ID() + "/" + role
}

// rolesOf are these roles of every service.
func (p platform) rolesOf(roles ...string) []string {
	var found []string
	for _, s := range p.Services {
		for _, role := range roles {
			found = append(found, roleOf(s, role))
		}
	}
	return found
}
