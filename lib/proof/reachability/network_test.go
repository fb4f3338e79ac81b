package reachability_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/reachability"
)

// names renders each item.
func names[T any](all []T, name func(T) string) string {
	texts := make([]string, len(all))
	for i, item := range all {
		texts[i] = name(item)
	}
	return strings.Join(texts, ", ")
}

func subnetNames(all []*reachability.Subnet) string {
	return names(all, func(s *reachability.Subnet) string { return s.LogicalID })
}

func groupNames(all []*reachability.Group) string {
	return names(all, (*reachability.Group).String)
}

func resourceNames(all []*assembly.Resource) string {
	return names(all, func(r *assembly.Resource) string { return r.LogicalID })
}

func TestASubnetSaysWhereItsRoutesLead(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		changes                     edits
		tier, table, routes, target string
	}{
		"a NAT gateway":       {nil, "private", "Network/PrivateATable", "Network/PrivateARoute to 0.0.0.0/0", "Network/NatA"},
		"a network gateway":   {edits{"Network/PrivateARoute NatGatewayId": "null", "Network/PrivateARoute GatewayId": `{"Ref": "Igw"}`}, "public", "Network/PrivateATable", "Network/PrivateARoute to 0.0.0.0/0", "Network/Igw"},
		"no route":            {edits{"Network/PrivateARoute": "null"}, "isolated", "Network/PrivateATable", "", ""},
		"no table":            {edits{"Network/PrivateAAssociation": "null"}, "unknown", "no resource", "", ""},
		"two tables":          {edits{"Network/More": `{"Type": "AWS::EC2::SubnetRouteTableAssociation", "Properties": {"SubnetId": {"Ref": "PrivateA"}, "RouteTableId": {"Ref": "PublicATable"}}}`}, "unknown", "no resource", "", ""},
		"a table elsewhere":   {edits{"Network/PrivateAAssociation RouteTableId": `"rtb-1"`}, "unknown", "no resource", "", ""},
		"a gateway outside":   {edits{"Network/PrivateARoute NatGatewayId": `"nat-1"`}, "unknown", "Network/PrivateATable", "Network/PrivateARoute to 0.0.0.0/0", "no resource"},
		"another target":      {edits{"Network/PrivateARoute NatGatewayId": "null", "Network/PrivateARoute InstanceId": `{"Ref": "NatA"}`, "Network/PrivateARoute DestinationCidrBlock": `"10.9.0.0/16"`}, "unknown", "Network/PrivateATable", "Network/PrivateARoute to 10.9.0.0/16", "Network/NatA"},
		"two targets":         {edits{"Network/PrivateARoute GatewayId": `{"Ref": "Igw"}`}, "unknown", "Network/PrivateATable", "Network/PrivateARoute to 0.0.0.0/0", "no resource"},
		"two routes":          {edits{"Network/More": route("PrivateATable", "GatewayId", "Igw")}, "unknown", "Network/PrivateATable", "Network/More to 0.0.0.0/0, Network/PrivateARoute to 0.0.0.0/0", "Network/Igw, Network/NatA"},
		"a route of IPv6":     {edits{"Network/More": `{"Type": "AWS::EC2::Route", "Properties": {"RouteTableId": {"Ref": "PrivateATable"}, "DestinationIpv6CidrBlock": "::/0", "GatewayId": {"Ref": "Igw"}}}`}, "unknown", "Network/PrivateATable", "Network/More to ::/0, Network/PrivateARoute to 0.0.0.0/0", "Network/Igw, Network/NatA"},
		"addresses unread":    {edits{"Network/PrivateA CidrBlock": `"x"`}, "private", "Network/PrivateATable", "Network/PrivateARoute to 0.0.0.0/0", "Network/NatA"},
		"a peering elsewhere": {edits{"Network/PrivateARoute NatGatewayId": "null", "Network/PrivateARoute VpcPeeringConnectionId": `"pcx-1"`}, "unknown", "Network/PrivateATable", "Network/PrivateARoute to 0.0.0.0/0", "no resource"},
	} {
		n := reachability.ReadNetwork(platform(t, tc.changes))
		if len(n.Subnets) != 6 {
			t.Errorf("%s: there are %d subnets", name, len(n.Subnets))
		}
		for _, s := range n.Subnets {
			if s.LogicalID != "PrivateA" {
				continue
			}
			routes := names(s.Routes, func(r *reachability.Route) string { return r.String() + " to " + r.Destination })
			targets := names(s.Routes, func(r *reachability.Route) string { return r.Target.String() })
			if s.Tier() != tc.tier || s.Table.String() != tc.table || routes != tc.routes || targets != tc.target || s.Zone != "ap-northeast-2a" {
				t.Errorf("%s: the subnet is %s with %s, routes %q and targets %q", name, s, s.Table, routes, targets)
			}
		}
		if tc.tier == "unknown" && len(n.Unknown) == 0 {
			t.Errorf("%s: nothing is unknown", name)
		}
	}
	if got := subnetNames(reachability.ReadNetwork(platform(t, nil)).Tier("isolated")); got != "IsolatedA, IsolatedC" {
		t.Errorf("isolated are %s", got)
	}
}

