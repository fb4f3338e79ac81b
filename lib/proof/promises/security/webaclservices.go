package security

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/webacl"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// serviceRule is a rule of the web ACL on the path of a service.
type serviceRule struct {
	name     string
	priority int
	limits   bool // how often, not who
}

// rulesOf are the rules that a service's settings ask for. Their priorities depend on the
// priority of its listener rule alone, so that no other service moves them.
func rulesOf(s config.Service) []serviceRule {
	var list []serviceRule
	if len(s.AllowedCIDRs) > 0 {
		list = append(list, serviceRule{s.RepositoryID() + "Addresses", 2 * s.Priority, false})
	}
	if s.RateLimitPerFiveMinutes > 0 {
		list = append(list, serviceRule{s.RepositoryID() + "Rate", 2*s.Priority + 1, true})
	}
	return list
}

// eachRule calls examine with each rule of the web ACL that the settings ask for. That one
// is missing is the complaint of a look-up.
func eachRule(v *check.Review, examine func(s config.Service, want serviceRule, rule any)) {
	rules := assembly.List(v.Only("Security", "AWS::WAFv2::WebACL").At("Rules"))
	for _, s := range v.Settings.Services {
		for _, want := range rulesOf(s) {
			i := slices.IndexFunc(rules, func(rule any) bool { return assembly.At(rule, "Name") == want.name })
			if i < 0 {
				v.Lookup().Add("found no rule %s of the web ACL", want.name)
				continue
			}
			examine(s, want, rules[i])
		}
	}
}

func serviceRulesBlock(v *check.Review) {
	eachRule(v, func(_ config.Service, want serviceRule, rule any) {
		if got := rulePriority(rule); got != float64(want.priority) {
			v.Add("%s: the priority is %v, want %d", want.name, got, want.priority)
		}
		onlyKey(v, want.name+": action", assembly.At(rule, "Action"), "Block")
		if override := assembly.At(rule, "OverrideAction"); override != nil {
			v.Add("%s overrides its action: %s", want.name, assembly.Written(override))
		}
	})
}

func rateLimits(v *check.Review) {
	eachRule(v, func(s config.Service, want serviceRule, rule any) {
		if !want.limits {
			return
		}
		rate := assembly.At(rule, "Statement", "RateBasedStatement")
		// ForwardedIPConfig would take the address from a header, which anybody can write.
		v.Texts(want.name+": properties", slices.Collect(maps.Keys(assembly.Map(rate))), []string{"AggregateKeyType", "EvaluationWindowSec", "Limit", "ScopeDownStatement"})
		for key, wanted := range map[string]any{
			"Limit": float64(s.RateLimitPerFiveMinutes), "EvaluationWindowSec": 300.0, "AggregateKeyType": "IP",
		} {
			if got := assembly.At(rate, key); got != wanted {
				v.Add("%s: %s is %s, want %s", want.name, key, assembly.Written(got), assembly.Written(wanted))
			}
		}
	})
}

func allowedAddresses(v *check.Review) {
	acl := v.Only("Security", "AWS::WAFv2::WebACL")
	sets := 0
	eachRule(v, func(s config.Service, want serviceRule, rule any) {
		if want.limits {
			return
		}
		sets++
		others := assembly.At(rule, "Statement", "AndStatement", "Statements", 1, "NotStatement", "Statement")
		set := assembly.Map(assembly.At(others, "IPSetReferenceStatement"))
		target, _ := v.Follow(acl.Stack, set["Arn"])
		// Another field would take the address from a header, which anybody can write.
		if !check.Is(target.Resource, "AWS::WAFv2::IPSet") || len(set) != 1 {
			v.Add("%s lets everybody pass but %s, want but a set of addresses", want.name, assembly.Written(others))
			return
		}
		v.Texts(target.Resource.String()+": addresses", v.OneOrMany(acl.Stack, target.Resource.At("Addresses")), s.AllowedCIDRs)
		v.Reads(target.Resource, "IPV4", "IPAddressVersion")
		v.Reads(target.Resource, "REGIONAL", "Scope")
	})
	v.Count(v.Stack("Security").OfType("AWS::WAFv2::IPSet"), sets, "set of addresses")
}

// onPath is what a rule compares the path of a request with, or nil.
func (r serviceRule) onPath(rule any) any {
	if r.limits {
		return assembly.At(rule, "Statement", "RateBasedStatement", "ScopeDownStatement")
	}
	if both := assembly.List(assembly.At(rule, "Statement", "AndStatement", "Statements")); len(both) == 2 {
		return both[0]
	}
	return nil
}

func pathSpellings(v *check.Review) {
	eachRule(v, func(s config.Service, want serviceRule, rule any) {
		inside, outside := spellings(s.Path)
		for _, other := range v.Settings.Services {
			if other.Name != s.Name && other.Listens() {
				outside = append(outside, other.Path)
			}
		}
		for i, path := range slices.Concat(inside, outside) {
			got, err := webacl.Matches(want.onPath(rule), path)
			if err != nil {
				v.Add("%s: cannot tell which requests it is about: %v", want.name, err)
				return
			}
			if got != (i < len(inside)) {
				v.Add("%s is about %s: %t, want %t", want.name, path, got, i < len(inside))
			}
		}
	})
}

// spellings are paths of requests that the load balancer, which matches them after its
// own normalisation, would send to the service at a path, and some that it would not.
func spellings(path string) (inside, outside []string) {
	below := strings.TrimSuffix(path, "/") // empty for all paths
	upper := strings.ToUpper(below)
	for _, spelling := range []string{
		below, upper, encoded(below), encoded(upper), "/" + below, strings.ReplaceAll(below, "/", "/./"),
		"/other/.." + below, "/other/%2e%2e" + below,
	} {
		inside = append(inside, spelling+"/", spelling+"/users")
		if below != "" {
			inside = append(inside, spelling)
		}
	}
	if below != "" {
		outside = []string{"/", below + "x", below + "-x", "/x" + below[1:] + below + "/"}
	}
	return inside, outside
}

// encoded writes each character of a path but the slashes by its number.
func encoded(path string) string {
	var out strings.Builder
	for _, c := range path {
		if c == '/' {
			out.WriteRune(c)
			continue
		}
		fmt.Fprintf(&out, "%%%02x", c)
	}
	return out.String()
}
