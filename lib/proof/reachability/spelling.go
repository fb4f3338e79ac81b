package reachability

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/webacl"
)

// Spelling is one way to write a request's path, with what happens to it at a listener.
type Spelling struct {
	Path, At string
	// Counted is the rate at which the web ACL blocks an address that asks for it, nil
	// when no rate rule counts it.
	Counted *webacl.Rate
	// Routed is where the load balancer sends it. There are several answers where
	// AWS's documentation leaves open how it normalises a path before it compares.
	Routed []string
}

// Spellings are the ones to judge: how somebody would write /admin to get past a
// rule that compares too early, and what only looks like it.
var Spellings = []string{
	"/", "/service", "/service/x", "/service/admin/x", "/administrator", "/admin-api", "/health",
	"/admin", "/admin/", "/admin/x", "/ADMIN/x", "/Admin", "//admin/x", "/admin//x", "/./admin/x",
	"/%61dmin/x", "/%61%64%6d%69%6e", "/%2561dmin/x", "/admin%2Fx", "/%2fadmin/x", "/admin%5cx", "/admin;x", "/admin%00",
	"/service/../admin/x", "/service/%2e%2e/admin/x", "/service/..%2fadmin/x", "/service/..;/admin/x", "/x/../admin",
}

// Judge says what happens to a path at each listener that forwards requests.
func (m *Model) Judge(path string) ([]Spelling, error) {
	var judged []Spelling
	for _, e := range m.entrances() {
		s := Spelling{Path: path, At: e.String()}
		var err error
		if s.Counted, err = m.counted(e.balancer.Resource, path); err != nil {
			return nil, err
		}
		for _, reading := range readings(path) {
			for _, to := range m.routed(e.listener, reading) {
				if !slices.Contains(s.Routed, to) {
					s.Routed = append(s.Routed, to)
				}
			}
		}
		judged = append(judged, s)
	}
	return judged, nil
}

// counted asks the rate rules of the web ACL that a load balancer has.
func (m *Model) counted(balancer *assembly.Resource, path string) (*webacl.Rate, error) {
	for _, attribute := range items(balancer.At("LoadBalancerAttributes")) {
		if assembly.At(attribute, "Key") == "waf.fail_open.enabled" && m.Text(balancer.Stack, assembly.At(attribute, "Value")) != "false" {
			return nil, fmt.Errorf("%s lets requests through when the web ACL does not answer", balancer)
		}
	}
	for _, association := range m.OfType("AWS::WAFv2::WebACLAssociation") {
		if m.referred(association, association.At("ResourceArn"), balancer.Type) != balancer {
			continue
		}
		acl := m.referred(association, association.At("WebACLArn"), "AWS::WAFv2::WebACL")
		if acl == nil {
			return nil, fmt.Errorf("%s binds no web ACL of the templates", association)
		}
		counted, err := webacl.Counted(items(acl.At("Rules")), path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", acl, err)
		}
		return counted, nil
	}
	return nil, fmt.Errorf("%s has no web ACL", balancer)
}

// routed is where a listener sends a path as it is: usually to one service.
func (m *Model) routed(l listener, path string) []string {
	for _, rule := range l.rules {
		if rule.targets == nil || !slices.ContainsFunc(rule.patterns, func(pattern string) bool { return pathMatches(pattern, path) }) {
			continue
		}
		var services []string
		for _, s := range m.servers(rule.targets) {
			services = append(services, s.Name)
		}
		return services
	}
	return []string{l.otherwise}
}

// admin is the service whose requests must be counted.
const admin = "admin-api"

// forwarded are paths for every pattern of every listener, whoever gets them: the
// list above knows only those that there are today.
func (m *Model) forwarded() []string {
	var paths []string
	for _, r := range m.Requests {
		for _, pattern := range r.Patterns {
			for _, text := range []string{"", "x", "x/y"} {
				paths = append(paths, strings.ReplaceAll(strings.ReplaceAll(pattern, "*", text), "?", "x"))
			}
		}
	}
	return paths
}

func adminCounted(m *Model) []string {
	var wrong []string
	reached := false
	for _, path := range once(append(slices.Clone(Spellings), m.forwarded()...)) {
		judged, err := m.Judge(path)
		if err != nil {
			return []string{err.Error()}
		}
		for _, s := range judged {
			arrives := slices.Contains(s.Routed, admin)
			reached = reached || arrives
			if arrives && s.Counted == nil {
				wrong = append(wrong, fmt.Sprintf("%s reaches admin-api through %s and is not counted", path, s.At))
			}
		}
	}
	if !reached {
		wrong = append(wrong, "no path reaches admin-api")
	}
	return wrong
}
