package promises

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func tags() []Promise {
	return []Promise{
		{"R5.7", "Every stack carries Project, Environment, ManagedBy and, in an instance, Instance, which CloudFormation hands on to its resources.", stacksAreTagged},
		{"R5.7", "Every resource that can carry tags carries Project, Environment, ManagedBy and, in an instance, Instance.", everythingIsTagged},
		{"R5.7", "Tasks, snapshots and the bastion's disk, which AWS creates later, take over the tags of their makers.", tagsAreInherited},
		{"R5.7", "Whatever of network and bastion the console lists by an id carries a name, no two of a kind the same.", networkPartsAreNamed},
		{"R5.7", "ECS tags each task with its cluster and service, by which a bill can be divided.", tasksAreToldApart},
	}
}

// untagged lists the types that CloudFormation cannot tag. A type in neither
// this list nor a template's tags fails the promise, so that a new one is
// decided about once.
var untagged = []string{
	"AWS::ApplicationAutoScaling::ScalableTarget",
	"AWS::ApplicationAutoScaling::ScalingPolicy",
	"AWS::CDK::Metadata",
	"AWS::EC2::Route",
	"AWS::EC2::SecurityGroupEgress",
	"AWS::EC2::SecurityGroupIngress",
	"AWS::EC2::SubnetRouteTableAssociation",
	"AWS::EC2::VPCGatewayAttachment",
	"AWS::ECR::RegistryScanningConfiguration",
	"AWS::ECS::ClusterCapacityProviderAssociations",
	"AWS::Events::ApiDestination",
	"AWS::Events::Connection",
	"AWS::IAM::InstanceProfile",
	"AWS::IAM::ManagedPolicy",
	"AWS::IAM::Policy",
	"AWS::KMS::Alias",
	"AWS::Lambda::Permission",
	"AWS::RDS::DBProxyTargetGroup",
	"AWS::Route53::RecordSet",
	"AWS::S3::BucketPolicy",
	"AWS::SNS::Subscription",
	"AWS::SNS::TopicPolicy",
	"AWS::SQS::QueuePolicy",
	"AWS::SecretsManager::ResourcePolicy",
	"AWS::WAFv2::LoggingConfiguration",
	"AWS::WAFv2::WebACLAssociation",
}

// taggedByStack lists the types whose tags are not in the template: they have
// those of their stack.
var taggedByStack = []string{
	"AWS::Budgets::Budget",
	"AWS::ElasticLoadBalancingV2::Listener",
	"AWS::ElasticLoadBalancingV2::ListenerRule",
	"AWS::KMS::Key",
}

// expectedTags are the tags of everything on p.
func expectedTags(p Platform) map[string]string {
	want := map[string]string{"Project": "chassis", "Environment": p.Env, "ManagedBy": "cdk"}
	if p.Instance != "" {
		want["Instance"] = p.Instance
	}
	return want
}

func stacksAreTagged(p Platform) []string {
	v := review{Platform: p}
	if len(p.Stacks) == 0 {
		v.add("there is no stack")
	}
	for _, s := range p.Stacks {
		if want := expectedTags(p); !maps.Equal(s.Tags, want) {
			v.add("stack %s has the tags %v, want %v", s.ID, s.Tags, want)
		}
	}
	return v.findings
}

func everythingIsTagged(p Platform) []string {
	v := review{Platform: p}
	want := expectedTags(p)
	examined := 0
	for _, s := range p.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			if slices.Contains(untagged, r.Type) || strings.HasPrefix(r.Type, "Custom::") || r.Type == "AWS::CloudFormation::CustomResource" {
				continue
			}
			examined++
			v.tagged(r, want)
		}
	}
	if examined == 0 {
		v.add("there is no resource that can carry tags")
	}
	return v.findings
}

// tagged complains unless r carries these tags, and no Instance where there is none.
func (v *review) tagged(r *assembly.Resource, want map[string]string) {
	got := v.tagsOf(r)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if value, ok := got[name]; !ok || value != want[name] {
			v.add("%s (%s): tag %s is %q, want %q", r, r.Type, name, value, want[name])
		}
	}
	if _, named := want["Instance"]; !named && got["Instance"] != "" {
		v.add("%s (%s) is tagged as instance %q", r, r.Type, got["Instance"])
	}
}

// tagsOf returns the tags of r. Those without tags of their own, among them the
// functions and roles of the CDK's custom resources, have those of the stack.
func (v *review) tagsOf(r *assembly.Resource) map[string]string {
	ofCDK := strings.HasPrefix(r.LogicalID, "Custom") && strings.Contains(r.LogicalID, "CustomResourceProvider")
	if r.At("Tags") == nil && (ofCDK || slices.Contains(taggedByStack, r.Type)) {
		return r.Stack.Tags
	}
	if pairs := assembly.Map(r.At("Tags")); pairs != nil {
		found := map[string]string{}
		for name, value := range pairs {
			found[name] = fmt.Sprint(value)
		}
		return found
	}
	return v.entries(r, r.At("Tags"), "Key", "Value")
}

// namedByTag lists the types whose name is a tag.
var namedByTag = []string{
	ec2Instance,
	"AWS::EC2::EIP",
	"AWS::EC2::FlowLog",
	"AWS::EC2::InternetGateway",
	"AWS::EC2::NatGateway",
	"AWS::EC2::RouteTable",
	"AWS::EC2::Subnet",
	"AWS::EC2::VPC",
	"AWS::EC2::VPCEndpoint",
}

func networkPartsAreNamed(p Platform) []string {
	v := review{Platform: p}
	named := 0
	for _, kind := range namedByTag {
		owner := map[string]*assembly.Resource{}
		for _, r := range p.OfType(kind) {
			name := v.tagsOf(r)["Name"]
			if name == "" {
				v.add("%s (%s) has no name", r, kind)
				continue
			}
			if owner[name] != nil {
				v.add("%s and %s are both named %q", owner[name], r, name)
			}
			owner[name] = r
			named++
		}
	}
	if named == 0 {
		v.add("nothing is named by a tag")
	}
	return v.findings
}

func tasksAreToldApart(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.reads(s.ecs, true, "EnableECSManagedTags")
	}
	return v.findings
}

func tagsAreInherited(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.reads(s.ecs, "SERVICE", "PropagateTags")
	}
	v.reads(v.only("Data", dbCluster), true, "CopyTagsToSnapshot")
	v.reads(v.only("Data", ec2Instance), true, "PropagateTagsToVolumeOnCreation")
	return v.findings
}
