package lifecycle

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// nameOf is the property that holds the physical name of each type which may
// have one, with the longest name that AWS takes.
var nameOf = map[string]struct {
	property string
	longest  int
}{
	"AWS::CloudWatch::Alarm":                    {"AlarmName", 255},
	"AWS::CloudWatch::Dashboard":                {"DashboardName", 255},
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
	"AWS::Scheduler::ScheduleGroup":             {"Name", 64},
	"AWS::SecretsManager::Secret":               {"Name", 512},
	"AWS::StepFunctions::StateMachine":          {"StateMachineName", 80},
	"AWS::WAFv2::WebACL":                        {"Name", 128},
}

// A schedule is named inside of its group.
const (
	schedule        = "AWS::Scheduler::Schedule"
	longestSchedule = 64
)

// physicalName is a name that a template gives to a resource.
type physicalName struct {
	resource *assembly.Resource
	name     string
	longest  int
}

// physicalNamesOf returns all physical names. One with a token in it is left out: it is
// made from another resource's, which is unique already.
func physicalNamesOf(v *check.Review) []physicalName {
	v = v.Lookup()
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
	for _, r := range v.OfType(schedule) {
		group := v.Text(r.Stack, r.At("GroupName")) + "/"
		found = append(found, physicalName{r, group + v.Text(r.Stack, r.At("Name")), len(group) + longestSchedule})
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
