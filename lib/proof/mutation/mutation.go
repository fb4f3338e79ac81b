// Package mutation asks how much the promises would notice: it changes a
// synthesized platform in one place after the other, as a careless edit might, and
// counts the changes after which some promise is broken. A change that nobody
// notices is either one without consequence or a promise that is missing.
package mutation

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Mutant is one changed place that no promise noticed.
type Mutant struct {
	// Where is the stack, the type and the path inside the resource, without the
	// positions in lists: Data AWS::RDS::DBCluster.Port.
	Where string
	// Change says what was done there.
	Change string
	// Count is how many places of this description there are.
	Count int
}

func (m Mutant) String() string {
	if m.Count > 1 {
		return fmt.Sprintf("%s: %s (%d)", m.Where, m.Change, m.Count)
	}
	return m.Where + ": " + m.Change
}

// Score is the outcome for one platform.
type Score struct {
	Killed, Total int
	Survivors     []Mutant
}

// Edits makes one kind of change of a platform after the other, and calls judge while each
// is there: Each or EachAdded.
type Edits func(p check.Platform, judge func(where, change string))

// Run changes p, place by place, and judges each change with all promises. It
// leaves p as it was. A platform that breaks a promise to begin with is refused:
// every mutant would seem to be noticed.
func Run(p check.Platform, all []check.Promise, edits Edits) (Score, error) {
	if err := unbroken(p, all); err != nil {
		return Score{}, err
	}
	watch := check.NewWatch(all)
	return Tally(p, edits, func() bool { return watch.Notices(p) }), nil
}

// Tally changes p, place by place, and counts the changes that something else notices than
// promises. It leaves p as it was.
func Tally(p check.Platform, edits Edits, notices func() bool) Score {
	var score Score
	survivors := map[Mutant]int{}
	edits(p, func(where, change string) {
		score.Total++
		if notices() {
			score.Killed++
			return
		}
		survivors[Mutant{Where: where, Change: change}]++
	})
	for mutant, count := range survivors {
		mutant.Count = count
		score.Survivors = append(score.Survivors, mutant)
	}
	slices.SortFunc(score.Survivors, func(a, b Mutant) int {
		return strings.Compare(a.Where+" "+a.Change, b.Where+" "+b.Change)
	})
	return score
}

// unbroken refuses a platform that breaks a promise to begin with.
func unbroken(p check.Platform, all []check.Promise) error {
	for _, promise := range all {
		if wrong := promise.Broken(p); len(wrong) > 0 {
			return fmt.Errorf("the platform breaks %s before anything is changed: %s", promise.ID, wrong[0])
		}
	}
	return nil
}

// Each makes every change of the platform, one at a time, and calls judge while it
// is there.
func Each(p check.Platform, judge func(where, change string)) {
	r := run{judge: judge}
	for _, s := range p.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r.resource(s, s.Resources[id])
		}
	}
}

type run struct{ judge func(where, change string) }

// ours says whether a resource is written by us and not by the CDK for itself.
func ours(r *assembly.Resource) bool {
	return r.Type != "AWS::CDK::Metadata" && !strings.Contains(r.LogicalID, "CustomResourceProvider")
}

// resource takes a resource away, then changes what it says.
func (r *run) resource(s *assembly.Stack, resource *assembly.Resource) {
	if !ours(resource) {
		return
	}
	where := s.ID + " " + resource.Type
	delete(s.Resources, resource.LogicalID)
	r.judge(where, "resource removed")
	s.Resources[resource.LogicalID] = resource

	r.text(where, "Condition", &resource.Condition, "")
	other := map[string]string{"": "", "Delete": "Retain"}
	for name, policy := range map[string]*string{"DeletionPolicy": &resource.DeletionPolicy, "UpdateReplacePolicy": &resource.UpdateReplacePolicy} {
		to, known := other[*policy]
		if !known {
			to = "Delete"
		}
		r.text(where, name, policy, to)
	}
	for i := range resource.DependsOn {
		kept := resource.DependsOn
		resource.DependsOn = slices.Delete(slices.Clone(kept), i, i+1)
		r.judge(where+".DependsOn", "entry removed")
		resource.DependsOn = kept
	}
	r.value(where, resource.Properties, func(any) {})
}

// text changes an attribute that has a value.
func (r *run) text(where, name string, attribute *string, to string) {
	was := *attribute
	if was == to {
		return
	}
	*attribute = to
	r.judge(where+"."+name, fmt.Sprintf("%q becomes %q", was, to))
	*attribute = was
}

// ignored are properties without a consequence for anybody: what only people read
// in a console, and the version of the policy language, of which AWS has two.
var ignored = regexp.MustCompile(`\.(Description|Content(\.parameters\.\w+)?\.description|Sid|PolicyName|Tags\[\]\.(Key|Value)|(PolicyDocument|KeyPolicy|AssumeRolePolicyDocument)\.Version|Targets\[\]\.Id|Metrics\[\]\.(Id|Label))$`)

const everywhere = "0.0.0.0/0"

var cidr = regexp.MustCompile(`^\d+\.\d+\.\d+\.\d+/\d+$`)

// value changes what is at a place, and everything inside it. set writes another
// value to the place.
func (r *run) value(where string, value any, set func(any)) {
	if ignored.MatchString(where) {
		return
	}
	try := func(change string, to any) {
		set(to)
		r.judge(where, change)
		set(value)
	}
	switch v := value.(type) {
	case bool:
		try("flipped", !v)
	case float64:
		try("one more", v+1)
		try("ten times", v*10+1)
	case string:
		if cidr.MatchString(v) {
			if v != everywhere {
				try("widened", everywhere)
			}
			return
		}
		try("other text", v+"x")
	case []any:
		for i, item := range v {
			try("entry removed", slices.Concat(v[:i], v[i+1:]))
			r.value(where+"[]", item, func(to any) { v[i] = to })
		}
	case map[string]any:
		r.object(where, v, try)
	}
}

// object changes a map: a reference as a whole, every other key by itself.
func (r *run) object(where string, v map[string]any, try func(change string, to any)) {
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if name == "Ref" || strings.HasPrefix(name, "Fn::") {
			try("reference replaced", "elsewhere")
			return
		}
		inner := where + "." + name
		item := v[name]
		if ignored.MatchString(inner) {
			continue
		}
		delete(v, name)
		r.judge(inner, "removed")
		v[name] = item
		r.value(inner, item, func(to any) { v[name] = to })
	}
}
