package reachability_test

import (
	"maps"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func TestWhatTheModelDoesNotKnowIsUnknown(t *testing.T) {
	t.Parallel()
	put, set := checktest.Put, checktest.Set
	expectUnknown(t, map[string]checktest.Change{
		// Other ways in and out.
		"cannot be off the network: its service is the network":           put("Network/Acl", "AWS::EC2::NetworkAcl", `{}`),
		"cannot be off the network: what it creates is in no template":    put("Data/Nested", "AWS::CloudFormation::Stack", `{}`),
		"cannot be off the network: it has the property SubnetId":         put("Data/Efs", "AWS::EFS::MountTarget", `{"SubnetId": "subnet-1"}`),
		"cannot be off the network: it has the property VpcIdentifier":    put("Data/Lattice", "AWS::VpcLattice::ServiceNetworkVpcAssociation", `{"VpcIdentifier": "vpc-1"}`),
		"Data/Own (Custom::Peering): the model does not know this type":   put("Data/Own", "Custom::Peering", `{}`),
		"does not know its property TransitGatewayId":                     set(privateRoute, `"tgw-1"`, "TransitGatewayId"),
		"does not know its property Ipv6Native":                           set(privateSubnet, `true`, "Ipv6Native"),
		"does not know its property ScheduledActions":                     set("Compute/AdminApiReleaseServiceTaskCountTarget", `[]`, "ScheduledActions"),
		"does not know the rule's property SourceSecurityGroupOwnerId":    addRule("Ingress", "Redis", `"CidrIp": "10.0.0.0/8", "SourceSecurityGroupOwnerId": "1"`, port443),
		"Fn::Cidr is not understood":                                      set("Network/Vpc", `{"Fn::Cidr": []}`, "CidrBlock"),
		`its IpAddressType is "dualstack"`:                                set("Compute/Alb", `"dualstack"`, "IpAddressType"),
		`its NetworkMode is "host"`:                                       set("Compute/AdminApiReleaseTaskDefinition", `"host"`, "NetworkMode"),
		"the model knows rules with a priority":                           set("Compute/AdminApiListenerRule", `{"Field": "host-header"}`, "Conditions", 0),
		"its default action is not understood":                            set("Compute/AlbHttp", `[{"Type": "forward", "TargetGroupArn": {"Ref": "@AdminApiTargetGroup"}}]`, "DefaultActions"),
		"an interface endpoint has subnets, and another has none":         set("Network/VpcS3", `"Interface"`, "VpcEndpointType"),
		"leads to 10.9.0.0/16, and the model knows default routes only":   set(privateRoute, `"10.9.0.0/16"`, "DestinationCidrBlock"),
		"is in another-zone, where its cluster has no subnet":             set("Data/AuroraReader1", `"another-zone"`, "AvailabilityZone"),
		`its PubliclyAccessible is "${Data/BootstrapVersion}"`:            set("Data/AuroraWriter", `{"Ref": "BootstrapVersion"}`, "PubliclyAccessible"),
		"its VpcConfig SubnetIds is inside":                               put("Data/Function", "AWS::Lambda::Function", `{"VpcConfig": {"Fn::Select": [0, [{}]]}}`),
		"its VpcConfig SubnetIds names no AWS::EC2::Subnet":               put("Data/Function", "AWS::Lambda::Function", `{"VpcConfig": {"SubnetIds": ["subnet-1"]}}`),
		"has no DBClusterIdentifier":                                      put("Data/Other", "AWS::RDS::DBInstance", `{}`),
		"uses no security group of the templates":                         set("Data/Bastion", `null`, "SecurityGroupIds"),
		"uses sg-1, which is no security group of the templates":          set("Data/Bastion", `["sg-1"]`, "SecurityGroupIds"),
		"serves no service of the templates":                              set(tasks, `[]`, "LoadBalancers"),
		`its RouteTableId names no AWS::EC2::RouteTable of the templates`: set(privateRoute, `"rtb-1"`, "RouteTableId"),
	})
}

// A team cannot teach the model a type; it can say that no packet depends on one.
func TestAResourceIsDeclaredToBeOffTheNetwork(t *testing.T) {
	t.Parallel()
	table := func(metadata map[string]any, properties string) checktest.Change {
		return checktest.Changes(checktest.Put("Data/AdditionsOrders", "AWS::DynamoDB::Table", properties), func(t *testing.T, p *check.Platform) {
			t.Helper()
			r := checktest.Find(t, p, "Data/AdditionsOrders")
			r.Metadata = map[string]any{"aws:cdk:path": "chassis-prod/Additions/Orders/Resource"}
			maps.Copy(r.Metadata, metadata)
		})
	}
	declared := map[string]any{"chassis:network": "off the network: a table is reached through AWS's API"}
	m := model(t, table(declared, `{}`))
	if len(m.Unknown) != 0 || len(m.Declared) != 1 || m.Declared[0].Why != "a table is reached through AWS's API" {
		t.Errorf("unknown is %q, declared %q", m.Unknown, m.Declared)
	}
	if text := m.Report(platform(t).Settings).Markdown(); !strings.Contains(text, "| Data/AdditionsOrders | AWS::DynamoDB::Table | a table is reached through AWS's API |") {
		t.Error("the page does not list what is declared")
	}
	expectUnknown(t, map[string]checktest.Change{
		`declare it in lib/stacks/additions/additions.go: offer.OffTheNetwork(<construct>, "<why>")`: table(nil, `{}`),
		`its metadata chassis:network must be "off the network: <why>", got "harmless"`:              table(map[string]any{"chassis:network": "harmless"}, `{}`),
		`must be "off the network: <why>", got "off the network:  "`:                                 table(map[string]any{"chassis:network": "off the network:  "}, `{}`),
		"it has the property SecurityGroupIds":                                                       table(declared, `{"Cluster": [{"SecurityGroupIds": []}]}`),
		"only a team's own resources may be declared":                                                table(map[string]any{"aws:cdk:path": "chassis-prod-data/Orders/Resource", "chassis:network": declared["chassis:network"]}, `{}`),
	})
}

func TestSomeTypesAreNeverOffTheNetwork(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{
		"AWS::SSM::Association", "AWS::ECS::TaskSet", "AWS::ECS::CapacityProvider", "AWS::ElasticLoadBalancingV2::TrustStore", "AWS::Logs::SubscriptionFilter",
		"AWS::GlobalAccelerator::EndpointGroup", "AWS::Transfer::Server", "AWS::RDS::Integration", "AWS::ApiGateway::VpcLink", "AWS::ApiGatewayV2::VpcLink",
		"AWS::EC2::NetworkAcl", "AWS::CloudFormation::Stack", "Custom::Peering", "AWS::Lambda::Url", "AWS::RAM::ResourceShare", "AWS::Batch::JobQueue", "AWS::SageMaker::NotebookInstance", "AWS::AmazonMQ::Broker", "AWS::ApiGatewayV2::Api",
	} {
		m := model(t, checktest.Put("Data/AdditionsOwn", kind, `{}`), func(t *testing.T, p *check.Platform) {
			t.Helper()
			checktest.Find(t, p, "Data/AdditionsOwn").Metadata = map[string]any{"aws:cdk:path": "Additions/Own", "chassis:network": "off the network: nothing connects to it"}
		})
		if got := strings.Join(m.Unknown, "\n"); len(m.Declared) > 0 || !strings.Contains(got, "("+kind+"): the model does not know this type, and it cannot be off the network") {
			t.Errorf("%s may be declared: unknown is %q", kind, got)
		}
	}
}

// The model looks at the platform with everything released.
func TestWhatMayDifferBeforeAReleaseIsUnknown(t *testing.T) {
	t.Parallel()
	p := platform(t)
	service, admin := checktest.Find(t, &p, "Compute/ServiceApiReleaseService").Condition, checktest.Find(t, &p, tasks).Condition
	on := func(construct string, condition any) checktest.Change {
		return checktest.Changes(checktest.On(construct, "Other"), checktest.Stack("Compute", func(s *assembly.Stack) { s.Conditions["Other"] = condition }))
	}
	named := func(condition string) any { return map[string]any{"Condition": condition} }
	const waits = ": its condition Other does not only wait for an image"
	expectUnknown(t, map[string]checktest.Change{
		"(AWS::WAFv2::WebACLAssociation)" + waits:                                             on("Compute/WebAclAssociation", map[string]any{"Fn::Not": []any{named(admin)}}),
		"(AWS::ElasticLoadBalancingV2::Listener)" + waits:                                     on("Compute/AlbHttp", map[string]any{"Fn::And": []any{named(service), map[string]any{"Fn::Not": []any{named(admin)}}}}),
		"(AWS::ECS::Service)" + waits:                                                         on(tasks, map[string]any{"Fn::Equals": []any{map[string]any{"Ref": "BootstrapVersion"}, "yes"}}),
		"(AWS::ElasticLoadBalancingV2::LoadBalancer): may be something else before a release": checktest.Set("Compute/Alb", `{"Fn::If": ["`+admin+`", "internet-facing", "internal"]}`, "Scheme"),
		"condition Nowhere is not defined":                                                    checktest.On("Compute/Alb", "Nowhere"),
		"the assembly has no subnet":                                                          func(_ *testing.T, p *check.Platform) { p.Stacks = nil },
	})
}
