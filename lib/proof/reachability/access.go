package reachability

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/iampolicy"
)

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
		case c.Kind == Host && m.managed(c):
			found = append(found, APIAccess{c.Name, "Session Manager opens a session for principals that may start one, over a connection that the host has opened"})
		}
	}
	return found
}

// managed says whether the host's role lets it take part in Session Manager.
func (m *Model) managed(c *Component) bool {
	profile := m.referred(c.Resource, c.Resource.At("IamInstanceProfile"), "AWS::IAM::InstanceProfile")
	if profile == nil {
		return false
	}
	for _, t := range m.References(profile.Stack, profile.At("Roles")) {
		if !is(t.Resource, "AWS::IAM::Role") {
			continue
		}
		channel := slices.ContainsFunc(iampolicy.OfRole(m.Assembly, t.Resource), func(s iampolicy.Statement) bool {
			return slices.ContainsFunc(s.ActionTexts(), func(action string) bool { return strings.HasPrefix(action, "ssmmessages:") })
		})
		core := slices.ContainsFunc(iampolicy.Elsewhere(m.Assembly, t.Resource), func(arn string) bool {
			return strings.Contains(arn, "AmazonSSMManagedInstanceCore")
		})
		if channel || core {
			return true
		}
	}
	return false
}
