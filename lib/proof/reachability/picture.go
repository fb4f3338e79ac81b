package reachability

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Picture draws the network as a Mermaid flowchart: the tiers with the zones that
// each party stands in, and an arrow for every way that somebody listens at.
func (m *Model) Picture() string {
	d := drawing{model: m, ids: map[string]string{}}
	d.line("flowchart LR")
	d.line("  internet((internet))")
	d.ids["internet"] = "internet"
	d.line("  subgraph vpc[\"VPC %s, %s\"]", strings.Join(d.blocks(), ", "), strings.Join(m.Zones(), " and "))
	for _, tier := range []string{"public", "private", "isolated"} {
		d.tier(tier)
	}
	d.line("  end")
	d.ways()
	return d.out.String()
}

type drawing struct {
	model *Model
	out   strings.Builder
	// ids are the nodes' by the names of what they stand for.
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
	for _, vpc := range d.model.OfType("AWS::EC2::VPC") {
		blocks = append(blocks, d.model.text(vpc, "CidrBlock"))
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
	for _, gateway := range d.model.OfType("AWS::EC2::NatGateway") {
		if s := d.model.subnet(d.model.referred(gateway, gateway.At("SubnetId"), "AWS::EC2::Subnet")); s != nil && s.Tier() == tier {
			d.node(name(gateway), "NAT gateway", s.Zone)
		}
	}
	for _, p := range d.model.Parties {
		if p.Resource == nil || len(p.Subnets) == 0 || p.Subnets[0].Tier() != tier {
			continue
		}
		var ports []string
		for _, port := range p.Ports {
			ports = append(ports, strconv.Itoa(port))
		}
		lines := []string{p.Name, strings.Join(d.model.zonesOf(p), ", ")}
		if len(ports) > 0 {
			lines = append(lines, "port "+strings.Join(ports, ", "))
		}
		d.node(p.Name, lines...)
	}
	d.line("    end")
}

// ways draws each connection once, and the way out through the gateways.
func (d *drawing) ways() {
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
