package reachability

import (
	"strconv"
	"strings"

	"example.com/chassis/lib/proof/pages"
)

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
		s.row(pages.Code(p.Path), p.At, counted, strings.Join(p.Routed, ", or "))
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
