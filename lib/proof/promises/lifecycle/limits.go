package lifecycle

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
)

// limit is how much AWS takes of something in one stack or resource. Those of names are
// beside their properties, in nameOf.
type limit struct {
	what string
	most int
	// of counts, for each stack or resource that has some of it.
	of func(v *check.Review) map[string]int
}

// limits are AWS's quotas that no request raises, or that we do not ask to be raised, from
//
//	https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
//	https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
//	https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
//	https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
//	https://docs.aws.amazon.com/general/latest/gr/sns.html
//	https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
//	https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
//	https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
//	https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
//	https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
//	https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
//	https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
//	https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
//	https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
//	https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskOverride.html
//	https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
//	https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
func limits() []limit {
	return []limit{
		{"resources", 500, ofStacks(func(s *assembly.Stack) int { return len(s.Resources) })},
		{"outputs", 200, ofStacks(func(s *assembly.Stack) int { return len(s.Outputs) })},
		{"parameters", 200, ofStacks(func(s *assembly.Stack) int { return len(s.Parameters) })},
		{"mappings", 200, ofStacks(func(s *assembly.Stack) int { return len(s.Mappings) })},
		{"bytes of template", 1_000_000, ofStacks(templateBytes)},
		{"characters of trust policy", 2048, sizes("AWS::IAM::Role", "AssumeRolePolicyDocument")},
		{"characters of policies inside of it", 10_240, insidePolicies},
		{"managed policies", 10, counts("AWS::IAM::Role", "ManagedPolicyArns")},
		{"characters of policy", 6144, sizes("AWS::IAM::ManagedPolicy", "PolicyDocument")},
		{"bytes of key policy", 32_768, sizes("AWS::KMS::Key", "KeyPolicy")},
		{"bytes of queue policy", 8192, sizes("AWS::SQS::QueuePolicy", "PolicyDocument")},
		{"bytes of topic policy", 30_720, sizes("AWS::SNS::TopicPolicy", "PolicyDocument")},
		{"bytes of bucket policy", 20_480, sizes("AWS::S3::BucketPolicy", "PolicyDocument")},
		{"inbound rules", 60, groupRules("AWS::EC2::SecurityGroupIngress", "SecurityGroupIngress")},
		{"outbound rules", 60, groupRules("AWS::EC2::SecurityGroupEgress", "SecurityGroupEgress")},
		{"target groups", 100, ofStacks(numberOf("AWS::ElasticLoadBalancingV2::TargetGroup"))},
		{"listener rules", 100, ofStacks(numberOf("AWS::ElasticLoadBalancingV2::ListenerRule"))},
		{"metrics of one graph", 500, metricsOfGraphs},
		{"metrics of alarm", 10, counts("AWS::CloudWatch::Alarm", "Metrics")},
		{"characters of alarm rule", 10_240, sizes("AWS::CloudWatch::CompositeAlarm", "AlarmRule")},
		{"characters of event pattern", 2048, sizes("AWS::Events::Rule", "EventPattern")},
		{"targets of event rule", 5, counts("AWS::Events::Rule", "Targets")},
		{"bytes of state machine", 1_048_576, sizes("AWS::StepFunctions::StateMachine", "DefinitionString")},
		{"bytes of user data", 16_384, sizes("AWS::EC2::LaunchTemplate", "LaunchTemplateData", "UserData")},
		{"bytes of user data", 16_384, sizes("AWS::EC2::Instance", "UserData")},
		{"bytes of task definition", 65_536, sizes("AWS::ECS::TaskDefinition")},
		{"bytes of variables", 4096, sizes("AWS::Lambda::Function", "Environment", "Variables")},
		{"addresses of set", 10_000, counts("AWS::WAFv2::IPSet", "Addresses")},
		{"rules of web ACL", 100, counts("AWS::WAFv2::WebACL", "Rules")},
	}
}

func withinLimits(v *check.Review) {
	for _, l := range limits() {
		found := l.of(v.Lookup())
		for _, name := range slices.Sorted(maps.Keys(found)) {
			if got := found[name]; got > l.most {
				v.Add("%s: %s: about %d, AWS takes %d", name, l.what, got, l.most)
			}
		}
	}
}

func ofStacks(count func(*assembly.Stack) int) func(*check.Review) map[string]int {
	return func(v *check.Review) map[string]int {
		found := map[string]int{}
		for _, s := range v.Stacks {
			found[s.ID] = count(s)
		}
		return found
	}
}

