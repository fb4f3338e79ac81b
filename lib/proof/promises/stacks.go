package promises

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func stacks() []Promise {
	return []Promise{
		{"Stacks", "There are four stacks, named after the platform, the environment, the instance and themselves.", stackNames},
		{"Stacks", "Network and Security use no other stack, Data uses both, Compute uses all three.", stackOrder},
		{"Stacks", "Stacks exchange values through exports only, and every import finds its export.", strongExports},
		{"Stacks", "Data exports nothing of the cluster, so that it can be replaced behind its proxy.", clusterIsNotExported},
		{"Environments", "Every physical name carries the environment and the instance, so that nothing collides in one account.", physicalNames},
		{"Environments", "No physical name is longer than AWS takes.", nameLengths},
	}
}

func stackNames(p Platform) []string {
	v := review{Platform: p}
	var got []string
	for _, s := range p.Stacks {
		got = append(got, s.ID)
		if want := p.prefix("-") + "-" + strings.ToLower(s.ID); s.Name != want {
			v.add("stack %s is named %q, want %q", s.ID, s.Name, want)
		}
		if s.Description == "" {
			v.add("stack %s has no description", s.ID)
		}
	}
	v.texts("stacks", got, []string{"Network", "Security", "Data", "Compute"})
	return v.findings
}

func stackOrder(p Platform) []string {
	v := review{Platform: p}
	for id, want := range map[string][]string{
		"Network": nil, "Security": nil,
		"Data":    {"Network", "Security"},
		"Compute": {"Network", "Security", "Data"},
	} {
		s := p.Stack(id)
		if s == nil {
			v.add("there is no stack %s", id)
			continue
		}
		v.texts("stack "+id+" deploys after", s.DependsOn, want)
		used := map[string]bool{}
		for _, r := range s.Resources {
			for _, t := range v.References(s, r.Properties) {
				if t.Resource != nil && t.Resource.Stack != s {
					used[t.Resource.Stack.ID] = true
				}
			}
		}
		v.texts("stack "+id+" refers to", slices.Collect(maps.Keys(used)), want)
	}
	slices.Sort(v.findings)
	return v.findings
}

func strongExports(p Platform) []string {
	v := review{Platform: p}
	imports := 0
	for _, s := range p.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			for _, imported := range calls(r.Properties, "Fn::ImportValue") {
				imports++
				if text := v.Text(s, imported); strings.HasPrefix(text, "${Fn::ImportValue") {
					v.add("%s imports what no stack exports: %s", r, text)
				}
			}
			if uses(r.Properties, "Fn::GetStackOutput") {
				v.add("%s reads an output of another stack, which would not protect that from removal", r)
			}
		}
	}
	if imports == 0 {
		v.add("no stack imports anything")
	}
	exported := map[string]string{}
	for _, s := range p.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Outputs)) {
			name := v.Text(s, assembly.At(s.Outputs[id], "Export", "Name"))
			if name == "" {
				continue
			}
			if !strings.HasPrefix(name, s.Name+":") {
				v.add("export %s of stack %s could collide with that of another environment", name, s.ID)
			}
			if exported[name] != "" {
				v.add("stacks %s and %s both export %s", exported[name], s.ID, name)
			}
			exported[name] = s.ID
		}
	}
	return v.findings
}

// calls returns every use of an intrinsic function anywhere inside v.
func calls(v any, function string) []any {
	var found []any
	for _, item := range assembly.List(v) {
		found = append(found, calls(item, function)...)
	}
	entries := assembly.Map(v)
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		if key == function {
			found = append(found, v)
		}
		found = append(found, calls(entries[key], function)...)
	}
	return found
}

func clusterIsNotExported(p Platform) []string {
	v := review{Platform: p}
	s := p.Stack("Data")
	exports := 0
	if s == nil {
		v.add("there is no stack Data")
		return v.findings
	}
	for _, id := range slices.Sorted(maps.Keys(s.Outputs)) {
		if assembly.At(s.Outputs[id], "Export") == nil {
			continue
		}
		exports++
		for _, t := range v.References(s, assembly.At(s.Outputs[id], "Value")) {
			if t.Resource != nil && (t.Resource.Type == dbCluster || t.Resource.Type == "AWS::RDS::DBInstance") {
				v.add("stack Data exports %s of %s: a replaced cluster would be stuck", t.Attribute, t.Resource)
			}
		}
	}
	if exports == 0 {
		v.add("stack Data exports nothing, not even the proxy's endpoint")
	}
	return v.findings
}

