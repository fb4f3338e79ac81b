package posture

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/markdown"
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
	return markdown.Plain(out.String())
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
	out.WriteString("Computed from the synthesized templates by [lib/posture](../../lib/posture), once both services are released.\n" +
		"Generated: `go test . -update` writes it again, and a test fails when it is stale. Who may do what is in\n" +
		"[permissions-" + r.Environment + ".md](permissions-" + r.Environment + ".md).\n\n")
	out.WriteString(limits + "\n")
	fmt.Fprintf(&out, "```mermaid\n%s```\n\n", r.picture)
	r.tables(&out)
	return strings.TrimRight(out.String(), "\n") + "\n"
}

func (r Report) sections() []section {
	return []section{
		r.theorems(), r.parties(), r.matrix(), r.open(), r.requests(), r.sideDoors(), r.losses(), r.spellings(), r.closed(),
	}
}

func (r Report) theorems() section {
	s := section{title: "Theorems", intro: "Each is tried on the model, and was seen to fail on templates with a fault put in.", head: []string{"verdict", "theorem", "for", "says"}}
	for _, t := range r.Theorems {
		s.row(verdict(len(t.Wrong) == 0), t.ID, t.For, t.Says)
		for _, wrong := range t.Wrong {
			s.row("", "", "", "but: "+wrong)
		}
	}
	return s
}

func verdict(holds bool) string {
	if holds {
		return "holds"
	}
	return "FAILS"
}

func (r Report) parties() section {
	s := section{title: "Who is on the network", head: []string{"who", "what", "subnets", "zones", "listens on", "public address", "endpoints"}}
	for _, p := range r.Parties {
		if p.Kind == Internet {
			continue
		}
		ports := make([]string, len(p.Ports))
		for i, port := range p.Ports {
			ports[i] = strconv.Itoa(port)
		}
		s.row(p.Name, string(p.Kind), p.Tier, strings.Join(p.Zones, ", "), strings.Join(ports, ", "), map[bool]string{true: "yes"}[p.Public], strings.Join(p.Endpoints, ", "))
	}
	return s
}

// matrix has a row for who opens a connection and a column for who takes it.
func (r Report) matrix() section {
	s := section{title: "Who can open a connection to whom", intro: "By TCP port; an empty field is a closed way, and the last table says why it is.", head: []string{"from \\ to"}}
	cells := map[string]string{}
	for _, c := range r.Open {
		cells[c.From+" "+c.To] = strings.ReplaceAll(strings.Join(c.Ports, ", "), "tcp ", "")
	}
	for _, to := range r.Parties {
		s.head = append(s.head, to.Name)
	}
	for _, from := range r.Parties {
		row := []string{from.Name}
		for _, to := range r.Parties {
			cell := cells[from.Name+" "+to.Name]
			if from.Name == to.Name {
				cell = "–"
			}
			row = append(row, cell)
		}
		s.row(row...)
	}
	return s
}

func (r Report) open() section {
	s := section{title: "Why the open ways are open", intro: "The reasons are the descriptions of the security group rules at both ends.", head: []string{"from", "to", "port", "way", "rule out", "rule in"}}
	for _, c := range r.Open {
		for i, port := range c.Ports {
			s.row(c.From, c.To, port, c.Way, c.Out[i], c.In[i])
		}
	}
	return s
}

func (r Report) requests() section {
	s := section{title: "What a stranger's request passes", head: []string{"path"}}
	for _, request := range r.Requests {
		s.row(request)
	}
	return s
}

func (r Report) sideDoors() section {
	s := section{title: "Ways that are no connection", intro: "No route and no security group stands in them, only IAM.", head: []string{"to", "by"}}
	for _, d := range r.SideDoors {
		s.row(d.To, d.By)
	}
	return s
}

// losses has a row for each capability and a column for each zone that is away.
func (r Report) losses() section {
	s := section{title: "What is left without a zone", head: []string{"capability"}}
	for _, l := range r.Losses {
		s.head = append(s.head, "without "+l.Zone)
	}
	if len(r.Losses) == 0 {
		return s
	}
	for i, c := range r.Losses[0].Capabilities {
		row := []string{c.Name}
		for _, l := range r.Losses {
			c := l.Capabilities[i]
			row = append(row, map[bool]string{true: "kept: ", false: "GONE: "}[c.Kept]+c.How)
		}
		s.row(row...)
	}
	return s
}

func (r Report) spellings() section {
	s := section{
		title: "Where a path leads, and whether the rate rule counts it",
		intro: "Where AWS leaves open how the load balancer normalises a path, every reading is tried: the first is the usual one.",
		head:  []string{"path", "at", "counted", "leads to"},
	}
	for _, p := range r.Spellings {
		counted := "no"
		if p.Counted != nil {
			counted = p.Counted.String()
		}
		s.row(markdown.Code(p.Path), p.At, counted, strings.Join(p.Routed, ", or "))
	}
	return s
}

func (r Report) closed() section {
	s := section{title: "Why the closed ways are closed", intro: "The first reason; there may be more.", head: []string{"from", "to", "why not"}}
	for _, c := range r.Closed {
		s.row(c.From, c.To, c.Why)
	}
	return s
}
