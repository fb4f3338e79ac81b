package changes

import (
	"fmt"

	"example.com/chassis/lib/cfn/assembly"
)

// deletionPolicy is what happens to a resource that is deleted. Without a word,
// CloudFormation takes a snapshot of a database cluster, and of an instance that
// belongs to none:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
func deletionPolicy(r *assembly.Resource) string {
	alone := r.Type == "AWS::RDS::DBInstance" && r.At("DBClusterIdentifier") == nil
	switch {
	case r.DeletionPolicy != "":
		return effective(r, r.DeletionPolicy)
	case alone || r.Type == "AWS::RDS::DBCluster":
		return "Snapshot"
	}
	return "Delete"
}

// replacePolicy is what happens to the old one of a resource that is replaced; it
// has no such exceptions:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
func replacePolicy(r *assembly.Resource) string {
	if r.UpdateReplacePolicy != "" {
		return effective(r, r.UpdateReplacePolicy)
	}
	return "Delete"
}

// withSnapshots are the types of which CloudFormation takes a snapshot. Any other is deleted
// with the policy Snapshot. Both are documented with the policies.
var withSnapshots = set(`AWS::DocDB::DBCluster AWS::EC2::Volume AWS::ElastiCache::CacheCluster
	AWS::ElastiCache::ReplicationGroup AWS::Neptune::DBCluster AWS::RDS::DBCluster AWS::RDS::DBInstance
	AWS::Redshift::Cluster`)

// noSnapshot is a policy that does not do what it says.
const noSnapshot = "Snapshot (of which this type has none)"

func effective(r *assembly.Resource, policy string) string {
	if policy == "Snapshot" && !withSnapshots[r.Type] {
		return noSnapshot
	}
	return policy
}

// strength orders policies by what they keep. RetainExceptOnCreate is as good as
// Retain for a resource that exists, and an unknown word keeps nothing.
func strength(policy string) int {
	switch policy {
	case "Retain", "RetainExceptOnCreate":
		return 2
	case "Snapshot":
		return 1
	}
	return 0
}

func weaker(a, b string) string {
	if strength(b) < strength(a) {
		return b
	}
	return a
}

// kept says what a policy keeps of a resource. Even where it keeps everything,
// what runs afterwards is empty.
func kept(attribute, policy string) string {
	switch strength(policy) {
	case 2:
		return fmt.Sprintf("%s %s keeps the old one outside the stack, where nothing uses it", attribute, policy)
	case 1:
		return fmt.Sprintf("%s %s keeps a last snapshot, from which somebody must restore", attribute, policy)
	}
	return fmt.Sprintf("%s %s keeps nothing", attribute, policy)
}

// changedPolicies lists the policies that keep less than before, and those that
// change for other reasons.
func (c *comparison) changedPolicies(before, after *assembly.Resource) (weakened, others []string) {
	for _, policy := range []struct {
		attribute, was, is string
	}{
		{"DeletionPolicy", deletionPolicy(before), deletionPolicy(after)},
		{"UpdateReplacePolicy", replacePolicy(before), replacePolicy(after)},
	} {
		change := fmt.Sprintf("%s %s becomes %s", policy.attribute, policy.was, policy.is)
		switch {
		case strength(policy.is) < strength(policy.was):
			weakened = append(weakened, change)
		case policy.is != policy.was:
			others = append(others, change)
		}
	}
	for _, name := range union(before.Beside, after.Beside) {
		if c.before.Text(before.Stack, before.Beside[name]) != c.after.Text(after.Stack, after.Beside[name]) {
			others = append(others, name)
		}
	}
	return weakened, others
}
