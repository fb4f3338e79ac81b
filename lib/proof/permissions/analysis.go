package permissions

import (
	"errors"
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// analysis reads the policies of an assembly.
type analysis struct {
	*assembly.Assembly
	names
	reasons *reasons.Catalog
	// beside are the reasons that stand in the metadata of resources.
	beside besides
	// taken are how names of the platform begin.
	taken []string
	// declaredUsers are what uses each role of the platform.
	declaredUsers map[string][]string

	// referring are the resources that refer to each one.
	referring  map[*assembly.Resource][]*assembly.Resource
	principals []*principal
	problems   []error
}

func newAnalysis(from *assembly.Assembly, declared []reasons.Reason) *analysis {
	a := &analysis{Assembly: from, reasons: reasons.NewCatalog(declared), beside: besides{}, referring: from.Users()}
	var err error
	if a.names, err = newNames(from); err != nil {
		a.problems = append(a.problems, err)
	}
	for _, unknown := range from.Unknown() {
		a.problems = append(a.problems, errors.New(unknown))
	}
	a.readBeside()
	return a
}

func (a *analysis) problem(r *assembly.Resource, format string, args ...any) {
	a.problems = append(a.problems, fmt.Errorf("%s (%s): %s", a.of(r), r.Type, fmt.Sprintf(format, args...)))
}

// principal returns the principal with that name, and adds one that is new.
func (a *analysis) principal(id PrincipalID) *principal {
	i := slices.IndexFunc(a.principals, func(p *principal) bool { return p.PrincipalID == id })
	if i >= 0 {
		return a.principals[i]
	}
	p := &principal{Principal: Principal{PrincipalID: id}}
	a.principals = append(a.principals, p)
	slices.SortStableFunc(a.principals, func(p, q *principal) int { return p.compare(q.PrincipalID) })
	return p
}

// read decodes a policy and reports what in it is not understood.
func (a *analysis) read(r *assembly.Resource, document any) []iampolicy.Statement {
	if document == nil {
		a.problem(r, "has no policy document")
	}
	found := iampolicy.Read(a.Assembly, r, document)
	for _, s := range found {
		for _, unread := range s.Unread {
			a.problem(r, "a policy with what is not understood: %s", unread)
		}
	}
	return found
}

// text renders a property of r for a reader.
func (a *analysis) text(r *assembly.Resource, path ...any) string {
	return a.readable(a.Text(r.Stack, r.At(path...)))
}

// list returns a property of r that must be a list, if it is there.
func (a *analysis) list(r *assembly.Resource, property string) []any {
	list := assembly.List(r.At(property))
	if list == nil && r.At(property) != nil {
		a.problem(r, "%s is not a list: %s", property, a.text(r, property))
	}
	return list
}
