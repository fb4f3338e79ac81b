package assembly

// NamedAs returns the assembly with the ids that the stacks of another one have. To
// CloudFormation a stack is its name in an account and region, and the id of its construct
// is nothing.
func (a *Assembly) NamedAs(other *Assembly) *Assembly {
	ids := map[*Stack]string{}
	for _, s := range a.Stacks {
		if same := other.Stack(s.ID); same != nil && same.Name == s.Name {
			continue
		}
		for _, o := range other.Stacks {
			if o.Name == s.Name && o.Together(s) && a.Stack(o.ID) == nil {
				ids[s] = o.ID
			}
		}
	}
	if len(ids) == 0 {
		return a
	}
	renamed := *a
	renamed.Stacks = nil
	resources := map[*Resource]*Resource{}
	for _, s := range a.Stacks {
		own := *s
		if id := ids[s]; id != "" {
			own.ID = id
		}
		own.Resources = make(map[string]*Resource, len(s.Resources))
		for name, r := range s.Resources {
			copied := *r
			copied.Stack = &own
			own.Resources[name], resources[r] = &copied, &copied
		}
		renamed.Stacks = append(renamed.Stacks, &own)
	}
	for _, s := range renamed.Stacks {
		if s.Parent != nil {
			s.Parent = resources[s.Parent]
		}
	}
	return &renamed
}
