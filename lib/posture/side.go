package posture

import (
	"fmt"
	"strings"
)

// SideDoor is a way to a party that is no connection on the network, so that no
// route and no security group stands in it: AWS opens it to whoever IAM lets.
type SideDoor struct{ To, By string }

// SideDoors lists them, in the order of the parties.
func (m *Model) SideDoors() []SideDoor {
	var doors []SideDoor
	for _, p := range m.Parties {
		switch {
		case p.Kind == Database && p.Resource.At("EnableHttpEndpoint") == true:
			doors = append(doors, SideDoor{p.Name, "the RDS Data API takes statements from whoever may call it and read a secret with a password"})
		case p.Kind == Service && p.Resource.At("EnableExecuteCommand") == true:
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
		texts := []string{fmt.Sprint(m.Text(t.Resource.Stack, t.Resource.Properties))}
		for _, kind := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"} {
			for _, policy := range m.OfType(kind) {
				for _, user := range m.References(policy.Stack, policy.At("Roles")) {
					if user.Resource == t.Resource {
						texts = append(texts, m.Text(policy.Stack, policy.Properties))
					}
				}
			}
		}
		if all := strings.Join(texts, " "); strings.Contains(all, "ssmmessages:") || strings.Contains(all, "AmazonSSMManagedInstanceCore") {
			return true
		}
	}
	return false
}
