package permissions

import (
	"fmt"
	"strings"

	"example.com/chassis/lib/proof/pages"
)

// Markdown shows the permissions, section by section, what matters most first.
func (p Table) Markdown() string {
	var b page
	b.access(p.Access)
	b.widenings(p.Widenings)
	b.outsiders(p.Outsiders)
	b.deputies(p.Deputies)
	b.wildcards(p.Wildcards)
	b.principals("Roles", "What each role of the platform may do, who may act in it, and what is given it.", p.Roles)
	b.principals("Policies that no role has", "People get such a policy by hand, or it limits a role.", p.Policies)
	b.principals("Services and accounts", "What the policies of resources say, by whom they say it of.", p.Others)
	return strings.TrimSuffix(b.out.String(), "\n")
}

// page is Markdown in the making.
type page struct{ out strings.Builder }

func (b *page) line(format string, args ...any) { fmt.Fprintf(&b.out, format+"\n", args...) }

// table writes a table, or that there is nothing to list.
func (b *page) table(columns []string, rows [][]string) {
	b.line("%s", pages.Table(columns, rows))
}

func (b *page) access(a Access) {
	b.line("## Who gets at secrets, keys, databases and roles\n")
	b.line("### Reads a secret\n")
	var rows [][]string
	for _, s := range a.Secrets {
		rows = append(rows, []string{pages.Prose(s.Secret), pages.Prose(s.Who), s.By, code(" and ", s.Conditions...), pages.Prose(s.Key), pages.Prose(s.Decrypts)})
	}
	b.table([]string{"Secret", "Who", "By", "Conditions", "Its key", "May decrypt with it"}, rows)
	b.line("### Decrypts with a key\n")
	rows = nil
	for _, k := range a.Keys {
		rows = append(rows, []string{pages.Prose(k.Key), pages.Prose(k.Who), k.By, code(", ", k.Actions...), code(" and ", k.Conditions...)})
	}
	b.table([]string{"Key", "Who", "By", "Actions", "Conditions"}, rows)
	b.line("### Logs in to a database\n")
	rows = nil
	for _, d := range a.Databases {
		rows = append(rows, []string{pages.Prose(d.Database), pages.Prose(d.User), pages.Prose(d.Who), code(" and ", d.Conditions...)})
	}
	b.table([]string{"Database", "As the user", "Who", "Conditions"}, rows)
	b.line("### Passes a role to a service\n")
	b.table(roleColumns, roleRows(a.Passes))
	b.line("### Acts in a role\n")
	b.table(roleColumns, roleRows(a.Assumes))
	if len(a.NotExpanded) > 0 {
		b.line("These roles may hold more, by policies that no template holds:\n")
		for _, text := range a.NotExpanded {
			b.line("- %s", pages.Prose(text))
		}
		b.line("")
	}
}

var roleColumns = []string{"Role", "Who", "By", "Conditions"}

func roleRows(list []RoleAccess) [][]string {
	var rows [][]string
	for _, r := range list {
		rows = append(rows, []string{pages.Prose(r.Role), pages.Prose(r.Who), r.By, code(" and ", r.Conditions...)})
	}
	return rows
}

func (b *page) principals(title, about string, list []Principal) {
	b.line("## %s\n\n%s\n", title, about)
	for _, p := range list {
		b.line("### %s\n", pages.Prose(shown(p.Kind, p.Name)))
		b.facts(p)
		var rows [][]string
		for _, g := range p.Grants {
			from := g.Policy
			if g.When != "" {
				from += ", when " + g.When
			}
			rows = append(rows, []string{pages.Prose(g.Effect), code(", ", g.Actions...), g.on(), code(" and ", g.Conditions...), pages.Prose(from)})
		}
		b.table([]string{"Effect", "Actions", "Resources", "Conditions", "Said by"}, rows)
	}
	if len(list) == 0 {
		b.line("None.\n")
	}
}

// on is what a statement is about. The policy of a key writes * for that key.
func (g Grant) on() string {
	if g.On != "" && (len(g.Resources) == 0 || len(g.Resources) == 1 && g.Resources[0] == "*") {
		return code("", g.On)
	}
	return code(", ", g.Resources...)
}

// facts are what is known of a principal besides its statements.
func (b *page) facts(p Principal) {
	var facts []string
	if p.Purpose != "" {
		facts = append(facts, pages.Prose(p.Purpose))
	}
	if p.When != "" {
		facts = append(facts, "exists when "+pages.Prose(p.When))
	}
	for _, t := range p.AssumedBy {
		fact := fmt.Sprintf("%s %s: %s", code(", ", t.Actions...), map[string]string{"Allow": "by", "Deny": "denied to"}[t.Effect], pages.Prose(shown(t.Kind, t.Name)))
		if len(t.Conditions) > 0 {
			fact += " if " + code(" and ", t.Conditions...)
		}
		facts = append(facts, fact)
	}
	if len(p.UsedBy) > 0 {
		facts = append(facts, "used by "+pages.Prose(strings.Join(p.UsedBy, ", ")))
	}
	if p.Boundary != "" {
		facts = append(facts, "within the boundary "+code("", p.Boundary))
	}
	for _, arn := range p.NotExpanded {
		facts = append(facts, "**not expanded here:** "+code("", arn))
	}
	for _, fact := range facts {
		b.line("- %s", fact)
	}
	if len(facts) > 0 {
		b.line("")
	}
}

// code shows texts as they are: a * outside of code would start emphasis.
func code(separator string, texts ...string) string {
	var shown []string
	for _, text := range texts {
		shown = append(shown, pages.Code(text))
	}
	return strings.Join(shown, separator)
}
