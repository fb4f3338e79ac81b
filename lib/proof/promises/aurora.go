package promises

import (
	"regexp"

	"example.com/chassis/lib/cfn/assembly"
)

func aurora() []Promise {
	return []Promise{
		{"R3.1", "Aurora is PostgreSQL 15.17, Serverless v2, on port 5432, and never slips into paid extended support.", auroraEngine},
		{"R3.1", "Aurora takes newer minor versions by itself.", auroraUpgrades},
		{"R3.1", "Aurora scales between 0.5 ACU and 128 in prod, 8 in staging, 4 in dev.", auroraCapacity},
		{"R3.1", "Aurora refuses connections without TLS.", auroraForcesTLS},
		{"R3.2", "Prod and staging have a writer and one reader that scales with it, in different zones; dev has a writer in ap-northeast-2a, an ephemeral instance a writer only.", auroraInstances},
		{"R3.3", "Readers are scaled in prod only, from 1 to 15 at an average CPU of 70 %, by the Compute stack and the cluster's literal identifier.", readerScaling},
		{"R3.4", "The cluster identifier carries environment and instance and ends in eight hexadecimal digits.", clusterIdentifier},
		{"R3.4", "Every long-lived cluster is protected from deletion and leaves a final snapshot; an ephemeral one does neither.", clusterProtection},
		{"R3.4", "The cluster's storage is encrypted with a customer-managed key.", clusterEncryption},
		{"R3.4", "Backups reach back 14 days in prod, 7 in staging, 1 in dev.", clusterBackups},
		{"R3.4", "Performance Insights keeps 7 days, with Database Insights standard.", clusterInsights},
		{"R3.4", "Every instance reports its operating system every 60 s, through a role that can do nothing else.", enhancedMonitoring},
		{"R3.4", "The PostgreSQL log goes to a log group that exists before the cluster, encrypted and with the environment's retention.", clusterLog},
		{"R3.5", "RDS makes and rotates the master password in Secrets Manager, and no template holds one.", masterPassword},
	}
}

const dbCluster = "AWS::RDS::DBCluster"

func auroraEngine(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	v.reads(cluster, "aurora-postgresql", "Engine")
	// A clone runs its source's version, which clusterOrigin looks after.
	if cluster != nil && startsFrom(cluster) != "clone" {
		v.reads(cluster, "15.17", "EngineVersion")
	}
	v.reads(cluster, 5432, "Port")
	v.reads(cluster, "open-source-rds-extended-support-disabled", "EngineLifecycleSupport")
	instances := p.OfType("AWS::RDS::DBInstance")
	if len(instances) == 0 {
		v.add("the cluster has no instance")
	}
	for _, instance := range instances {
		v.reads(instance, "aurora-postgresql", "Engine")
		v.reads(instance, "db.serverless", "DBInstanceClass")
		v.refers(instance, cluster, "", "DBClusterIdentifier")
	}
	return v.findings
}

func auroraUpgrades(p Platform) []string {
	v := review{Platform: p}
	v.reads(v.only("Data", dbCluster), true, "AutoMinorVersionUpgrade")
	// One instance that refuses keeps the whole cluster at its version.
	for _, instance := range p.OfType("AWS::RDS::DBInstance") {
		v.on(instance, "AutoMinorVersionUpgrade")
	}
	return v.findings
}

func auroraCapacity(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	v.reads(cluster, 0.5, "ServerlessV2ScalingConfiguration", "MinCapacity")
	v.reads(cluster, perEnvironment[int]{dev: 4, staging: 8, prod: 128}.of(p), "ServerlessV2ScalingConfiguration", "MaxCapacity")
	return v.findings
}

func auroraForcesTLS(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	group := v.target(cluster, "AWS::RDS::DBClusterParameterGroup", "DBClusterParameterGroupName")
	v.reads(group, "aurora-postgresql15", "Family")
	v.reads(group, 1, "Parameters", "rds.force_ssl")
	return v.findings
}

