package changes

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// world is one way in which the conditions inside a property turn out, on both sides.
type world struct{ before, after map[string]bool }

// mostWorlds bounds how many are looked at. An Fn::If beyond them stays what only a
// deployment knows.
const mostWorlds = 256

// worlds lists the ways in which the conditions inside a property may turn out. One that
// both sides define alike turns out alike on both; of any other nothing is known.
func (c *comparison) worlds(p *pair, property string) []world {
	all := []world{{map[string]bool{}, map[string]bool{}}}
	was, is := conditions(p.before.Properties[property]), conditions(p.after.Properties[property])
	names := slices.Sorted(slices.Values(slices.Concat(was, is)))
	for _, name := range slices.Compact(names) {
		if !c.conditionChanged(p.before.Stack, p.after.Stack, name) {
			all = split(all, func(w world, holds bool) { w.before[name], w.after[name] = holds, holds })
			continue
		}
		if slices.Contains(was, name) {
			all = split(all, func(w world, holds bool) { w.before[name] = holds })
		}
		if slices.Contains(is, name) {
			all = split(all, func(w world, holds bool) { w.after[name] = holds })
		}
	}
	return all
}

// split makes two worlds of each, in which something holds and in which it does not.
func split(all []world, decide func(w world, holds bool)) []world {
	if 2*len(all) > mostWorlds {
		return all
	}
	var found []world
	for _, w := range all {
		for _, holds := range []bool{true, false} {
			next := world{maps.Clone(w.before), maps.Clone(w.after)}
			decide(next, holds)
			found = append(found, next)
		}
	}
	return found
}

// certain reports whether templates alone decide a property: no condition and no parameter,
// for which a deployment may give or keep another value than the default.
func (c *comparison) certain(p *pair, property string) bool {
	certain := func(a *assembly.Assembly, r *assembly.Resource) bool {
		v := r.Properties[property]
		return len(conditions(v)) == 0 && !slices.ContainsFunc(a.References(r.Stack, v), func(t assembly.Target) bool { return t.Parameter != "" })
	}
	return certain(c.before, p.before) && certain(c.after, p.after)
}

// side reads values of a stack as they are in a world.
type side struct {
	assembly *assembly.Assembly
	stack    *assembly.Stack
	holds    map[string]bool
}

// unknown is the text of what only a deployment knows.
type unknown string

// plain is a value in which functions are what they yield, scalars are texts, and what takes
// nothing is gone. Of the functions only those remain, as unknown, that a template does
// not decide.
func (s side) plain(v any) any {
	if function, argument, ok := assembly.Intrinsic(v); ok {
		return s.yields(v, function, argument)
	}
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		var list []any
		for _, item := range v {
			if p := s.plain(item); p != nil {
				list = append(list, p)
			}
		}
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, item := range v {
			if p := s.plain(item); p != nil {
				m[key] = p
			}
		}
		return m
	}
	return s.assembly.Text(s.stack, v)
}

func (s side) yields(v any, function string, argument any) any {
	switch function {
	case "Fn::If":
		name, _ := assembly.At(argument, 0).(string)
		holds, decided := s.holds[name]
		switch {
		case decided && holds:
			return s.plain(assembly.At(argument, 1))
		case decided:
			return s.plain(assembly.At(argument, 2))
		}
	case "Ref":
		name, _ := argument.(string)
		if name == "AWS::NoValue" {
			return nil
		}
		if s.stack.Parameters[name] != nil {
			return s.parameter(name)
		}
	case "Fn::FindInMap":
		if found := s.lookup(argument); found != nil {
			return found
		}
	}
	text := s.assembly.Text(s.stack, v)
	if function == "Fn::If" || function == "Fn::Split" || strings.Contains(text, "${") {
		return unknown(text)
	}
	return text
}

// parameter is what the stack around gives a parameter, or else its default.
func (s side) parameter(name string) any {
	if parent := s.stack.Parent; parent != nil {
		if given := assembly.At(parent.Properties, "Parameters", name); given != nil {
			return side{s.assembly, parent.Stack, nil}.plain(given)
		}
	}
	kind, _ := assembly.At(s.stack.Parameters[name], "Type").(string)
	value := assembly.At(s.stack.Parameters[name], "Default")
	if value == nil || strings.HasPrefix(kind, "AWS::SSM::") {
		return unknown("${" + s.stack.ID + "/" + name + "}")
	}
	text := s.assembly.Text(s.stack, value)
	if kind != "CommaDelimitedList" && !strings.HasPrefix(kind, "List<") {
		return text
	}
	var list []any
	for item := range strings.SplitSeq(text, ",") {
		list = append(list, strings.TrimSpace(item))
	}
	return list
}

// lookup is what Fn::FindInMap finds, nil when a template does not tell.
func (s side) lookup(argument any) any {
	keys := assembly.List(argument)
	if len(keys) < 3 {
		return nil
	}
	var found any = s.stack.Mappings
	for _, key := range keys[:3] {
		name, known := s.plain(key).(string)
		if !known {
			return nil
		}
		found = assembly.At(found, name)
	}
	if found == nil && len(keys) > 3 {
		found = assembly.At(keys[3], "DefaultValue")
	}
	return s.plain(found)
}
