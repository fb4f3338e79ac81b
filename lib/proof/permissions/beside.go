package permissions

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// besides are reasons beside their permissions, by the resource that has them.
type besides map[*assembly.Resource]map[string]*besideReason

type besideReason struct {
	why    string
	needed bool
}

// eachResource goes through all resources in order.
func (a *analysis) eachResource(do func(*assembly.Resource)) {
	for _, s := range a.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			do(s.Resources[id])
		}
	}
}

// Destination is where a team's resource leads outside of the platform, and its reason.
type Destination struct{ From, To, Why string }

// destinations lists them. The promise that nothing leaves says which of them there must be.
func (a *analysis) destinations() []Destination {
	var found []Destination
	a.eachResource(func(r *assembly.Resource) {
		said := assembly.Map(r.Metadata[config.DestinationMetadata])
		for _, to := range slices.Sorted(maps.Keys(said)) {
			why, _ := said[to].(string)
			found = append(found, Destination{a.of(r), to, why})
		}
	})
	return found
}

func (a *analysis) readBeside() {
	a.eachResource(func(r *assembly.Resource) {
		declared := r.Metadata[config.ReasonsMetadata]
		if declared == nil {
			return
		}
		if !teams(r) {
			a.problem(r, "the metadata %s counts only in lib/stacks/additions", config.ReasonsMetadata)
			return
		}
		a.beside[r] = map[string]*besideReason{}
		for permission, why := range assembly.Map(declared) {
			if text, _ := why.(string); strings.TrimSpace(text) != "" {
				a.beside[r][permission] = &besideReason{why: text}
			}
		}
		if len(a.beside[r]) == 0 || len(a.beside[r]) < len(assembly.Map(declared)) {
			a.problem(r, "the metadata %s must give each permission a reason in words, got %s", config.ReasonsMetadata, assembly.Written(declared))
		}
	})
}

// widens is why a team's own word is not enough.
const widens = "it may widen permissions, so no metadata explains it"

// explainBeside returns the reason that stands beside what of a statement has no other,
// and reports what has none at all. Such a reason is a team's own word, so it never
// covers what lets somebody get more: who is outside of the account, privilege
// escalation, the use of other roles, and a policy that nobody has read.
func (a *analysis) explainBeside(need reasons.Need, s statement, open part) string {
	var resources []string
	for _, resource := range open.resources {
		if resource == s.holder {
			resource = reasons.Itself
		}
		resources = append(resources, resource)
	}
	need.Action, need.Resource = strings.Join(open.actions, ", "), strings.Join(resources, ", ")
	others := s.own() && s.Effect == "Allow" && slices.ContainsFunc([]string{"iam:PassRole", "sts:AssumeRole"}, s.Concerns)
	wider := others || need.About == reasons.ExternalAccess || need.About == reasons.Escalation || need.Action == reasons.AllOfThePolicy
	remedy := widens
	if !wider {
		for _, key := range []string{need.Permission(), need.Action} {
			if found := a.beside[s.Source][key]; found != nil {
				found.needed = true
				return pages.Prose(found.why)
			}
		}
		remedy = fmt.Sprintf("if it has to be so broad, say why of %s in lib/stacks/additions/additions.go: offer.Permits(<construct>, %q, \"<why>\")", a.of(s.Source), need.Permission())
	}
	problem := fmt.Errorf("no reason is declared for %s; %s", need, remedy)
	if !slices.ContainsFunc(a.problems, func(other error) bool { return other.Error() == problem.Error() }) {
		a.problems = append(a.problems, problem)
	}
	return ""
}

// refuseFaults reports reasons that nothing needs, or that are declared twice.
func (a *analysis) refuseFaults() {
	for _, fault := range a.reasons.Faults() {
		a.problems = append(a.problems, errors.New(fault))
	}
	a.eachResource(func(r *assembly.Resource) {
		for _, permission := range slices.Sorted(maps.Keys(a.beside[r])) {
			if !a.beside[r][permission].needed {
				a.problem(r, "nothing needs the reason under %s for %q", config.ReasonsMetadata, permission)
			}
		}
	})
}
