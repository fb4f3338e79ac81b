package permissions

import (
	"fmt"
	"slices"
	"strings"
)

// principals writes a section for each principal that any environment has.
func (b *page) principals(title, about string, lists [][]Principal) {
	b.line("## %s\n\n%s\n", title, about)
	all := union(lists, func(i int, p Principal) string { return b.words(i).prose(p.String()) })
	for _, p := range all {
		b.line("### %s\n", p.key)
		b.facts(p)
		b.grants(p)
	}
	if len(all) == 0 {
		b.line("None.\n")
	}
}

func (b *page) facts(p shared[Principal]) {
	lists := make([][]string, len(p.of))
	for i := range p.of {
		if slices.Contains(p.in, false) && p.in[i] {
			lists[i] = []string{"exists only in " + strings.Join(b.labels(p.in), ", ")}
		}
		lists[i] = append(lists[i], p.of[i].facts(b.words(i))...)
	}
	b.list(union(lists, func(_ int, fact string) string { return fact }), p.in)
}

// facts are what is known of a principal besides its statements.
func (p Principal) facts(w words) []string {
	var facts []string
	if p.Purpose != "" {
		facts = append(facts, w.prose(p.Purpose))
	}
	if p.When != "" {
		facts = append(facts, "exists when "+w.prose(p.When))
	}
	for _, t := range p.AssumedBy {
		facts = append(facts, t.fact(w))
	}
	if len(p.UsedBy) > 0 {
		facts = append(facts, "used by "+w.prose(strings.Join(p.UsedBy, ", ")))
	}
	if p.Boundary != "" {
		facts = append(facts, "permissions boundary "+w.code(p.Boundary))
	}
	for _, arn := range p.NotExpanded {
		facts = append(facts, "**managed policy outside the templates:** "+w.code(arn))
	}
	return facts
}

func (t Trust) fact(w words) string {
	by := map[string]string{"Allow": "by", "Deny": "denied to"}[t.Effect]
	fact := fmt.Sprintf("%s %s: %s", w.code(t.Actions...), by, w.prose(t.String()))
	if len(t.Conditions) > 0 {
		fact += " if " + w.conditions(t.Conditions)
	}
	return fact
}

func (b *page) grants(p shared[Principal]) {
	var lists [][]Grant
	for _, of := range p.of {
		lists = append(lists, of.Grants)
	}
	table(b, []string{"Effect", "Actions", "Resources", "Conditions", "Policy"}, lists, func(w words, g Grant) []string {
		policy := g.Policy
		if g.When != "" {
			policy += ", when " + g.When
		}
		return []string{w.prose(g.Effect), w.code(g.Actions...), w.code(g.Targets()...), w.conditions(g.Conditions), w.prose(policy)}
	})
}

// Targets are what a statement is about. The policy of a key writes * for that key.
func (g Grant) Targets() []string {
	if g.On != "" && (len(g.Resources) == 0 || len(g.Resources) == 1 && g.Resources[0] == "*") {
		return []string{g.On}
	}
	return g.Resources
}
