package reachability

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/proof/pages"
)

// Report is everything that the model says of an environment.
type Report struct {
	Environment string
	Theorems    []Verdict
	Parties     []PartyReport
	Open        []OpenConnection
	Closed      []ClosedConnection
	Requests    []string
	SideDoors   []SideDoor
	Losses      []Loss
	Spellings   []Spelling

	picture string
}

// PartyReport is one party for the report.
type PartyReport struct {
	Name   string
	Kind   Kind
	Tier   string
	Zones  []string
	Ports  []int
	Public bool
	// Endpoints are the services that it reaches without the internet.
	Endpoints []string
}

// OpenConnection is a connection that is allowed, with what lets it through.
type OpenConnection struct {
	From, To  string
	Ports     []string
	Way       string
	Out, In   []string
	Listening bool
}

// ClosedConnection is one that is not, with the first reason.
type ClosedConnection struct{ From, To, Why string }

// Report judges everything. Paths are left out where nothing can be said of them:
// the theorem about them says why.
func (m *Model) Report() Report {
	r := Report{Environment: m.Env, Theorems: m.Verdicts(), SideDoors: m.SideDoors(), Losses: m.Losses(), picture: m.Picture()}
	for _, p := range m.Parties {
		var tiers []string
		party := PartyReport{Name: p.Name, Kind: p.Kind, Ports: p.Ports, Public: p.Public}
		for _, s := range p.Subnets {
			tiers = append(tiers, s.Tier())
			party.Endpoints = once(append(party.Endpoints, s.Endpoints...))
		}
		party.Tier, party.Zones = unique(tiers, ", "), m.zonesOf(p)
		r.Parties = append(r.Parties, party)
	}
	for _, c := range m.Connections() {
		if !c.Open() {
			r.Closed = append(r.Closed, ClosedConnection{c.From.Name, c.To.Name, c.Why})
			continue
		}
		open := OpenConnection{From: c.From.Name, To: c.To.Name, Way: c.Way, Listening: len(c.Listening()) > 0}
		for i, t := range c.Allowed {
			open.Ports = append(open.Ports, t.String())
			open.Out, open.In = append(open.Out, why(c.Out[i])), append(open.In, why(c.In[i]))
		}
		r.Open = append(r.Open, open)
	}
	for _, request := range m.Requests {
		text := request.String()
		if request.Broken != "" {
			text += ": broken, " + request.Broken
		}
		r.Requests = append(r.Requests, text)
	}
	for _, path := range Spellings {
		if judged, err := m.Judge(path); err == nil {
			r.Spellings = append(r.Spellings, judged...)
		}
	}
	return r
}

// why names a rule with its reason; the end outside the VPC has none.
func why(r *Rule) string {
	if r == nil {
		return ""
	}
	return name(r.Group) + ": " + r.Why
}

// Holds says whether all theorems do.
func (r Report) Holds() bool {
	return !slices.ContainsFunc(r.Theorems, func(v Verdict) bool { return len(v.Wrong) > 0 })
}

// Text is the report for a terminal.
func (r Report) Text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "# What can reach what in %s\n\n%s\n", r.Environment, limits)
	r.tables(&out)
	return pages.Plain(out.String())
}

// limits says what the proof is about, so that nobody takes it for more.
const limits = `A way is open if somebody can open a connection: there is a route, and a security group rule at both ends; answers
come back by themselves. The model follows TCP and UDP over IPv4, and looks at what the templates say after both
services are released, and before. It does not know what somebody changes by hand, what runs inside the tasks, or
what else is in the account. Network ACLs stay as AWS makes them, open; one in a template, or anything else that the
model does not know, fails the first theorem.
`

func (r Report) tables(out *strings.Builder) {
	for _, s := range r.sections() {
		s.markdown(out)
	}
}

// Markdown is the report as a page, with its picture.
func (r Report) Markdown() string {
	var out strings.Builder
	fmt.Fprintf(&out, "# What can reach what in %s\n\n", r.Environment)
	out.WriteString("Computed from the synthesized templates by [lib/proof/reachability](../../lib/proof/reachability), once both services are released.\n" +
		"Generated: `go test . -update` writes it again, and a test fails when it is stale. Who may do what is in\n" +
		"[permissions-" + r.Environment + ".md](permissions-" + r.Environment + ".md).\n\n")
	out.WriteString(limits + "\n")
	fmt.Fprintf(&out, "```mermaid\n%s```\n\n", r.picture)
	r.tables(&out)
	return strings.TrimRight(out.String(), "\n") + "\n"
}
