package parts

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// LastingLogGroups are the names of the log groups that are there whatever the settings say.
// Those of a service last as long as it does, and that of the database as long as its origin.
func LastingLogGroups(e config.Environment) []string {
	want := []string{
		e.FlowLogGroupName(), e.ProviderLogGroupName("VpcRestrictDefaultSG"), e.WebACLLogGroupName(), e.RelayLogGroupName(), e.PipesLogGroupName(),
		e.DatabaseLogGroupName(), e.DatabaseLoginLogGroupName(), e.DatabaseRolesLogGroupName(), e.ProxyLogGroupName(), e.ClusterLogGroupName(),
		e.RedisLogGroupName("slow-log"), e.RedisLogGroupName("engine-log"),
	}
	for _, s := range e.Services {
		want = append(want, e.ServiceLogGroupName(s.Name))
	}
	return want
}

// LogGroupBefore complains unless the log group to which AWS will write for r
// exists before r, or AWS would create one without a key that keeps everything.
func LogGroupBefore(v *check.Review, r *assembly.Resource, name string) {
	if r == nil {
		return
	}
	groups := v.WithText("AWS::Logs::LogGroup", name, "LogGroupName")
	v.Count(groups, 1, "log group "+name)
	for _, group := range groups {
		v.DependsOn(r, group)
		KeptLog(v, group)
	}
}

// KeptLog complains unless a log group is encrypted with a key of the platform
// and keeps its entries as long as the settings say.
func KeptLog(v *check.Review, group *assembly.Resource) {
	Encrypted(v, group, "KmsKeyId")
	v.Reads(group, v.Settings.LogRetentionDays, "RetentionInDays")
}
