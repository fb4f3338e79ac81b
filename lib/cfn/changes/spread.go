package changes

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// spread judges every resource, again and again until nothing changes: a
// replacement gives a resource a new physical id, which changes every value made
// from it, also in templates that read the same as before. That is how a database
// was replaced through its subnet group while `cdk diff` showed no sign of it:
// https://github.com/aws/aws-cdk/issues/31426
func (c *comparison) spread() {
	for again := true; again; {
		again = false
		for _, s := range c.stacks {
			for _, p := range s.pairs {
				if p.before == nil || p.after == nil {
					continue
				}
				before := p.replaced
				c.judge(p)
				again = again || p.replaced != before
			}
		}
	}
	for _, s := range c.stacks {
		for _, p := range s.pairs {
			if p.before != nil && p.after != nil {
				c.judge(p) // with reasons from the final state of all others
			}
		}
	}
}

// judge decides whether a resource on both sides is replaced, and why.
func (c *comparison) judge(p *pair) {
	p.details = nil
	if p.before.Type != p.after.Type {
		p.replaced, p.details = will, []string{"type was " + p.before.Type}
		return
	}
	if condition := p.after.Condition; condition != "" {
		p.conditional = p.before.Condition != condition || c.conditionChanged(p.before.Stack, p.after.Stack, condition)
	}
	var replacing, others []string
	for _, name := range union(p.before.Properties, p.after.Properties) {
		why, changes := c.cause(p, []string{name})
		if changes == no {
			continue
		}
		forced, known := paths(p.after.Type, name)
		replaces := no
		for _, path := range forced {
			inner, changes := c.cause(p.common(path.steps), path.steps)
			if verdict := min(changes, path.replaces); verdict > no {
				replaces = max(replaces, verdict)
				replacing = append(replacing, path.String()+inner+doubt(p.after.Type, path, known))
			}
		}
		if replaces == no && replacesGroup(p.after) {
			replaces = may
			replacing = append(replacing, name+" (UpdatePolicy has AutoScalingReplacingUpdate)")
		}
		if replaces == no {
			others = append(others, name+why)
		}
		p.replaced = max(p.replaced, replaces)
	}
	p.details = others
	if p.replaced != no {
		p.details = replacing
	}
}

// replacesGroup reports whether an update of an Auto Scaling group may make a new one.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
func replacesGroup(r *assembly.Resource) bool {
	return on(assembly.Written(assembly.At(r.Beside["UpdatePolicy"], "AutoScalingReplacingUpdate", "WillReplace")))
}

// union are the keys of both, each once and in order.
func union(a, b map[string]any) []string {
	names := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(names)
	return slices.Compact(names)
}

// doubt says why a change of the property itself may or may not replace.
func doubt(kind string, p path, known bool) string {
	switch {
	case strings.HasPrefix(kind, "Custom::"):
		return " (the function behind it decides)"
	case !known:
		return " (what replaces this type is not known)"
	case p.replaces == may:
		return " (depends on the values)"
	}
	return ""
}

// reading is what the templates say of the value at a path of the properties. It is the same
// in each round.
type reading struct {
	why     string
	changes verdict
	behind  []part
}

// part is something that a value is made of. It says whether the value of a pair changes with
// it although both sides read the same.
type part func(*pair) (why string, changes verdict)

// cause says whether the value at a path of the properties changes, and adds what
// changes it when the templates do not show it.
func (c *comparison) cause(p *pair, steps []string) (why string, changes verdict) {
	path := strings.Join(steps, "\n")
	read, known := p.read[path]
	if !known {
		read = c.reads(p, steps)
		if p.read == nil {
			p.read = map[string]reading{}
		}
		p.read[path] = read
	}
	if read.changes != no {
		return read.why, read.changes
	}
	return most(p, read.behind)
}

func (c *comparison) reads(p *pair, steps []string) reading {
	if text(c.before, p.before, steps) != text(c.after, p.after, steps) {
		return reading{changes: c.certainty(p, steps)}
	}
	if c.readsOtherwise(p, steps) {
		return reading{why: " (imported in another way)", changes: may}
	}
	var read reading
	for _, v := range values(p.after.Properties, steps) {
		read.behind = append(read.behind, c.behind(p.after.Stack, v)...)
	}
	return read
}

// most is the surest change among those of the parts of a value.
func most(p *pair, parts []part) (why string, changes verdict) {
	for _, changed := range parts {
		if because, verdict := changed(p); verdict > changes {
			why, changes = because, verdict
		}
	}
	return why, changes
}

