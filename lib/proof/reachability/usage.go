package reachability

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

func everyRuleIsUsed(m *Model) []string {
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
		case whole[r]:
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

func everyPortIsListenedOn(m *Model) []string {
	var wrong []string
	for _, c := range m.Connections() {
		for _, t := range c.Allowed {
			if c.To.Kind != Internet && (t.Protocol != "tcp" || t.From != t.To || !slices.Contains(c.To.Ports, t.From)) {
				wrong = append(wrong, describe(c, t)+", where nothing listens")
			}
		}
	}
	return wrong
}

func requestsOverTLS(m *Model) []string {
	var wrong []string
	listeners := m.publicListeners()
	for _, e := range listeners {
		if !e.tls {
			wrong = append(wrong, e.String()+" forwards without TLS")
		}
	}
	if len(listeners) == 0 {
		wrong = append(wrong, "nothing is forwarded")
	}
	return wrong
}

func requiredConnections(m *Model) []string {
	var wrong []string
	for _, service := range m.Of(Service) {
		requested := len(items(service.Resource.At("LoadBalancers"))) > 0
		if requested && !slices.ContainsFunc(m.Requests, func(r Request) bool { return r.Service == service && r.Broken == "" }) {
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

// serves says whether a database is a target of a proxy.
func (m *Model) serves(proxy, database *assembly.Resource) bool {
	for _, targets := range m.OfType("AWS::RDS::DBProxyTargetGroup") {
		for _, item := range items(targets.At("DBClusterIdentifiers")) {
			if m.referred(targets, targets.At("DBProxyName"), "AWS::RDS::DBProxy") == proxy && m.referred(targets, item, database.Type) == database {
				return true
			}
		}
	}
	return false
}

// zoneLossIsSurvived leaves the bastion out, which no request needs, and read-only
// endpoints, whose reader takes the place of a lost writer.
func zoneLossIsSurvived(m *Model) []string {
	var wrong []string
	losses := m.ZoneLosses()
	for _, l := range losses {
		for _, c := range l.Lost() {
			if !slices.ContainsFunc(m.Components, func(of *Component) bool {
				return of.Kind == Host && c.Name == of.Name+" runs" || m.readsOnly(of) && c.Name == of.Name+" accepts sessions"
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
