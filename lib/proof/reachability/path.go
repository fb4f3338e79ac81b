package reachability

import (
	"errors"
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
	// Restricted says that the web ACL refuses it to all but the addresses of an IP set, which
	// are Allowed.
	Restricted bool
	Allowed    []string
	// Routed is where the load balancer sends the request. There are several answers
	// where AWS's documentation leaves open how it normalizes a path before it compares.
	Routed []string
}

// Spellings are ways to write a service's path, or one below it, that might get past a
// rule that compares too early, and paths that only look like it.
func Spellings(path string) []string {
	base := strings.TrimSuffix(path, "/")
	if base == "" {
		return []string{"/", "/x", "//x", "/./x", "/X", "/%2e%2e/x", "/%00"}
	}
	first, rest := base[1:2], base[2:]
	escaped := fmt.Sprintf("%%%02x", first)
	spellings := []string{
		base, base + "/", base + "/x", base + "-x", base + "x", base + "//x", base + ";x", base + "%00", base + "%2Fx", base + "%5cx",
		strings.ToUpper(base) + "/x", "/" + strings.ToUpper(first) + rest, "/" + base + "/x", "/." + base + "/x",
		"/" + escaped + rest + "/x", "/%" + strings.ReplaceAll(fmt.Sprintf("% x", base[1:]), " ", "%"), "/%25" + escaped[1:] + rest + "/x", "/%2f" + base[1:] + "/x",
	}
	for _, before := range []string{"/x/..", "/x/%2e%2e", "/x/..%2f" + base[1:] + "/..", "/x/..;"} {
		spellings = append(spellings, before+base, before+base+"/x")
	}
	return append(spellings, "/x/..%2f"+base[1:]+"/x", "/x"+base+"/x")
}

// Path says what happens to a path at each listener that forwards requests.
func (m *Model) Path(path string) ([]PathResult, error) {
	var results []PathResult
	for _, e := range m.publicListeners() {
		result := PathResult{Path: path, Listener: e.String()}
		acl, err := m.firewall(e.balancer.Resource)
		rules := items(acl.At("Rules"))
		if err == nil && slices.ContainsFunc(rules, func(rule any) bool { return assembly.At(rule, "Statement", "RateBasedStatement") != nil }) {
			result.Counted, err = webacl.Counted(rules, path)
		}
		if err == nil {
			result.Restricted, result.Allowed, err = m.restricted(acl, path)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.balancer.Resource, err)
		}
		for _, form := range normalized(path) {
			result.Routed = append(result.Routed, m.routed(e.listener, form)...)
		}
		result.Routed = unique(result.Routed)
		results = append(results, result)
	}
	return results, nil
}

// firewall returns the web ACL that a load balancer has.
func (m *Model) firewall(balancer *assembly.Resource) (*assembly.Resource, error) {
	for _, attribute := range items(balancer.At("LoadBalancerAttributes")) {
		if assembly.At(attribute, "Key") == "waf.fail_open.enabled" && m.Text(balancer.Stack, assembly.At(attribute, "Value")) != "false" {
			return nil, errors.New("it lets requests through when the web ACL does not answer")
		}
	}
	for _, association := range m.OfType("AWS::WAFv2::WebACLAssociation") {
		if m.referred(association, association.At("ResourceArn"), balancer.Type) != balancer {
			continue
		}
		if acl := m.referred(association, association.At("WebACLArn"), "AWS::WAFv2::WebACL"); acl != nil {
			return acl, nil
		}
	}
	return nil, errors.New("it has no web ACL of the templates")
}

// restricted says whether a rule refuses the path to all addresses but those of an IP set,
// and which these are.
func (m *Model) restricted(acl *assembly.Resource, path string) (restricted bool, allowed []string, err error) {
	for _, rule := range items(acl.At("Rules")) {
		both := items(assembly.At(rule, "Statement", "AndStatement", "Statements"))
		if assembly.At(rule, "Action", "Block") == nil || len(both) != 2 {
			continue
		}
		set := assembly.At(both[1], "NotStatement", "Statement", "IPSetReferenceStatement")
		if set == nil {
			continue
		}
		if matched, err := webacl.Matches(both[0], path); err != nil || matched {
			addresses := m.referred(acl, assembly.At(set, "Arn"), "AWS::WAFv2::IPSet")
			return matched, m.OneOrMany(acl.Stack, addresses.At("Addresses")), err
		}
	}
	return false, nil, nil
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
