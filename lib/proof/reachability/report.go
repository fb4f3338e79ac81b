package reachability

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/pages"
)

// Report is everything that the model says of an environment.
type Report struct {
	Environment string
	Components  []ComponentReport
	Open        []OpenConnection
	Closed      []ClosedConnection
	Requests    []string
	APIAccesses []APIAccess
	ZoneLosses  []ZoneLoss
	// SinglePoints are what the losses stop, by what there is one of.
	SinglePoints []Stop
	Paths        []PathResult
	Declared     []Declaration `json:",omitempty"`

	picture string
}

// ComponentReport is one component for the report.
type ComponentReport struct {
	Name   string
	Kind   Kind
	Tier   string
	Zones  []string
	Ports  []int
	Public bool
	// Endpoints are the AWS services that it reaches through gateway endpoints.
	Endpoints []string
}

// OpenConnection is a connection that is allowed, with what lets it through.
type OpenConnection struct {
	From, To  string
	Ports     []string
	Via       string
	Out, In   []string
	Listening bool
}

// ClosedConnection is one that is not, with the first reason.
type ClosedConnection struct{ From, To, Why string }

// Stop is something that the loss of a zone stops, with the single point that explains it;
// that is empty where the settings explain nothing.
type Stop struct{ Point, Zone, What, How string }

// Report judges everything but the promises. Paths are left out where the model cannot
// judge them: the promise about them says why.
func (m *Model) Report(e config.Environment) Report {
	r := Report{
		Environment: e.Label(), APIAccesses: m.APIAccesses(), ZoneLosses: m.ZoneLosses(), Declared: m.Declared, picture: m.Picture(),
	}
	r.SinglePoints = stops(r.ZoneLosses, SinglePoints(e))
	for _, c := range m.Components {
		var tiers []string
		component := ComponentReport{Name: c.Name, Kind: c.Kind, Ports: c.Ports, Public: c.Public}
		for _, s := range c.Subnets {
			tiers = append(tiers, s.Tier())
			component.Endpoints = unique(append(component.Endpoints, s.Endpoints...))
		}
		component.Tier, component.Zones = joinUnique(tiers, ", "), m.zonesOf(c)
		r.Components = append(r.Components, component)
	}
	for _, c := range m.Connections() {
		if !c.Open() {
			r.Closed = append(r.Closed, ClosedConnection{c.From.Name, c.To.Name, c.Why})
			continue
		}
		open := OpenConnection{From: c.From.Name, To: c.To.Name, Via: c.Via, Listening: len(c.Listening()) > 0}
		for i, t := range c.Allowed {
			open.Ports = append(open.Ports, t.String())
			open.Out, open.In = append(open.Out, described(c.Out[i])), append(open.In, described(c.In[i]))
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
	for _, path := range pathsOf(e) {
		if results, err := m.Path(path); err == nil {
			r.Paths = append(r.Paths, results...)
		}
	}
	return r
}

// stops lists what the losses stop, by single point.
func stops(losses []ZoneLoss, points Points) []Stop {
	var found []Stop
	for _, l := range losses {
		for _, c := range l.Lost() {
			found = append(found, Stop{points.Of(l.Zone, c), l.Zone, c.Name, c.How})
		}
	}
	slices.SortStableFunc(found, func(a, b Stop) int { return strings.Compare(a.Point, b.Point) })
	return found
}

// pathsOf are the paths of each service, and of one that is protected every spelling.
func pathsOf(e config.Environment) []string {
	paths := []string{"/"}
	for _, s := range e.Services {
		if !s.Listens() {
			continue
		}
		if s.RateLimitPerFiveMinutes > 0 || len(s.AllowedCIDRs) > 0 {
			paths = append(paths, Spellings(s.Path)...)
		} else {
			paths = append(paths, s.Path, strings.TrimSuffix(s.Path, "/")+"/x")
		}
	}
	return unique(paths)
}

// described names a rule with its peer and its description; the internet has no rule.
func described(r *Rule) string {
	if r == nil {
		return ""
	}
	return r.ends() + ": " + r.Description
}

// Text is the report for a terminal.
func (r Report) Text() string {
	var out strings.Builder
	fmt.Fprintf(&out, "# What can reach what in %s\n\n%s\n", r.Environment, limits)
	r.tables(&out)
	return pages.Plain(out.String())
}

// limits says what the model knows and what it does not.
const limits = `A connection is open if there is a route and a security group rule at both ends; answers need no rule. The model
follows TCP and UDP over IPv4. It shows the network with all services released; what exists, or differs, only before a
release is a broken promise. The model does not know what is changed by hand, what runs inside the tasks, or what else
is in the account. Network ACLs stay as AWS creates them, open; one in a template, or anything else that the model does
not know, is a broken promise.
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
	out.WriteString("Computed from the synthesized templates by [lib/proof/reachability](../../lib/proof/reachability).\n" +
		"Generated: `.ci/run update` writes it again, and a test fails when it is stale. Who may do what is in\n" +
		"[permissions.md](permissions.md).\n\n")
	out.WriteString(limits + "\n")
	fmt.Fprintf(&out, "```mermaid\n%s```\n\n", r.picture)
	r.tables(&out)
	return strings.TrimRight(out.String(), "\n") + "\n"
}
