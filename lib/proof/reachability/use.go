package reachability

import (
	"fmt"
	"slices"
)

func noIdleRule(m *Model) []string {
	used, whole := map[*Rule]bool{}, map[*Rule]bool{}
	for _, c := range m.Connections() {
		for i, traffic := range c.Allowed {
			for _, r := range []*Rule{c.Out[i], c.In[i]} {
				if r != nil && len(c.Listening()) > 0 {
					used[r], whole[r] = true, whole[r] || r.Traffic == traffic
				}
			}
		}
	}
	var wrong []string
	for _, r := range m.rules {
		switch {
		case r.nothing() || whole[r]:
		case used[r]:
			wrong = append(wrong, r.String()+" allows more than any connection uses")
		default:
			wrong = append(wrong, r.String()+" is used by no connection")
		}
	}
	if len(m.rules) == 0 {
		wrong = append(wrong, "there is no security group rule")
	}
	return wrong
}

func noDeadPort(m *Model) []string {
	var wrong []string
	for _, c := range m.Connections() {
		for _, t := range c.Allowed {
			if c.To.Kind != Internet && (t.Protocol != "tcp" || t.From != t.To || !slices.Contains(c.To.Ports, t.From)) {
				wrong = append(wrong, witness(c, t)+", where nobody listens")
			}
		}
	}
	return wrong
}

func requestsOverTLS(m *Model) []string {
	var wrong []string
	entrances := m.entrances()
	for _, e := range entrances {
		if !e.tls {
			wrong = append(wrong, e.String()+" forwards without TLS")
		}
	}
	if len(entrances) == 0 {
		wrong = append(wrong, "nothing is forwarded")
	}
	return wrong
}

func itWorks(m *Model) []string {
	var wrong []string
	for _, service := range m.Of(Service) {
		asked := len(items(service.Resource.At("LoadBalancers"))) > 0
		if asked && !slices.ContainsFunc(m.Requests, func(r Request) bool { return r.Service == service && r.Broken == "" }) {
			wrong = append(wrong, "no request reaches "+service.Name)
		}
		for _, kind := range []Kind{Internet, Proxy, Cache} {
			for _, to := range m.Of(kind) {
				if c := m.Connection(service, to); len(c.Listening()) == 0 {
					wrong = append(wrong, fmt.Sprintf("%s does not reach %s: %s", service.Name, to.Name, c.Why))
				}
			}
		}
	}
	for _, r := range m.Requests {
		if r.Broken != "" {
			wrong = append(wrong, r.String()+": "+r.Broken)
		}
	}
	served := 0
	for _, proxy := range m.Of(Proxy) {
		for _, database := range m.Of(Database) {
			if m.serves(proxy.Resource, database.Resource) {
				served++
			}
			if c := m.Connection(proxy, database); len(c.Listening()) == 0 {
				wrong = append(wrong, fmt.Sprintf("%s does not reach %s: %s", proxy.Name, database.Name, c.Why))
			}
		}
	}
	if served == 0 || len(m.Requests) == 0 {
		wrong = append(wrong, "no service gets requests, or no proxy has a database")
	}
	return wrong
}
