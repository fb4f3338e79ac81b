package permissions

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/pages"
)

// Environment is an environment with its permissions.
type Environment struct {
	Settings config.Environment
	Table    Table
}

// Markdown shows the permissions, section by section, what matters most first.
func (t Table) Markdown() string { return markdown([]Environment{{Table: t}}) }

// Page is the permissions of environments as a page of the documentation. Of several, each
// has a column.
func Page(environments ...Environment) string {
	var labels, links []string
	for _, e := range environments {
		label := e.Settings.Label()
		labels, links = append(labels, label), append(links, "["+label+".md]("+label+".md)")
	}
	text := "# Who may do what in " + strings.Join(labels, ", ") + "\n\n" +
		"Computed from the synthesized templates by [lib/proof/permissions](../../lib/proof/permissions), and written by\n" +
		"`.ci/run update`. Resources have the paths of their constructs, `${AWS::AccountId}` is the platform's account, and an\n" +
		"empty cell of conditions means that there is none. What can reach what is in " + strings.Join(links, ", ") + ".\n" +
		"A role that may assume the bootstrap's deploy role amounts to an administrator of the account, because CloudFormation then\n" +
		"acts with the bootstrap's execution role, [unless that is narrowed](../deploying.md#narrower-permissions).\n\n"
	if len(environments) > 1 {
		text += "A row holds in the environments whose columns say " + mark + ". A line of a list holds wherever its role or policy exists, unless\n" +
			"it says where. In names, `" + config.AnyLabel + "` stands for the environment that they are of.\n\n"
	}
	return text + markdown(environments)
}

func markdown(environments []Environment) string {
	b := &page{environments: environments}
	b.access()
	b.escalations()
	b.becomes()
	b.external()
	b.destinations()
	b.confusedDeputies()
	b.wildcards()
	b.principals("Roles", "What each role of the platform may do, who may assume it, and which resources use it.",
		each(b, func(t Table) []Principal { return t.Roles }))
	b.principals("Policies without a role", "An administrator attaches such a policy to people, or it is the permissions boundary of a role.",
		each(b, func(t Table) []Principal { return t.Policies }))
	b.principals("Services and accounts", "What the policies of resources allow or deny each of them.",
		each(b, func(t Table) []Principal { return t.Others }))
	return strings.TrimSuffix(b.out.String(), "\n")
}

// page collects the Markdown of the tables of environments.
type page struct {
	environments []Environment
	out          strings.Builder
}

func (b *page) line(format string, args ...any) { fmt.Fprintf(&b.out, format+"\n", args...) }

// words word the texts of an environment: as they are, where there is no other.
func (b *page) words(environment int) words {
	if len(b.environments) == 1 {
		return func(text string) string { return text }
	}
	return b.environments[environment].Settings.AnyName
}

// each is a list of each environment.
func each[T any](b *page, list func(Table) []T) [][]T {
	var lists [][]T
	for _, e := range b.environments {
		lists = append(lists, list(e.Table))
	}
	return lists
}

func (b *page) access() {
	b.line("## Access to secrets, keys, databases and roles\n")
	b.line("### Who may read a secret\n")
	table(b, []string{"Secret", "Who", "By", "Conditions", "Its key", "May decrypt with it"}, each(b, func(t Table) []SecretAccess { return t.Access.Secrets }),
		func(w words, s SecretAccess) []string {
			return []string{w.prose(s.Secret), w.prose(s.Who), s.By, w.conditions(s.Conditions), w.prose(s.Key), w.prose(s.Decrypts)}
		})
	b.line("### Who may decrypt with a key\n")
	table(b, []string{"Key", "Who", "By", "Actions", "Conditions"}, each(b, func(t Table) []KeyAccess { return t.Access.Keys }),
		func(w words, k KeyAccess) []string {
			return []string{w.prose(k.Key), w.prose(k.Who), k.By, w.code(k.Actions...), w.conditions(k.Conditions)}
		})
	b.line("### Who may log in to a database\n")
	table(b, []string{"Database", "As the user", "Who", "Conditions"}, each(b, func(t Table) []DatabaseAccess { return t.Access.Databases }),
		func(w words, d DatabaseAccess) []string {
			return []string{w.prose(d.Database), w.prose(d.User), w.prose(d.Who), w.conditions(d.Conditions)}
		})
	b.roleAccess("Who may pass a role to a service", each(b, func(t Table) []RoleAccess { return t.Access.Passes }))
	b.roleAccess("Who may assume a role", each(b, func(t Table) []RoleAccess { return t.Access.Assumes }))
	notExpanded := union(each(b, func(t Table) []string { return t.Access.NotExpanded }), func(i int, text string) string { return b.words(i).prose(text) })
	if len(notExpanded) > 0 {
		b.line("These roles have managed policies that no template has, which may allow more:\n")
		b.list(notExpanded, b.everywhere())
	}
}

