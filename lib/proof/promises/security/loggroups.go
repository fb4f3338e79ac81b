package security

import (
	"slices"
	"strings"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// vendors are the types whose logs AWS delivers by itself. RDS, ECS and Lambda write with a
// role, and WAF has a prefix of its own.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
var vendors = []string{"AWS::StepFunctions::StateMachine", "AWS::Pipes::Pipe", "AWS::ElastiCache::ReplicationGroup"}

func vendedLogGroups(v *check.Review) {
	for _, vendor := range vendors {
		for _, r := range v.OfType(vendor) {
			for _, target := range v.References(r.Stack, r.Properties) {
				group := target.Resource
				if group == nil || group.Type != "AWS::Logs::LogGroup" {
					continue
				}
				if name := v.Text(group.Stack, group.At("LogGroupName")); !strings.HasPrefix(name, "/aws/vendedlogs/") {
					v.Add("%s writes to %s, whose name is %q, want one that begins with /aws/vendedlogs/", r, group, name)
				}
			}
		}
	}
}

// namesOfLogGroups looks for each by its name: a group under another name is no group at
// all for the service that looks for it.
func namesOfLogGroups(v *check.Review) {
	e := v.Settings
	want := parts.LastingLogGroups(e)
	if e.Domain.CertificateARN == "" {
		want = append(want, e.FinderLogGroupName())
	}
	if e.Ephemeral { // whose bucket is emptied before it goes
		want = append(want, e.ProviderLogGroupName("S3AutoDeleteObjects"))
	}
	if len(e.Pipeline.Repositories) > 0 {
		want = append(want, e.ReleaseLogGroupName())
	}
	if e.Shell {
		want = append(want, e.ShellLogGroupName())
	}
	if slices.ContainsFunc(e.Jobs(), func(s config.Service) bool { return !s.Overlap }) {
		want = append(want, e.JobsLogGroupName())
	}
	if e.Migrates() {
		want = append(want, e.MigrationsLogGroupName())
	}
	var got []string
	for _, group := range v.OfType("AWS::Logs::LogGroup") {
		// A pipe is told the ARN of its group, whatever its name.
		if group.At("LogGroupName") != nil {
			got = append(got, v.Text(group.Stack, group.At("LogGroupName")))
		}
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			v.Add("there is no log group %s", name)
		}
	}
}
