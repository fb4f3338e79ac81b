package reachability

import (
	"fmt"
	"slices"
)

func ownGateway(m *Model) []string {
	var wrong []string
	gateways := 0
	for _, s := range m.Subnets {
		if s.Tier() != "private" {
			continue
		}
		gateways++
		at := m.subnet(m.referred(s.Gateway, s.Gateway.At("SubnetId"), "AWS::EC2::Subnet"))
		if at == nil || at.Zone != s.Zone {
			wrong = append(wrong, fmt.Sprintf("the way out of %s is %s, in another zone", s.Zone, name(s.Gateway)))
		}
	}
	if gateways < 2 {
		wrong = append(wrong, fmt.Sprintf("%d zones have a way out", gateways))
	}
	return wrong
}

// zoneLoss leaves the bastion out, which nobody's requests need, and endpoints that
// only read: their reader is the writer's spare.
func zoneLoss(m *Model) []string {
	var wrong []string
	losses := m.Losses()
	for _, l := range losses {
		for _, c := range l.Gone() {
			if !slices.ContainsFunc(m.Parties, func(p *Party) bool {
				return p.Kind == Host && c.Name == p.Name+" runs" || m.readsOnly(p) && c.Name == p.Name+" takes sessions"
			}) {
				wrong = append(wrong, fmt.Sprintf("without %s: %s: %s", l.Zone, c.Name, c.How))
			}
		}
	}
	if len(losses) < 2 {
		wrong = append(wrong, "there are fewer than two zones")
	}
	return wrong
}