func numberOf(kind string) func(*assembly.Stack) int {
	return func(s *assembly.Stack) int { return len(s.OfType(kind)) }
}

// templateBytes is the length of a template as the CDK writes it.
func templateBytes(s *assembly.Stack) int {
	text, err := json.MarshalIndent(s.Template, "", " ")
	if err != nil {
		return 0
	}
	return len(text)
}

// counts are the entries of a list.
func counts(kind string, path ...any) func(*check.Review) map[string]int {
	return func(v *check.Review) map[string]int {
		found := map[string]int{}
		for _, r := range v.OfType(kind) {
			found[r.String()] = len(assembly.List(r.At(path...)))
		}
		return found
	}
}

// sizes are the lengths of a property, or of all of them.
func sizes(kind string, path ...any) func(*check.Review) map[string]int {
	return func(v *check.Review) map[string]int {
		found := map[string]int{}
		for _, r := range v.OfType(kind) {
			found[r.String()] = size(v, r, r.At(path...))
		}
		return found
	}
}

// insidePolicies adds up the policies of each role that are no managed ones.
func insidePolicies(v *check.Review) map[string]int {
	found := map[string]int{}
	for _, role := range v.OfType("AWS::IAM::Role") {
		for _, policy := range iampolicy.Attached(v.Assembly, role) {
			if policy.Type != "AWS::IAM::ManagedPolicy" {
				found[role.String()] += size(v, policy, policy.At("PolicyDocument"))
			}
		}
		for _, inside := range assembly.List(role.At("Policies")) {
			found[role.String()] += size(v, role, assembly.At(inside, "PolicyDocument"))
		}
	}
	return found
}

// groupRules are the rules of each security group, inside of it and beside it.
func groupRules(kind, inside string) func(*check.Review) map[string]int {
	return func(v *check.Review) map[string]int {
		found := map[string]int{}
		for _, group := range v.OfType("AWS::EC2::SecurityGroup") {
			found[group.String()] += len(assembly.List(group.At(inside)))
		}
		for _, rule := range v.OfType(kind) {
			if group, ok := v.Follow(rule.Stack, rule.At("GroupId")); ok && group.Resource != nil {
				found[group.Resource.String()]++
			}
		}
		return found
	}
}

// metricsOfGraphs are those of the fullest graph of each dashboard.
func metricsOfGraphs(v *check.Review) map[string]int {
	found := map[string]int{}
	for _, dashboard := range v.OfType("AWS::CloudWatch::Dashboard") {
		var body struct {
			Widgets []struct{ Properties struct{ Metrics []any } }
		}
		if err := json.Unmarshal([]byte(v.Text(dashboard.Stack, dashboard.At("DashboardBody"))), &body); err != nil {
			v.Add("%s has no body that CloudWatch could read: %v", dashboard, err)
		}
		for _, widget := range body.Widgets {
			found[dashboard.String()] = max(found[dashboard.String()], len(widget.Properties.Metrics))
		}
	}
	return found
}

// token is a reference in a text.
var token = regexp.MustCompile(`\$\{[^}]*\}`)

// size is about how long a value is once CloudFormation has put in what it refers to.
func size(v *check.Review, r *assembly.Resource, value any) int {
	text := assembly.Written(rendered(v, r, value))
	return len(token.ReplaceAllStringFunc(text, func(reference string) string {
		switch {
		case reference == "${AWS::AccountId}":
			return "123456789012"
		case strings.HasPrefix(reference, "${AWS::"):
			return "ap-northeast-2"
		case strings.Contains(reference, "Arn"):
			return strings.Repeat("x", 100)
		}
		return strings.Repeat("x", 40)
	}))
}

// rendered is a value with its references as text.
func rendered(v *check.Review, r *assembly.Resource, value any) any {
	if _, _, ok := assembly.Intrinsic(value); ok {
		return v.Text(r.Stack, value)
	}
	switch value := value.(type) {
	case map[string]any:
		made := map[string]any{}
		for name, part := range value {
			made[name] = rendered(v, r, part)
		}
		return made
	case []any:
		made := make([]any, len(value))
		for i, part := range value {
			made[i] = rendered(v, r, part)
		}
		return made
	}
	return value
}
