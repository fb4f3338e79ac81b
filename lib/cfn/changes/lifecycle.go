package changes

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"example.com/chassis/lib/cfn/assembly"
)

// lifecycle is a property with rules by which AWS deletes content by itself.
type lifecycle struct {
	steps  string
	limits func(rules []any) []limit
}

var lifecycles = map[string]lifecycle{
	"AWS::ECR::Repository":                       {"LifecyclePolicy.LifecyclePolicyText", imageLimits},
	"AWS::OpenSearchServerless::LifecyclePolicy": {"Policy", indexLimits},
	"AWS::S3::Bucket":                            {"LifecycleConfiguration.Rules", objectLimits},
	"AWS::S3Express::DirectoryBucket":            {"LifecycleConfiguration.Rules", objectLimits},
	"AWS::S3Outposts::Bucket":                    {"LifecycleConfiguration.Rules", objectLimits},
}

// limit is what a rule deletes. It deletes what meets all of its restrictions, but nothing
// that one of its shields is about, and less with more of each of its amounts.
type limit struct {
	what                  string
	restrictions, shields []string
	amounts               []any
}

// covers reports whether old deletes all that is deletes. Changed is set when functions that
// read the same may yield something else.
func (is limit) covers(old limit, changed bool) bool {
	missing := func(has []string) func(string) bool {
		return func(one string) bool {
			return !slices.ContainsFunc(has, func(other string) bool { return within(other, one) })
		}
	}
	if is.what != old.what || len(is.amounts) != len(old.amounts) || slices.ContainsFunc(old.restrictions, missing(is.restrictions)) || slices.ContainsFunc(old.shields, missing(is.shields)) {
		return false
	}
	for i, amount := range is.amounts {
		before, after := fmt.Sprint(old.amounts[i]), fmt.Sprint(amount)
		hidden := math.IsNaN(number(before)) || math.IsNaN(number(after))
		if hidden && (changed || before != after) || number(after) < number(before) {
			return false
		}
	}
	return true
}

// prefix begins a restriction to what a name begins with.
const prefix = "Prefix="

// within reports whether one restriction is met wherever another is.
func within(other, one string) bool {
	return other == one || strings.HasPrefix(one, prefix) && strings.HasPrefix(other, one)
}

// shortened says that rules delete something that the rules before kept: one that is new,
// that reaches further, or that keeps less. A rule that is gone keeps more.
func (c *comparison) shortened(p *pair) []string {
	l, has := lifecycles[p.after.Type]
	if !has {
		return nil
	}
	steps := strings.Split(l.steps, ".")
	why, changes := c.cause(p, steps[:1])
	if changes == no {
		return nil
	}
	for _, w := range c.worlds(p, steps[0]) {
		was, knew := l.of(side{c.before, p.before.Stack, w.before}, p.before, steps)
		is, known := l.of(side{c.after, p.after.Stack, w.after}, p.after, steps)
		covered := func(one limit) bool {
			return slices.ContainsFunc(was, func(old limit) bool { return one.covers(old, why != "") })
		}
		lost := slices.ContainsFunc(is, func(one limit) bool { return !covered(one) })
		switch {
		case !known, lost && (!knew || !c.certain(p, steps[0])):
			return []string{steps[0] + " may expire more than before" + why}
		case lost:
			return []string{steps[0] + " expires more than before"}
		}
	}
	return nil
}

// of are the limits of a resource, and whether all are known.
func (l lifecycle) of(s side, r *assembly.Resource, steps []string) (found []limit, known bool) {
	v := s.plain(r.Properties[steps[0]])
	for _, step := range steps[1:] {
		if _, hidden := v.(unknown); !hidden {
			v = assembly.Map(v)[step]
		}
	}
	if text, isText := v.(string); isText {
		var document any
		if json.Unmarshal([]byte(text), &document) != nil {
			return nil, false
		}
		// Both spellings are those of the services.
		parts := assembly.Map(s.plain(document))
		if v = parts["rules"]; v == nil {
			v = parts["Rules"]
		}
	}
	rules, isList := v.([]any)
	if !isList {
		return nil, v == nil
	}
	for _, rule := range rules {
		if assembly.Map(rule) == nil {
			return nil, false
		}
	}
	return l.limits(rules), true
}

// expirations are the keys of a rule of a bucket that delete, and the keys of their amounts.
var expirations = []struct {
	key, what string
	amounts   []string
}{
	{"ExpirationInDays", "objects", nil},
	{"ExpirationDate", "objects by a date", nil},
	{"NoncurrentVersionExpirationInDays", "versions", nil},
	{"NoncurrentVersionExpiration", "versions", []string{"NoncurrentDays", "NewerNoncurrentVersions"}},
}

// harmless are the keys of a rule of a bucket that restrict nothing and delete no content: a
// transition keeps it, an upload that was never completed is none, and neither is the marker
// of an object that has no version left.
var harmless = set(`Id Status AbortIncompleteMultipartUpload ExpiredObjectDeleteMarker
	Transition Transitions NoncurrentVersionTransition NoncurrentVersionTransitions`)

// objectLimits are those of a bucket. A rule that is off has none.
func objectLimits(rules []any) []limit {
	var found []limit
	for _, v := range rules {
		rule := assembly.Map(v)
		if rule["Status"] == "Disabled" {
			continue
		}
		rest := map[string]any{}
		for key, v := range rule {
			if !harmless[key] {
				rest[key] = v
			}
		}
		for _, e := range expirations {
			delete(rest, e.key)
		}
		for _, e := range expirations {
			if v := rule[e.key]; v != nil {
				found = append(found, limit{what: e.what, restrictions: restrictions("", rest), amounts: amounts(v, e.amounts)})
			}
		}
	}
	return found
}

// amounts are the numbers of an expiration, always as many for the same thing.
func amounts(v any, keys []string) []any {
	if date, err := time.Parse(time.RFC3339, fmt.Sprint(v)); err == nil {
		return []any{date.Unix(), 0}
	}
	m := assembly.Map(v)
	if m == nil {
		return []any{v, 0}
	}
	var found []any
	for _, key := range keys {
		if m[key] == nil {
			found = append(found, 0)
		} else {
			found = append(found, m[key])
		}
	}
	return found
}

// restrictions are those of a filter, each by itself.
func restrictions(key string, v any) []string {
	var found []string
	if m := assembly.Map(v); m != nil && m["Value"] == nil { // a tag is one
		for inner, v := range m {
			found = append(found, restrictions(inner, v)...)
		}
		return found
	}
	if list := assembly.List(v); list != nil {
		for _, item := range list {
			found = append(found, restrictions(key, item)...)
		}
		return found
	}
	if one := key + "=" + fmt.Sprint(v); one != prefix {
		return []string{one}
	}
	return nil // every name begins with nothing
}
