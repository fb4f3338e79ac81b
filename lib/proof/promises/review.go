package promises

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// review is a platform under examination with what was found wrong so far. Its
// methods stay silent about a nil resource: whoever looked it up has complained
// already.
type review struct {
	Platform
	findings
}

// perEnvironment is a row of the requirements that differs between environments.
type perEnvironment[T any] struct{ dev, staging, prod T }

// of returns the row's value for p.
func (row perEnvironment[T]) of(p Platform) T {
	switch p.Env {
	case "prod":
		return row.prod
	case "staging":
		return row.staging
	}
	return row.dev
}

// only returns the platform's one resource of a type, or nil with a complaint
// when there is another number of them or it is in another stack.
func (v *review) only(stack, resourceType string) *assembly.Resource {
	found := v.OfType(resourceType)
	v.count(found, 1, resourceType)
	if len(found) != 1 {
		return nil
	}
	if got := found[0].Stack.ID; got != stack {
		v.add("%s belongs to stack %s, want %s", found[0], got, stack)
	}
	return found[0]
}

// reads complains unless a property of r, rendered as text with its references,
// is want. CloudFormation takes 1024 for "1024" and true for "true", and so does
// this.
func (v *review) reads(r *assembly.Resource, want any, path ...any) {
	if r == nil {
		return
	}
	v.value(r, dotted(path), r.At(path...), want)
}

// value complains unless a value inside r reads want.
func (v *review) value(r *assembly.Resource, what string, got, want any) {
	if r == nil {
		return
	}
	if text := v.Text(r.Stack, got); got == nil || text != fmt.Sprint(want) {
		v.add("%s: %s is %s, want %v", r, what, v.shown(r, got), want)
	}
}

// shown is a value inside r for a message.
func (v *review) shown(r *assembly.Resource, value any) string {
	if value == nil {
		return "absent"
	}
	return v.Text(r.Stack, value)
}

// absent complains when r has the property.
func (v *review) absent(r *assembly.Resource, path ...any) {
	if got := r.At(path...); got != nil {
		v.add("%s: %s is %s, want it absent", r, dotted(path), v.shown(r, got))
	}
}

// off complains when a switch of r that is off by default is on.
func (v *review) off(r *assembly.Resource, path ...any) {
	if got := r.At(path...); got != nil && v.Text(r.Stack, got) != "false" {
		v.add("%s: %s is %s, want false or absent", r, dotted(path), v.shown(r, got))
	}
}

// on complains when a switch of r that is on by default is off.
func (v *review) on(r *assembly.Resource, path ...any) {
	if got := r.At(path...); got != nil && v.Text(r.Stack, got) != "true" {
		v.add("%s: %s is %s, want true or absent", r, dotted(path), v.shown(r, got))
	}
}

// refers complains unless a property of r refers to target, by an attribute or,
// when that is empty, by a Ref.
func (v *review) refers(r, target *assembly.Resource, attribute string, path ...any) {
	if r != nil && target != nil {
		v.reads(r, token(target, attribute), path...)
	}
}

// alone complains unless a property of r is a list with exactly one item, which
// reads want.
func (v *review) alone(r *assembly.Resource, want any, path ...any) {
	if r == nil {
		return
	}
	v.texts(r.String()+": "+dotted(path), v.oneOrMany(r, r.At(path...)), []string{fmt.Sprint(want)})
}

// target returns the resource of a type that a property of r refers to, or nil
// with a complaint.
func (v *review) target(r *assembly.Resource, resourceType string, path ...any) *assembly.Resource {
	if r == nil {
		return nil
	}
	t, ok := v.Follow(r.Stack, r.At(path...))
	if !ok || t.Resource == nil || t.Resource.Type != resourceType {
		v.add("%s: %s is %s, want a reference to an %s", r, dotted(path), v.shown(r, r.At(path...)), resourceType)
		return nil
	}
	return t.Resource
}

// encrypted complains unless a property of r is the ARN of a key of the platform.
func (v *review) encrypted(r *assembly.Resource, path ...any) {
	v.refers(r, v.target(r, "AWS::KMS::Key", path...), "Arn", path...)
}

