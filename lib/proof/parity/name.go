package parity

import (
	"regexp"

	"example.com/chassis/lib/cfn/assembly"
)

// withoutName replaces an environment's name by <env> where the platform puts it in
// a name: chassis-prod-proxy, /chassis/prod/vpc-flow, "Chassis prod: the VPC". In
// prod the name of another environment stays, so that it shows.
func withoutName(environment, text string) string {
	if text == environment { // the tag Environment
		return "<env>"
	}
	own := regexp.MustCompile(`\b([Cc]hassis[-/ ]|Alarms of )` + regexp.QuoteMeta(environment) + `\b`)
	return own.ReplaceAllString(text, "${1}<env>")
}

// ids are the logical ids of every environment's resources and parameters that one
// name would stand for, by that name: the stack and the construct, Data/Logs.
type ids map[string]map[string]bool

func idsOf(environments []Environment) ids {
	found := ids{}
	for _, env := range environments {
		for _, stack := range env.Assembly.Stacks {
			for logicalID := range stack.Resources {
				found.add(stack.ID, logicalID)
			}
			for logicalID := range stack.Parameters {
				found.add(stack.ID, logicalID)
			}
		}
	}
	return found
}

func (found ids) add(stack, logicalID string) {
	name := stack + "/" + assembly.Construct(logicalID)
	if found[name] == nil {
		found[name] = map[string]bool{}
	}
	found[name][logicalID] = true
}

// name names a resource by its construct, and by its whole logical id where two
// constructs would have the same name.
func (found ids) name(stack, logicalID string) string {
	name := stack + "/" + assembly.Construct(logicalID)
	if len(found[name]) > 1 {
		return stack + "/" + logicalID
	}
	return name
}

var token = regexp.MustCompile(`\$\{(\w+)/(\w+)([.}])`)

// withoutHashes names the resources that a text refers to.
func (found ids) withoutHashes(text string) string {
	return token.ReplaceAllStringFunc(text, func(reference string) string {
		parts := token.FindStringSubmatch(reference)
		return "${" + found.name(parts[1], parts[2]) + parts[3]
	})
}
