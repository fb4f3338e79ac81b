package reachability

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

func frontDoor(m *Model) []string {
	var wrong []string
	doors := 0
	for _, c := range m.Connections() {
		if c.From.Kind != Internet || !c.Open() {
			continue
		}
		doors++
		for _, t := range c.Allowed {
			if c.To.Kind != LoadBalancer || t != (Traffic{"tcp", 80, 80}) && t != (Traffic{"tcp", 443, 443}) {
				wrong = append(wrong, witness(c, t))
			}
		}
	}
	if doors == 0 {
		wrong = append(wrong, "the internet reaches nobody")
	}
	return wrong
}

func witness(c Connection, t Traffic) string {
	return fmt.Sprintf("%s → %s: %s, by %s", c.From.Name, c.To.Name, t, c.Way)
}

func addresses(m *Model) []string {
	var wrong []string
	for _, p := range m.Parties {
		if p.Public && p.Kind != LoadBalancer {
			wrong = append(wrong, p.Name+" has a public address")
		}
	}
	for _, s := range m.Subnets {
		if m.flag(s.Resource, false, "MapPublicIpOnLaunch") {
			wrong = append(wrong, fmt.Sprintf("%s gives an address to whatever starts in it", s))
		}
	}
	for _, address := range m.OfType("AWS::EC2::EIP") {
		used := slices.ContainsFunc(m.OfType("AWS::EC2::NatGateway"), func(g *assembly.Resource) bool {
			return m.referred(g, g.At("AllocationId"), address.Type) == address
		})
		if !used {
			wrong = append(wrong, fmt.Sprintf("%s belongs to no NAT gateway", address))
		}
	}
	return wrong
}

func isolation(m *Model) []string {
	var wrong []string
	seen := 0
	for _, p := range m.Parties {
		if !slices.Contains([]Kind{Database, Proxy, Cache}, p.Kind) {
			continue
		}
		seen++
		for _, s := range p.Subnets {
			if s.Tier() != "isolated" {
				wrong = append(wrong, fmt.Sprintf("%s is in a subnet that is %s", p.Name, s))
			}
			for _, service := range s.Endpoints {
				wrong = append(wrong, fmt.Sprintf("%s has a route to %s", p.Name, service))
			}
		}
		for _, out := range slices.Concat(m.Of(Internet), m.Of(Endpoint)) {
			if c := m.Connection(p, out); c.Open() {
				wrong = append(wrong, witness(c, c.Allowed[0]))
			}
		}
	}
	if seen == 0 {
		wrong = append(wrong, "there is nobody to isolate")
	}
	return wrong
}

// onlyFrom wants the parties of a kind reached by these kinds and nobody else, and
// that there is one.
func onlyFrom(kind Kind, from ...Kind) func(*Model) []string {
	return func(m *Model) []string {
		var wrong []string
		if len(m.Of(kind)) == 0 {
			wrong = append(wrong, fmt.Sprintf("there is no %s", kind))
		}
		for _, c := range m.Connections() {
			if c.To.Kind == kind && c.Open() && !slices.Contains(from, c.From.Kind) {
				wrong = append(wrong, witness(c, c.Allowed[0]))
			}
		}
		return wrong
	}
}

func wayOutIsTLS(m *Model) []string {
	var wrong []string
	for _, c := range m.Connections() {
		if c.To.Kind == Internet {
			for _, t := range c.Allowed {
				if t != (Traffic{"tcp", 443, 443}) {
					wrong = append(wrong, witness(c, t))
				}
			}
		}
	}
	return wrong
}
