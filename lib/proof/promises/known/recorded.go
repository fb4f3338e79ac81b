package known

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// recordedDefinitions are the definitions of the state machines in the Security stack, by
// their constructs. The update command writes them from a platform with every option, whose
// expressions the tests of this and other packages try. They have gaps for names.
//
//go:embed testdata/definitions.json
var recordedDefinitions string

// gaps are the marks in the recorded definitions with what stands there for some settings.
func gaps(e config.Environment) []string {
	finding := e.Describe("image ")
	own := finding + e.RepositoryPrefix()
	return []string{
		fmt.Sprintf("0, %d) != '%s'", len(own), own), "<unless a finding>",
		finding, "<finding>",
		e.StackName(config.ComputeStack), "<compute>",
		".amazonaws.com/" + e.RunnableImages(), "<images>",
		e.Region, "<region>",
	}
}

// RecordedDefinitions is the file for the state machines of a platform.
func RecordedDefinitions(p check.Platform) (string, error) {
	recorded := map[string]any{}
	marks := strings.NewReplacer(gaps(p.Settings)...)
	for _, r := range p.Stack(config.SecurityStack).OfType(parts.StateMachine) {
		var definition any
		if err := json.Unmarshal([]byte(marks.Replace(p.Text(r.Stack, r.At("DefinitionString")))), &definition); err != nil {
			return "", fmt.Errorf("%s: %w", r, err)
		}
		recorded[assembly.Construct(r.LogicalID)] = definition
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(recorded)
	return text.String(), err
}

// asRecorded leaves the machines of jobs to their own promise.
func asRecorded(v *check.Review) {
	fill := gaps(v.Settings)
	slices.Reverse(fill)
	var recorded map[string]any
	if err := json.Unmarshal([]byte(strings.NewReplacer(fill...).Replace(recordedDefinitions)), &recorded); err != nil {
		v.Add("the recorded definitions cannot be read: %v", err)
	}
	for _, r := range v.Stack(config.SecurityStack).OfType(parts.StateMachine) {
		if !ours(r) {
			continue
		}
		want, given := recorded[assembly.Construct(r.LogicalID)]
		if !given {
			v.Add("%s is none of the machines that were tried", r)
			continue
		}
		var got any
		if !parts.Definition(v, r, &got) {
			continue
		}
		if place, same := differs("its definition", got, want); !same {
			v.Add("%s: %s is another than was tried", r, place)
		}
	}
}

// differs finds the first place in which two values do.
func differs(place string, got, want any) (string, bool) {
	a, b := assembly.Map(got), assembly.Map(want)
	if a != nil && b != nil {
		both := maps.Clone(a)
		maps.Copy(both, b)
		for _, key := range slices.Sorted(maps.Keys(both)) {
			if at, same := differs(joined(place, key), a[key], b[key]); !same {
				return at, false
			}
		}
		return "", true
	}
	list, wanted := assembly.List(got), assembly.List(want)
	if list == nil || len(list) != len(wanted) {
		return place, assembly.Written(got) == assembly.Written(want)
	}
	for i := range list {
		if at, same := differs(joined(place, i), list[i], wanted[i]); !same {
			return at, false
		}
	}
	return "", true
}