func auroraInstances(p Platform) []string {
	v := review{Platform: p}
	instances := p.OfType("AWS::RDS::DBInstance")
	want := []string{zoneA, zoneC}
	if p.Env == "dev" || p.Ephemeral() {
		want = want[:1]
	}
	var zones []string
	var writers, readers []*assembly.Resource
	for _, instance := range instances {
		zones = append(zones, v.Text(instance.Stack, instance.At("AvailabilityZone")))
		switch v.Text(instance.Stack, instance.At("PromotionTier")) {
		case "0":
			writers = append(writers, instance)
		case "1": // tiers 0 and 1 scale with the writer; the others by themselves
			readers = append(readers, instance)
		default:
			v.add("%s: promotion tier is %s, so it does not scale with the writer", instance, v.shown(instance, instance.At("PromotionTier")))
		}
	}
	v.texts("zones of the instances", zones, want)
	v.count(writers, 1, "writer")
	v.count(readers, len(want)-1, "reader")
	for _, reader := range readers {
		for _, writer := range writers {
			v.dependsOn(reader, writer) // the first instance of a cluster becomes its writer
		}
	}
	return v.findings
}

func readerScaling(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	targets := v.withText("AWS::ApplicationAutoScaling::ScalableTarget", "rds", "ServiceNamespace")
	v.count(targets, perEnvironment[int]{prod: 1}.of(p), "scalable target for readers")
	for _, target := range targets {
		if target.Stack.ID != "Compute" {
			v.add("%s belongs to stack %s: a refusal by AWS would roll the database back", target, target.Stack.ID)
		}
		identifier, _ := cluster.At("DBClusterIdentifier").(string)
		v.property(target, "cluster:"+identifier, "ResourceId")
		v.reads(target, "rds:cluster:ReadReplicaCount", "ScalableDimension")
		v.reads(target, 1, "MinCapacity")
		v.reads(target, 15, "MaxCapacity")
		v.scalingActive(target)
		v.targetTracking(v.policyOf(target), "RDSReaderAverageCPUUtilization", 70)
	}
	return v.findings
}

