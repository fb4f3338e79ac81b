package data

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	// Windows are in UTC: 3 and 4 a.m. in Seoul.
	backupWindow    = "18:00-18:30"
	maintenanceTime = "%[1]s:19:00-%[1]s:19:30"
	// monitoringSeconds is the interval of enhanced monitoring.
	monitoringSeconds = 60
	// insightsRetention is seven days, which are free.
	insightsRetention = awsrds.PerformanceInsightRetention_DEFAULT
)

// newAurora defines the Serverless v2 cluster: one writer, and the readers of the
// settings, which scale with it.
func newAurora(scope constructs.Construct, env config.Environment, props Props) awsrds.DatabaseCluster {
	// RDS would create the groups itself, without a key or a retention.
	logs := baseline.NewLogGroup(scope, "AuroraLogGroup", env, props.LogsKey, env.DatabaseLogGroupName())
	logins := baseline.NewLogGroup(scope, "AuroraLoginLogGroup", env, props.LogsKey, env.DatabaseLoginLogGroupName())

	cluster := awsrds.NewDatabaseCluster(scope, jsii.String("Aurora"), &awsrds.DatabaseClusterProps{
		ClusterIdentifier:       jsii.String(env.ClusterIdentifier()),
		Engine:                  engine(env.Database.Version),
		EngineLifecycleSupport:  awsrds.EngineLifecycleSupport_OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED,
		Parameters:              &map[string]*string{"rds.force_ssl": jsii.String("1")},
		ServerlessV2MinCapacity: jsii.Number(env.Database.MinACU),
		ServerlessV2MaxCapacity: jsii.Number(env.Database.MaxACU),
		Writer:                  instance(env, props, 0),
		Readers:                 readers(env, props),
		DefaultDatabaseName:     jsii.String(env.DatabaseName()),
		// The default of CloudFormation is the port of MySQL, even for PostgreSQL.
		Port: jsii.Number(config.DatabasePort),

		Vpc:            props.VPC,
		VpcSubnets:     isolated(),
		SecurityGroups: &[]awsec2.ISecurityGroup{imported(scope, "AuroraGroup", props.AuroraGroup)},

		// RDS creates the master password in Secrets Manager and rotates it, so no
		// template holds it.
		ManageMasterUserPassword: jsii.Bool(true),
		Credentials: awsrds.Credentials_FromUsername(jsii.String(env.AdministratorRole()),
			&awsrds.CredentialsFromUsernameOptions{EncryptionKey: props.DataKey}),
		IamAuthentication: jsii.Bool(true),
		// For the statements that create the services' roles.
		EnableDataApi: jsii.Bool(true),

		StorageEncrypted:     jsii.Bool(true),
		StorageEncryptionKey: props.DataKey,
		Backup: &awsrds.BackupProps{
			Retention:       awscdk.Duration_Days(jsii.Number(env.Database.BackupRetentionDays)),
			PreferredWindow: jsii.String(backupWindow),
		},
		CopyTagsToSnapshot:         jsii.Bool(true),
		PreferredMaintenanceWindow: jsii.String(maintenanceWindow(0)),
		AutoMinorVersionUpgrade:    jsii.Bool(true),
		DeletionProtection:         jsii.Bool(env.Database.DeletionProtected),
		RemovalPolicy:              baseline.Snapshot(env),

		// The second says why a login with IAM was refused; the first only that it was.
		// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.Troubleshooting.html
		CloudwatchLogsExports:           jsii.Strings("postgresql", "iam-db-auth-error"),
		MonitoringInterval:              awscdk.Duration_Seconds(jsii.Number(monitoringSeconds)),
		EnablePerformanceInsights:       jsii.Bool(true),
		PerformanceInsightRetention:     insightsRetention,
		PerformanceInsightEncryptionKey: props.DataKey,
		DatabaseInsightsMode:            awsrds.DatabaseInsightsMode_STANDARD,
	})
	startFrom(env.Database.Origin, cluster)
	cluster.Node().AddDependency(logs, logins)
	acceptFindings(env, cluster)
	return cluster
}

