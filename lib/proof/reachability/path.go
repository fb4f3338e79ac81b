package reachability

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/webacl"
)

// PathResult is what happens to a request with a path at a listener.
type PathResult struct {
	Path, Listener string
	// Counted is the rate at which the web ACL blocks an address that requests the path,
	// nil when no rate rule counts it.
	Counted *webacl.Rate
	// Routed is where the load balancer sends the request. There are several answers
	// where AWS's documentation leaves open how it normalizes a path before it compares.
	Routed []string
}

// PathVariants are the paths to judge: variants of /admin that might get past a rule
// that compares too early, and paths that only look like it.
var PathVariants = []string{
	"/", "/service", "/service/x", "/service/admin/x", "/administrator", "/admin-api", "/health",
	"/admin", "/admin/", "/admin/x", "/ADMIN/x", "/Admin", "//admin/x", "/admin//x", "/./admin/x",
	"/%61dmin/x", "/%61%64%6d%69%6e", "/%2561dmin/x", "/admin%2Fx", "/%2fadmin/x", "/admin%5cx", "/admin;x", "/admin%00",
	"/service/../admin/x", "/service/%2e%2e/admin/x", "/service/..%2fadmin/x", "/service/..;/admin/x", "/x/../admin",
}

// Path says what happens to a path at each listener that forwards requests.
func (m *Model) Path(path string) ([]PathResult, error) {
	var results []PathResult
	for _, e := range m.publicListeners() {
		result := PathResult{Path: path, Listener: e.String()}
		var err error
		if result.Counted, err = m.counted(e.balancer.Resource, path); err != nil {
			return nil, err
		}
		for _, form := range normalized(path) {
			result.Routed = append(result.Routed, m.routed(e.listener, form)...)
		}
		result.Routed = unique(result.Routed)
		results = append(results, result)
	}
	return results, nil
}

// counted evaluates the rate rules of the web ACL that a load balancer has.
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
			return nil, fmt.Errorf("%s associates no web ACL of the templates", association)
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

// forwarded are paths for every pattern of every listener, so that a path is judged
// that is not among the variants.
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
	for _, path := range unique(append(slices.Clone(PathVariants), m.forwarded()...)) {
		results, err := m.Path(path)
		if err != nil {
			return []string{err.Error()}
		}
		for _, result := range results {
			arrives := slices.Contains(result.Routed, admin)
			reached = reached || arrives
			if arrives && result.Counted == nil {
				wrong = append(wrong, fmt.Sprintf("%s reaches admin-api through %s and is not counted", path, result.Listener))
			}
		}
	}
	if !reached {
		wrong = append(wrong, "no path reaches admin-api")
	}
	return wrong
}

// normalized returns the paths that the load balancer may compare with its patterns. AWS
// says that it compares after normalizing the URI, and not how: so each step is tried
// and left out. The first path is what RFC 3986 calls for. No standard makes a slash
// of a backslash, so none is made here.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions
func normalized(requested string) []string {
	steps := []func(string) string{
		unescape,
		removeDots,
		func(p string) string {
			for strings.Contains(p, "//") {
				p = strings.ReplaceAll(p, "//", "/")
			}
			return p
		},
	}
	found := []string{removeDots(unescapeUnreserved(requested))}
	// Everything is unescaped, or what RFC 3986 calls unreserved, or nothing.
	for _, start := range []string{requested, unescapeUnreserved(requested)} {
		// Every subset of the steps, in this order and the reverse.
		for subset := range 1 << len(steps) {
			forward, backward := start, start
			for i := range steps {
				if subset&(1<<i) != 0 {
					forward = steps[i](forward)
				}
				if j := len(steps) - 1 - i; subset&(1<<j) != 0 {
					backward = steps[j](backward)
				}
			}
			found = append(found, forward, backward)
		}
	}
	return unique(found)
}

func unescape(p string) string {
	if decoded, err := url.PathUnescape(p); err == nil {
		return decoded
	}
	return p
}

// unescapeUnreserved decodes what needs no escape: letters, digits and the signs -._~ of RFC 3986.
func unescapeUnreserved(p string) string {
	var out strings.Builder
	for i := 0; i < len(p); i++ {
		if p[i] == '%' && i+2 < len(p) {
			if decoded, err := url.PathUnescape(p[i : i+3]); err == nil && strings.Trim(strings.ToLower(decoded), "abcdefghijklmnopqrstuvwxyz0123456789-._~") == "" {
				out.WriteString(decoded)
				i += 2
				continue
			}
		}
		out.WriteByte(p[i])
	}
	return out.String()
}

// removeDots takes . and .. away (RFC 3986, 5.2.4) and leaves double slashes.
func removeDots(p string) string {
	if !strings.Contains(p, "/.") {
		return p
	}
	var kept []string
	segments := strings.Split(strings.TrimPrefix(p, "/"), "/")
	for i, segment := range segments {
		switch {
		case segment == ".." && len(kept) > 0:
			kept = kept[:len(kept)-1]
		case segment != "." && segment != "..":
			kept = append(kept, segment)
			continue
		}
		if i == len(segments)-1 {
			kept = append(kept, "")
		}
	}
	return "/" + strings.Join(kept, "/")
}