// policyOf returns the one scaling policy of a scalable target.
func (v *review) policyOf(target *assembly.Resource) *assembly.Resource {
	if target == nil {
		return nil
	}
	found := v.withText(scalingPolicy, token(target, ""), "ScalingTargetId")
	v.count(found, 1, "scaling policy of "+target.String())
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// targetTracking complains unless a policy keeps a metric that AWS defines at a value.
func (v *review) targetTracking(policy *assembly.Resource, metric string, value int) {
	const configuration = "TargetTrackingScalingPolicyConfiguration"
	v.reads(policy, "TargetTrackingScaling", "PolicyType")
	v.reads(policy, metric, configuration, "PredefinedMetricSpecification", "PredefinedMetricType")
	v.reads(policy, value, configuration, "TargetValue")
	v.off(policy, configuration, "DisableScaleIn")
}

// scalingActive complains when a scalable target is switched off.
func (v *review) scalingActive(target *assembly.Resource) {
	v.off(target, "SuspendedState", "DynamicScalingInSuspended")
	v.off(target, "SuspendedState", "DynamicScalingOutSuspended")
}

func clusterIdentifier(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	identifier, _ := cluster.At("DBClusterIdentifier").(string)
	if !regexp.MustCompile("^" + regexp.QuoteMeta(p.prefix("-")) + "-[0-9a-f]{8}$").MatchString(identifier) {
		v.add("the cluster identifier is %q, want %s- and eight hexadecimal digits", identifier, p.prefix("-"))
	}
	if len(identifier) > 63 {
		v.add("the cluster identifier %q has more than 63 characters", identifier)
	}
	return v.findings
}

func clusterProtection(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	if cluster == nil {
		return v.findings
	}
	policy := "Snapshot"
	if p.Ephemeral() {
		policy = "Delete"
	}
	v.reads(cluster, !p.Ephemeral(), "DeletionProtection")
	v.texts(cluster.String()+": policies on deletion and replacement",
		[]string{cluster.DeletionPolicy, cluster.UpdateReplacePolicy}, []string{policy, policy})
	return v.findings
}

func clusterEncryption(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	// For a clone AWS ignores the switch: the key alone says it.
	if cluster != nil && startsFrom(cluster) != "clone" {
		v.reads(cluster, true, "StorageEncrypted")
	}
	v.encrypted(cluster, "KmsKeyId")
	return v.findings
}

func clusterBackups(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	v.reads(cluster, perEnvironment[int]{dev: 1, staging: 7, prod: 14}.of(p), "BackupRetentionPeriod")
	return v.findings
}

func clusterInsights(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	v.reads(cluster, true, "PerformanceInsightsEnabled")
	v.reads(cluster, 7, "PerformanceInsightsRetentionPeriod")
	v.encrypted(cluster, "PerformanceInsightsKmsKeyId")
	v.reads(cluster, "standard", "DatabaseInsightsMode")
	// An instance may repeat what its cluster says, but not contradict it.
	for _, instance := range p.OfType("AWS::RDS::DBInstance") {
		v.on(instance, "EnablePerformanceInsights")
		if instance.At("PerformanceInsightsRetentionPeriod") != nil {
			v.reads(instance, 7, "PerformanceInsightsRetentionPeriod")
		}
	}
	return v.findings
}

func enhancedMonitoring(p Platform) []string {
	v := review{Platform: p}
	instances := p.OfType("AWS::RDS::DBInstance")
	if len(instances) == 0 {
		v.add("the cluster has no instance")
	}
	for _, instance := range instances {
		v.reads(instance, 60, "MonitoringInterval")
		role := v.target(instance, "AWS::IAM::Role", "MonitoringRoleArn")
		v.trusts(role, "monitoring.rds.amazonaws.com")
		if role != nil {
			v.texts(role.String()+" has policies of AWS", v.managedPolicies(role),
				[]string{"arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"})
			v.texts(role.String()+" may also", grants(v.identityStatements(role)), nil)
		}
	}
	return v.findings
}

func clusterLog(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	v.alone(cluster, "postgresql", "EnableCloudwatchLogsExports")
	identifier, _ := cluster.At("DBClusterIdentifier").(string)
	v.logGroupBefore(cluster, "/aws/rds/cluster/"+identifier+"/postgresql")
	return v.findings
}

// logGroupBefore complains unless the log group to which AWS will write for r
// exists before r, or AWS would create one without a key that keeps everything.
func (v *review) logGroupBefore(r *assembly.Resource, name string) {
	if r == nil {
		return
	}
	groups := v.withText("AWS::Logs::LogGroup", name, "LogGroupName")
	v.count(groups, 1, "log group "+name)
	for _, group := range groups {
		v.dependsOn(r, group)
		v.keptLog(group)
	}
}

// keptLog complains unless a log group is encrypted with a key of the platform
// and keeps its entries as long as the environment says.
func (v *review) keptLog(group *assembly.Resource) {
	v.encrypted(group, "KmsKeyId")
	v.reads(group, retentionDays.of(v.Platform), "RetentionInDays")
}

func masterPassword(p Platform) []string {
	v := review{Platform: p}
	cluster := v.only("Data", dbCluster)
	v.reads(cluster, true, "ManageMasterUserPassword")
	v.encrypted(cluster, "MasterUserSecret", "KmsKeyId")
	v.absent(cluster, "MasterUserPassword")
	for _, instance := range p.OfType("AWS::RDS::DBInstance") {
		v.absent(instance, "MasterUserPassword")
	}
	// Whatever generates or rotates a second password for the database.
	for _, other := range []string{"AWS::SecretsManager::SecretTargetAttachment", "AWS::SecretsManager::RotationSchedule"} {
		v.count(p.OfType(other), 0, other)
	}
	return v.findings
}
