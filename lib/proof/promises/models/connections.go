package models

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/reachability"
)

// connectionsAreTheSettings compares what routes, groups and rules of the templates let
// through with what each component is for.
func connectionsAreTheSettings(v *check.Review) {
	m := v.Model()
	for _, kind := range []reachability.Kind{reachability.LoadBalancer, reachability.Host, reachability.Proxy, reachability.Database, reachability.Cache} {
		if len(m.Of(kind)) == 0 {
			v.Add("there is no %s", kind)
		}
	}
	for kind, want := range map[reachability.Kind]func(config.Service) bool{
		reachability.Service: config.Service.AlwaysRuns, reachability.Job: config.Service.IsJob, reachability.Migration: config.Service.Migrates,
	} {
		var got, names []string
		for _, c := range m.Of(kind) {
			got = append(got, c.Container)
		}
		for _, s := range v.Settings.Services {
			if want(s) {
				names = append(names, s.Name)
			}
		}
		v.Texts("components of kind "+string(kind), got, names)
	}
	for _, c := range m.Connections() {
		want := wanted(v.Settings, c.From, c.To)
		for _, t := range c.Allowed {
			if t.From != t.To || t != reachability.TCP(t.From) || !slices.Contains(want, t.From) {
				v.Add("%s → %s: %s, through %s, which nothing asks for", c.From.Name, c.To.Name, t, c.Via)
			}
		}
		for _, port := range want {
			switch {
			case !c.Open():
				v.Add("%s does not reach %s: %s", c.From.Name, c.To.Name, c.Why)
			case !slices.Contains(c.Allowed, reachability.TCP(port)):
				v.Add("%s does not reach %s on port %d", c.From.Name, c.To.Name, port)
			case c.To.Kind != reachability.Internet && !slices.Contains(c.To.Ports, port):
				v.Add("%s reaches %s on port %d, where nothing listens", c.From.Name, c.To.Name, port)
			}
		}
	}
}

// runsTasks says whether a component is the tasks of a service.
func runsTasks(c *reachability.Component) bool {
	return slices.Contains([]reachability.Kind{reachability.Service, reachability.Job, reachability.Migration}, c.Kind)
}

// wanted are the ports on which one component connects to the other. A migration is in the
// group of its service.
func wanted(e config.Environment, from, to *reachability.Component) []int {
	service, _ := e.Service(from.Container)
	egress := service.EgressPorts
	if from.Kind == reachability.Host {
		egress = []int{config.HTTPSPort}
	}
	switch {
	case from.Kind == reachability.Internet && to.Kind == reachability.LoadBalancer:
		return balancerPorts()
	case from.Kind == reachability.LoadBalancer && runsTasks(to):
		if service, _ := e.Service(to.Container); service.Listens() {
			return []int{service.Port}
		}
		return nil
	case from.Kind == reachability.Proxy && to.Kind == reachability.Database:
		return []int{config.DatabasePort}
	case !runsTasks(from) && from.Kind != reachability.Host:
		return nil
	case to.Kind == reachability.Internet:
		return egress
	case to.Kind == reachability.LoadBalancer: // which has addresses of the internet
		return slices.DeleteFunc(balancerPorts(), func(port int) bool { return !slices.Contains(egress, port) })
	case to.Kind == reachability.Proxy && (service.Database || from.Kind == reachability.Host):
		return []int{config.DatabasePort}
	case to.Kind == reachability.Cache && service.Cache:
		return []int{config.CachePort}
	}
	return nil
}

func balancerPorts() []int { return []int{config.HTTPPort, config.HTTPSPort} }

