package reachability

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Request is the path of requests from the internet to a service: they pass a
// load balancer, which opens the second connection by itself.
type Request struct {
	Balancer, Service *Component
	// Listener and Port are the ports at both.
	Listener, Port int
	Patterns       []string
	// TLS says that they come over TLS.
	TLS bool
	// Broken is why such requests do not arrive, empty when they do.
	Broken string
}

// String reads "internet → Alb:443 (/admin, /admin/*) → admin-api:8080".
func (r Request) String() string {
	return fmt.Sprintf("internet → %s:%d (%s) → %s:%d", r.Balancer.Name, r.Listener, strings.Join(r.Patterns, ", "), r.Service.Name, r.Port)
}

// readRequests finds the paths of requests, by load balancer, port and priority.
func (m *Model) readRequests() []Request {
	var found []Request
	for _, e := range m.publicListeners() {
		for _, rule := range e.rules {
			if rule.targets == nil {
				continue
			}
			servers := m.servers(rule.targets)
			if len(servers) == 0 && m.without == "" {
				m.unknown(rule.targets, "serves no service of the templates")
			}
			for _, s := range servers {
				r := Request{Balancer: e.balancer, Service: s.Component, Listener: e.port, Port: s.port, Patterns: rule.patterns, TLS: e.tls}
				r.Broken = m.broken(r)
				found = append(found, r)
			}
		}
	}
	return found
}

// publicListener is a listener that forwards requests from the internet.
type publicListener struct {
	listener
	balancer *Component
}

// String is the load balancer with the port: Alb:443.
func (e publicListener) String() string { return e.balancer.Name + ":" + strconv.Itoa(e.port) }

func (m *Model) publicListeners() []publicListener {
	var found []publicListener
	for _, balancer := range m.Of(LoadBalancer) {
		for _, l := range balancer.listeners {
			if balancer.Public && len(l.rules) > 0 {
				found = append(found, publicListener{l, balancer})
			}
		}
	}
	return found
}

// broken follows both connections of a request.
func (m *Model) broken(r Request) string {
	for _, hop := range []struct {
		from, to *Component
		port     int
	}{{m.internet(), r.Balancer, r.Listener}, {r.Balancer, r.Service, r.Port}} {
		c := m.Connection(hop.from, hop.to)
		open := false
		for _, t := range c.Allowed {
			open = open || t.includes(hop.port)
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

// listener is a port of a load balancer with what it does with a request.
type listener struct {
	*assembly.Resource
	port int
	// tls says that requests come over TLS.
	tls   bool
	rules []forwarding
	// otherwise is what happens to a request that no rule takes.
	otherwise string
}

// forwarding sends requests with these paths to a target group.
type forwarding struct {
	*assembly.Resource
	priority int
	patterns []string
	targets  *assembly.Resource
}

// listeners returns those of a load balancer, by port.
func (m *Model) listeners(balancer *assembly.Resource) []listener {
	var found []listener
	for _, r := range m.OfType("AWS::ElasticLoadBalancingV2::Listener") {
		if m.referred(r, r.At("LoadBalancerArn"), balancer.Type) != balancer {
			continue
		}
		l := listener{Resource: r, port: m.port(r, r.At("Port")), tls: m.text(r, "Protocol") == "HTTPS", otherwise: m.otherwise(r)}
		for _, rule := range m.OfType("AWS::ElasticLoadBalancingV2::ListenerRule") {
			if m.referred(rule, rule.At("ListenerArn"), r.Type) == r {
				l.rules = append(l.rules, m.forwarding(rule))
			}
		}
		slices.SortStableFunc(l.rules, func(a, b forwarding) int { return cmp.Compare(a.priority, b.priority) })
		found = append(found, l)
	}
	slices.SortStableFunc(found, func(a, b listener) int { return cmp.Compare(a.port, b.port) })
	return found
}

// otherwise reads a listener's default action, which the model wants to end the
// request: one that forwards would need no rule.
func (m *Model) otherwise(r *assembly.Resource) string {
	actions := items(r.At("DefaultActions"))
	if len(actions) == 1 {
		switch assembly.At(actions[0], "Type") {
		case "fixed-response":
			return "answers " + m.Text(r.Stack, assembly.At(actions[0], "FixedResponseConfig", "StatusCode"))
		case "redirect":
			config := assembly.At(actions[0], "RedirectConfig")
			return "redirects to " + strings.ToLower(m.Text(r.Stack, assembly.At(config, "Protocol"))) + ":" + m.Text(r.Stack, assembly.At(config, "Port"))
		}
	}
	m.unknown(r, "its default action is not understood: %s", assembly.Written(r.At("DefaultActions")))
	return "does something unknown"
}

func (m *Model) forwarding(r *assembly.Resource) forwarding {
	f := forwarding{Resource: r}
	priority, ok := r.At("Priority").(float64)
	f.priority = int(priority)
	conditions, actions := items(r.At("Conditions")), items(r.At("Actions"))
	if !ok || len(conditions) != 1 || len(actions) != 1 || assembly.At(actions[0], "Type") != "forward" || assembly.At(conditions[0], "Field") != "path-pattern" {
		m.unknown(r, "the model knows rules with a priority, path patterns and one target group only")
		return f
	}
	for _, values := range []any{assembly.At(conditions[0], "PathPatternConfig", "Values"), assembly.At(conditions[0], "Values")} {
		for _, pattern := range items(values) {
			f.patterns = append(f.patterns, m.Text(r.Stack, pattern))
		}
	}
	targets := assembly.At(actions[0], "TargetGroupArn")
	if groups := items(assembly.At(actions[0], "ForwardConfig", "TargetGroups")); targets == nil && len(groups) == 1 {
		targets = assembly.At(groups[0], "TargetGroupArn")
	}
	f.targets = m.referred(r, targets, "AWS::ElasticLoadBalancingV2::TargetGroup")
	if f.targets == nil || len(f.patterns) == 0 {
		m.unknown(r, "its target group or its paths cannot be read")
	}
	return f
}

// server is a service whose tasks are in a target group, with their port.
type server struct {
	*Component
	port int
}

// servers returns the services that get what is sent to a target group.
func (m *Model) servers(targets *assembly.Resource) []server {
	var found []server
	for _, c := range m.Of(Service) {
		for _, binding := range items(c.Resource.At("LoadBalancers")) {
			if m.referred(c.Resource, assembly.At(binding, "TargetGroupArn"), targets.Type) == targets {
				found = append(found, server{c, m.port(c.Resource, assembly.At(binding, "ContainerPort"))})
			}
		}
	}
	return found
}

// pathMatches says whether a path pattern takes a path: * is any text, ? one
// character, and letters count as they are.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions
func pathMatches(pattern, path string) bool {
	if pattern == "" {
		return path == ""
	}
	if pattern[0] == '*' {
		return pathMatches(pattern[1:], path) || path != "" && pathMatches(pattern, path[1:])
	}
	return path != "" && (pattern[0] == '?' || pattern[0] == path[0]) && pathMatches(pattern[1:], path[1:])
}
