package mutation

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// EachAdded makes every addition to the platform, one at a time, and calls judge while
// it is there: a copy of each resource, what is written beside resources of a type
// (beside), a statement or a principal of a policy, a property, an item of each list.
func EachAdded(p check.Platform, judge func(where, change string)) {
	a := adder{p, run{judge: judge}}
	for _, s := range p.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			if r := s.Resources[id]; ours(r) {
				a.copied(r)
				a.besides(r)
				a.statements(r)
				a.properties(r)
				a.items(r)
			}
		}
	}
}

type adder struct {
	check.Platform
	run
}

// added is the logical id of each resource that is added; nothing else is called so.
const added = "AddedByMutation"

// resource judges the platform with one resource more.
func (a adder) resource(r *assembly.Resource, change string) {
	r.Stack.Resources[r.LogicalID] = r
	a.judge(r.Stack.ID+" "+r.Type, change)
	delete(r.Stack.Resources, r.LogicalID)
}

// copied judges a second resource that reads like r.
func (a adder) copied(r *assembly.Resource) {
	twin := *r
	twin.LogicalID = added
	a.resource(&twin, "resource added: a copy")
}

// besides judges what a careless edit may write next to a resource.
func (a adder) besides(r *assembly.Resource) {
	for _, b := range beside {
		if b.of != r.Type {
			continue
		}
		properties := assembly.Map(a.written(r, b.properties))
		if !slices.Contains(parts.Untagged, b.is) && properties["Tags"] == nil {
			// A resource that is only noticed because nobody tagged it is not noticed.
			properties["Tags"] = a.tags(r.Stack)
		}
		a.resource(&assembly.Resource{
			Stack: r.Stack, LogicalID: added, Type: b.is, Properties: properties, DeletionPolicy: b.removal, UpdateReplacePolicy: b.removal,
			Metadata: map[string]any{"aws:cdk:path": r.Stack.ID + "/Added/Resource"},
		}, fmt.Sprintf("%s added beside %s: %s", b.kind, r.Type, b.says))
	}
}

// tags are those of a stack as most types take them.
func (adder) tags(s *assembly.Stack) []any {
	var list []any
	for _, key := range slices.Sorted(maps.Keys(s.Tags)) {
		list = append(list, map[string]any{"Key": key, "Value": s.Tags[key]})
	}
	return list
}

// properties judges what a careless edit may write into a resource.
func (a adder) properties(r *assembly.Resource) {
	for _, e := range insertions {
		if e.of == r.Type {
			a.entry(r, r.Properties, strings.Split(e.path, "."), e)
		}
	}
}

// entry goes down a path and puts a value to its end: a property where there is none, one
// item more where there is a list. What has another value is changed elsewhere.
func (a adder) entry(r *assembly.Resource, at any, path []string, e insertion) {
	if list, is := at.([]any); is && path[0] == "[]" {
		for _, item := range list {
			a.entry(r, item, path[1:], e)
		}
		return
	}
	object := assembly.Map(at)
	if object == nil {
		return
	}
	key := path[0]
	was, there := object[key]
	if len(path) > 1 {
		if there {
			a.entry(r, was, path[1:], e)
		}
		return
	}
	where := r.Stack.ID + " " + r.Type + "." + strings.ReplaceAll(e.path, ".[]", "[]")
	value := a.written(r, e.value)
	switch list, is := was.([]any); {
	case !there:
		object[key] = value
		a.judge(where, e.kind+" added: "+e.value)
		delete(object, key)
	case is:
		object[key] = slices.Concat(list, assembly.List(value))
		a.judge(where, e.kind+" added: "+e.value)
		object[key] = was
	}
}

// items judges one item more in each list of a resource: like the last, but another.
func (a adder) items(r *assembly.Resource) {
	a.inside(r.Stack.ID+" "+r.Type, r.Properties, func(any) {})
}

// many are lists in which one more has no consequence, or which other additions are about.
var many = regexp.MustCompile(`\.(Tags|Statement)$`)

func (a adder) inside(where string, value any, set func(any)) {
	if ignored.MatchString(where) {
		return
	}
	switch v := value.(type) {
	case []any:
		if len(v) > 0 && !many.MatchString(where) {
			set(slices.Concat(v, []any{another(v[len(v)-1])}))
			a.judge(where, "item added")
			set(value)
		}
		for i, item := range v {
			a.inside(where+"[]", item, func(to any) { v[i] = to })
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if name == "Ref" || strings.HasPrefix(name, "Fn::") {
				return
			}
			a.inside(where+"."+name, v[name], func(to any) { v[name] = to })
		}
	}
}

// another is a value like the given one with its first text or number changed.
func another(value any) any {
	switch v := value.(type) {
	case string:
		return v + "x"
	case float64:
		return v + 1
	case bool:
		return !v
	case []any:
		if len(v) > 0 {
			return slices.Concat([]any{another(v[0])}, v[1:])
		}
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		if len(names) == 0 {
			return value
		}
		if name := names[0]; name == "Ref" || strings.HasPrefix(name, "Fn::") {
			return "elsewhere"
		}
		twin := maps.Clone(v)
		twin[names[0]] = another(v[names[0]])
		return twin
	}
	return value
}

// written reads a value of the tables. In it "@" is a reference to r and "@.Arn" to an
// attribute of it, "@AWS::KMS::Key.Arn" to the first of a type in the stack; OWN and HERE are
// the stack's account and region.
func (a adder) written(r *assembly.Resource, text string) any {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		panic(fmt.Sprintf("%v in %s", err, text)) // a mistake in the tables
	}
	return a.filled(r, value)
}

func (a adder) filled(r *assembly.Resource, value any) any {
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			v[i] = a.filled(r, item)
		}
	case map[string]any:
		for name, item := range v {
			v[name] = a.filled(r, item)
		}
	case string:
		if strings.HasPrefix(v, "@") {
			return reference(r, v[1:])
		}
		return placed(r.Stack, v)
	}
	return value
}

// reference is a reference to r, or to the first resource of another type in its stack.
func reference(r *assembly.Resource, text string) any {
	kind, attribute, _ := strings.Cut(text, ".")
	if kind != "" {
		if found := r.Stack.OfType(kind); len(found) > 0 {
			r = found[0]
		}
	}
	if attribute == "" {
		return map[string]any{"Ref": r.LogicalID}
	}
	return map[string]any{"Fn::GetAtt": []any{r.LogicalID, attribute}}
}

// placed is a text with the account and the region of a stack.
func placed(s *assembly.Stack, text string) any {
	text = strings.NewReplacer("HERE", region(s), "OWN", check.Account(s)).Replace(text)
	if strings.Contains(text, "${") {
		return map[string]any{"Fn::Sub": text}
	}
	return text
}

func region(s *assembly.Stack) string {
	if s.Region != "" {
		return s.Region
	}
	return "${AWS::Region}"
}
