package data

import (
	"regexp"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func aurora() []check.Promise {
	return []check.Promise{
		{ID: "R3.1", Says: "Aurora is PostgreSQL 15.17, Serverless v2, on port 5432, and never slips into paid extended support.", Check: auroraEngine},
		{ID: "R3.1", Says: "Aurora takes newer minor versions by itself.", Check: auroraUpgrades},
		{ID: "R3.1", Says: "Aurora scales between 0.5 ACU and 128 in prod, 8 in staging, 4 in dev.", Check: auroraCapacity},
		{ID: "R3.1", Says: "Aurora refuses connections without TLS.", Check: auroraForcesTLS},
		{ID: "R3.2", Says: "Prod and staging have a writer and one reader that scales with it, in different zones; dev has a writer in ap-northeast-2a, an ephemeral instance a writer only.", Check: auroraInstances},
		{ID: "R3.3", Says: "Readers are scaled in prod only, from 1 to 15 at an average CPU of 70 %, by the Compute stack and the cluster's literal identifier.", Check: readerScaling},
		{ID: "R3.4", Says: "The cluster identifier carries environment and instance and ends in eight hexadecimal digits.", Check: clusterIdentifier},
		{ID: "R3.4", Says: "Every long-lived cluster is protected from deletion and leaves a final snapshot; an ephemeral one does neither.", Check: clusterProtection},
		{ID: "R3.4", Says: "The cluster's storage is encrypted with a customer-managed key.", Check: clusterEncryption},
		{ID: "R3.4", Says: "Backups reach back 14 days in prod, 7 in staging, 1 in dev.", Check: clusterBackups},
		{ID: "R3.4", Says: "Performance Insights keeps 7 days, with Database Insights standard.", Check: clusterInsights},
		{ID: "R3.4", Says: "Every instance reports its operating system every 60 s, through a role that can do nothing else.", Check: enhancedMonitoring},
		{ID: "R3.4", Says: "The PostgreSQL log goes to a log group that exists before the cluster, encrypted and with the environment's retention.", Check: clusterLog},
		{ID: "R3.5", Says: "RDS makes and rotates the master password in Secrets Manager, and no template holds one.", Check: masterPassword},
	}
}

func auroraEngine(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	v.Reads(cluster, "aurora-postgresql", "Engine")
	// A clone runs its source's version, which clusterOrigin looks after.
	if cluster != nil && parts.StartsFrom(cluster) != "clone" {
		v.Reads(cluster, "15.17", "EngineVersion")
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
	v.Reads(cluster, 0.5, "ServerlessV2ScalingConfiguration", "MinCapacity")
	v.Reads(cluster, check.ByEnv[int]{Dev: 4, Staging: 8, Prod: 128}.Of(v.Platform), "ServerlessV2ScalingConfiguration", "MaxCapacity")
}

func auroraForcesTLS(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	group := v.Target(cluster, "AWS::RDS::DBClusterParameterGroup", "DBClusterParameterGroupName")
	v.Reads(group, "aurora-postgresql15", "Family")
	v.Reads(group, 1, "Parameters", "rds.force_ssl")
}

func clusterIdentifier(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	identifier, _ := cluster.At("DBClusterIdentifier").(string)
	if !regexp.MustCompile("^" + regexp.QuoteMeta(v.Prefix("-")) + "-[0-9a-f]{8}$").MatchString(identifier) {
		v.Add("the cluster identifier is %q, want %s- and eight hexadecimal digits", identifier, v.Prefix("-"))
	}
	if len(identifier) > 63 {
		v.Add("the cluster identifier %q has more than 63 characters", identifier)
	}
}

func clusterProtection(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	if cluster == nil {
		return
	}
	policy := "Snapshot"
	if v.Ephemeral() {
		policy = "Delete"
	}
	v.Reads(cluster, !v.Ephemeral(), "DeletionProtection")
	v.Texts(cluster.String()+": policies on deletion and replacement",
		[]string{cluster.DeletionPolicy, cluster.UpdateReplacePolicy}, []string{policy, policy})
}

func clusterEncryption(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	// For a clone AWS ignores the switch: the key alone says it.
	if cluster != nil && parts.StartsFrom(cluster) != "clone" {
		v.Reads(cluster, true, "StorageEncrypted")
	}
	parts.Encrypted(v, cluster, "KmsKeyId")
}

func clusterBackups(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	v.Reads(cluster, check.ByEnv[int]{Dev: 1, Staging: 7, Prod: 14}.Of(v.Platform), "BackupRetentionPeriod")
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

func clusterLog(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	v.Alone(cluster, "postgresql", "EnableCloudwatchLogsExports")
	identifier, _ := cluster.At("DBClusterIdentifier").(string)
	parts.LogGroupBefore(v, cluster, "/aws/rds/cluster/"+identifier+"/postgresql")
}

func masterPassword(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	v.Reads(cluster, true, "ManageMasterUserPassword")
	parts.Encrypted(v, cluster, "MasterUserSecret", "KmsKeyId")
	v.Absent(cluster, "MasterUserPassword")
	for _, instance := range v.OfType("AWS::RDS::DBInstance") {
		v.Absent(instance, "MasterUserPassword")
	}
	// Whatever generates or rotates a second password for the database.
	for _, other := range []string{"AWS::SecretsManager::SecretTargetAttachment", "AWS::SecretsManager::RotationSchedule"} {
		v.Count(v.OfType(other), 0, other)
	}
}
