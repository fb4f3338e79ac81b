package permissions

import (
	"errors"
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// survey goes through the policies of an assembly.
type survey struct {
	*assembly.Assembly
	names
	subjects []*subject
	problems []error
}

// subject is a principal with the statements as the template has them.
type subject struct {
	Principal
	// own are the statements of its own policies.
	own []iampolicy.Statement
}

func newSurvey(a *assembly.Assembly) *survey {
	v := &survey{Assembly: a}
	var err error
	if v.names, err = newNames(a); err != nil {
		v.problems = append(v.problems, err)
	}
	for _, unknown := range a.Unknown() {
		v.problems = append(v.problems, errors.New(unknown))
	}
	return v
}

func (v *survey) problem(r *assembly.Resource, format string, args ...any) {
	v.problems = append(v.problems, fmt.Errorf("%s (%s): %s", v.of(r), r.Type, fmt.Sprintf(format, args...)))
}

// subject returns the principal with that name, and makes it known at first.
func (v *survey) subject(kind, name string) *subject {
	i := slices.IndexFunc(v.subjects, func(s *subject) bool { return s.Kind == kind && s.Name == name })
	if i >= 0 {
		return v.subjects[i]
	}
	s := &subject{Principal: Principal{Kind: kind, Name: name}}
	v.subjects = append(v.subjects, s)
	slices.SortStableFunc(v.subjects, byName)
	return s
}

// read decodes a policy and reports what in it is not understood.
func (v *survey) read(r *assembly.Resource, document any) []iampolicy.Statement {
	if document == nil {
		v.problem(r, "has no policy document")
	}
	found := iampolicy.Read(v.Assembly, r, document)
	for _, s := range found {
		for _, unread := range s.Unread {
			v.problem(r, "a policy with what is not understood: %s", unread)
		}
	}
	return found
}

// own gives a principal the statements of a policy of its own.
func (v *survey) own(s *subject, r *assembly.Resource, document any) {
	for _, statement := range v.read(r, document) {
		if len(statement.Resources) == 0 {
			v.problem(r, "a statement without Resource")
		}
		if len(statement.Principals) > 0 {
			v.problem(r, "a statement of an identity that names principals")
		}
		s.own = append(s.own, statement)
		s.Grants = append(s.Grants, v.grant(statement, ""))
	}
}

func (v *survey) grant(s iampolicy.Statement, on string) Grant {
	return Grant{
		Effect: s.Effect, Actions: slices.Clone(s.Actions), Resources: v.readables(s.Resources), Conditions: v.readables(s.Conditions),
		Policy: v.of(s.Source), On: on, When: s.Source.Condition,
	}
}

// text renders a property of r for a reader.
func (v *survey) text(r *assembly.Resource, path ...any) string {
	return v.readable(v.Text(r.Stack, r.At(path...)))
}

// list returns a property of r that must be a list, if it is there.
func (v *survey) list(r *assembly.Resource, property string) []any {
	list := assembly.List(r.At(property))
	if list == nil && r.At(property) != nil {
		v.problem(r, "%s is not a list: %s", property, v.text(r, property))
	}
	return list
}
