package data

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func aurora() []check.Promise {
	return []check.Promise{
		{ID: "R3.1", Says: "Aurora is PostgreSQL 15 in the version of its settings, Serverless v2, on port 5432, and never slips into paid extended support.", Check: auroraEngine},
		{ID: "R3.1", Says: "Aurora takes newer minor versions by itself.", Check: auroraUpgrades},
		{ID: "R3.1", Says: "Aurora scales between the capacities of its settings.", Check: auroraCapacity},
		{ID: "R3.1", Says: "Aurora refuses connections without TLS.", Check: auroraForcesTLS},
		{ID: "R3.2", Says: "Aurora has one writer and the readers of its settings, which scale with the writer; the instances alternate between the workload zones.", Check: auroraInstances},
		{ID: "R3.3", Says: "Readers are scaled where the settings say so, from 1 to the most of the settings at an average CPU of 70 %, by the Compute stack and the cluster's literal identifier.", Check: readerScaling},
		{ID: "R3.4", Says: "The cluster has the identifier of its settings: platform, environment, instance, and a hash of where its data came from.", Check: clusterIdentifier},
		{ID: "R3.4", Says: "The cluster is protected from deletion as its settings say, and leaves a final snapshot; an ephemeral one does neither.", Check: clusterProtection},
		{ID: "R3.4", Says: "The cluster's storage is encrypted with a customer-managed key.", Check: clusterEncryption},
		{ID: "R3.4", Says: "Backups reach back as many days as the settings say.", Check: clusterBackups},
		{ID: "R3.4", Says: "Performance Insights keeps 7 days, with Database Insights standard.", Check: clusterInsights},
		{ID: "R3.4", Says: "Every instance reports its operating system every 60 s, through a role that can do nothing else.", Check: enhancedMonitoring},
		{ID: "R3.4", Says: "The PostgreSQL log and that of refused logins with IAM go to log groups that exist before the cluster, encrypted and with the retention of the settings.", Check: clusterLogs},
		{ID: "R3.5", Says: "RDS makes and rotates the master password in Secrets Manager, and no template holds one.", Check: masterPassword},
	}
}

func auroraEngine(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	v.Reads(cluster, "aurora-postgresql", "Engine")
	// A clone runs its source's version, which clusterOrigin looks after.
	if v.Settings.Database.Origin.CloneSource == "" {
		v.Reads(cluster, v.Settings.Database.Version, "EngineVersion")
	}
	v.Reads(cluster, 5432, "Port")
	v.Reads(cluster, "open-source-rds-extended-support-disabled", "EngineLifecycleSupport")
	for _, instance := range v.Some("AWS::RDS::DBInstance") {
		v.Reads(instance, "aurora-postgresql", "Engine")
		v.Reads(instance, "db.serverless", "DBInstanceClass")
		v.Refers(instance, cluster, "", "DBClusterIdentifier")
	}
}

func auroraUpgrades(v *check.Review) {
	v.Reads(v.Only("Data", parts.DBCluster), true, "AutoMinorVersionUpgrade")
	// One instance that refuses keeps the whole cluster at its version.
	for _, instance := range v.OfType("AWS::RDS::DBInstance") {
		v.On(instance, "AutoMinorVersionUpgrade")
	}
}

func auroraCapacity(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	v.Reads(cluster, v.Settings.Database.MinACU, "ServerlessV2ScalingConfiguration", "MinCapacity")
	v.Reads(cluster, v.Settings.Database.MaxACU, "ServerlessV2ScalingConfiguration", "MaxCapacity")
}

func auroraForcesTLS(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	group := v.Target(cluster, "AWS::RDS::DBClusterParameterGroup", "DBClusterParameterGroupName")
	v.Reads(group, "aurora-postgresql15", "Family")
	v.Reads(group, 1, "Parameters", "rds.force_ssl")
}

func clusterIdentifier(v *check.Review) {
	v.Reads(v.Only("Data", parts.DBCluster), v.Settings.ClusterIdentifier(), "DBClusterIdentifier")
}

func clusterProtection(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	if cluster == nil {
		return
	}
	policy := "Snapshot"
	if v.Settings.Ephemeral {
		policy = "Delete"
	}
	v.Reads(cluster, v.Settings.Database.DeletionProtected && !v.Settings.Ephemeral, "DeletionProtection")
	v.Texts(cluster.String()+": policies on deletion and replacement",
		[]string{cluster.DeletionPolicy, cluster.UpdateReplacePolicy}, []string{policy, policy})
}

func clusterEncryption(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	// For a clone AWS ignores the switch: the key alone says it.
	if v.Settings.Database.Origin.CloneSource == "" {
		v.Reads(cluster, true, "StorageEncrypted")
	}
	parts.Encrypted(v, cluster, "KmsKeyId")
}

func clusterBackups(v *check.Review) {
	v.Reads(v.Only("Data", parts.DBCluster), v.Settings.Database.BackupRetentionDays, "BackupRetentionPeriod")
}

func clusterInsights(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	v.Reads(cluster, true, "PerformanceInsightsEnabled")
	v.Reads(cluster, 7, "PerformanceInsightsRetentionPeriod")
	parts.Encrypted(v, cluster, "PerformanceInsightsKmsKeyId")
	v.Reads(cluster, "standard", "DatabaseInsightsMode")
	// An instance may repeat what its cluster says, but not contradict it.
	for _, instance := range v.OfType("AWS::RDS::DBInstance") {
		v.On(instance, "EnablePerformanceInsights")
		v.Optional(instance, 7, "PerformanceInsightsRetentionPeriod")
	}
}

func clusterLogs(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	if cluster == nil {
		return
	}
	var got []string
	for _, kind := range assembly.List(cluster.At("EnableCloudwatchLogsExports")) {
		got = append(got, v.Text(cluster.Stack, kind))
	}
	want := []string{"postgresql", "iam-db-auth-error"}
	v.Texts(cluster.String()+": exported logs", got, want)
	identifier := v.Text(cluster.Stack, cluster.At("DBClusterIdentifier"))
	for _, kind := range want {
		parts.LogGroupBefore(v, cluster, "/aws/rds/cluster/"+identifier+"/"+kind)
	}
}

func masterPassword(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	v.Reads(cluster, true, "ManageMasterUserPassword")
	parts.Encrypted(v, cluster, "MasterUserSecret", "KmsKeyId")
	v.Absent(cluster, "MasterUserPassword")
	for _, instance := range v.OfType("AWS::RDS::DBInstance") {
		v.Absent(instance, "MasterUserPassword")
	}
}