// acceptFindings waives the remaining findings on the cluster.
func acceptFindings(env config.Environment, cluster awsrds.DatabaseCluster) {
	child := func(id string) constructs.IConstruct { return cluster.Node().FindChild(jsii.String(id)) }
	baseline.Accept(child("MonitoringRole"), baseline.Waiver{
		Rule: "AwsSolutions-IAM4", Finding: "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
		Reason: "The policy that RDS prescribes for enhanced monitoring: it only writes to the RDSOSMetrics log group.",
	})
	if !env.Database.DeletionProtected {
		baseline.Accept(cluster, baseline.Waiver{
			Rule:   "AwsSolutions-RDS10",
			Reason: "The settings switch deletion protection off, as every throw-away instance must; long-lived environments have it on by default.",
		})
	}
	if !env.Database.Known() {
		baseline.Valid(cluster, "E9006", "AWS upgrades clusters to versions that the pinned CDK does not know, and RDS refuses an older version than what runs.")
	}
	for n := 0; n <= env.Database.Readers; n++ {
		baseline.NamedZone(child(instanceID(n)))
		baseline.Accept(child(instanceID(n)), baseline.Waiver{
			Rule:   "NIST.800.53.R5-RDSInBackupPlan",
			Reason: "Aurora's own backups cover the cluster volume with point-in-time recovery; an instance holds no data of its own.",
		})
	}
}

// engine is the CDK's engine for a version such as 15.17. The CDK's constants for minor
// versions hold only the version, so none is needed.
func engine(version string) awsrds.IClusterEngine {
	major, _, _ := strings.Cut(version, ".")
	return awsrds.DatabaseClusterEngine_AuroraPostgres(&awsrds.AuroraPostgresClusterEngineProps{
		Version: awsrds.AuroraPostgresEngineVersion_Of(jsii.String(version), jsii.String(major), nil),
	})
}

// readers defines the fixed readers. They are always as large as the writer, so that
// each can replace it.
func readers(env config.Environment, props Props) *[]awsrds.IClusterInstance {
	list := []awsrds.IClusterInstance{}
	for n := 1; n <= env.Database.Readers; n++ {
		list = append(list, instance(env, props, n))
	}
	return &list
}

// instance defines the writer, number 0, or a reader. They alternate between the
// workload zones, so the first reader is in another zone than the writer.
func instance(env config.Environment, props Props, number int) awsrds.IClusterInstance {
	zones := env.Network.WorkloadZones
	instance := &awsrds.ServerlessV2ClusterInstanceProps{
		AvailabilityZone:           jsii.String(zones[number%len(zones)]),
		PreferredMaintenanceWindow: jsii.String(maintenanceWindow(number)),
		// The same as the cluster's; otherwise the CDK warns that they differ.
		EnablePerformanceInsights:       jsii.Bool(true),
		PerformanceInsightRetention:     insightsRetention,
		PerformanceInsightEncryptionKey: props.DataKey,
	}
	if number > 0 {
		instance.ScaleWithWriter = jsii.Bool(true)
	}
	return awsrds.ClusterInstance_ServerlessV2(jsii.String(instanceID(number)), instance)
}

// maintenanceWindow is Sunday for the writer and the cluster. Each reader has another day,
// so that one that can replace the writer runs while AWS changes the machine below it.
func maintenanceWindow(number int) string {
	day, others := "sun", []string{"sat", "fri", "thu", "wed", "tue", "mon"}
	if number > 0 {
		day = others[(number-1)%len(others)]
	}
	return fmt.Sprintf(maintenanceTime, day)
}

func instanceID(number int) string {
	if number == 0 {
		return "Writer"
	}
	return fmt.Sprintf("Reader%d", number)
}

// isolated selects the subnets without a route out of the VPC.
func isolated() *awsec2.SubnetSelection {
	return &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED}
}

// imported imports a security group, so that the L2s cannot add rules to it. When they
// connect the cluster and the proxy, they would add a rule with the cluster's port, a
// value of this stack, to a group of the Network stack. The table of flows already has
// that rule.
func imported(scope constructs.Construct, id string, group awsec2.ISecurityGroup) awsec2.ISecurityGroup {
	return awsec2.SecurityGroup_FromSecurityGroupId(scope, jsii.String(id), group.SecurityGroupId(),
		&awsec2.SecurityGroupImportOptions{Mutable: jsii.Bool(false)})
}
