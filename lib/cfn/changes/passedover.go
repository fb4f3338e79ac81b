package changes

import (
	"reflect"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// passedOver lists the places where the templates of a stack differ as they are written,
// without those that lie in a section or resource of which a difference is told.
//
// Values are compared as a person reads them, so that another spelling of one value is no
// change. Two values that CloudFormation takes for different may read alike too: the list
// ["a,b"] and the list ["a", "b"], numbers beyond the precision of a float64, a text that
// looks like a reference. Which of both it is, only a person can say.
func passedOver(old, s *assembly.Stack, sections []string, told map[string]bool) []string {
	if old.Template == nil || s.Template == nil {
		return nil // nothing is deployed, or nothing was read from a file
	}
	var found []string
	for _, section := range union(old.Template, s.Template) {
		was, is := old.Template[section], s.Template[section]
		switch {
		case section == "Resources":
			was, is := assembly.Map(was), assembly.Map(is)
			for _, id := range union(was, is) {
				if !told[s.ID+"/"+id] {
					found = append(found, unequal(was[id], is[id], 2, id)...)
				}
			}
		case !slices.Contains(sections, section):
			found = append(found, unequal(was, is, 1, section)...)
		}
	}
	// These are told of all resources together.
	return slices.DeleteFunc(found, func(place string) bool {
		parts := strings.Split(place, ".")
		return len(parts) > 1 && slices.Contains([]string{"DependsOn", "Metadata"}, parts[1]) && slices.Contains(sections, parts[1])
	})
}

// unequal lists the places inside two values where they differ, down to a depth.
func unequal(was, is any, depth int, place string) []string {
	if reflect.DeepEqual(was, is) {
		return nil
	}
	a, b := assembly.Map(was), assembly.Map(is)
	if depth == 0 || a == nil || b == nil {
		return []string{place}
	}
	var found []string
	for _, key := range union(a, b) {
		was, before := a[key]
		is, after := b[key]
		if before != after {
			found = append(found, place+"."+key)
			continue
		}
		found = append(found, unequal(was, is, depth-1, place+"."+key)...)
	}
	return found
}
