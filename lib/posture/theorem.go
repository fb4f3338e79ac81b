package posture

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/assembly"
)

// Theorem is a sentence about the platform that is true or not.
type Theorem struct {
	ID, Says string
	// wrong returns what contradicts it.
	wrong func(*Model) []string
	// only names the environment that it is for; empty for all.
	only string
}

// Verdict is a theorem with what contradicts it, nothing when it holds.
type Verdict struct {
	ID, Says string
	Wrong    []string
}

// Verdicts judges every theorem.
func (m *Model) Verdicts() []Verdict {
	var all []Verdict
	for _, t := range theorems() {
		if t.only == "" || t.only == m.Env {
			all = append(all, Verdict{t.ID, t.Says, t.wrong(m)})
		}
	}
	return all
}

const prod = "prod"

func theorems() []Theorem {
	return []Theorem{
		{"understood", "The templates contain nothing that this model does not understand.", understood, ""},
		{"front-door", "The internet reaches only the load balancer, on ports 80 and 443.", frontDoor, ""},
		{"addresses", "Only load balancers and NAT gateways have public addresses.", addresses, ""},
		{"isolation", "The database, its proxy and the cache are in isolated subnets, out of which no packet gets.", isolation, ""},
		{"database-door", "Only the proxy reaches the database.", onlyFrom(Database, Proxy), ""},
		{"cache-door", "Only the services reach the cache.", onlyFrom(Cache, Service), ""},
		{"proxy-door", "Only the services and the bastion reach the proxy.", onlyFrom(Proxy, Service, Host), ""},
		{"service-door", "Only the load balancer reaches the services.", onlyFrom(Service, LoadBalancer), ""},
		{"bastion-door", "Nobody can open a connection to the bastion.", onlyFrom(Host), ""},
		{"way-out", "Whoever reaches the internet does so on port 443.", wayOutIsTLS, ""},
		{"no-idle-rule", "Every security group rule is used by a connection to somebody who listens.", noIdleRule, ""},
		{"no-dead-port", "Where a connection is allowed, somebody listens on every port of it.", noDeadPort, ""},
		{"it-works", "Requests reach each service, each service reaches proxy, cache and the internet, and each proxy its database.", itWorks, ""},
		{"admin-counted", "However its path is written, no request reaches admin-api without being counted by the rate rule.", adminCounted, ""},
		{"own-gateway", "The way out of each zone is in that zone.", ownGateway, prod},
		{"zone-loss", "Without any one zone, requests arrive, both services keep their tasks and their way out, and database, proxy and cache are there.", zoneLoss, prod},
	}
}

func understood(m *Model) []string {
	m.Requests() // reads what the rest of the model does not
	return m.Unknown
}

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
		if on := s.At("MapPublicIpOnLaunch"); on != nil && on != false {
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
		if c := m.Connection(p, m.internet()); c.Open() {
			wrong = append(wrong, witness(c, c.Allowed[0]))
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

func noIdleRule(m *Model) []string {
	used := map[*Rule]bool{}
	for _, c := range m.Connections() {
		for i := range c.Allowed {
			if len(c.Listening()) > 0 {
				used[c.Out[i]], used[c.In[i]] = true, true
			}
		}
	}
	var wrong []string
	for _, r := range m.rules {
		if !used[r] && !r.nothing() {
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

func itWorks(m *Model) []string {
	var wrong []string
	requests := m.Requests()
	for _, service := range m.Of(Service) {
		if !slices.ContainsFunc(requests, func(r Request) bool { return r.Service == service && r.Broken == "" }) {
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
	for _, r := range requests {
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
	if served == 0 || len(m.Of(Service)) == 0 {
		wrong = append(wrong, "there is no service, or no proxy with a database")
	}
	return wrong
}

// admin is the service whose requests must be counted.
const admin = "admin-api"

func adminCounted(m *Model) []string {
	var wrong []string
	reached := false
	for _, path := range Spellings {
		s, err := m.Judge(path)
		if err != nil {
			return []string{err.Error()}
		}
		arrives := slices.Contains(s.Routed, admin)
		reached = reached || arrives
		if arrives && !s.Counted {
			wrong = append(wrong, path+" reaches admin-api and is not counted")
		}
	}
	if !reached {
		wrong = append(wrong, "no path reaches admin-api")
	}
	return wrong
}

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

// zoneLoss leaves the bastion out: nobody's requests need it, and it is started
// again in minutes.
func zoneLoss(m *Model) []string {
	var wrong []string
	losses := m.Losses()
	for _, l := range losses {
		for _, c := range l.Gone() {
			if !slices.ContainsFunc(m.Of(Host), func(p *Party) bool { return strings.HasPrefix(c.Name, p.Name) }) {
				wrong = append(wrong, fmt.Sprintf("without %s: %s: %s", l.Zone, c.Name, c.How))
			}
		}
	}
	if len(losses) < 2 {
		wrong = append(wrong, "there are fewer than two zones")
	}
	return wrong
}
