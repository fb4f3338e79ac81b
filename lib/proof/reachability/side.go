package reachability

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/iampolicy"
)

// SideDoor is a way to a party that is no connection on the network, so that no
// route and no security group stands in it: AWS opens it to whoever IAM lets.
type SideDoor struct{ To, By string }

// SideDoors lists them, in the order of the parties.
func (m *Model) SideDoors() []SideDoor {
	var doors []SideDoor
	for _, p := range m.Parties {
		switch {
		case p.Kind == Database && m.flag(p.Resource, false, "EnableHttpEndpoint"):
			doors = append(doors, SideDoor{p.Name, "the RDS Data API takes statements from whoever may call it and read a secret with a password"})
		case p.Kind == Service && m.flag(p.Resource, false, "EnableExecuteCommand"):
			doors = append(doors, SideDoor{p.Name, "ECS Exec opens a shell in a task to whoever may call it"})
		case p.Kind == Host && m.managed(p):
			doors = append(doors, SideDoor{p.Name, "Session Manager opens a session to whoever may start one; the host itself has called out for it"})
		}
	}
	return doors
}

// managed says whether the host's role lets it take part in Session Manager.
func (m *Model) managed(p *Party) bool {
	profile := m.referred(p.Resource, p.Resource.At("IamInstanceProfile"), "AWS::IAM::InstanceProfile")
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