func (b *page) roleAccess(title string, lists [][]RoleAccess) {
	b.line("### %s\n", title)
	table(b, []string{"Role", "Who", "By", "Conditions"}, lists, func(w words, r RoleAccess) []string {
		return []string{w.prose(r.Role), w.prose(r.Who), r.By, w.conditions(r.Conditions)}
	})
}

func (b *page) escalations() {
	b.line("## Privilege escalation\n\nThese may change a policy or an identity, or make a resource act that already has a role.\n")
	table(b, []string{"Who", "Actions", "On", "By", "Conditions", "Why"}, each(b, func(t Table) []Escalation { return t.Escalations }),
		func(w words, e Escalation) []string {
			return []string{w.prose(e.Who), w.code(e.Actions...), w.code(e.On), w.prose(e.By), w.conditions(e.Conditions), declared(e.Why)}
		})
}

func (b *page) becomes() {
	b.line("## Who may become whom\n\nThe roles that people, workflows, containers and hosts may come to act in, and what such a role may change about identities, keys and stacks.\n")
	table(b, []string{"Who", "Role", "Through", "May change", "Why"}, each(b, func(t Table) []Become { return t.Becomes }),
		func(w words, become Become) []string {
			var changes, why []string
			for _, c := range become.Changes {
				text := w.code(c.Actions...) + " on " + w.code(c.On)
				if len(c.Conditions) > 0 {
					text += " if " + w.conditions(c.Conditions)
				}
				changes, why = append(changes, text), append(why, declared(c.Why))
			}
			return []string{w.prose(become.Who), w.prose(become.Role), w.prose(become.Through...), strings.Join(changes, "; "), strings.Join(why, " ")}
		})
}

func (b *page) external() {
	b.line("## Access from outside the account\n")
	table(b, []string{"Who", "To", "Actions", "Conditions", "Why"}, each(b, func(t Table) []ExternalAccess { return t.External }),
		func(w words, e ExternalAccess) []string {
			return []string{w.prose(e.String()), w.prose(e.On), w.code(e.Actions...), w.conditions(e.Conditions), declared(e.Why)}
		})
}

func (b *page) destinations() {
	lists := each(b, func(t Table) []Destination { return t.Destinations })
	if !slices.ContainsFunc(lists, func(list []Destination) bool { return len(list) > 0 }) {
		return
	}
	b.line("## What leads outside\n\nWhat a team's own resources name that is not the platform's. The reasons are the team's.\n")
	table(b, []string{"Resource", "Leads to", "Why"}, lists, func(w words, d Destination) []string {
		return []string{w.prose(d.From), w.code(d.To), pages.Prose(d.Why)}
	})
}

func (b *page) confusedDeputies() {
	b.line("## Services without a source condition\n\nNo condition on aws:SourceAccount or aws:SourceArn limits these services to requests of this account.\n")
	table(b, []string{"Service", "To", "Actions", "Conditions", "Why"}, each(b, func(t Table) []ConfusedDeputy { return t.ConfusedDeputies }),
		func(w words, d ConfusedDeputy) []string {
			return []string{w.prose(d.Service), w.prose(d.On...), w.code(d.Actions...), w.conditions(d.Conditions), declared(d.Why)}
		})
}

func (b *page) wildcards() {
	b.line("## Statements broader than one action on one resource\n")
	table(b, []string{"Whose policy", "Effect", "To", "Actions", "Resources", "Conditions", "Why"}, each(b, func(t Table) []Wildcard { return t.Wildcards }),
		func(w words, c Wildcard) []string {
			return []string{
				w.prose(c.Holder), w.prose(c.Effect), w.prose(c.To...), w.code(c.Actions...), w.code(c.Resources...),
				w.conditions(c.Conditions), declared(c.Why),
			}
		})
}

// declared shows a reason, or that there is none.
func declared(text string) string { return cmp.Or(text, "**no reason is declared**") }
