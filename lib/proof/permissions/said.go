package permissions

// said is a statement with whose policy it is in and whom it is about.
type said struct {
	// holder is the principal whose own policy it is, or else the resource whose
	// policy or trust it is.
	holder string
	// kind and name are of the principal that the policy of a resource or a trust
	// names.
	kind, name string
	Grant
}

// to is whom a policy names; nobody, for a principal's own.
func (s said) to() string {
	if s.kind == "" {
		return ""
	}
	return shown(s.kind, s.name)
}

// resources are what a statement is about. The policy of a repository may leave
// itself out.
func (s said) resources() []string {
	if len(s.Resources) == 0 {
		return []string{s.holder}
	}
	return s.Resources
}

// statements are all that is said, principal after principal.
func (v *survey) statements() []said {
	var found []said
	for _, s := range v.subjects {
		for _, g := range s.Grants {
			statement := said{holder: s.Name, Grant: g}
			if g.On != "" {
				statement = said{g.On, s.Kind, s.Name, g}
			}
			found = append(found, statement)
		}
		for _, t := range s.AssumedBy {
			found = append(found, said{s.Name, t.Kind, t.Name, Grant{
				Effect: t.Effect, Actions: t.Actions, Resources: []string{s.Name}, Conditions: t.Conditions,
			}})
		}
	}
	return found
}
