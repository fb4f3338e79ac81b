package lifecycle

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// functionsWriteTheirLog matters most to what runs once in a deployment: without its
// log nobody would learn why it failed.
func functionsWriteTheirLog(v *check.Review) {
	for _, function := range v.Some("AWS::Lambda::Function") {
		group := v.Target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
		role := v.Target(function, "AWS::IAM::Role", "Role")
		if group == nil || role == nil {
			continue
		}
		logs := slices.DeleteFunc(parts.Grants(iampolicy.OfRole(v.Assembly, role)), func(grant string) bool { return !strings.HasPrefix(grant, "logs:") })
		v.Texts(role.String()+" may", logs, []string{"logs:CreateLogStream on " + check.Token(group, "Arn"), "logs:PutLogEvents on " + check.Token(group, "Arn")})
	}
}

func removal() []check.Promise {
	return []check.Promise{
		{ID: "R8.1", Says: "What a setting switches on is not kept under a fixed name when it is switched off, since that would be in the way when it is switched on again.", Check: nothingIsInTheWay},
		{ID: "R2.6", Says: "The scanning configuration of the account's registry outlives the setting, because AWS may switch off Amazon Inspector with it.", Check: scanningIsKept},
		{ID: "R5.5", Says: "The stacks are protected from deletion where the settings say so, and nowhere else.", Check: terminationProtection},
		{ID: "R5.5", Says: "Everything that holds data in a long-lived environment outlives its stack, as itself or as a snapshot.", Check: dataIsKept},
		{ID: "R5.5", Says: "What holds no data and serves no other environment goes with its stack, so that nothing is in the way of the next.", Check: restIsDeleted},
		{ID: "R5.5", Says: "Nothing of an ephemeral instance outlives its stacks: all is deleted.", Check: ephemeralIsDeleted},
		{ID: "R5.5", Says: "A key that goes with its stack can be restored for 7 days, and is deleted then.", Check: keysWaitAWeek},
		{ID: "R5.5", Says: "The bucket and the repositories are emptied when their stack goes, in an ephemeral instance and only there.", Check: emptiedWhenEphemeral},
		{ID: "R5.5", Says: "No log group is left to AWS to create, which would give it no key, no end and no stack to go with.", Check: logGroupsAreOurs},
		{ID: "R5.5", Says: "Every function may write to the log group that it names, and to no other.", Check: functionsWriteTheirLog},
	}
}

// holdsData says whether a resource holds what must outlive its stack. A queue goes with
// it: what it holds are alerts on their way, and a kept one would be in the way. So would
// the log group of something that a setting switches on and off.
func holdsData(v *check.Review, r *assembly.Resource) bool {
	if r.Type == logGroup && comesBack(v, r) {
		return false
	}
	return r.Data() != "" && r.Type != "AWS::SQS::Queue"
}

// bySnapshot are the types whose place a snapshot can take.
var bySnapshot = []string{parts.DBCluster, "AWS::ElastiCache::ReplicationGroup", "AWS::RDS::DBInstance"}

// registryScanning is what an account has one of: it is for the repositories of other
// environments too.
const registryScanning = "AWS::ECR::RegistryScanningConfiguration"

func terminationProtection(v *check.Review) {
	if len(v.Stacks) == 0 {
		v.Add("there is no stack")
	}
	for _, s := range v.Stacks {
		if want := v.Settings.TerminationProtected; s.TerminationProtection != want {
			v.Add("stack %s: termination protection is %t, want %t", s.ID, s.TerminationProtection, want)
		}
	}
}

// remedy is what a team writes in its additions.
func remedy(r *assembly.Resource) string {
	if !r.Below(config.AdditionsStack) {
		return ""
	}
	return "; in lib/stacks/additions: RemovalPolicy: p.Keep()"
}

func dataIsKept(v *check.Review) {
	if v.Settings.Ephemeral {
		return
	}
	for _, kind := range []string{"AWS::ECR::Repository", "AWS::KMS::Key", "AWS::Logs::LogGroup", parts.DBCluster, "AWS::S3::Bucket"} {
		v.Some(kind)
	}
	for _, r := range v.Resources() {
		if !holdsData(v, r) {
			continue
		}
		// Plain Retain would leave named resources of a failed first deployment in the
		// way of the next.
		deletion, replacement := []string{"RetainExceptOnCreate"}, []string{"Retain"}
		if slices.Contains(bySnapshot, r.Type) {
			deletion, replacement = append(deletion, "Snapshot"), append(replacement, "Snapshot")
		}
		if !slices.Contains(deletion, r.DeletionPolicy) {
			v.Add("%s (%s): deletion policy is %q, want one of %q%s", r, r.Type, r.DeletionPolicy, deletion, remedy(r))
		}
		if !slices.Contains(replacement, r.UpdateReplacePolicy) {
			v.Add("%s (%s): policy on replacement is %q, want one of %q%s", r, r.Type, r.UpdateReplacePolicy, replacement, remedy(r))
		}
	}
}

