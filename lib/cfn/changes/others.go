package changes

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Others says in a line for each stack what differs beside the properties of resources, so
// that nobody takes two templates for equal that are not. What neither Compare nor it sees,
// because it reads alike on both sides, it names by its place. The changed are what Compare
// found.
func Others(before, after *assembly.Assembly, changed []Change) []string {
	var found []string
	told := map[string]bool{}
	for _, c := range changed {
		told[c.Name] = true
	}
	for _, s := range after.Stacks {
		old := before.Stack(s.ID)
		if old == nil {
			continue
		}
		var parts []string
		differs := func(name string, was, is any) {
			if before.Text(old, was) != after.Text(s, is) && !slices.Contains(parts, name) {
				parts = append(parts, name)
			}
		}
		differs("Description", old.Description, s.Description)
		differs("Parameters", old.Parameters, s.Parameters)
		differs("Mappings", old.Mappings, s.Mappings)
		differs("Conditions", old.Conditions, s.Conditions)
		differs("Outputs", old.Outputs, s.Outputs)
		for _, section := range union(old.Beside, s.Beside) {
			differs(section, old.Beside[section], s.Beside[section])
		}
		for _, is := range s.Resources {
			if was := old.Resources[is.LogicalID]; was != nil {
				differs("Metadata", was.Metadata, is.Metadata)
				differs("DependsOn", strings.Join(was.DependsOn, " "), strings.Join(is.DependsOn, " "))
			}
		}
		if len(parts) > 0 {
			slices.Sort(parts)
			found = append(found, fmt.Sprintf("%s: beside its resources, %s differ", s.ID, strings.Join(parts, ", ")))
		}
		if places := passedOver(old, s, parts, told); len(places) > 0 {
			found = append(found, fmt.Sprintf("%s: its text differs where no change is seen: %s", s.ID, strings.Join(places, ", ")))
		}
	}
	return found
}