// entries reads a list of names with values, such as attributes or tags, and
// complains about a name that comes twice.
func (v *review) entries(r *assembly.Resource, list any, name, value string) map[string]string {
	found := map[string]string{}
	for _, item := range assembly.List(list) {
		key := v.Text(r.Stack, assembly.At(item, name))
		if _, twice := found[key]; twice {
			v.add("%s: %q is given twice", r, key)
		}
		found[key] = v.Text(r.Stack, assembly.At(item, value))
	}
	return found
}

// number reads a property of r as a number, which may be written as a string.
func (v *review) number(r *assembly.Resource, path ...any) float64 {
	if r == nil {
		return 0
	}
	n, err := strconv.ParseFloat(v.Text(r.Stack, r.At(path...)), 64)
	if err != nil {
		v.add("%s: %s is %s, want a number", r, dotted(path), v.shown(r, r.At(path...)))
	}
	return n
}

// seconds reads an attribute of r, which is always written as a string.
func (v *review) seconds(r *assembly.Resource, what, text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		v.add("%s: %s is %q, want seconds", r, what, text)
	}
	return n
}

// withText returns those of a type whose property reads want.
func (v *review) withText(resourceType, want string, path ...any) []*assembly.Resource {
	return slices.DeleteFunc(v.OfType(resourceType), func(r *assembly.Resource) bool {
		return v.Text(r.Stack, r.At(path...)) != want
	})
}

// grants renders statements as pairs of action and resource, each with its
// conditions, so that a role's powers can be compared as a whole.
func grants(list []iampolicy.Statement) []string {
	var pairs []string
	for _, s := range list {
		for _, action := range s.ActionTexts() {
			for _, resource := range s.ResourceTexts() {
				pair := action + " on " + resource
				if s.Effect != "Allow" {
					pair = s.Effect + " " + pair
				}
				if len(s.Conditions) > 0 {
					pair += " if " + strings.Join(s.ConditionTexts(), " and ")
				}
				pairs = append(pairs, pair)
			}
		}
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// powers complains unless a role's own policies grant exactly these pairs of
// action and resource, and no policy of AWS adds to them.
func (v *review) powers(role *assembly.Resource, want ...string) {
	if role == nil {
		return
	}
	v.texts(role.String()+" may", grants(v.identityStatements(role)), want)
	v.texts(role.String()+" has policies of AWS", v.managedPolicies(role), nil)
}

// trusts complains unless exactly one AWS service may assume a role.
func (v *review) trusts(role *assembly.Resource, service string) {
	if role == nil {
		return
	}
	var who []string
	for _, s := range v.statements(role, role.At("AssumeRolePolicyDocument")) {
		for _, principal := range s.PrincipalTexts() {
			who = append(who, strings.Join(append([]string{s.Effect, principal}, s.ActionTexts()...), " "))
		}
	}
	v.texts(role.String()+" trusts", who, []string{"Allow Service " + service + " sts:AssumeRole"})
}

// account is the account of a stack as it reads inside an ARN.
func (v *review) account(s *assembly.Stack) string {
	return v.Text(s, map[string]any{"Ref": "AWS::AccountId"})
}

// token is how a reference to r reads in a text.
func token(r *assembly.Resource, attribute string) string {
	if attribute != "" {
		attribute = "." + attribute
	}
	return "${" + r.String() + attribute + "}"
}

// prefix is how the names of this platform begin: chassis-staging-pr-42 with "-",
// chassis/staging-pr-42 with "/".
func (p Platform) prefix(separator string) string {
	name := "chassis" + separator + p.Env
	if p.Instance != "" {
		name += "-" + p.Instance
	}
	return name
}

// dotted is a path for a message: Endpoint.Port, Rules.0.Name.
func dotted(path []any) string {
	steps := make([]string, len(path))
	for i, step := range path {
		steps[i] = fmt.Sprint(step)
	}
	return strings.Join(steps, ".")
}
