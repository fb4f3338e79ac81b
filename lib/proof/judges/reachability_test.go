package judges

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/reachability"
)

// party reads what a component's templates say of where it is.
func (n *network) party(r *assembly.Resource) *party {
	p := &party{address: r.At("Scheme") == "internet-facing"}
	seen := map[*assembly.Resource]bool{}
	var read func(r *assembly.Resource)
	read = func(r *assembly.Resource) {
		if seen[r] {
			return
		}
		seen[r] = true
		for _, target := range n.References(r.Stack, r.Properties) {
			switch to := target.Resource; {
			case to == nil:
			case to.Type == "AWS::EC2::SecurityGroup" && !slices.Contains(p.groups, to):
				p.groups = append(p.groups, to)
			case to.Type == "AWS::EC2::Subnet" && !slices.Contains(p.places, n.places[to]):
				p.places = append(p.places, n.places[to])
				// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html
				p.address = p.address || r.Type == "AWS::EC2::Instance" && to.At("MapPublicIpOnLaunch") == true
			case strings.HasSuffix(to.Type, "SubnetGroup"), to.Type == "AWS::RDS::DBCluster" && r.Type == "AWS::RDS::DBInstance", to.Type == "AWS::EC2::LaunchTemplate":
				read(to)
			}
		}
	}
	read(r)
	return p
}

// packets are what both are asked about.
var packets = []struct {
	protocol string
	port     int
}{{"tcp", 22}, {"tcp", 80}, {"tcp", 443}, {"tcp", 444}, {"tcp", 5432}, {"tcp", 5433}, {"tcp", 6379}, {"tcp", 8080}, {"udp", 53}, {"udp", 443}, {"icmp", 0}}

// compareNetworks puts all questions about a model and returns the differences.
func compareNetworks(a *assembly.Assembly) (different []string, asked, open int) {
	m := reachability.New(a)
	n := readNetwork(m.Assembly)
	parties := map[*reachability.Component]*party{}
	for _, c := range m.Components {
		if c.Kind != reachability.Internet {
			parties[c] = n.party(c.Resource)
		}
	}
	for _, c := range m.Connections() {
		for _, packet := range packets {
			first := slices.ContainsFunc(c.Allowed, func(t reachability.Traffic) bool {
				return t.Protocol == "all" || t.Protocol == packet.protocol && (t.Protocol == "icmp" || t.From <= packet.port && packet.port <= t.To)
			})
			second := n.reaches(parties[c.From], parties[c.To], packet.protocol, packet.port)
			asked++
			if first != second {
				different = append(different, fmt.Sprintf("%s to %s by %s %d is %t by the first (%v %s), %t by the second",
					c.From.Name, c.To.Name, packet.protocol, packet.port, first, c.Allowed, c.Why, second))
			} else if first {
				open++
			}
		}
	}
	return append(different, m.Unknown...), asked, open
}

func TestTwoEvaluatorsAgreeWhoReachesWhom(t *testing.T) {
	networks := 1000
	if testing.Short() {
		networks = 50
	}
	asked, open := 0, 0
	for seed := range networks {
		resources := smallNetwork(seeded(seed))
		different, some, allowed := compareNetworks(written(t, resources))
		for _, text := range different {
			t.Errorf("seed %d: %s", seed, text)
		}
		if t.Failed() {
			t.Fatalf("the network of seed %d: %v", seed, resources)
		}
		asked, open = asked+some, open+allowed
	}
	if open < asked/20 || open > asked/2 {
		t.Errorf("%d of %d questions are allowed: such a test proves little", open, asked)
	}
}

func TestTwoEvaluatorsAgreeWhoReachesWhomOnPlatforms(t *testing.T) {
	for name, p := range map[string]check.Platform{"prod": recorded.Platform(t), "kinds": recorded.Kinds(t)} {
		t.Run(name, func(t *testing.T) {
			different, asked, open := compareNetworks(p.Assembly)
			for _, text := range different {
				t.Error(text)
			}
			if open < 20 {
				t.Errorf("only %d of %d questions are allowed", open, asked)
			}
		})
	}
}

// What the second evaluator leaves out must be unknown to the first, or it proves nothing.
func TestWhatOneEvaluatorLeavesOutIsUnknownToTheOther(t *testing.T) {
	for name, r := range map[string]object{
		"a network ACL":           {"Type": "AWS::EC2::NetworkAcl", "Properties": object{"VpcId": ref("Vpc")}},
		"an association with one": {"Type": "AWS::EC2::SubnetNetworkAclAssociation", "Properties": object{"SubnetId": ref("SubnetA"), "NetworkAclId": "acl-1"}},
		"a prefix list": {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": object{
			"GroupId": object{"Fn::GetAtt": []any{"GroupA", "GroupId"}}, "IpProtocol": "-1", "DestinationPrefixListId": "pl-1",
		}},
		"addresses of IPv6": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": object{
			"GroupId": object{"Fn::GetAtt": []any{"GroupA", "GroupId"}}, "IpProtocol": "-1", "CidrIpv6": "::/0",
		}},
		"a transit gateway": {"Type": "AWS::EC2::Route", "Properties": object{
			"RouteTableId": ref("TableSubnetB"), "DestinationCidrBlock": "172.16.0.0/12", "TransitGatewayId": "tgw-1",
		}},
		"a peering": {"Type": "AWS::EC2::VPCPeeringConnection", "Properties": object{"VpcId": ref("Vpc"), "PeerVpcId": "vpc-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			resources := smallNetwork(seeded(0))
			if unknown := reachability.New(written(t, resources)).Unknown; len(unknown) > 0 {
				t.Fatal(unknown)
			}
			resources["New"] = r
			if len(reachability.New(written(t, resources)).Unknown) == 0 {
				t.Error("it is known to the first evaluator, and the second does not judge it")
			}
		})
	}
}
