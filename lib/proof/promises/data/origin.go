package data

import (
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func origin() []check.Promise {
	return []check.Promise{
		{ID: "R3.6", Says: "The cluster starts where its settings say, empty, from a snapshot or as a copy-on-write clone, each with exactly the properties that AWS takes for it.", Check: clusterOrigin},
		{ID: "R3.6", Says: "Whether the cluster starts empty, from a snapshot or as a clone, RDS gives it a new master password before proxy, database roles or tasks can use it.", Check: passwordComesFirst},
		{ID: "R3.7", Says: "A cluster that must never be restored or cloned is neither, whatever the settings name as its origin.", Check: forbiddenOrigins},
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
	var foreign []string
	switch from := v.Settings.Database.Origin; {
	case from.Fresh():
		foreign = []string{"SnapshotIdentifier", "SourceDBClusterIdentifier", "RestoreType", "UseLatestRestorableTime"}
		v.Reads(cluster, v.Settings.AdministratorRole(), "MasterUsername")
		v.Reads(cluster, v.Settings.DatabaseName(), "DatabaseName")
	case from.SnapshotID != "":
		foreign = []string{"MasterUsername", "DatabaseName", "SourceDBClusterIdentifier", "RestoreType", "UseLatestRestorableTime"}
		v.Reads(cluster, from.SnapshotID, "SnapshotIdentifier")
	default:
		// AWS ignores StorageEncrypted here, and its validation says so.
		foreign = []string{"MasterUsername", "DatabaseName", "SnapshotIdentifier", "EngineVersion", "StorageEncrypted"}
		v.Reads(cluster, from.CloneSource, "SourceDBClusterIdentifier")
		v.Reads(cluster, "copy-on-write", "RestoreType")
		v.Reads(cluster, true, "UseLatestRestorableTime")
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
	for _, kind := range []string{"AWS::RDS::DBProxy", "AWS::RDS::DBProxyTargetGroup", "AWS::RDS::DBInstance", rolesType} {
		for _, r := range v.Some(kind) {
			v.DependsOn(r, cluster)
		}
	}
	compute := v.Stack("Compute")
	if compute == nil || len(compute.OfType(parts.TaskDefinition)) == 0 {
		v.Add("there is no task definition in stack Compute")
	}
}

func forbiddenOrigins(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	if v.Settings.Database.NeverRestored {
		v.Absent(cluster, "SnapshotIdentifier")
	}
	if v.Settings.Database.NeverCloned {
		v.Absent(cluster, "SourceDBClusterIdentifier")
	}
}

func clusterIsOne(v *check.Review) {
	if v.Only("Data", parts.DBCluster) != nil && v.Named("Data", parts.DBCluster, "Aurora") == nil {
		v.Add("the cluster's construct is not Data/Aurora, so CloudFormation takes it for another resource")
	}
}
