package reachability

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
)

// Declaration is a resource of a type that the model does not know, with a team's reason
// why no packet inside the VPC depends on it.
type Declaration struct{ Resource, Type, Why string }

// declared takes a team's own resource of an unknown type that its metadata declares to
// be off the network, and refuses every other.
func (m *Model) declared(r *assembly.Resource) {
	said, given := r.Metadata[config.NetworkMetadata]
	text, _ := said.(string)
	why, off := strings.CutPrefix(text, config.OffTheNetwork)
	switch on := onTheNetwork(r); {
	case on != "":
		m.unknown(r, "the model does not know this type, and it cannot be off the network: %s", on)
	case !r.Below(config.AdditionsStack):
		m.unknown(r, "the model does not know this type, and only a team's own resources may be declared to be off the network")
	case !given:
		m.unknown(r, "the model does not know this type; if nothing can connect to it, declare it in lib/stacks/additions/additions.go: "+
			`offer.OffTheNetwork(<construct>, "<why>")`)
	case !off || strings.TrimSpace(why) == "":
		m.unknown(r, "its metadata %s must be \"%s<why>\", got %s", config.NetworkMetadata, config.OffTheNetwork, assembly.Written(said))
	default:
		m.Declared = append(m.Declared, Declaration{r.String(), r.Type, why})
	}
}

// placing are the names of properties that put a resource into a VPC.
var placing = regexp.MustCompile(`(?i)vpc|subnet|securitygroup`)

// never are the types that cannot be off the network whatever their properties, by how
// they begin. Many name no VPC and still send into it or out of it, or run code.
var never = []struct{ why, types string }{
	{"its service is the network", "AWS::EC2:: AWS::NetworkFirewall:: AWS::NetworkManager:: AWS::DirectConnect:: AWS::Route53Resolver::"},
	{"what it creates is in no template", "AWS::CloudFormation:: AWS::ServiceCatalog:: Custom::"},
	{"it lets the internet in beside the load balancer", `AWS::AmazonMQ:: AWS::ApiGateway::RestApi AWS::ApiGatewayV2::Api AWS::AppSync::Api
		AWS::AppSync::GraphQLApi AWS::CloudFront::Distribution AWS::IoT:: AWS::Lightsail::`},
	{"it carries traffic", `AWS::ElasticLoadBalancing AWS::GlobalAccelerator:: AWS::Transfer:: AWS::ApiGateway::VpcLink AWS::ApiGatewayV2::VpcLink
		AWS::CloudFront::VpcOrigin AWS::Lambda::Url AWS::Logs::SubscriptionFilter`},
	{"it opens or is a database", "AWS::RDS::"},
	{"it runs code", `AWS::SSM::Association AWS::SSM::MaintenanceWindowTask AWS::ECS:: AWS::EKS:: AWS::Batch:: AWS::AutoScaling:: AWS::CodeBuild::
		AWS::AppRunner:: AWS::ElasticBeanstalk:: AWS::EMR AWS::Glue:: AWS::SageMaker::`},
	{"it shares the network with other accounts", "AWS::RAM::"},
}

// onTheNetwork says why a resource cannot be off the network; empty when it may be.
func onTheNetwork(r *assembly.Resource) string {
	for _, n := range never {
		for _, start := range strings.Fields(n.types) {
			if strings.HasPrefix(r.Type, start) {
				return n.why
			}
		}
	}
	return placedBy(r.Properties)
}

func placedBy(v any) string {
	for _, item := range assembly.List(v) {
		if why := placedBy(item); why != "" {
			return why
		}
	}
	properties := assembly.Map(v)
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		if placing.MatchString(key) {
			return "it has the property " + key
		}
		if why := placedBy(properties[key]); why != "" {
			return why
		}
	}
	return ""
}
