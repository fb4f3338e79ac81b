package iampolicy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// keywords are what a statement may hold.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
var keywords = []string{
	"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition",
}

// principalKinds are what a Principal may name.
var principalKinds = []string{"AWS", "CanonicalUser", "Federated", "Service"}

// Read decodes a policy document in a property of r; without one, there are no
// statements.
func Read(a *assembly.Assembly, r *assembly.Resource, document any) []Statement {
	if document == nil {
		return nil
	}
	list := assembly.List(assembly.At(document, "Statement"))
	if list == nil && assembly.Map(assembly.At(document, "Statement")) != nil {
		list = []any{assembly.At(document, "Statement")}
	}
	if list == nil {
		return []Statement{{Source: r, Unread: []string{"a document without statements: " + a.Text(r.Stack, document)}}}
	}
	var found []Statement
	for _, item := range list {
		d := reader{a: a, r: r}
		found = append(found, d.statement(item))
	}
	return found
}

// reader reads one statement and notes what it does not understand.
type reader struct {
	a      *assembly.Assembly
	r      *assembly.Resource
	unread []string
}

func (d *reader) note(format string, args ...any) {
	d.unread = append(d.unread, fmt.Sprintf(format, args...))
}

func (d *reader) statement(item any) Statement {
	s := Statement{Source: d.r}
	s.Effect, _ = assembly.At(item, "Effect").(string)
	if s.Effect != "Allow" && s.Effect != "Deny" {
		d.note("Effect %q", d.a.Text(d.r.Stack, assembly.At(item, "Effect")))
	}
	s.Actions = d.either(item, "Action")
	s.Resources = d.either(item, "Resource")
	s.Principals = append(d.principals(assembly.At(item, "Principal"), false), d.principals(assembly.At(item, "NotPrincipal"), true)...)
	s.Conditions = d.conditions(assembly.At(item, "Condition"))
	if len(s.Actions) == 0 {
		d.note("no Action")
	}
	for _, key := range slices.Sorted(maps.Keys(assembly.Map(item))) {
		if !slices.Contains(keywords, key) {
			d.note("the keyword %s", key)
		}
	}
	s.Unread = d.unread
	return s
}

// either reads Action and NotAction, or Resource and NotResource. IAM takes one of
// the two.
func (d *reader) either(item any, name string) []Pattern {
	var patterns []Pattern
	for _, element := range []string{name, "Not" + name} {
		for _, text := range d.texts(assembly.At(item, element)) {
			patterns = append(patterns, Pattern{element, text})
		}
	}
	if slices.ContainsFunc(patterns, Pattern.Not) && !patterns[0].Not() {
		d.note("both %s and Not%s", name, name)
	}
	return patterns
}

// texts renders a value that may be a list or stand alone. A text that only a
// deployment can compute may hide any number of others, except for a part of an ARN.
func (d *reader) texts(v any) []string {
	for _, open := range Open(d.a, d.r.Stack, v) {
		d.note("%s, which is open until a deployment", open)
	}
	texts := d.a.OneOrMany(d.r.Stack, v)
	for _, text := range texts {
		rest := strings.NewReplacer("${Fn::Select ", "", "${Fn::Split : of", "").Replace(text)
		if text == "" || strings.Contains(rest, "${Fn::") || strings.Contains(text, "${AWS::NoValue}") {
			d.note("the value %q", text)
		}
	}
	return texts
}

func (d *reader) principals(v any, not bool) []Principal {
	if v == nil {
		return nil
	}
	if everyone, ok := v.(string); ok {
		if everyone != "*" {
			d.note("Principal %q", everyone)
		}
		return []Principal{{ID: everyone, Not: not}}
	}
	var found []Principal
	kinds := assembly.Map(v)
	if len(kinds) == 0 {
		d.note("Principal %s", d.a.Text(d.r.Stack, v))
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		if !slices.Contains(principalKinds, kind) {
			d.note("a principal of kind %s", kind)
		}
		for _, text := range d.texts(kinds[kind]) {
			found = append(found, Principal{kind, text, not})
		}
	}
	return found
}

func (d *reader) conditions(v any) []Condition {
	var found []Condition
	operators := assembly.Map(v)
	if v != nil && operators == nil {
		d.note("Condition %s", d.a.Text(d.r.Stack, v))
	}
	for _, operator := range slices.Sorted(maps.Keys(operators)) {
		keys := assembly.Map(operators[operator])
		if len(keys) == 0 {
			d.note("Condition %s %s", operator, d.a.Text(d.r.Stack, operators[operator]))
		}
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			found = append(found, Condition{operator, key, d.texts(keys[key])})
		}
	}
	return found
}
