package changes

import (
	_ "embed" // the table
	"strings"
	"sync"
)

//go:generate go run ./internal/generate ../../../node_modules/aws-cdk replacement.txt

//go:embed replacement.txt
var replacementTable string

// verdict says how sure it is that something happens; more is surer.
type verdict int

const (
	no verdict = iota
	may
	will
)

// kind is what the table says of a resource type.
type kind struct {
	// stateful types are those that the CDK says hold state.
	stateful bool
	// name is the property that Ref returns when a template sets it.
	name string
	// paths lead to what forces a replacement.
	paths []path
}

// path leads to a property, or to a part of it.
type path struct {
	steps []string
	// replaces says what a change there does.
	replaces verdict
}

func (p path) String() string { return strings.Join(p.steps, ".") }

// kinds is the decoded table, by resource type.
var kinds = sync.OnceValue(func() map[string]kind {
	found := map[string]kind{}
	for line := range strings.Lines(replacementTable) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		var k kind
		for _, word := range words[1:] {
			name, isName := strings.CutPrefix(word, "=")
			switch {
			case word == "!":
				k.stateful = true
			case isName:
				k.name = name
			default:
				k.paths = append(k.paths, newPath(word))
			}
		}
		found[words[0]] = k
	}
	return found
})

func newPath(word string) path {
	word, conditional := strings.CutSuffix(word, "?")
	plain := strings.ReplaceAll(word, "[]", "")
	p := path{steps: strings.Split(plain, "."), replaces: will}
	// Inside a list, an item more or less may be an ordinary update.
	if conditional || plain != word {
		p.replaces = may
	}
	return p
}

// inPlace are properties that the table says may replace a resource and that its handler
// always changes in place: it asks about others only.
// https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds (ImmutabilityHelper)
var inPlace = set(`AWS::RDS::DBInstance.AutoMinorVersionUpgrade AWS::RDS::DBInstance.BackupRetentionPeriod AWS::RDS::DBInstance.DBParameterGroupName
	AWS::RDS::DBInstance.MultiAZ AWS::RDS::DBInstance.PreferredMaintenanceWindow AWS::RDS::DBInstance.StorageType`)

// paths returns what of a property forces the replacement of a resource of type
// t, and whether the type is known. Of an unknown type, such as a custom resource
// (which may answer every update with a new physical id), any property may.
func paths(t, property string) (found []path, known bool) {
	k, known := kinds()[t]
	if !known {
		if property == "Tags" {
			return nil, false
		}
		return []path{{steps: []string{property}, replaces: may}}, false
	}
	for _, p := range k.paths {
		if p.steps[0] == property && !inPlace[t+"."+property] {
			found = append(found, p)
		}
	}
	return found, true
}
