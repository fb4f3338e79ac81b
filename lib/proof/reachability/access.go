package reachability

// APIAccess is access to a component through an API of AWS instead of a connection: no
// route and no security group decides about it, only IAM.
type APIAccess struct{ To, By string }

// APIAccesses lists what there is, in the order of the components.
func (m *Model) APIAccesses() []APIAccess {
	var found []APIAccess
	for _, c := range m.Components {
		switch {
		case c.Kind == Database && m.flag(c.Resource, false, "EnableHttpEndpoint"):
			found = append(found, APIAccess{c.Name, "the RDS Data API runs SQL for principals that may call it and read a secret with a password"})
		case c.Kind == Service && m.flag(c.Resource, false, "EnableExecuteCommand"):
			found = append(found, APIAccess{c.Name, "ECS Exec opens a shell in a task for principals that may call it"})
		case c.Kind == Host && c.Resource.At("IamInstanceProfile") != nil:
			found = append(found, APIAccess{c.Name, "Session Manager opens a session for principals that may start one, over a connection that the host has opened, if its role may"})
		}
	}
	return found
}
