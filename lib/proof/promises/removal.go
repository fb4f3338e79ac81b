package promises

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

func removal() []Promise {
	return []Promise{
		{"R5.5", "The stacks of prod are protected from deletion, and no others.", terminationProtection},
		{"R5.5", "Everything that holds data in a long-lived environment outlives its stack, as itself or as a snapshot.", dataIsKept},
		{"R5.5", "What holds no data and serves no other environment goes with its stack, so that nothing is in the way of the next.", restIsDeleted},
		{"R5.5", "Nothing of an ephemeral instance outlives its stacks: all is deleted.", ephemeralIsDeleted},
		{"R5.5", "A key that its stack gives up can be called back for 7 days, and is deleted then.", keysWaitAWeek},
		{"R5.5", "The bucket and the repositories are emptied when their stack goes, in an ephemeral instance and only there.", emptiedWhenEphemeral},
		{"R5.5", "No log group is left to AWS to create, which would give it no key, no end and no stack to go with.", logGroupsAreOurs},
		{"R5.5", "Every function may write to the log group that it names, and to no other.", functionsWriteTheirLog},
	}
}

// holdsData lists the types of resources that hold what cannot be made again,
// and whether a snapshot can take their place.
var holdsData = map[string]bool{
	"AWS::ECR::Repository":               false,
	"AWS::ElastiCache::ReplicationGroup": true,
	"AWS::KMS::Key":                      false,
	"AWS::Logs::LogGroup":                false,
	"AWS::RDS::DBCluster":                true,
	"AWS::S3::Bucket":                    false,
	"AWS::SecretsManager::Secret":        false,
}

// sharedProvider is what an account has one of: the roles of other environments trust
// it too.
const sharedProvider = "AWS::IAM::OIDCProvider"

func terminationProtection(p Platform) []string {
	v := review{Platform: p}
	if len(p.Stacks) == 0 {
		v.add("there is no stack")
	}
	for _, s := range p.Stacks {
		if want := p.Env == "prod"; s.TerminationProtection != want {
			v.add("stack %s: termination protection is %t, want %t", s.ID, s.TerminationProtection, want)
		}
	}
	return v.findings
}

func dataIsKept(p Platform) []string {
	v := review{Platform: p}
	if p.Ephemeral() {
		return nil
	}
	for _, kind := range slices.Sorted(maps.Keys(holdsData)) {
		found := p.OfType(kind)
		if len(found) == 0 {
			v.add("there is no %s", kind)
		}
		// Plain Retain would leave named resources of a failed first deployment in the
		// way of the next.
		deletion, replacement := []string{"RetainExceptOnCreate"}, []string{"Retain"}
		if holdsData[kind] {
			deletion, replacement = append(deletion, "Snapshot"), append(replacement, "Snapshot")
		}
		for _, r := range found {
			if !slices.Contains(deletion, r.DeletionPolicy) {
				v.add("%s (%s): deletion policy is %q, want one of %q", r, kind, r.DeletionPolicy, deletion)
			}
			if !slices.Contains(replacement, r.UpdateReplacePolicy) {
				v.add("%s (%s): policy on replacement is %q, want one of %q", r, kind, r.UpdateReplacePolicy, replacement)
			}
		}
	}
	return v.findings
}

func ephemeralIsDeleted(p Platform) []string {
	v := review{Platform: p}
	if !p.Ephemeral() {
		return nil
	}
	examined := 0
	for _, s := range p.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			examined++
			for _, policy := range []string{r.DeletionPolicy, r.UpdateReplacePolicy} {
				_, data := holdsData[r.Type]
				// Without a word CloudFormation would take a snapshot of a cluster.
				if policy != "Delete" && (data || policy != "") {
					v.add("%s (%s): policies on deletion and replacement are %q and %q, want Delete", r, r.Type, r.DeletionPolicy, r.UpdateReplacePolicy)
				}
			}
		}
	}
	if examined == 0 {
		v.add("found no resource")
	}
	// A deletion that AWS refuses would leave the stack behind.
	v.off(v.only("Data", ec2Instance), "DisableApiTermination")
	v.off(v.only("Data", dbCluster), "DeletionProtection")
	for _, table := range p.OfType("AWS::RDS::DBInstance") {
		v.off(table, "DeletionProtection")
	}
	return v.findings
}

// restIsDeleted also keeps a cluster deletable, which it is not while an instance is
// left.
func restIsDeleted(p Platform) []string {
	v := review{Platform: p}
	examined := 0
	for _, s := range p.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			r := s.Resources[id]
			if _, data := holdsData[r.Type]; data || r.Type == sharedProvider {
				continue
			}
			examined++
			for _, policy := range []string{r.DeletionPolicy, r.UpdateReplacePolicy} {
				if policy != "" && policy != "Delete" {
					v.add("%s (%s) holds no data, and its policies on deletion and replacement are %q and %q", r, r.Type, r.DeletionPolicy, r.UpdateReplacePolicy)
				}
			}
		}
	}
	if examined == 0 {
		v.add("found nothing but data")
	}
	return v.findings
}

func keysWaitAWeek(p Platform) []string {
	v := review{Platform: p}
	keys := p.OfType("AWS::KMS::Key")
	if len(keys) == 0 {
		v.add("found no key")
	}
	for _, key := range keys {
		v.reads(key, 7, "PendingWindowInDays")
	}
	return v.findings
}

func emptiedWhenEphemeral(p Platform) []string {
	v := review{Platform: p}
	repositories, buckets := p.OfType("AWS::ECR::Repository"), p.OfType("AWS::S3::Bucket")
	v.count(repositories, 2, "AWS::ECR::Repository")
	if len(buckets) == 0 {
		v.add("there is no bucket")
	}
	for _, repository := range repositories {
		if p.Ephemeral() {
			v.reads(repository, true, "EmptyOnDelete")
		} else {
			v.off(repository, "EmptyOnDelete")
		}
	}
	for _, bucket := range buckets {
		emptiers := v.withText("Custom::S3AutoDeleteObjects", token(bucket, ""), "BucketName")
		want := 0
		if p.Ephemeral() {
			want = 1
		}
		v.count(emptiers, want, "custom resource that empties "+bucket.String())
	}
	return v.findings
}

// logGroupsAreOurs asks for the group of everything that would otherwise get one
// from AWS at its first line of log.
func logGroupsAreOurs(p Platform) []string {
	v := review{Platform: p}
	functions := p.OfType("AWS::Lambda::Function")
	if len(functions) == 0 {
		v.add("there is no function")
	}
	for _, function := range functions {
		v.target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
		// Lambda delivers late: with this right it would bring a deleted group back.
		if role := v.target(function, "AWS::IAM::Role", "Role"); role != nil {
			for _, s := range p.identityStatements(role) {
				if s.Effect == "Allow" && s.Covers("logs:CreateLogGroup") {
					v.add("%s may create log groups", role)
				}
			}
			for _, policy := range p.managedPolicies(role) {
				v.add("%s has the managed policy %s, which may let it create log groups", role, policy)
			}
		}
	}
	cluster := v.only("Compute", "AWS::ECS::Cluster")
	name, _ := cluster.At("ClusterName").(string)
	v.logGroupBefore(cluster, "/aws/ecs/containerinsights/"+name+"/performance")
	redis := v.only("Data", replicationGroup)
	for i := range assembly.List(redis.At("LogDeliveryConfigurations")) {
		v.target(redis, "AWS::Logs::LogGroup", "LogDeliveryConfigurations", i, "DestinationDetails", "CloudWatchLogsDetails", "LogGroup")
	}
	return v.findings
}