func ephemeralIsDeleted(v *check.Review) {
	if !v.Settings.Ephemeral {
		return
	}
	examined := 0
	for _, r := range v.Resources() {
		examined++
		for _, policy := range []string{r.DeletionPolicy, r.UpdateReplacePolicy} {
			// Without a word CloudFormation would take a snapshot of a cluster.
			if policy != "Delete" && (holdsData(v, r) || policy != "") {
				v.Add("%s (%s): policies on deletion and replacement are %q and %q, want Delete%s", r, r.Type, r.DeletionPolicy, r.UpdateReplacePolicy, remedy(r))
			}
		}
	}
	if examined == 0 {
		v.Add("found no resource")
	}
	// A deletion that AWS refuses would leave the stack behind.
	v.Off(v.Only("Data", parts.Instance), "DisableApiTermination")
	v.Off(v.Only("Data", parts.DBCluster), "DeletionProtection")
	for _, instance := range v.OfType("AWS::RDS::DBInstance") {
		v.Off(instance, "DeletionProtection")
	}
}

// restIsDeleted also keeps a cluster deletable, which it is not while an instance is
// left.
func restIsDeleted(v *check.Review) {
	examined := 0
	for _, r := range v.Resources() {
		if holdsData(v, r) || r.Type == registryScanning {
			continue
		}
		examined++
		for _, policy := range []string{r.DeletionPolicy, r.UpdateReplacePolicy} {
			if policy != "" && policy != "Delete" {
				v.Add("%s (%s) holds no data, and its policies on deletion and replacement are %q and %q", r, r.Type, r.DeletionPolicy, r.UpdateReplacePolicy)
			}
		}
	}
	if examined == 0 {
		v.Add("found nothing but data")
	}
}

func keysWaitAWeek(v *check.Review) {
	for _, key := range v.Some("AWS::KMS::Key") {
		v.Reads(key, 7, "PendingWindowInDays")
	}
}

func emptiedWhenEphemeral(v *check.Review) {
	for _, repository := range v.Some("AWS::ECR::Repository") {
		if v.Settings.Ephemeral {
			v.Reads(repository, true, "EmptyOnDelete")
		} else {
			v.Off(repository, "EmptyOnDelete")
		}
	}
	for _, bucket := range v.Some("AWS::S3::Bucket") {
		emptiers := v.WithText("Custom::S3AutoDeleteObjects", check.Token(bucket, ""), "BucketName")
		want := 0
		if v.Settings.Ephemeral {
			want = 1
		}
		v.Count(emptiers, want, "custom resource that empties "+bucket.String())
	}
}

// logGroupsAreOurs asks for the group of everything that would otherwise get one
// from AWS at its first line of log.
func logGroupsAreOurs(v *check.Review) {
	for _, function := range v.Some("AWS::Lambda::Function") {
		v.Target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
		// Lambda delivers late: with this right it would bring a deleted group back.
		if role := v.Target(function, "AWS::IAM::Role", "Role"); role != nil {
			for _, s := range iampolicy.OfRole(v.Assembly, role) {
				if s.Effect == "Allow" && s.Covers("logs:CreateLogGroup") {
					v.Add("%s may create log groups", role)
				}
			}
			for _, policy := range iampolicy.Elsewhere(v.Assembly, role) {
				v.Add("%s has the managed policy %s, which may let it create log groups", role, policy)
			}
		}
	}
	cluster := v.Only("Compute", "AWS::ECS::Cluster")
	name, _ := cluster.At("ClusterName").(string)
	parts.LogGroupBefore(v, cluster, "/aws/ecs/containerinsights/"+name+"/performance")
	redis := v.Only("Data", parts.ReplicationGroup)
	for i := range assembly.List(redis.At("LogDeliveryConfigurations")) {
		v.Target(redis, "AWS::Logs::LogGroup", "LogDeliveryConfigurations", i, "DestinationDetails", "CloudWatchLogsDetails", "LogGroup")
	}
}
