package assembly

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// maxDepth ends a chase through imports that import each other.
const maxDepth = 32

// Target is what a reference names: a resource, or a parameter of the template.
type Target struct {
	Resource *Resource
	// Attribute is that of Fn::GetAtt ("Arn", "Endpoint.Address"); empty for a Ref.
	Attribute string
	// Parameter is the parameter's name when the reference names no resource, and Stack the
	// stack that has it.
	Parameter string
	Stack     *Stack
}

// Follow returns what v, a value in a template of s, refers to: v must be a single
// Ref, Fn::GetAtt, Fn::ImportValue or Fn::GetStackOutput, and the last two are
// followed to the other stack. A Fn::Sub, Fn::Join or Fn::Select that yields such a
// reference and nothing else is another spelling of it. Pseudo parameters
// (AWS::Region) name nothing in the assembly.
func (a *Assembly) Follow(s *Stack, v any) (Target, bool) {
	return a.follow(s, v, 0)
}

func (a *Assembly) follow(s *Stack, v any, depth int) (Target, bool) {
	function, argument, ok := Intrinsic(v)
	if !ok || s == nil || depth > maxDepth {
		return Target{}, false
	}
	switch function {
	case "Ref":
		name, _ := argument.(string)
		return s.target(name, "")
	case "Fn::GetAtt":
		name, attribute := getAtt(argument)
		if attribute == "" {
			return Target{}, false
		}
		return s.target(name, attribute)
	case "Fn::ImportValue", "Fn::GetStackOutput":
		if exporter, value := a.elsewhere(s, function, argument, depth); exporter != nil {
			return a.follow(exporter, value, depth+1)
		}
	case "Fn::Sub", "Fn::Join", "Fn::Select":
		if only, ok := a.only(s, function, argument, depth); ok {
			return a.follow(s, only, depth+1)
		}
	}
	return Target{}, false
}

// only returns the one reference that a function around it yields as it is.
func (a *Assembly) only(s *Stack, function string, argument any, depth int) (any, bool) {
	list := List(At(argument, 1))
	switch function {
	case "Fn::Join":
		if len(list) == 1 {
			return list[0], true
		}
	case "Fn::Select":
		index, err := strconv.Atoi(a.text(s, At(argument, 0), depth+1))
		return At(list, index), err == nil
	case "Fn::Sub":
		template, variables := sub(argument)
		parts := slices.DeleteFunc(subParts(template), func(p subPart) bool { return !p.variable && p.text == "" })
		if len(parts) != 1 || !parts[0].variable {
			return nil, false
		}
		if value, given := variables[parts[0].text]; given {
			return value, true
		}
		if name, attribute, _ := strings.Cut(parts[0].text, "."); attribute != "" {
			return map[string]any{"Fn::GetAtt": []any{name, attribute}}, true
		}
		return map[string]any{"Ref": parts[0].text}, true
	}
	return nil, false
}

// Refers says whether v, a value in a template of s or a list of them, refers to r.
func (a *Assembly) Refers(s *Stack, v any, r *Resource) bool {
	list := List(v)
	if list == nil {
		list = []any{v}
	}
	return r != nil && slices.ContainsFunc(list, func(item any) bool {
		t, ok := a.Follow(s, item)
		return ok && t.Resource == r
	})
}

// References returns everything that v, a value in a template of s, refers to
// anywhere inside it, imports followed, in a stable order and with repetitions.
func (a *Assembly) References(s *Stack, v any) []Target {
	return a.references(s, v, 0)
}

func (a *Assembly) references(s *Stack, v any, depth int) []Target {
	if s == nil || depth > maxDepth {
		return nil
	}
	function, argument, _ := Intrinsic(v)
	switch function {
	case "Ref", "Fn::GetAtt":
		if t, ok := a.follow(s, v, depth); ok {
			return []Target{t}
		}
		return nil
	case "Fn::ImportValue", "Fn::GetStackOutput":
		if exporter, value := a.elsewhere(s, function, argument, depth); exporter != nil {
			return a.references(exporter, value, depth+1)
		}
		return nil
	case "Fn::Sub":
		return a.subReferences(s, argument, depth)
	}
	var found []Target
	for _, item := range List(v) {
		found = append(found, a.references(s, item, depth)...)
	}
	m := Map(v)
	keys := make([]string, 0, len(m))
	for key, item := range m {
		if Map(item) != nil || List(item) != nil {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		found = append(found, a.references(s, m[key], depth)...)
	}
	return found
}

func (a *Assembly) subReferences(s *Stack, argument any, depth int) []Target {
	template, variables := sub(argument)
	var found []Target
	for _, part := range subParts(template) {
		if !part.variable {
			continue
		}
		if value, given := variables[part.text]; given {
			found = append(found, a.references(s, value, depth)...)
			continue
		}
		name, attribute, _ := strings.Cut(part.text, ".")
		if t, ok := s.target(name, attribute); ok {
			found = append(found, t)
		}
	}
	return found
}

// Users returns the resources that refer to each resource, by stack and logical id.
func (a *Assembly) Users() map[*Resource][]*Resource {
	users := map[*Resource][]*Resource{}
	for _, s := range a.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			user := s.Resources[id]
			for _, t := range a.References(s, user.Properties) {
				// The users of one resource come in order, so a repetition is the last one.
				if used := users[t.Resource]; t.Resource != nil && (len(used) == 0 || used[len(used)-1] != user) {
					users[t.Resource] = append(used, user)
				}
			}
		}
	}
	return users
}

