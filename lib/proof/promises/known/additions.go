package known

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func additions() []check.Promise {
	return []check.Promise{
		{ID: "R6.4", Says: "A team's own resources change nothing of what runs in the platform, or of whom its database and cache know: but for alarms, dashboards and policies they do not refer to it.", Check: additionsLeaveItAlone},
	}
}

// about are the types of a team's that may name what runs: to watch it, and to be allowed
// something, which package permissions judges.
var about = []string{
	parts.Alarm, "AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Dashboard", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::Logs::MetricFilter",
}

func additionsLeaveItAlone(v *check.Review) {
	for _, r := range v.Resources() {
		if ours(r) || slices.Contains(about, r.Type) {
			continue
		}
		for _, t := range v.References(r.Stack, r.Properties) {
			if runsOrKnows(t.Resource) && ours(t.Resource) {
				v.Add("%s refers to %s: a team's own may watch it, and do nothing with it", r, t.Resource)
			}
		}
	}
}

// running are how the types begin that run something, or say whom the database and the cache
// know.
var running = []string{
	"AWS::EC2::Instance", "AWS::ECS::", "AWS::ElastiCache::", "AWS::Events::ApiDestination", "AWS::Events::Connection", "AWS::Events::Rule",
	"AWS::IAM::InstanceProfile", "AWS::Lambda::Function", "AWS::Pipes::", "AWS::RDS::", "AWS::SSM::", "AWS::Scheduler::",
	"AWS::SecretsManager::Secret", "AWS::StepFunctions::", "Custom::",
}

func runsOrKnows(r *assembly.Resource) bool {
	if r == nil {
		return false
	}
	return slices.ContainsFunc(running, func(prefix string) bool { return strings.HasPrefix(r.Type, prefix) })
}
