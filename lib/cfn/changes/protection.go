package changes

import (
	"maps"
	"math"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// protections are the properties, by the names that AWS's services give them, that
// keep a resource from being deleted.
var protections = []string{
	"DeleteProtection",
	"DeletionProtected",
	"DeletionProtection",
	"DeletionProtectionCheck",
	"DeletionProtectionEnabled",
	"DisableApiTermination",
	"TerminationProtected",
	"TerminationProtectionEnabled",
}

// unsaid is the word that types take for a protection of which nothing is said; all others
// take none.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-qldb-ledger.html
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateEventDataStore.html
// https://docs.aws.amazon.com/appconfig/latest/APIReference/API_CreateEnvironment.html
var unsaid = map[string]string{
	"AWS::AppConfig::ConfigurationProfile": "account_default",
	"AWS::AppConfig::Environment":          "account_default",
	"AWS::CloudTrail::EventDataStore":      "true",
	"AWS::QLDB::Ledger":                    "true",
}

// protectionAttribute is the load balancer's, a key of a list:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
const protectionAttribute = "deletion_protection.enabled"

// protection is one at a path.
type protection struct {
	path   []string
	unsaid string
}

func (g protection) steps() []string { return g.path }

func (g protection) worth(v any) rating {
	word := g.unsaid
	switch v := v.(type) {
	case unknown:
		return rating{shown: string(v), worth: math.NaN(), most: 2}
	case string:
		word = v
	case map[string]any: // {Mode: ENABLED}
		return g.worth(v["Mode"])
	}
	return rating{shown: word, worth: degrees[strings.ToLower(word)], most: 2}
}

func (g protection) told(place string, was, is rating, certain bool) string {
	if slices.Contains(g.path, item+protectionAttribute) {
		place = protectionAttribute
	}
	return removed(place, certain && was.known() && is.known())
}

// degrees are the words for a protection that is on. Those of an Auto Scaling group and of
// AppConfig have something between on and off.
// https://docs.aws.amazon.com/autoscaling/ec2/userguide/resource-deletion-protection.html
// https://docs.aws.amazon.com/appconfig/latest/APIReference/API_CreateEnvironment.html
var degrees = map[string]float64{
	"true": 2, "active": 2, "enabled": 2, "apply": 2, "prevent-all-deletion": 2,
	"account_default": 1, "prevent-force-deletion": 1,
}

// weakenedProtection lists the protections from deletion that are on before and
// not, or not surely, after.
func (c *comparison) weakenedProtection(before, after *assembly.Resource) []string {
	paths := map[string][]string{}
	protected(paths, before.Properties, nil)
	protected(paths, after.Properties, nil)
	var found []string
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		found = append(found, c.worsened(c.byAfter[after], protection{paths[name], unsaid[after.Type]})...)
	}
	return found
}

// protected collects the paths inside v at which a protection stands, on or off.
func protected(paths map[string][]string, v any, steps []string) {
	for _, item := range assembly.List(v) {
		protected(paths, item, steps)
	}
	m := assembly.Map(v)
	for name, inner := range m {
		next := append(slices.Clone(steps), name)
		switch {
		case strings.HasPrefix(name, "Fn::"):
			protected(paths, inner, steps)
		case slices.Contains(protections, name):
			paths[strings.Join(next, ".")] = next
		default:
			protected(paths, inner, next)
		}
	}
	if m["Key"] == protectionAttribute {
		paths[protectionAttribute] = append(slices.Clone(steps), item+protectionAttribute, "Value")
	}
}

// on reads the words that services have for a protection.
func on(text string) bool { return degrees[strings.ToLower(text)] == 2 }

// unprotected reports that a stack with data in it may be deleted from now on.
func (s *stackPair) unprotected() []Change {
	if s.before == nil || s.after == nil || !s.before.TerminationProtection || s.after.TerminationProtection {
		return nil
	}
	change := Change{
		Name: s.after.ID + "/TerminationProtection", Action: Unprotect,
		Details: []string{"the stack " + s.after.Name + " may be deleted from now on"},
	}
	for _, p := range s.pairs {
		if data(p.before) != "" {
			change.Data = "resources with data"
			change.Weakened = []string{"termination protection is removed"}
		}
	}
	return []Change{change}
}
