package permissions

import (
	"cmp"
	"fmt"
	"strings"

	"example.com/chassis/lib/proof/pages"
)

// Markdown shows the permissions, section by section, what matters most first.
func (t Table) Markdown() string {
	var b page
	b.access(t.Access)
	b.escalations(t.Escalations)
	b.external(t.External)
	b.confusedDeputies(t.ConfusedDeputies)
	b.wildcards(t.Wildcards)
	b.principals("Roles", "What each role of the platform may do, who may assume it, and which resources use it.", t.Roles)
	b.principals("Policies without a role", "An administrator attaches such a policy to people, or it is the permissions boundary of a role.", t.Policies)
	b.principals("Services and accounts", "What the policies of resources allow or deny each of them.", t.Others)
	return strings.TrimSuffix(b.out.String(), "\n")
}

// Page is the table as a page of the documentation.
func (t Table) Page(environment string) string {
	return "# Who may do what in " + environment + "\n\n" +
		"Computed from the synthesized templates by [lib/proof/permissions](../../lib/proof/permissions), and written by\n" +
		"`.ci/run update`. Resources have the paths of their constructs, `${AWS::AccountId}` is the platform's account, and an\n" +
		"empty cell of conditions means that there is none. What can reach what is in [" + environment + ".md](" + environment + ".md).\n" +
		"A role that may assume the bootstrap's deploy role amounts to an administrator of the account, because CloudFormation then\n" +
		"acts with the bootstrap's execution role, [unless that is narrowed](../deploying.md#narrower-permissions).\n\n" +
		t.Markdown()
}

// page collects the Markdown of a table.
type page struct{ out strings.Builder }

func (b *page) line(format string, args ...any) { fmt.Fprintf(&b.out, format+"\n", args...) }

// table writes a table with a row for each of a list, or that there is nothing to list.
func table[T any](b *page, columns []string, list []T, row func(T) []string) {
	var rows [][]string
	for _, item := range list {
		rows = append(rows, row(item))
	}
	b.line("%s", pages.Table(columns, rows))
}

func (b *page) access(a Access) {
	b.line("## Access to secrets, keys, databases and roles\n")
	b.line("### Who may read a secret\n")
	table(b, []string{"Secret", "Who", "By", "Conditions", "Its key", "May decrypt with it"}, a.Secrets, func(s SecretAccess) []string {
		return []string{pages.Prose(s.Secret), pages.Prose(s.Who), s.By, code(" and ", s.Conditions...), pages.Prose(s.Key), pages.Prose(s.Decrypts)}
	})
	b.line("### Who may decrypt with a key\n")
	table(b, []string{"Key", "Who", "By", "Actions", "Conditions"}, a.Keys, func(k KeyAccess) []string {
		return []string{pages.Prose(k.Key), pages.Prose(k.Who), k.By, code(", ", k.Actions...), code(" and ", k.Conditions...)}
	})
	b.line("### Who may log in to a database\n")
	table(b, []string{"Database", "As the user", "Who", "Conditions"}, a.Databases, func(d DatabaseAccess) []string {
		return []string{pages.Prose(d.Database), pages.Prose(d.User), pages.Prose(d.Who), code(" and ", d.Conditions...)}
	})
	role := func(r RoleAccess) []string {
		return []string{pages.Prose(r.Role), pages.Prose(r.Who), r.By, code(" and ", r.Conditions...)}
	}
	b.line("### Who may pass a role to a service\n")
	table(b, []string{"Role", "Who", "By", "Conditions"}, a.Passes, role)
	b.line("### Who may assume a role\n")
	table(b, []string{"Role", "Who", "By", "Conditions"}, a.Assumes, role)
	if len(a.NotExpanded) > 0 {
		b.line("These roles have managed policies that no template has, which may allow more:\n")
		for _, text := range a.NotExpanded {
			b.line("- %s", pages.Prose(text))
		}
		b.line("")
	}
}

func (b *page) principals(title, about string, list []Principal) {
	b.line("## %s\n\n%s\n", title, about)
	for _, p := range list {
		b.line("### %s\n", pages.Prose(p.String()))
		b.facts(p)
		table(b, []string{"Effect", "Actions", "Resources", "Conditions", "Policy"}, p.Grants, func(g Grant) []string {
			policy := g.Policy
			if g.When != "" {
				policy += ", when " + g.When
			}
			return []string{pages.Prose(g.Effect), code(", ", g.Actions...), g.on(), code(" and ", g.Conditions...), pages.Prose(policy)}
		})
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
		fact := fmt.Sprintf("%s %s: %s", code(", ", t.Actions...), map[string]string{"Allow": "by", "Deny": "denied to"}[t.Effect], pages.Prose(t.String()))
		if len(t.Conditions) > 0 {
			fact += " if " + code(" and ", t.Conditions...)
		}
		facts = append(facts, fact)
	}
	if len(p.UsedBy) > 0 {
		facts = append(facts, "used by "+pages.Prose(strings.Join(p.UsedBy, ", ")))
	}
	if p.Boundary != "" {
		facts = append(facts, "permissions boundary "+code("", p.Boundary))
	}
	for _, arn := range p.NotExpanded {
		facts = append(facts, "**managed policy outside the templates:** "+code("", arn))
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

func (b *page) escalations(list []Escalation) {
	b.line("## Privilege escalation\n\nThese may change a policy or an identity, or make a resource act that already has a role.\n")
	table(b, []string{"Who", "Actions", "On", "By", "Conditions", "Why"}, list, func(e Escalation) []string {
		return []string{pages.Prose(e.Who), code(", ", e.Actions...), code("", e.On), pages.Prose(e.By), code(" and ", e.Conditions...), declared(e.Why)}
	})
}

func (b *page) external(list []ExternalAccess) {
	b.line("## Access from outside the account\n")
	table(b, []string{"Who", "To", "Actions", "Conditions", "Why"}, list, func(e ExternalAccess) []string {
		return []string{pages.Prose(e.String()), pages.Prose(e.On), code(", ", e.Actions...), code(" and ", e.Conditions...), declared(e.Why)}
	})
}

func (b *page) confusedDeputies(list []ConfusedDeputy) {
	b.line("## Services without a source condition\n\nNo condition on aws:SourceAccount or aws:SourceArn limits these services to requests of this account.\n")
	table(b, []string{"Service", "To", "Actions", "Conditions", "Why"}, list, func(d ConfusedDeputy) []string {
		return []string{pages.Prose(d.Service), proses(d.On), code(", ", d.Actions...), code(" and ", d.Conditions...), declared(d.Why)}
	})
}

func (b *page) wildcards(list []Wildcard) {
	b.line("## Statements broader than one action on one resource\n")
	table(b, []string{"Whose policy", "Effect", "To", "Actions", "Resources", "Conditions", "Why"}, list, func(w Wildcard) []string {
		return []string{
			pages.Prose(w.Holder), pages.Prose(w.Effect), proses(w.To), code(", ", w.Actions...), code(", ", w.Resources...),
			code(" and ", w.Conditions...), declared(w.Why),
		}
	})
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