// certainty says how sure it is that values change that read otherwise. Where a parameter,
// a mapping or a condition decides on one side, both may still be the same.
func (c *comparison) certainty(p *pair, steps []string) verdict {
	for _, v := range slices.Concat(values(p.before.Properties, steps), values(p.after.Properties, steps)) {
		if assembly.Uses(v, "Fn::If") || assembly.Uses(v, "Fn::FindInMap") {
			return may
		}
	}
	for _, target := range slices.Concat(
		c.before.References(p.before.Stack, values(p.before.Properties, steps)), c.after.References(p.after.Stack, values(p.after.Properties, steps)),
	) {
		if target.Parameter != "" {
			return may
		}
	}
	return will
}

// readsOtherwise reports that an import is written in another way. CloudFormation compares
// the expression, and has been seen to plan a replacement although the value is the same.
// https://github.com/aws/aws-cdk/issues/38829
func (c *comparison) readsOtherwise(p *pair, steps []string) bool {
	was, is := values(p.before.Properties, steps), values(p.after.Properties, steps)
	return assembly.Written(was) != assembly.Written(is) &&
		(assembly.Uses(is, "Fn::ImportValue") || assembly.Uses(is, "Fn::GetStackOutput") || assembly.Uses(was, "Fn::ImportValue") || assembly.Uses(was, "Fn::GetStackOutput"))
}

// behind are the parts of a value in a template of s: what it refers to, what conditions and
// mappings decide in it, and all that in other stacks, too, from which it imports. What a mapping
// holds is the same in each round; a condition may depend on what a replacement changes.
func (c *comparison) behind(s *assembly.Stack, v any) []part {
	var parts []part
	add := func(why string, changes verdict) {
		if changes != no {
			parts = append(parts, func(*pair) (string, verdict) { return why, changes })
		}
	}
	for _, target := range c.after.References(s, v) {
		parts = append(parts, func(p *pair) (string, verdict) { return c.changed(p, target) })
	}
	for _, place := range c.after.Behind(s, v) {
		before := c.before.Stack(place.Stack.ID)
		if before == nil {
			add(" (the stack "+place.Stack.ID+" is new)", may)
			continue
		}
		add(c.mappingChanged(before, place))
		for _, name := range conditions(place.Value) {
			parts = append(parts, func(*pair) (string, verdict) {
				if c.conditionChanged(before, place.Stack, name) {
					return " (condition " + name + " is changed)", may
				}
				return "", no
			})
		}
	}
	return parts
}

// changed says whether the value of a reference changes although it reads the same.
func (c *comparison) changed(p *pair, target assembly.Target) (why string, changes verdict) {
	if name := target.Parameter; name != "" {
		// A deployment may keep the value that the parameter had.
		before := c.before.Stack(target.Stack.ID)
		if before != nil && c.parameterChanged(before, target.Stack, name) {
			return " (parameter " + name + " is changed)", may
		}
		return "", no
	}
	if inner := c.after.Inside(target.Resource); inner != nil {
		return c.outputChanged(p, inner, strings.TrimPrefix(target.Attribute, "Outputs."))
	}
	other := c.byAfter[target.Resource]
	if other == nil || other == p || other.replaced == no {
		return "", no
	}
	switch name := target.Resource.String(); {
	case other.replaced == may:
		return " (" + name + " may be replaced)", may
	case target.Attribute == "" && c.keepsName(other):
		return " (" + name + " is replaced, but given the same name)", may
	default:
		return " (" + name + " is replaced)", will
	}
}

// keepsName reports whether Ref returns a name that the template gives, and gives
// unchanged. CloudFormation refuses to replace such a resource as long as the old
// one has the name, so what follows is not certain:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
func (c *comparison) keepsName(p *pair) bool {
	name := kinds()[p.after.Type].name
	if name == "" {
		return false
	}
	given := text(c.after, p.after, []string{name})
	return given != "" && given == text(c.before, p.before, []string{name})
}

// outputChanged says whether an output of a nested stack changes.
func (c *comparison) outputChanged(p *pair, inner *assembly.Stack, name string) (why string, changes verdict) {
	is := assembly.At(inner.Outputs[name], "Value")
	if old := c.before.Stack(inner.ID); old == nil || c.before.Text(old, assembly.At(old.Outputs[name], "Value")) != c.after.Text(inner, is) {
		return " (output " + name + " of " + inner.ID + " is changed)", may
	}
	return most(p, c.behind(inner, is))
}
