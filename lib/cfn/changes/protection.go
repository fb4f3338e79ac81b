package changes

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// protections are the properties, by the names that AWS's services give them, that
// keep a resource from being deleted.
var protections = []string{
	"DeleteProtection",
	"DeletionProtection",
	"DeletionProtectionEnabled",
	"DisableApiTermination",
	"TerminationProtectionEnabled",
}

// protectionAttribute is the load balancer's, a key of a list:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
const protectionAttribute = "deletion_protection.enabled"

// weakenedProtection lists the protections from deletion that are on before and
// not, or not surely, after.
func (c *comparison) weakenedProtection(before, after *assembly.Resource) []string {
	is := map[string]bool{}
	for _, place := range protected(c.after, after.Stack, after.Properties, "") {
		is[place] = true
	}
	var found []string
	for _, place := range protected(c.before, before.Stack, before.Properties, "") {
		if !is[place] {
			found = append(found, place+" is removed")
		}
	}
	return found
}

// protected lists where inside v a protection is on.
func protected(a *assembly.Assembly, s *assembly.Stack, v any, prefix string) []string {
	var found []string
	for i, item := range assembly.List(v) {
		if assembly.At(item, "Key") != protectionAttribute {
			found = append(found, protected(a, s, item, fmt.Sprintf("%s%d.", prefix, i))...)
		} else if on(a.Text(s, assembly.At(item, "Value"))) {
			found = append(found, protectionAttribute)
		}
	}
	m := assembly.Map(v)
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(protections, name) {
			found = append(found, protected(a, s, m[name], prefix+name+".")...)
		} else if on(a.Text(s, m[name])) {
			found = append(found, prefix+name)
		}
	}
	return found
}

// on reads the words that services have for a protection.
func on(text string) bool {
	return slices.Contains([]string{"true", "active", "enabled", "{mode:enabled}"}, strings.ToLower(text))
}

// unprotected reports that a stack with data in it may be deleted from now on.
func (s *stackPair) unprotected() []Change {
	if s.before == nil || s.after == nil || !s.before.TerminationProtection || s.after.TerminationProtection {
		return nil
	}
	change := Change{
		Name: s.after.ID + "/TerminationProtection", Action: Unprotect,
		Details: []string{"the stack " + s.after.Name + " may be deleted from now on"},
	}
	for _, p := range s.pairs {
		if data(p.before) != "" {
			change.Data = "resources with data"
			change.Weakened = []string{"termination protection is removed"}
		}
	}
	return []Change{change}
}
