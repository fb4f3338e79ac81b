package reachability

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

func reachedFromInternet(m *Model) []string {
	var wrong []string
	reached := 0
	for _, c := range m.Connections() {
		if c.From.Kind != Internet || !c.Open() {
			continue
		}
		reached++
		for _, t := range c.Allowed {
			if c.To.Kind != LoadBalancer || t != TCP(80) && t != TCP(443) {
				wrong = append(wrong, describe(c, t))
			}
		}
	}
	if reached == 0 {
		wrong = append(wrong, "the internet reaches nothing")
	}
	return wrong
}

func describe(c Connection, t Traffic) string {
	return fmt.Sprintf("%s → %s: %s, through %s", c.From.Name, c.To.Name, t, c.Via)
}

func publicAddresses(m *Model) []string {
	var wrong []string
	for _, c := range m.Components {
		if c.Public && c.Kind != LoadBalancer {
			wrong = append(wrong, c.Name+" has a public address")
		}
	}
	for _, s := range m.Subnets {
		if m.flag(s.Resource, false, "MapPublicIpOnLaunch") {
			wrong = append(wrong, fmt.Sprintf("%s gives a public address to everything that starts in it", s))
		}
	}
	for _, address := range m.OfType(elasticIP) {
		used := slices.ContainsFunc(m.OfType(natGateway), func(g *assembly.Resource) bool {
			return m.referred(g, g.At("AllocationId"), address.Type) == address
		})
		if !used {
			wrong = append(wrong, fmt.Sprintf("%s belongs to no NAT gateway", address))
		}
	}
	return wrong
}

func dataIsIsolated(m *Model) []string {
	var wrong []string
	seen := 0
	for _, c := range m.Components {
		if !slices.Contains([]Kind{Database, Proxy, Cache}, c.Kind) {
			continue
		}
		seen++
		for _, s := range c.Subnets {
			if s.Tier() != "isolated" {
				wrong = append(wrong, fmt.Sprintf("%s is in a subnet that is %s", c.Name, s))
			}
			for _, service := range s.Endpoints {
				wrong = append(wrong, fmt.Sprintf("%s has a route to %s", c.Name, service))
			}
		}
		for _, out := range slices.Concat(m.Of(Internet), m.Of(Endpoint)) {
			if egress := m.Connection(c, out); egress.Open() {
				wrong = append(wrong, describe(egress, egress.Allowed[0]))
			}
		}
	}
	if seen == 0 {
		wrong = append(wrong, "there is no database, proxy or cache")
	}
	return wrong
}

// onlyFrom wants a component of a kind, and each of them reached by these kinds only.
func onlyFrom(kind Kind, from ...Kind) func(*Model) []string {
	return func(m *Model) []string {
		var wrong []string
		if len(m.Of(kind)) == 0 {
			wrong = append(wrong, fmt.Sprintf("there is no %s", kind))
		}
		for _, c := range m.Connections() {
			if c.To.Kind == kind && c.Open() && !slices.Contains(from, c.From.Kind) {
				wrong = append(wrong, describe(c, c.Allowed[0]))
			}
		}
		return wrong
	}
}

func egressIsTLS(m *Model) []string {
	var wrong []string
	for _, c := range m.Connections() {
		if c.To.Kind == Internet {
			for _, t := range c.Allowed {
				if t != TCP(443) {
					wrong = append(wrong, describe(c, t))
				}
			}
		}
	}
	return wrong
}
