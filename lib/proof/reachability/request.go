package reachability

import (
	"fmt"
	"strconv"
	"strings"
)

// Request is the way of requests from the internet to a service: they pass the
// load balancer, which opens the second connection by itself.
type Request struct {
	Balancer, Service *Party
	// Listener and Port are the ports at both.
	Listener, Port int
	Patterns       []string
	// Broken is why such requests do not arrive, empty when they do.
	Broken string
}

// String is the witness: internet → Alb:443 (/admin, /admin/*) → admin-api:8080.
func (r Request) String() string {
	return fmt.Sprintf("internet → %s:%d (%s) → %s:%d", r.Balancer.Name, r.Listener, strings.Join(r.Patterns, ", "), r.Service.Name, r.Port)
}

// readRequests finds the ways of requests, by load balancer, port and priority.
func (m *Model) readRequests() []Request {
	var found []Request
	for _, e := range m.entrances() {
		for _, rule := range e.rules {
			if rule.targets == nil {
				continue
			}
			servers := m.servers(rule.targets)
			if len(servers) == 0 && m.lost == "" {
				m.unknown(rule.targets, "serves no service of the templates")
			}
			for _, s := range servers {
				r := Request{Balancer: e.balancer, Service: s.Party, Listener: e.port, Port: s.port, Patterns: rule.patterns}
				r.Broken = m.broken(r)
				found = append(found, r)
			}
		}
	}
	return found
}

// entrance is a listener that forwards requests from the internet.
type entrance struct {
	listener
	balancer *Party
}

// String is the load balancer with the port: Alb:443.
func (e entrance) String() string { return e.balancer.Name + ":" + strconv.Itoa(e.port) }

func (m *Model) entrances() []entrance {
	var found []entrance
	for _, balancer := range m.Of(LoadBalancer) {
		for _, l := range balancer.listeners {
			if balancer.Public && len(l.rules) > 0 {
				found = append(found, entrance{l, balancer})
			}
		}
	}
	return found
}

// broken follows both connections of a request.
func (m *Model) broken(r Request) string {
	for _, hop := range []struct {
		from, to *Party
		port     int
	}{{m.internet(), r.Balancer, r.Listener}, {r.Balancer, r.Service, r.Port}} {
		c := m.Connection(hop.from, hop.to)
		open := false
		for _, t := range c.Allowed {
			open = open || t.has(hop.port)
		}
		if c.Why == "" {
			c.Why = "port " + strconv.Itoa(hop.port) + " is closed"
		}
		if !open {
			return fmt.Sprintf("%s → %s: %s", hop.from.Name, hop.to.Name, c.Why)
		}
	}
	return ""
}
