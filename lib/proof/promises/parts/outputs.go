package parts

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Output is an output for a person: one that is exported is for another stack.
type Output struct {
	ID   string
	Body any
}

// Outputs returns the outputs of a stack that are for a person, by id.
func Outputs(v *check.Review, stack string) []Output {
	v = v.Lookup()
	s := v.Stack(stack)
	if s == nil {
		v.Add("there is no stack %s", stack)
		return nil
	}
	var found []Output
	for _, id := range slices.Sorted(maps.Keys(s.Outputs)) {
		if assembly.At(s.Outputs[id], "Export") == nil {
			found = append(found, Output{id, s.Outputs[id]})
		}
	}
	return found
}

// OutputValues returns the outputs of a stack for a person as text, commands left out.
func OutputValues(v *check.Review, stack string) []string {
	var found []string
	for _, o := range Outputs(v, stack) {
		if text := v.Text(v.Stack(stack), assembly.At(o.Body, "Value")); !strings.HasPrefix(text, "aws ") {
			found = append(found, text)
		}
	}
	return found
}

// URL is where the platform answers.
func URL(v *check.Review) string { return "https://" + v.Settings.Domain.Name }
