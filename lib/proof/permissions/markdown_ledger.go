package permissions

import (
	"cmp"
	"strings"

	"example.com/chassis/lib/proof/pages"
)

func (b *page) widenings(list []Widening) {
	b.line("## Who may widen permissions\n\nThese may change a policy or an identity, or have something act that has a role already.\n")
	var rows [][]string
	for _, w := range list {
		rows = append(rows, []string{
			pages.Prose(w.Who), code(", ", w.Actions...), code("", w.On), pages.Prose(w.By), code(" and ", w.Conditions...), declared(w.Why),
		})
	}
	b.table([]string{"Who", "Actions", "On", "By", "Conditions", "Why"}, rows)
}

func (b *page) outsiders(list []Outsider) {
	b.line("## Who is let in from outside the account\n")
	var rows [][]string
	for _, o := range list {
		rows = append(rows, []string{pages.Prose(shown(o.Kind, o.Name)), pages.Prose(o.On), code(", ", o.Actions...), code(" and ", o.Conditions...), declared(o.Why)})
	}
	b.table([]string{"Who", "To", "Actions", "Conditions", "Why"}, rows)
}

func (b *page) deputies(list []Deputy) {
	b.line("## Which services are let in whomever they act for\n\nNo condition on the source binds these to this account.\n")
	var rows [][]string
	for _, d := range list {
		rows = append(rows, []string{
			pages.Prose(d.Service), proses(d.On), code(", ", d.Actions...), code(" and ", d.Conditions...), declared(d.Why),
		})
	}
	b.table([]string{"Service", "To", "Actions", "Conditions", "Why"}, rows)
}

func (b *page) wildcards(list []Wildcard) {
	b.line("## What is broader than one action on one resource\n")
	var rows [][]string
	for _, w := range list {
		rows = append(rows, []string{
			pages.Prose(w.Holder), pages.Prose(w.Effect), proses(w.To), code(", ", w.Actions...), code(", ", w.Resources...),
			code(" and ", w.Conditions...), declared(w.Why),
		})
	}
	b.table([]string{"Whose policy", "Effect", "To", "Actions", "Resources", "Conditions", "Why"}, rows)
}

// declared shows a reason, or that there is none.
func declared(text string) string { return cmp.Or(text, "**no reason is declared**") }

// proses shows names in a cell.
func proses(texts []string) string {
	var shown []string
	for _, text := range texts {
		shown = append(shown, pages.Prose(text))
	}
	return strings.Join(shown, ", ")
}
