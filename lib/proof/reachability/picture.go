package reachability

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Picture draws the network as a Mermaid flowchart: the tiers, with the zones of each
// component, and an arrow for every connection to a port that is listened on.
func (m *Model) Picture() string {
	d := drawing{model: m, ids: map[string]string{}}
	d.line("flowchart LR")
	d.line("  internet((internet))")
	d.ids["internet"] = "internet"
	d.line("  subgraph vpc[\"VPC %s, %s\"]", strings.Join(d.blocks(), ", "), strings.Join(m.Zones(), " and "))
	for _, tier := range []string{"public", "private", "isolated", "unknown"} {
		d.tier(tier)
	}
	d.line("  end")
	d.arrows()
	return d.out.String()
}

type drawing struct {
	model *Model
	out   strings.Builder
	// ids are those of the nodes, by the names of what they show.
	ids map[string]string
}

func (d *drawing) line(format string, args ...any) { fmt.Fprintf(&d.out, format+"\n", args...) }

// node draws a box and returns its id.
func (d *drawing) node(name string, lines ...string) {
	id := "n" + strconv.Itoa(len(d.ids))
	d.ids[name] = id
	d.line("      %s[\"%s\"]", id, strings.Join(lines, "<br/>"))
}

// blocks are the addresses of the VPCs.
func (d *drawing) blocks() []string {
	var blocks []string
	for _, r := range d.model.OfType(vpc) {
		blocks = append(blocks, d.model.text(r, "CidrBlock"))
	}
	return blocks
}

func (d *drawing) tier(tier string) {
	var subnets []string
	for _, s := range d.model.Subnets {
		if s.Tier() == tier {
			subnets = append(subnets, s.Block.String())
		}
	}
	if len(subnets) == 0 {
		return
	}
	d.line("    subgraph %s[\"%s: %s\"]", tier, tier, strings.Join(subnets, ", "))
	for _, gateway := range d.model.OfType(natGateway) {
		if s := d.model.subnet(d.model.referred(gateway, gateway.At("SubnetId"), "AWS::EC2::Subnet")); s != nil && s.Tier() == tier {
			d.node(name(gateway), "NAT gateway", s.Zone)
		}
	}
	for _, c := range d.model.Components {
		if c.Resource == nil || c.Subnets[0].Tier() != tier {
			continue
		}
		var ports []string
		for _, port := range c.Ports {
			ports = append(ports, strconv.Itoa(port))
		}
		lines := []string{c.Name, strings.Join(d.model.zonesOf(c), ", ")}
		if c.Kind == Job {
			lines[0] += " (job)"
		}
		if len(ports) > 0 {
			lines = append(lines, "port "+strings.Join(ports, ", "))
		}
		d.node(c.Name, lines...)
	}
	d.line("    end")
}

// arrows draws each connection once, those to the internet through their gateways.
func (d *drawing) arrows() {
	var drawn []string
	arrow := func(from, to, label string) {
		line := fmt.Sprintf("  %s -->|%s| %s", d.ids[from], label, d.ids[to])
		if !slices.Contains(drawn, line) {
			drawn = append(drawn, line)
			d.line("%s", line)
		}
	}
	for _, c := range d.model.Connections() {
		ports := strings.ReplaceAll(strings.Join(c.Listening(), ", "), "tcp ", "")
		switch {
		case ports == "":
		case c.To.Kind != Internet:
			arrow(c.From.Name, c.To.Name, ports)
		case c.From.Public:
			arrow(c.From.Name, c.To.Name, ports)
		default:
			for _, s := range c.From.Subnets {
				if s.Gateway != nil && d.ids[name(s.Gateway)] != "" {
					arrow(c.From.Name, name(s.Gateway), ports)
					arrow(name(s.Gateway), "internet", ports)
				}
			}
		}
	}
}
