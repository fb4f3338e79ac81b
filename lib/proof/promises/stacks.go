package promises

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func stacks() []check.Promise {
	return []check.Promise{
		{ID: "Stacks", Says: "There are four stacks, named after the platform, the environment, the instance and themselves.", Check: stackNames},
		{ID: "Stacks", Says: "Network and Security use no other stack, Data uses both, Compute uses all three.", Check: stackOrder},
		{ID: "Stacks", Says: "Stacks exchange values through exports only, and every import finds its export.", Check: strongExports},
		{ID: "Stacks", Says: "Data exports nothing of the cluster, so that it can be replaced behind its proxy.", Check: clusterIsNotExported},
		{ID: "Environments", Says: "Every physical name carries the environment and the instance, so that nothing collides in one account.", Check: physicalNames},
		{ID: "Environments", Says: "No physical name is longer than AWS takes.", Check: nameLengths},
	}
}

func stackNames(v *check.Review) {
	var got []string
	for _, s := range v.Stacks {
		got = append(got, s.ID)
		if want := v.Prefix("-") + "-" + strings.ToLower(s.ID); s.Name != want {
			v.Add("stack %s is named %q, want %q", s.ID, s.Name, want)
		}
		if s.Description == "" {
			v.Add("stack %s has no description", s.ID)
		}
	}
	v.Texts("stacks", got, []string{"Network", "Security", "Data", "Compute"})
}

func stackOrder(v *check.Review) {
	for id, want := range map[string][]string{
		"Network": nil, "Security": nil,
		"Data":    {"Network", "Security"},
		"Compute": {"Network", "Security", "Data"},
	} {
		s := v.Stack(id)
		if s == nil {
			v.Add("there is no stack %s", id)
			continue
		}
		v.Texts("stack "+id+" deploys after", s.DependsOn, want)
		used := map[string]bool{}
		for _, r := range s.Resources {
			for _, t := range v.References(s, r.Properties) {
				if t.Resource != nil && t.Resource.Stack != s {
					used[t.Resource.Stack.ID] = true
				}
			}
		}
		v.Texts("stack "+id+" refers to", slices.Collect(maps.Keys(used)), want)
	}
}

func strongExports(v *check.Review) {
	imports := 0
	for _, s := range v.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			for _, imported := range check.Calls(r.Properties, "Fn::ImportValue") {
				imports++
				if text := v.Text(s, imported); strings.HasPrefix(text, "${Fn::ImportValue") {
					v.Add("%s imports what no stack exports: %s", r, text)
				}
			}
			if len(check.Calls(r.Properties, "Fn::GetStackOutput")) > 0 {
				v.Add("%s reads an output of another stack, which would not protect that from removal", r)
			}
		}
	}
	if imports == 0 {
		v.Add("no stack imports anything")
	}
	exported := map[string]string{}
	for _, s := range v.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Outputs)) {
			name := v.Text(s, assembly.At(s.Outputs[id], "Export", "Name"))
			if name == "" {
				continue
			}
			if !strings.HasPrefix(name, s.Name+":") {
				v.Add("export %s of stack %s could collide with that of another environment", name, s.ID)
			}
			if exported[name] != "" {
				v.Add("stacks %s and %s both export %s", exported[name], s.ID, name)
			}
			exported[name] = s.ID
		}
	}
}

func clusterIsNotExported(v *check.Review) {
	s := v.Stack("Data")
	exports := 0
	if s == nil {
		v.Add("there is no stack Data")
		return
	}
	for _, id := range slices.Sorted(maps.Keys(s.Outputs)) {
		if assembly.At(s.Outputs[id], "Export") == nil {
			continue
		}
		exports++
		for _, t := range v.References(s, assembly.At(s.Outputs[id], "Value")) {
			if t.Resource != nil && (t.Resource.Type == DBCluster || t.Resource.Type == "AWS::RDS::DBInstance") {
				v.Add("stack Data exports %s of %s: a replaced cluster would be stuck", t.Attribute, t.Resource)
			}
		}
	}
	if exports == 0 {
		v.Add("stack Data exports nothing, not even the proxy's endpoint")
	}
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
func physicalNamesOf(v *check.Review) []physicalName {
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
		v.Add("nothing has a physical name, not even the repositories")
	}
	return found
}

func physicalNames(v *check.Review) {
	owner := map[string]*assembly.Resource{}
	for _, n := range physicalNamesOf(v) {
		if !strings.Contains(n.name, v.Prefix("-")+"-") && !strings.Contains(n.name, v.Prefix("/")+"/") {
			v.Add("%s is named %q, which another environment could have too", n.resource, n.name)
		}
		key := n.resource.Type + " " + n.name
		if owner[key] != nil {
			v.Add("%s and %s are both named %q", owner[key], n.resource, n.name)
		}
		owner[key] = n.resource
	}
}

func nameLengths(v *check.Review) {
	for _, n := range physicalNamesOf(v) {
		if len(n.name) > n.longest {
			v.Add("%s: the name %q has %d characters, AWS takes %d", n.resource, n.name, len(n.name), n.longest)
		}
	}
}
