package reachability

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"example.com/chassis/lib/proof/pages"
)

// section is a titled table of a report.
type section struct {
	title, intro string
	head         []string
	rows         [][]string
}

func (s *section) row(cells ...string) { s.rows = append(s.rows, cells) }

func (s section) markdown(out *strings.Builder) {
	fmt.Fprintf(out, "## %s\n\n", s.title)
	if s.intro != "" {
		fmt.Fprintf(out, "%s\n\n", s.intro)
	}
	out.WriteString(pages.Table(s.head, s.rows) + "\n")
}

func (r Report) sections() []section {
	sections := []section{
		r.components(), r.matrix(), r.open(), r.requests(), r.apiAccesses(), r.zoneLosses(), r.singlePoints(), r.paths(), r.closed(),
	}
	if len(r.Declared) > 0 {
		sections = append(sections, r.declared())
	}
	return sections
}

func (r Report) components() section {
	s := section{title: "Components of the network", head: []string{"component", "kind", "subnets", "zones", "listens on", "public address", "gateway endpoints"}}
	for _, c := range r.Components {
		if c.Kind == Internet {
			continue
		}
		ports := make([]string, len(c.Ports))
		for i, port := range c.Ports {
			ports[i] = strconv.Itoa(port)
		}
		s.row(c.Name, string(c.Kind), c.Tier, strings.Join(c.Zones, ", "), strings.Join(ports, ", "), map[bool]string{true: "yes"}[c.Public], strings.Join(c.Endpoints, ", "))
	}
	return s
}

// matrix has a row for each source of a connection and a column for each destination.
func (r Report) matrix() section {
	s := section{title: "Which connections are open", intro: "By TCP port; an empty field is a closed connection, and the last table says why.", head: []string{"from \\ to"}}
	cells := map[string]string{}
	for _, c := range r.Open {
		cells[c.From+" "+c.To] = strings.ReplaceAll(strings.Join(c.Ports, ", "), "tcp ", "")
	}
	for _, to := range r.Components {
		s.head = append(s.head, to.Name)
	}
	for _, from := range r.Components {
		row := []string{from.Name}
		for _, to := range r.Components {
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
	s := section{title: "Why the open connections are open", intro: "The reasons are the descriptions of the security group rules at both ends, each with its peer: a group, or a range of addresses.", head: []string{"from", "to", "port", "through", "outbound rule", "inbound rule"}}
	for _, c := range r.Open {
		for i, port := range c.Ports {
			s.row(c.From, c.To, port, c.Via, c.Out[i], c.In[i])
		}
	}
	return s
}

func (r Report) requests() section {
	s := section{title: "What a request from the internet passes", head: []string{"path"}}
	for _, request := range r.Requests {
		s.row(request)
	}
	return s
}

func (r Report) apiAccesses() section {
	s := section{title: "Access through an API of AWS", intro: "No route and no security group decides about it, only IAM.", head: []string{"to", "through"}}
	for _, a := range r.APIAccesses {
		s.row(a.To, a.By)
	}
	return s
}

// zoneLosses has a row for each capability and a column for each zone that fails.
func (r Report) zoneLosses() section {
	s := section{title: "What still works when a zone fails", head: []string{"capability"}}
	for _, l := range r.ZoneLosses {
		s.head = append(s.head, "without "+l.Zone)
	}
	if len(r.ZoneLosses) == 0 {
		return s
	}
	for i, c := range r.ZoneLosses[0].Capabilities {
		row := []string{c.Name}
		for _, l := range r.ZoneLosses {
			c := l.Capabilities[i]
			row = append(row, map[bool]string{true: "works: ", false: "stops: "}[c.Kept]+c.How)
		}
		s.row(row...)
	}
	return s
}

func (r Report) singlePoints() section {
	s := section{
		title: "Single points of failure",
		intro: "What the settings give up, and what they leave single in every environment. What a zone stops beside this is a broken promise.",
		head:  []string{"there is", "without", "stops", "because"},
	}
	for _, stop := range r.SinglePoints {
		s.row(cmp.Or(stop.Point, "UNEXPLAINED"), stop.Zone, stop.What, stop.How)
	}
	return s
}

func (r Report) declared() section {
	s := section{title: "Declared to be off the network", intro: "The model does not know these types. The reasons are a team's own.", head: []string{"resource", "type", "why"}}
	for _, d := range r.Declared {
		s.row(d.Resource, d.Type, pages.Prose(d.Why))
	}
	return s
}

func (r Report) paths() section {
	s := section{
		title: "Where a request's path leads, and what the web ACL does with it",
		intro: "AWS does not say how the load balancer normalizes a path, so every form of it is tried: the first is the usual one.",
		head:  []string{"path", "listener", "counted", "only allowed addresses", "leads to"},
	}
	for _, p := range r.Paths {
		counted := "no"
		if p.Counted != nil {
			counted = p.Counted.String()
		}
		s.row(pages.Code(p.Path), p.Listener, counted, map[bool]string{true: "yes"}[p.Restricted], strings.Join(p.Routed, ", or "))
	}
	return s
}

func (r Report) closed() section {
	s := section{title: "Why the closed connections are closed", intro: "The first reason; there may be more.", head: []string{"from", "to", "why not"}}
	for _, c := range r.Closed {
		s.row(c.From, c.To, c.Why)
	}
	return s
}
