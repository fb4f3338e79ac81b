package lifecycle

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func tags() []check.Promise {
	return []check.Promise{
		{ID: "R5.7", Says: "Every stack carries Project, Environment, ManagedBy and, in an instance, Instance, which CloudFormation hands on to its resources.", Check: stacksAreTagged},
		{ID: "R5.7", Says: "Every resource that can carry tags carries Project, Environment, ManagedBy and, in an instance, Instance.", Check: everythingIsTagged},
		{ID: "R5.7", Says: "Tasks, snapshots and the bastion's disk, which AWS creates later, take over the tags of their makers.", Check: tagsAreInherited},
		{ID: "R5.7", Says: "What the console lists by an id, of network and bastion, has a name; no two of a kind have the same.", Check: networkPartsAreNamed},
		{ID: "R8.10", Says: "The names that the console lists for the parts of the network carry platform, environment and instance, those in a subnet also its tier and zone.", Check: networkNames},
		{ID: "R5.7", Says: "ECS tags each task of a service that always runs with its cluster and service, so that a bill can be divided.", Check: tasksAreTagged},
	}
}

// taggedByStack lists the types whose tags are not in the template: they have
// those of their stack.
var taggedByStack = []string{
	"AWS::ElasticLoadBalancingV2::Listener",
	"AWS::ElasticLoadBalancingV2::ListenerRule",
	"AWS::KMS::Key",
}

// expectedTags are the tags of everything on p.
func expectedTags(p check.Platform) map[string]string {
	want := map[string]string{"Project": p.Settings.Platform, "Environment": p.Settings.Name, "ManagedBy": "cdk"}
	if p.Settings.Instance != "" {
		want["Instance"] = p.Settings.Instance
	}
	return want
}

func stacksAreTagged(v *check.Review) {
	if len(v.Stacks) == 0 {
		v.Add("there is no stack")
	}
	for _, s := range v.Stacks {
		if want := expectedTags(v.Platform); !maps.Equal(s.Tags, want) {
			v.Add("stack %s has the tags %v, want %v", s.ID, s.Tags, want)
		}
	}
}

func everythingIsTagged(v *check.Review) {
	want := expectedTags(v.Platform)
	examined := 0
	for _, r := range v.Resources() {
		if slices.Contains(parts.Untagged, r.Type) {
			v.Absent(r, "Tags")
			continue
		}
		if r.Below(config.AdditionsStack) && len(tagsOf(v, r)) == 0 {
			continue // the CDK tags every type that takes tags
		}
		if strings.HasPrefix(r.Type, "Custom::") || r.Type == "AWS::CloudFormation::CustomResource" {
			continue
		}
		examined++
		tagged(v, r, want)
	}
	if examined == 0 {
		v.Add("there is no resource that can carry tags")
	}
}

// tagged complains unless r carries these tags, and no Instance where there is none.
func tagged(v *check.Review, r *assembly.Resource, want map[string]string) {
	got := tagsOf(v, r)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if value, ok := got[name]; !ok || value != want[name] {
			v.Add("%s (%s): tag %s is %q, want %q", r, r.Type, name, value, want[name])
		}
	}
	if _, named := want["Instance"]; !named && got["Instance"] != "" {
		v.Add("%s (%s) is tagged as instance %q", r, r.Type, got["Instance"])
	}
}

// tagsOf returns the tags of r. Those without tags of their own, among them the
// functions and roles of the CDK's custom resources, have those of the stack.
func tagsOf(v *check.Review, r *assembly.Resource) map[string]string {
	ofCDK := strings.HasPrefix(r.LogicalID, "Custom") && strings.Contains(r.LogicalID, "CustomResourceProvider")
	if r.At("Tags") == nil && (ofCDK || slices.Contains(taggedByStack, r.Type)) {
		return r.Stack.Tags
	}
	if r.Type == "AWS::Budgets::Budget" {
		return v.Entries(r, r.At("ResourceTags"), "Key", "Value")
	}
	for _, property := range tagProperties {
		if pairs := assembly.Map(r.At(property)); pairs != nil {
			found := map[string]string{}
			for name, value := range pairs {
				found[name] = fmt.Sprint(value)
			}
			return found
		}
		if list := r.At(property); list != nil {
			return v.Entries(r, list, "Key", "Value")
		}
	}
	return nil
}

// tagProperties are how types call their tags. All but the first are of types that a team may
// have.
var tagProperties = []string{"Tags", "BackupVaultTags", "FileSystemTags", "HostedZoneTags", "UserPoolTags"}

// namedByTag lists the types whose name is a tag.
var namedByTag = []string{
	parts.Instance,
	"AWS::EC2::EIP",
	"AWS::EC2::FlowLog",
	"AWS::EC2::InternetGateway",
	"AWS::EC2::NatGateway",
	"AWS::EC2::RouteTable",
	"AWS::EC2::Subnet",
	"AWS::EC2::VPC",
	"AWS::EC2::VPCEndpoint",
}

func networkPartsAreNamed(v *check.Review) {
	named := 0
	for _, kind := range namedByTag {
		owner := map[string]*assembly.Resource{}
		for _, r := range v.OfType(kind) {
			name := tagsOf(v, r)["Name"]
			if name == "" {
				v.Add("%s (%s) has no name", r, kind)
				continue
			}
			if owner[name] != nil {
				v.Add("%s and %s are both named %q", owner[name], r, name)
			}
			owner[name] = r
			named++
		}
	}
	if named == 0 {
		v.Add("nothing is named by a tag")
	}
}

// networkNames leaves the names of a team's own resources to the team.
func networkNames(v *check.Review) {
	examined := 0
	for _, kind := range namedByTag {
		for _, r := range v.OfType(kind) {
			if r.Below(config.AdditionsStack) {
				continue
			}
			examined++
			if name := tagsOf(v, r)["Name"]; !strings.HasPrefix(name, v.Prefix("-")+"-") {
				v.Add("%s (%s) is named %q, want a name that begins with %s-", r, kind, name, v.Prefix("-"))
			}
		}
	}
	if examined == 0 {
		v.Add("found no part of a network")
	}
	for _, s := range v.Network().Subnets {
		if s.Below(config.AdditionsStack) {
			continue
		}
		for _, r := range []*assembly.Resource{s.Resource, s.Table} {
			if r == nil {
				continue // the promise about the tiers complains
			}
			if got, want := tagsOf(v, r)["Name"], v.Settings.SubnetName(s.Tier(), s.Zone); got != want {
				v.Add("%s is named %q, want %q", r, got, want)
			}
		}
	}
}

func tasksAreTagged(v *check.Review) {
	for _, s := range parts.Services(v) {
		if s.AlwaysRuns() {
			v.Reads(s.ECS, true, "EnableECSManagedTags")
		}
	}
}

func tagsAreInherited(v *check.Review) {
	for _, s := range parts.Services(v) {
		switch {
		case s.AlwaysRuns():
			v.Reads(s.ECS, "SERVICE", "PropagateTags")
		case s.Overlap: // the promise about the starter is for the others
			v.Reads(s.Schedule, "TASK_DEFINITION", "Target", "EcsParameters", "PropagateTags")
		}
	}
	v.Reads(v.Only("Data", parts.DBCluster), true, "CopyTagsToSnapshot")
	v.Reads(v.Only("Data", parts.Instance), true, "PropagateTagsToVolumeOnCreation")
}
