package promises

import (
	"example.com/chassis/lib/cfn/assembly"
)

func origin() []Promise {
	return []Promise{
		{"R3.6", "The cluster starts empty, from a snapshot or as a copy-on-write clone, each with exactly the properties that AWS takes for it.", clusterOrigin},
		{"R3.6", "Whatever the cluster starts from, RDS makes it a new master password before proxy, database roles or tasks can use it.", passwordComesFirst},
		{"R3.7", "The cluster of prod starts empty, that of an instance of prod empty or from a snapshot, and none of them as a clone.", prodStartsClean},
		{"R3.7", "The cluster is the same resource of the Data stack whatever it starts from.", clusterIsOne},
	}
}

// startsFrom tells what a cluster starts from: "", "snapshot" or "clone".
func startsFrom(cluster *assembly.Resource) string {
	switch {
	case cluster.At("SourceDBClusterIdentifier") != nil:
		return "clone"
	case cluster.At("SnapshotIdentifier") != nil:
		return "snapshot"
	}
	return ""
}

// clusterOrigin knows the properties by what CloudFormation's handler does with
// them: it restores or clones with some, and modifies the new cluster with others.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html
func clusterOrigin(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	if cluster == nil {
		return v.findings
	}
	var own, foreign []string
	switch startsFrom(cluster) {
	case "":
		own = []string{"MasterUsername", "DatabaseName", "EngineVersion", "StorageEncrypted"}
		foreign = []string{"RestoreType", "UseLatestRestorableTime"}
		v.reads(cluster, "chassis_admin", "MasterUsername")
		v.reads(cluster, "chassis", "DatabaseName")
	case "snapshot":
		own = []string{"SnapshotIdentifier", "EngineVersion"}
		foreign = []string{"MasterUsername", "DatabaseName", "SourceDBClusterIdentifier", "RestoreType", "UseLatestRestorableTime"}
	case "clone":
		own = []string{"SourceDBClusterIdentifier"}
		// AWS ignores StorageEncrypted here, and its validation says so.
		foreign = []string{"MasterUsername", "DatabaseName", "SnapshotIdentifier", "EngineVersion", "StorageEncrypted"}
		v.reads(cluster, "copy-on-write", "RestoreType")
		v.reads(cluster, true, "UseLatestRestorableTime")
	}
	for _, name := range own {
		if text := v.shown(cluster, cluster.At(name)); cluster.At(name) == nil || text == "" {
			v.add("%s has no %s", cluster, name)
		}
	}
	// A time would make another kind of copy; zones make drift.
	for _, name := range append(foreign, "RestoreToTime", "AvailabilityZones") {
		v.absent(cluster, name)
	}
	return v.findings
}

// passwordComesFirst relies on the handler: it replaces the master password
// before the cluster is created for the rest of the stack.
func passwordComesFirst(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	v.reads(cluster, true, "ManageMasterUserPassword")
	v.encrypted(cluster, "MasterUserSecret", "KmsKeyId")
	for _, kind := range []string{"AWS::RDS::DBProxy", "AWS::RDS::DBProxyTargetGroup", "AWS::RDS::DBInstance", statementType} {
		found := p.OfType(kind)
		if len(found) == 0 {
			v.add("there is no %s", kind)
		}
		for _, r := range found {
			v.dependsOn(r, cluster)
		}
	}
	compute := p.Stack("Compute")
	if compute == nil || len(compute.OfType("AWS::ECS::Service")) == 0 {
		v.add("there is no service in stack Compute")
	}
	return v.findings
}

func prodStartsClean(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	if cluster == nil || p.Env != "prod" {
		return v.findings
	}
	if from := startsFrom(cluster); from == "clone" || from == "snapshot" && p.Instance == "" {
		v.add("%s of %s starts from a %s", cluster, p.prefix("-"), from)
	}
	return v.findings
}

func clusterIsOne(p Platform) []string {
	v := review{Platform: p}
	if v.only("Data", dbCluster) != nil && p.named("Data", dbCluster, "Aurora") == nil {
		v.add("the cluster's construct is not Data/Aurora, so CloudFormation takes it for another resource")
	}
	return v.findings
}
