package reachability_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/promises/checktest"
	"example.com/chassis/lib/proof/reachability"
)

// names renders each item, without the hash of a logical ID.
func names[T any](all []T, name func(T) string) string {
	texts := make([]string, len(all))
	for i, item := range all {
		texts[i] = name(item)
	}
	return strings.Join(texts, ", ")
}

func TestASubnetSaysHowFarItsPacketsGet(t *testing.T) {
	t.Parallel()
	set, put := checktest.Set, checktest.Put
	const association = "Network/VpcPrivateSubnet1RouteTableAssociation"
	for name, tc := range map[string]struct {
		change checktest.Change
		tier   string
	}{
		"a NAT gateway":     {checktest.Changes(), "private"},
		"a network gateway": {checktest.Changes(set(privateRoute, `null`, "NatGatewayId"), set(privateRoute, `{"Ref": "@VpcIGW"}`, "GatewayId")), "public"},
		"no route":          {checktest.Drop(privateRoute), "isolated"},
		"no table":          {checktest.Drop(association), "unknown"},
		"two tables":        {put("Network/More", "AWS::EC2::SubnetRouteTableAssociation", `{"SubnetId": {"Ref": "@VpcPrivateSubnet1Subnet"}, "RouteTableId": {"Ref": "@VpcPublicSubnet1RouteTable"}}`), "unknown"},
		"a table elsewhere": {set(association, `"rtb-1"`, "RouteTableId"), "unknown"},
		"a gateway outside": {set(privateRoute, `"nat-1"`, "NatGatewayId"), "unknown"},
		"two targets":       {set(privateRoute, `{"Ref": "@VpcIGW"}`, "GatewayId"), "unknown"},
		"two routes":        {put("Network/More", "AWS::EC2::Route", `{"RouteTableId": {"Ref": "@VpcPrivateSubnet1RouteTable"}, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": {"Ref": "@VpcIGW"}}`), "unknown"},
		"a route of IPv6":   {put("Network/More", "AWS::EC2::Route", `{"RouteTableId": {"Ref": "@VpcPrivateSubnet1RouteTable"}, "DestinationIpv6CidrBlock": "::/0", "GatewayId": {"Ref": "@VpcIGW"}}`), "unknown"},
		"other functions":   {set(privateRoute, `{"Fn::Join": ["", [{"Fn::GetAtt": "VpcPublicSubnet1NATGateway4D7517AA.NatGatewayId"}]]}`, "NatGatewayId"), "private"},
	} {
		p := platform(t, tc.change)
		n := reachability.ReadNetwork(p.Assembly)
		changed := checktest.Find(t, &p, privateSubnet)
		i := slices.IndexFunc(n.Subnets, func(s *reachability.Subnet) bool { return s.Resource == changed })
		if got := n.Subnets[i].Tier(); got != tc.tier || (got == "unknown") != (len(n.Unknown) > 0) {
			t.Errorf("%s: the subnet is %s, and unknown is %q", name, n.Subnets[i], n.Unknown)
		}
	}
}