// nameOf is the property that holds the physical name of each type which may
// have one, with the longest name that AWS takes.
var nameOf = map[string]struct {
	property string
	longest  int
}{
	"AWS::CloudWatch::Alarm":                    {"AlarmName", 255},
	"AWS::EC2::LaunchTemplate":                  {"LaunchTemplateName", 128},
	"AWS::EC2::SecurityGroup":                   {"GroupName", 255},
	"AWS::ECR::Repository":                      {"RepositoryName", 256},
	"AWS::ECS::Cluster":                         {"ClusterName", 255},
	"AWS::ECS::Service":                         {"ServiceName", 255},
	"AWS::ECS::TaskDefinition":                  {"Family", 255},
	"AWS::ElastiCache::ReplicationGroup":        {"ReplicationGroupId", 40},
	"AWS::ElastiCache::SubnetGroup":             {"CacheSubnetGroupName", 255},
	"AWS::ElasticLoadBalancingV2::LoadBalancer": {"Name", 32},
	"AWS::ElasticLoadBalancingV2::TargetGroup":  {"Name", 32},
	"AWS::Events::ApiDestination":               {"Name", 64},
	"AWS::Events::Connection":                   {"Name", 64},
	"AWS::Events::Rule":                         {"Name", 64},
	"AWS::IAM::InstanceProfile":                 {"InstanceProfileName", 128},
	"AWS::IAM::ManagedPolicy":                   {"ManagedPolicyName", 128},
	"AWS::IAM::Role":                            {"RoleName", 64},
	"AWS::KMS::Alias":                           {"AliasName", 256},
	"AWS::Lambda::Function":                     {"FunctionName", 64},
	"AWS::Logs::LogGroup":                       {"LogGroupName", 512},
	"AWS::Pipes::Pipe":                          {"Name", 64},
	"AWS::RDS::DBCluster":                       {"DBClusterIdentifier", 63},
	"AWS::RDS::DBClusterParameterGroup":         {"DBClusterParameterGroupName", 255},
	"AWS::RDS::DBInstance":                      {"DBInstanceIdentifier", 63},
	"AWS::RDS::DBProxy":                         {"DBProxyName", 63},
	"AWS::RDS::DBProxyEndpoint":                 {"DBProxyEndpointName", 63},
	"AWS::RDS::DBSubnetGroup":                   {"DBSubnetGroupName", 255},
	"AWS::S3::Bucket":                           {"BucketName", 63},
	"AWS::SNS::Topic":                           {"TopicName", 256},
	"AWS::SQS::Queue":                           {"QueueName", 80},
	"AWS::SecretsManager::Secret":               {"Name", 512},
	"AWS::StepFunctions::StateMachine":          {"StateMachineName", 80},
	"AWS::WAFv2::WebACL":                        {"Name", 128},
}

// physicalName is a name that a template gives to a resource.
type physicalName struct {
	resource *assembly.Resource
	name     string
	longest  int
}

// names returns all physical names. One with a token in it is left out: it is
// made from another resource's, which is unique already.
func (v *review) names() []physicalName {
	var found []physicalName
	for _, kind := range slices.Sorted(maps.Keys(nameOf)) {
		for _, r := range v.OfType(kind) {
			name := v.Text(r.Stack, r.At(nameOf[kind].property))
			if name != "" && !strings.Contains(name, "${") {
				found = append(found, physicalName{r, name, nameOf[kind].longest})
			}
		}
	}
	if len(found) == 0 {
		v.add("nothing has a physical name, not even the repositories")
	}
	return found
}

func physicalNames(p Platform) []string {
	v := review{Platform: p}
	owner := map[string]*assembly.Resource{}
	for _, n := range v.names() {
		if !strings.Contains(n.name, p.prefix("-")+"-") && !strings.Contains(n.name, p.prefix("/")+"/") {
			v.add("%s is named %q, which another environment could have too", n.resource, n.name)
		}
		key := n.resource.Type + " " + n.name
		if owner[key] != nil {
			v.add("%s and %s are both named %q", owner[key], n.resource, n.name)
		}
		owner[key] = n.resource
	}
	return v.findings
}

func nameLengths(p Platform) []string {
	v := review{Platform: p}
	for _, n := range v.names() {
		if len(n.name) > n.longest {
			v.add("%s: the name %q has %d characters, AWS takes %d", n.resource, n.name, len(n.name), n.longest)
		}
	}
	return v.findings
}