func TestARuleSaysWhatItAllows(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body, want string
		internet   bool
		unreadable bool
	}{
		"a group":        {`"SourceSecurityGroupId": {"Ref": "AlbGroup"}, "IpProtocol": "tcp", "FromPort": 80, "ToPort": "80"`, "into RedisGroup from AlbGroup tcp 80", false, false},
		"everything":     {`"CidrIp": "0.0.0.0/0", "IpProtocol": -1`, "into RedisGroup from 0.0.0.0/0 everything", true, false},
		"the VPC":        {`"CidrIp": {"Fn::GetAtt": ["Vpc", "CidrBlock"]}, "IpProtocol": "udp", "FromPort": 1, "ToPort": 9`, "into RedisGroup from 10.0.0.0/16 udp 1-9", false, false},
		"a prefix list":  {`"SourcePrefixListId": "pl-1", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80`, "into RedisGroup from pl-1 tcp 80", false, true},
		"IPv6":           {`"CidrIpv6": "::/0", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80`, "into RedisGroup from ::/0 tcp 80", false, true},
		"two peers":      {`"CidrIp": "0.0.0.0/0", "SourceSecurityGroupId": {"Ref": "AlbGroup"}, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80`, "into RedisGroup from AlbGroup and 0.0.0.0/0 tcp 80", false, true},
		"a group by ID":  {`"SourceSecurityGroupId": "sg-1", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80`, "into RedisGroup from sg-1 tcp 80", false, true},
		"not the ID":     {`"SourceSecurityGroupId": {"Fn::GetAtt": ["AlbGroup", "VpcId"]}, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80`, "into RedisGroup from ${Network/AlbGroup.VpcId} tcp 80", false, true},
		"ports reversed": {`"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 81, "ToPort": 80`, "into RedisGroup from 0.0.0.0/0 traffic that cannot be read", true, true},
		"no peer":        {`"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80`, "into RedisGroup from  tcp 80", false, true},
		"the other side": {`"DestinationSecurityGroupId": {"Ref": "AlbGroup"}, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80`, "into RedisGroup from ${Network/AlbGroup} tcp 80", false, true},
	} {
		n := reachability.ReadNetwork(platform(t, edits{"Network/Tried": `{"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"GroupId": {"Ref": "RedisGroup"}, "Description": "Why", ` + tc.body + `}}`}))
		i := slices.IndexFunc(n.Rules, func(r *reachability.Rule) bool { return r.Source.LogicalID == "Tried" })
		if i < 0 {
			t.Fatalf("%s: the rule is not there", name)
		}
		r := n.Rules[i]
		if r.String() != tc.want || r.Peer.Internet() != tc.internet || r.Unreadable != tc.unreadable || r.Unreadable != (len(n.Unknown) > 0) {
			t.Errorf("%s: the rule is %q, internet %t, unreadable %t, and unknown is %q", name, r, r.Peer.Internet(), r.Unreadable, n.Unknown)
		}
		if !r.Inbound || r.Group.Name != "RedisGroup" || r.Description != "Why" || r.Placeholder || r.Default {
			t.Errorf("%s: the rule is %+v", name, r)
		}
	}
	n := reachability.ReadNetwork(platform(t, edits{
		"Network/In": strings.Replace(rule("Ingress", "AlbGroup", "10.0.0.0/8", "80"), `{"Fn::GetAtt": ["AlbGroup", "GroupId"]}`, `"sg-1"`, 1),
		"Network/BastionGroup SecurityGroupEgress":          "null",
		"Network/ProxyGroup SecurityGroupEgress 0 FromPort": "251",
	}))
	var special []string
	for _, r := range n.Rules {
		switch {
		case r.Default:
			special = append(special, "default: "+r.String())
		case r.Placeholder:
			special = append(special, "placeholder: "+r.Group.Name)
		case r.Group.Resource == nil:
			special = append(special, "elsewhere: "+r.String())
		}
	}
	if got, want := strings.Join(special, "\n"), "elsewhere: into sg-1 from 10.0.0.0/8 tcp 80\nplaceholder: AlbGroup\nplaceholder: AuroraGroup\n"+
		"default: out of BastionGroup to 0.0.0.0/0 everything\nplaceholder: RedisGroup"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAResourceSaysWhichSubnetsAndGroupsItUses(t *testing.T) {
	t.Parallel()
	n := reachability.ReadNetwork(platform(t, edits{
		"App/AdminTasks " + network + "SecurityGroups": `["sg-1", ` + imported("AdminGroup") + "]",
		"App/Redis CacheSubnetGroupName":               `"elsewhere"`,
		"App/Proxy VpcSubnetIds 0":                     `{"Fn::If": ["AdminGiven", ` + imported("IsolatedA") + `, ` + imported("PrivateA") + `]}`,
		"App/AuroraSubnets SubnetIds 0":                `{"Ref": "AuroraSubnets"}`,
	}))
	for id, want := range map[string]string{
		"App/ServiceTasks": "PrivateA, PrivateC; ServiceGroup",
		"App/AdminTasks":   "PrivateA, PrivateC; sg-1, AdminGroup",
		"App/Alb":          "PublicA, PublicC; AlbGroup",
		"App/Bastion":      "PrivateA; BastionGroup",
		"App/Proxy":        "IsolatedA, PrivateA, IsolatedC; ProxyGroup",
		"App/Aurora":       "IsolatedC; AuroraGroup",
		"App/Redis":        "; RedisGroup",
		"App/RedisSubnets": "IsolatedA, IsolatedC; ",
		"Network/NatA":     "PublicA; ",
		"Network/Igw":      "; ",
	} {
		stack, name, _ := strings.Cut(id, "/")
		r := n.Stack(stack).Resources[name]
		if got := subnetNames(n.SubnetsOf(r)) + "; " + groupNames(n.GroupsOf(r)); got != want {
			t.Errorf("%s uses %q, want %q", id, got, want)
		}
	}
	if n.SubnetsOf(nil) != nil || n.GroupsOf(nil) != nil {
		t.Error("no resource uses something")
	}
	if got := groupNames(n.Groups); got != "AdminGroup, AlbGroup, AuroraGroup, BastionGroup, ProxyGroup, RedisGroup, ServiceGroup" {
		t.Errorf("the groups are %s", got)
	}
	if got := resourceNames(n.UsersOf(n.Stack("Network").Resources["PublicA"])); got != "NatA, PublicAAssociation, Alb" {
		t.Errorf("%s use a public subnet", got)
	}
}

// The tool for mutations reads thousands of changed platforms.
func BenchmarkReadNetwork(b *testing.B) {
	a, err := assembly.Read(filepath.Join("testdata", "platform"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if n := reachability.ReadNetwork(a); len(n.Rules) == 0 || len(n.Unknown) > 0 {
			b.Fatal(n.Unknown)
		}
	}
}