func TestARuleSaysWhatItAllows(t *testing.T) {
	t.Parallel()
	const http = `, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80`
	for name, tc := range map[string]struct {
		body, want string
		unreadable bool
	}{
		"a group":        {`"SourceSecurityGroupId": {"Ref": "@Alb"}, "IpProtocol": "tcp", "FromPort": 80, "ToPort": "80"`, "into Redis from Alb tcp 80", false},
		"everything":     {`"CidrIp": "0.0.0.0/0", "IpProtocol": -1`, "into Redis from 0.0.0.0/0 everything", false},
		"the VPC":        {`"CidrIp": {"Fn::GetAtt": ["@Vpc", "CidrBlock"]}, "IpProtocol": "udp", "FromPort": 1, "ToPort": 9`, "into Redis from 10.30.0.0/16 udp 1-9", false},
		"a number":       {`"CidrIp": "0.0.0.0/0", "IpProtocol": "17", "FromPort": 53, "ToPort": 53`, "into Redis from 0.0.0.0/0 udp 53", false},
		"a prefix list":  {`"SourcePrefixListId": "pl-1"` + http, "into Redis from pl-1 tcp 80", true},
		"IPv6":           {`"CidrIpv6": "::/0"` + http, "into Redis from ::/0 tcp 80", true},
		"two peers":      {`"CidrIp": "0.0.0.0/0", "SourceSecurityGroupId": {"Ref": "@Alb"}` + http, "into Redis from Alb and 0.0.0.0/0 tcp 80", true},
		"a group by ID":  {`"SourceSecurityGroupId": "sg-1"` + http, "into Redis from sg-1 tcp 80", true},
		"ports reversed": {`"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 81, "ToPort": 80`, "into Redis from 0.0.0.0/0 traffic that cannot be read", true},
		"no peer":        {strings.TrimPrefix(http, ", "), "into Redis from  tcp 80", true},
	} {
		n := reachability.ReadNetwork(platform(t, checktest.Put("Network/Tried", "AWS::EC2::SecurityGroupIngress", `{"GroupId": {"Ref": "@Redis"}, "Description": "Why", `+tc.body+`}`)).Assembly)
		i := slices.IndexFunc(n.Rules, func(r *reachability.Rule) bool { return r.Source.LogicalID == "Tried" })
		r := n.Rules[i]
		if r.String() != tc.want || r.Unreadable != tc.unreadable || r.Unreadable != (len(n.Unknown) > 0) || r.Placeholder {
			t.Errorf("%s: the rule is %+v, and unknown is %q", name, r, n.Unknown)
		}
	}
}

// EC2 opens a group that has no outbound rule of its own, whatever stands beside it.
func TestARuleThatAWSAddsIsThere(t *testing.T) {
	t.Parallel()
	n := reachability.ReadNetwork(platform(t,
		checktest.Set("Network/Proxy", `[]`, "SecurityGroupEgress"),
		checktest.Set("Network/Aurora", `251`, "SecurityGroupEgress", 0, "FromPort"),
	).Assembly)
	placeholders, open := 0, 0
	for _, r := range n.Rules {
		if r.Placeholder {
			placeholders++
		}
		if r.String() == "out of Proxy to 0.0.0.0/0 everything" {
			open++
		}
	}
	if placeholders != 2 || open != 1 {
		t.Errorf("%d rules allow nothing, and %d everything out of the proxy; want 2 and 1", placeholders, open)
	}
}

func TestAResourceSaysWhichSubnetsAndGroupsItUses(t *testing.T) {
	t.Parallel()
	p := platform(t,
		checktest.Set("Data/Bastion", `["sg-1"]`, "SecurityGroupIds"),
		checktest.Set("Data/RedisReplicationGroup", `"elsewhere"`, "CacheSubnetGroupName"),
	)
	n := reachability.ReadNetwork(p.Assembly)
	zones := p.Settings.Network.Zones
	for name, want := range map[string]string{
		"Compute/Alb":                        "public in " + zones[0] + ", public in " + zones[1] + "; Alb",
		tasks:                                "private in " + zones[0] + ", private in " + zones[1] + "; AdminApi",
		"Data/Aurora":                        "isolated in " + zones[0] + ", isolated in " + zones[1] + "; Aurora",
		"Data/Bastion":                       "private in " + zones[0] + "; sg-1",
		"Data/RedisReplicationGroup":         "; Redis",
		"Network/VpcPublicSubnet1NATGateway": "public in " + zones[0] + "; ",
		"Network/VpcIGW":                     "; ",
	} {
		r := checktest.Find(t, &p, name)
		if got := names(n.SubnetsOf(r), (*reachability.Subnet).String) + "; " + names(n.GroupsOf(r), (*reachability.Group).String); got != want {
			t.Errorf("%s uses %q, want %q", name, got, want)
		}
	}
	if n.SubnetsOf(nil) != nil || n.GroupsOf(nil) != nil {
		t.Error("no resource uses something")
	}
}