func everyRuleIsUsed(v *check.Review) {
	used, whole := map[*reachability.Rule]bool{}, map[*reachability.Rule]bool{}
	for _, c := range v.Model().Connections() {
		for i, traffic := range c.Allowed {
			for _, r := range []*reachability.Rule{c.Out[i], c.In[i]} {
				if r != nil && len(c.Listening()) > 0 {
					used[r], whole[r] = true, whole[r] || r.Traffic == traffic
				}
			}
		}
	}
	rules := v.Model().Allowing()
	ends := wantedEnds(v)
	seen := map[string]bool{}
	for _, r := range rules {
		switch text := r.String(); {
		case !used[r]:
			v.Add("%s is used by no connection", text)
		case !whole[r]:
			v.Add("%s allows more than any connection uses", text)
		case !ofTheTeam(r) && !isEnd(ends, r):
			v.Add("%s is no end of a flow that the settings want", text)
		case seen[text]:
			v.Add("%s is there twice", text)
		default:
			seen[text] = true
		}
	}
	if len(rules) == 0 {
		v.Add("there is no security group rule")
	}
}

// end is one end of a flow. A peer that is nil is the internet.
type end struct {
	group, peer *reachability.Group
	inbound     bool
	traffic     reachability.Traffic
}

// isEnd takes addresses for an end with the internet only: a range of the VPC may hold
// a component of the flow, and admits others.
func isEnd(ends map[end]bool, r *reachability.Rule) bool {
	if r.Peer.Group == nil && r.Peer.String() != "0.0.0.0/0" {
		return false
	}
	return ends[end{r.Group, r.Peer.Group, r.Inbound, r.Traffic}]
}

// wantedEnds are both ends of every flow that the settings want.
func wantedEnds(v *check.Review) map[end]bool {
	ends := map[end]bool{}
	for _, c := range v.Model().Connections() {
		// The VPC reaches its load balancer by way of the internet, at the ends of those flows.
		if c.To.Kind == reachability.LoadBalancer && c.From.Kind != reachability.Internet {
			continue
		}
		for _, port := range wanted(v.Settings, c.From, c.To) {
			for _, from := range groups(c.From) {
				for _, to := range groups(c.To) {
					ends[end{from, to, false, reachability.TCP(port)}] = true
					ends[end{to, from, true, reachability.TCP(port)}] = true
				}
			}
		}
	}
	return ends
}

// groups are a component's, and nil for the internet.
func groups(c *reachability.Component) []*reachability.Group {
	if c.Kind == reachability.Internet {
		return []*reachability.Group{nil}
	}
	return c.Groups
}

// ofTheTeam says whether a team defines the rule, in a group of its own.
func ofTheTeam(r *reachability.Rule) bool {
	return r.Group.Below(config.AdditionsStack) && r.Source.Below(config.AdditionsStack)
}

func publicAddresses(v *check.Review) {
	for _, c := range v.Model().Components {
		if c.Public && c.Kind != reachability.LoadBalancer {
			v.Add("%s has a public address", c.Name)
		}
	}
	for _, s := range v.Some("AWS::EC2::Subnet") {
		v.Off(s, "MapPublicIpOnLaunch")
	}
	for _, address := range v.Some("AWS::EC2::EIP") {
		used := slices.ContainsFunc(v.OfType("AWS::EC2::NatGateway"), func(g *assembly.Resource) bool {
			return v.Listed(g, g.At("AllocationId"), address)
		})
		if !used {
			v.Add("%s belongs to no NAT gateway", address)
		}
	}
}

func dataIsIsolated(v *check.Review) {
	seen := 0
	for _, c := range v.Model().Components {
		if !slices.Contains([]reachability.Kind{reachability.Database, reachability.Proxy, reachability.Cache}, c.Kind) {
			continue
		}
		seen++
		for _, s := range c.Subnets {
			if s.Tier() != "isolated" {
				v.Add("%s is in a subnet that is %s", c.Name, s)
			}
			for _, service := range s.Endpoints {
				v.Add("%s has a route to %s", c.Name, service)
			}
		}
	}
	if seen == 0 {
		v.Add("there is no database, proxy or cache")
	}
}
