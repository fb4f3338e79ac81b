package data

import (
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func origin() []check.Promise {
	return []check.Promise{
		{ID: "R3.6", Says: "The cluster starts empty, from a snapshot or as a copy-on-write clone, each with exactly the properties that AWS takes for it.", Check: clusterOrigin},
		{ID: "R3.6", Says: "Whether the cluster starts empty, from a snapshot or as a clone, RDS gives it a new master password before proxy, database roles or tasks can use it.", Check: passwordComesFirst},
		{ID: "R3.7", Says: "The cluster of prod starts empty, that of an instance of prod empty or from a snapshot, and none of them as a clone.", Check: prodStartsClean},
		{ID: "R3.7", Says: "The cluster has the same logical id in the Data stack in each of these cases.", Check: clusterIsOne},
	}
}

// clusterOrigin knows the properties by what CloudFormation's handler does with
// them: it restores or clones with some, and modifies the new cluster with others.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html
func clusterOrigin(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	if cluster == nil {
		return
	}
	var own, foreign []string
	switch parts.StartsFrom(cluster) {
	case "":
		own = []string{"MasterUsername", "DatabaseName", "EngineVersion", "StorageEncrypted"}
		foreign = []string{"RestoreType", "UseLatestRestorableTime"}
		v.Reads(cluster, "chassis_admin", "MasterUsername")
		v.Reads(cluster, "chassis", "DatabaseName")
	case "snapshot":
		own = []string{"SnapshotIdentifier", "EngineVersion"}
		foreign = []string{"MasterUsername", "DatabaseName", "SourceDBClusterIdentifier", "RestoreType", "UseLatestRestorableTime"}
	case "clone":
		own = []string{"SourceDBClusterIdentifier"}
		// AWS ignores StorageEncrypted here, and its validation says so.
		foreign = []string{"MasterUsername", "DatabaseName", "SnapshotIdentifier", "EngineVersion", "StorageEncrypted"}
		v.Reads(cluster, "copy-on-write", "RestoreType")
		v.Reads(cluster, true, "UseLatestRestorableTime")
	}
	for _, name := range own {
		if text := v.Shown(cluster, cluster.At(name)); cluster.At(name) == nil || text == "" {
			v.Add("%s has no %s", cluster, name)
		}
	}
	// A time would make another kind of copy; zones make drift.
	for _, name := range append(foreign, "RestoreToTime", "AvailabilityZones") {
		v.Absent(cluster, name)
	}
}

// passwordComesFirst relies on the handler: it replaces the master password
// before the cluster is created for the rest of the stack.
func passwordComesFirst(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	v.Reads(cluster, true, "ManageMasterUserPassword")
	parts.Encrypted(v, cluster, "MasterUserSecret", "KmsKeyId")
	for _, kind := range []string{"AWS::RDS::DBProxy", "AWS::RDS::DBProxyTargetGroup", "AWS::RDS::DBInstance", statementType} {
		for _, r := range v.Some(kind) {
			v.DependsOn(r, cluster)
		}
	}
	compute := v.Stack("Compute")
	if compute == nil || len(compute.OfType("AWS::ECS::Service")) == 0 {
		v.Add("there is no service in stack Compute")
	}
}

func prodStartsClean(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	if cluster == nil || v.Env != "prod" {
		return
	}
	if from := parts.StartsFrom(cluster); from == "clone" || from == "snapshot" && v.Instance == "" {
		v.Add("%s of %s starts from a %s", cluster, v.Prefix("-"), from)
	}
}

func clusterIsOne(v *check.Review) {
	if v.Only("Data", parts.DBCluster) != nil && v.Named("Data", parts.DBCluster, "Aurora") == nil {
		v.Add("the cluster's construct is not Data/Aurora, so CloudFormation takes it for another resource")
	}
}