// Place is a value in the template of a stack.
type Place struct {
	Stack *Stack
	Value any
}

// Behind returns the values that v, a value in a template of s, is made of: itself, and that
// of each output that it imports, and so on.
func (a *Assembly) Behind(s *Stack, v any) []Place { return a.behind(s, v, 0) }

func (a *Assembly) behind(s *Stack, v any, depth int) []Place {
	found := []Place{{s, v}}
	if depth > maxDepth {
		return found
	}
	for _, function := range []string{"Fn::ImportValue", "Fn::GetStackOutput"} {
		for _, argument := range Arguments(v, function) {
			if exporter, value := a.elsewhere(s, function, argument, depth); exporter != nil {
				found = append(found, a.behind(exporter, value, depth+1)...)
			}
		}
	}
	return found
}

// elsewhere finds the output that an Fn::ImportValue or Fn::GetStackOutput in s
// names, and the stack that has it.
func (a *Assembly) elsewhere(s *Stack, function string, argument any, depth int) (*Stack, any) {
	if function == "Fn::ImportValue" {
		return a.export(s, argument, depth)
	}
	if depth >= maxDepth {
		return nil, nil
	}
	name, output := a.text(s, At(argument, "StackName"), depth+1), a.text(s, At(argument, "OutputName"), depth+1)
	from := *s
	if region := a.text(s, At(argument, "Region"), depth+1); region != "" {
		from.Region = region
	}
	for _, other := range a.Stacks {
		if found := other.Outputs[output]; other.Name == name && found != nil && other.Together(&from) {
			return other, At(found, "Value")
		}
	}
	return nil, nil
}

// Together reports whether two stacks are, as far as they say, in one account and region, so
// that one may use what the other exports.
func (s *Stack) Together(other *Stack) bool {
	agree := func(a, b string) bool { return a == "" || b == "" || a == b }
	return agree(s.Account, other.Account) && agree(s.Region, other.Region)
}

// export finds the output that an Fn::ImportValue in s names, and the stack that has it.
func (a *Assembly) export(s *Stack, argument any, depth int) (*Stack, any) {
	if depth >= maxDepth {
		return nil, nil
	}
	name := a.text(s, argument, depth+1)
	for _, exporter := range a.Stacks {
		if !exporter.Together(s) {
			continue
		}
		// Names of exports are unique in a region, so the order does not matter.
		for _, output := range exporter.Outputs {
			exported := At(output, "Export", "Name")
			if exported != nil && a.text(exporter, exported, depth+1) == name {
				return exporter, At(output, "Value")
			}
		}
	}
	return nil, nil
}

// target is what a name of the template stands for.
func (s *Stack) target(name, attribute string) (Target, bool) {
	if r := s.Resources[name]; r != nil {
		return Target{Resource: r, Attribute: attribute}, true
	}
	if _, ok := s.Parameters[name]; ok && attribute == "" {
		return Target{Parameter: name, Stack: s}, true
	}
	return Target{}, false
}

// getAtt splits the argument of Fn::GetAtt: "Name.Attribute" or a list.
func getAtt(argument any) (name, attribute string) {
	if text, ok := argument.(string); ok {
		name, attribute, _ = strings.Cut(text, ".")
		return name, attribute
	}
	var parts []string
	for _, item := range List(argument) {
		part, ok := item.(string)
		if !ok {
			return "", ""
		}
		parts = append(parts, part)
	}
	if len(parts) < 2 {
		return "", ""
	}
	return parts[0], strings.Join(parts[1:], ".")
}
