package promises

import (
	"testing"

	"example.com/chassis/lib/proof/promises/check"
)

func auroraBreaches() []Breach {
	acu := func(bound string) []any { return []any{"ServerlessV2ScalingConfiguration", bound} }
	target := []any{"TargetTrackingScalingPolicyConfiguration", "TargetValue"}
	return []Breach{
		{Name: "MySQL", Check: auroraEngine, Change: Set("Data/Aurora", `"aurora-mysql"`, "Engine"), Want: "want aurora-postgresql"},
		{Name: "an older minor version", Check: auroraEngine, Change: Set("Data/Aurora", `"15.10"`, "EngineVersion"), Want: "want 15.17"},
		{Name: "MySQL's port", Check: auroraEngine, Change: Set("Data/Aurora", `3306`, "Port"), Want: "want 5432"},
		{Name: "a provisioned reader", Check: auroraEngine, Change: Set("Data/AuroraReader1", `"db.r6g.large"`, "DBInstanceClass"), Want: "want db.serverless"},
		{Name: "an instance of another cluster", Check: auroraEngine, Change: Set("Data/AuroraReader1", `"other"`, "DBClusterIdentifier"), Want: "DBClusterIdentifier is other"},
		{Name: "two clusters", Check: auroraEngine, Change: Put("Data/Other", "AWS::RDS::DBCluster", `{}`), Want: "found 2 of AWS::RDS::DBCluster"},
		{Name: "a cluster in Compute", Check: auroraEngine, Change: Changes(Drop("Data/Aurora"), Put("Compute/Aurora", "AWS::RDS::DBCluster", `{}`)), Want: "belongs to stack Compute"},
		{Name: "a cluster of one minor version", Check: auroraUpgrades, Change: Set("Data/Aurora", `false`, "AutoMinorVersionUpgrade"), Want: "want true"},
		{Name: "a reader of one minor version", Check: auroraUpgrades, Change: Set("Data/AuroraReader1", `false`, "AutoMinorVersionUpgrade"), Want: "Data/AuroraReader1: AutoMinorVersionUpgrade is false"},
		{Name: "half the capacity of prod", Check: auroraCapacity, Change: Set("Data/Aurora", `64`, acu("MaxCapacity")...), Want: "want 128"},
		{Name: "auto-pause", Check: auroraCapacity, Change: Set("Data/Aurora", `0`, acu("MinCapacity")...), Want: "want 0.5"},
		{Name: "staging as large as prod", Check: auroraCapacity, Change: As("staging", ""), Want: "MaxCapacity is 128, want 8"},
		{Name: "dev as large as prod", Check: auroraCapacity, Change: As("dev", ""), Want: "MaxCapacity is 128, want 4"},
		{Name: "plain connections", Check: auroraForcesTLS, Change: Set("Data/AuroraParameterGroup", `"0"`, "Parameters", "rds.force_ssl"), Want: "want 1"},
		{Name: "a parameter group that nothing uses", Check: auroraForcesTLS, Change: Set("Data/Aurora", `"default.aurora-postgresql15"`, "DBClusterParameterGroupName"), Want: "want a reference"},
		{Name: "both instances in one zone", Check: auroraInstances, Change: Set("Data/AuroraReader1", `"ap-northeast-2a"`, "AvailabilityZone"), Want: "zones of the instances"},
		{Name: "a reader in another region", Check: auroraInstances, Change: Set("Data/AuroraReader1", `"ap-northeast-1c"`, "AvailabilityZone"), Want: "zones of the instances"},
		{Name: "a reader that scales by itself", Check: auroraInstances, Change: Set("Data/AuroraReader1", `2`, "PromotionTier"), Want: "does not scale with the writer"},
		{Name: "two writers", Check: auroraInstances, Change: Set("Data/AuroraReader1", `0`, "PromotionTier"), Want: "found 2 of writer"},
		{Name: "a reader that may come first", Check: auroraInstances, Change: After("Data/AuroraReader1"), Want: "may be created first"},
		{Name: "no reader", Check: auroraInstances, Change: Drop("Data/AuroraReader1"), Want: "found 0 of reader"},
		{Name: "a reader in dev", Check: auroraInstances, Change: As("dev", ""), Want: "found 1 of reader, want 0"},
		{Name: "a reader in an ephemeral instance", Check: auroraInstances, Change: As("staging", "pr-42"), Want: "found 1 of reader, want 0"},
		{Name: "16 readers", Check: readerScaling, Change: Set("Compute/Readers", `16`, "MaxCapacity"), Want: "want 15"},
		{Name: "no reader at night", Check: readerScaling, Change: Set("Compute/Readers", `0`, "MinCapacity"), Want: "want 1"},
		{Name: "readers at 71 %", Check: readerScaling, Change: Set("Compute/ReadersCpu", `71`, target...), Want: "want 70"},
		{Name: "readers by connections", Check: readerScaling, Change: Set("Compute/ReadersCpu", `"RDSReaderAverageDatabaseConnections"`, "TargetTrackingScalingPolicyConfiguration", "PredefinedMetricSpecification", "PredefinedMetricType"), Want: "want RDSReaderAverageCPUUtilization"},
		{Name: "readers of another cluster", Check: readerScaling, Change: Set("Compute/Readers", `"cluster:chassis-prod"`, "ResourceId"), Want: "want cluster:chassis-prod-e3b0c442"},
		{Name: "scaling switched off", Check: readerScaling, Change: Set("Compute/Readers", `{"DynamicScalingOutSuspended": true}`, "SuspendedState"), Want: "DynamicScalingOutSuspended is true"},
		{Name: "scaled readers in staging", Check: readerScaling, Change: As("staging", ""), Want: "found 1 of scalable target for readers, want 0"},
		{Name: "no scaled readers in prod", Check: readerScaling, Change: Drop("Compute/Readers"), Want: "want 1"},
		{Name: "a cluster that AWS names", Check: clusterIdentifier, Change: Set("Data/Aurora", `null`, "DBClusterIdentifier"), Want: "eight hexadecimal digits"},
		{Name: "a cluster without the instance", Check: clusterIdentifier, Change: As("prod", "dr"), Want: "want chassis-prod-dr-"},
		{Name: "no deletion protection", Check: clusterProtection, Change: Set("Data/Aurora", `false`, "DeletionProtection"), Want: "want true"},
		{Name: "no final snapshot", Check: clusterProtection, Change: Policies("Data/Aurora", "Delete", "Snapshot"), Want: "policies on deletion"},
		{Name: "no snapshot of a replaced cluster", Check: clusterProtection, Change: Policies("Data/Aurora", "Snapshot", "Delete"), Want: "policies on deletion"},
		{Name: "a protected ephemeral instance", Check: clusterProtection, Change: As("staging", "pr-42"), Want: "DeletionProtection is true, want false"},
		{Name: "storage in plain text", Check: clusterEncryption, Change: Set("Data/Aurora", `false`, "StorageEncrypted"), Want: "want true"},
		{Name: "storage with AWS's key", Check: clusterEncryption, Change: Set("Data/Aurora", `null`, "KmsKeyId"), Want: "KmsKeyId is absent"},
		{Name: "13 days", Check: clusterBackups, Change: Set("Data/Aurora", `13`, "BackupRetentionPeriod"), Want: "want 14"},
		{Name: "14 days in staging", Check: clusterBackups, Change: As("staging", ""), Want: "want 7"},
		{Name: "14 days in dev", Check: clusterBackups, Change: As("dev", ""), Want: "want 1"},
		{Name: "no insights", Check: clusterInsights, Change: Set("Data/Aurora", `false`, "PerformanceInsightsEnabled"), Want: "want true"},
		{Name: "paid insights", Check: clusterInsights, Change: Set("Data/Aurora", `465`, "PerformanceInsightsRetentionPeriod"), Want: "want 7"},
		{Name: "advanced insights", Check: clusterInsights, Change: Set("Data/Aurora", `"advanced"`, "DatabaseInsightsMode"), Want: "want standard"},
		{Name: "an instance without insights", Check: clusterInsights, Change: Set("Data/AuroraReader1", `false`, "EnablePerformanceInsights"), Want: "Data/AuroraReader1: EnablePerformanceInsights"},
		{Name: "extended support", Check: auroraEngine, Change: Set("Data/Aurora", `null`, "EngineLifecycleSupport"), Want: "EngineLifecycleSupport is absent"},
		{Name: "no monitoring", Check: enhancedMonitoring, Change: Set("Data/AuroraReader1", `0`, "MonitoringInterval"), Want: "want 60"},
		{Name: "monitoring that may do more", Check: enhancedMonitoring, Change: Set("Data/AuroraMonitoringRole", `["arn:aws:iam::aws:policy/ReadOnlyAccess"]`, "ManagedPolicyArns"), Want: "ReadOnlyAccess"},
		{Name: "no log", Check: clusterLog, Change: Set("Data/Aurora", `null`, "EnableCloudwatchLogsExports"), Want: "EnableCloudwatchLogsExports"},
		{Name: "a log group of another name", Check: clusterLog, Change: Set("Data/AuroraLogGroup", `"/aws/rds/cluster/x/postgresql"`, "LogGroupName"), Want: "found 0 of log group"},
		{Name: "a log group that comes later", Check: clusterLog, Change: Changes(After("Data/Aurora"), After("Data/AuroraSubnets"), After("Data/AuroraParameterGroup")), Want: "may be created first"},
		{Name: "a log for ever", Check: clusterLog, Change: Set("Data/AuroraLogGroup", `null`, "RetentionInDays"), Want: "RetentionInDays is absent, want 365"},
		{Name: "a password of ours", Check: masterPassword, Change: Set("Data/Aurora", `"secret"`, "MasterUserPassword"), Want: "want it absent"},
		{Name: "a password that nobody rotates", Check: masterPassword, Change: Set("Data/Aurora", `false`, "ManageMasterUserPassword"), Want: "want true"},
		{Name: "a second secret", Check: masterPassword, Change: Put("Data/Attachment", "AWS::SecretsManager::SecretTargetAttachment", `{}`), Want: "found 1 of"},
	}
}

func proxyBreaches() []Breach {
	borrow := []any{"ConnectionPoolConfigurationInfo", "ConnectionBorrowTimeout"}
	statement := func(path ...any) []any { return append([]any{"PolicyDocument", "Statement"}, path...) }
	return []Breach{
		{Name: "plain clients", Check: proxyAuthentication, Change: Set("Data/Proxy", `false`, "RequireTLS"), Want: "want true"},
		{Name: "passwords from end to end", Check: proxyAuthentication, Change: Set("Data/Proxy", `"NONE"`, "DefaultAuthScheme"), Want: "want IAM_AUTH"},
		{Name: "clients with passwords", Check: proxyAuthentication, Change: Set("Data/Proxy", `"DISABLED"`, "Auth", 0, "IAMAuth"), Want: "want REQUIRED"},
		{Name: "a password type", Check: proxyAuthentication, Change: Set("Data/Proxy", `"POSTGRES_SCRAM_SHA_256"`, "Auth", 0, "ClientPasswordAuthType"), Want: "want it absent"},
		{Name: "another secret", Check: proxyAuthentication, Change: Set("Data/Proxy", `{"Ref": "RedisAuthToken"}`, "Auth", 0, "SecretArn"), Want: "want ${Data/Aurora.MasterUserSecret.SecretArn}"},
		{Name: "a cluster without IAM", Check: proxyAuthentication, Change: Set("Data/Aurora", `false`, "EnableIAMDatabaseAuthentication"), Want: "want true"},
		{Name: "121 seconds", Check: proxyTarget, Change: Set("Data/ProxyProxyTargetGroup", `121`, borrow...), Want: "want 120"},
		{Name: "another cluster", Check: proxyTarget, Change: Set("Data/ProxyProxyTargetGroup", `["other"]`, "DBClusterIdentifiers"), Want: "DBClusterIdentifiers"},
		{Name: "an answer that comes too late", Check: idleLongerThanBorrowing, Change: Set("Compute/Alb", `"120"`, "LoadBalancerAttributes", 1, "Value"), Want: "gives up after 120 s"},
		{Name: "the default idle timeout", Check: idleLongerThanBorrowing, Change: Set("Compute/Alb", `[]`, "LoadBalancerAttributes"), Want: "want seconds"},
		{Name: "the proxy in private subnets", Check: proxySubnets, Change: Set("Data/Proxy", `[{"Fn::ImportValue": "chassis-prod-network:PrivateA"}]`, "VpcSubnetIds"), Want: "Data/Proxy: subnets"},
		{Name: "the reader's endpoint in one zone", Check: proxySubnets, Change: Set("Data/ProxyReader", `[{"Fn::ImportValue": "chassis-prod-network:IsolatedA"}]`, "VpcSubnetIds"), Want: "Data/ProxyReader: subnets"},
		{Name: "a proxy that cannot log in", Check: proxyRole, Change: Set("Data/ProxyRolePolicy", `[]`, statement(0, "Resource")...), Want: "Data/ProxyRole may"},
		{Name: "a proxy that logs in as anybody", Check: proxyRole, Change: Set("Data/ProxyRolePolicy", `"*"`, statement(0, "Resource")...), Want: "rds-db:connect on *"},
		{Name: "a proxy that reads all secrets", Check: proxyRole, Change: Set("Data/ProxyRolePolicy", `"*"`, statement(1, "Resource")...), Want: "secretsmanager:GetSecretValue on *"},
		{Name: "a proxy without the key", Check: proxyRole, Change: Set("Data/ProxyRolePolicy", `"Deny"`, statement(2, "Effect")...), Want: "Deny kms:Decrypt"},
		{Name: "a role that tasks assume too", Check: proxyRole, Change: Set("Data/ProxyRole", `{"Service": ["rds.amazonaws.com", "ecs-tasks.amazonaws.com"]}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal"), Want: "trusts"},
		{Name: "a policy of AWS", Check: proxyRole, Change: Set("Data/ProxyRole", `["arn:aws:iam::aws:policy/AdministratorAccess"]`, "ManagedPolicyArns"), Want: "AdministratorAccess"},
		{Name: "no way to the reader", Check: readerEndpoint, Change: Drop("Data/ProxyReader"), Want: "found 0"},
		{Name: "a reader's endpoint to the writer", Check: readerEndpoint, Change: Set("Data/ProxyReader", `"READ_WRITE"`, "TargetRole"), Want: "want READ_ONLY"},
		{Name: "a reader's endpoint in dev", Check: readerEndpoint, Change: As("dev", ""), Want: "found 1"},
		{Name: "a proxy's log for ever", Check: proxyLog, Change: Set("Data/ProxyLogGroup", `null`, "RetentionInDays"), Want: "want 365"},
		{Name: "a proxy without a name", Check: proxyLog, Change: Set("Data/Proxy", `null`, "DBProxyName"), Want: "no literal name"},
	}
}

func cacheBreaches() []Breach {
	const group = "Data/RedisReplicationGroup"
	return []Breach{
		{Name: "Valkey", Check: redisEngine, Change: Set(group, `"valkey"`, "Engine"), Want: "want redis"},
		{Name: "Redis 7.0", Check: redisEngine, Change: Set(group, `"7.0"`, "EngineVersion"), Want: "want 7.1"},
		{Name: "a larger node", Check: redisEngine, Change: Set(group, `"cache.t4g.small"`, "CacheNodeType"), Want: "want cache.t4g.micro"},
		{Name: "another port", Check: redisEngine, Change: Set(group, `6380`, "Port"), Want: "want 6379"},
		{Name: "a second cache", Check: redisEngine, Change: Put("Data/Other", "AWS::ElastiCache::CacheCluster", `{}`), Want: "found 1"},
		{Name: "no slow log", Check: redisLogs, Change: Set(group, `[]`, "LogDeliveryConfigurations"), Want: "logs"},
		{Name: "a log that nobody can search", Check: redisLogs, Change: Set(group, `"text"`, "LogDeliveryConfigurations", 0, "LogFormat"), Want: "want json"},
		{Name: "both logs in one group", Check: redisLogs, Change: Set(group, `"slow-log"`, "LogDeliveryConfigurations", 1, "LogType"), Want: "writes its slow-log to"},
		{Name: "snapshots by day", Check: nightlyWindows, Change: Set(group, `"01:00-02:00"`, "SnapshotWindow"), Want: "between 15:00 and 21:00"},
		{Name: "a maintenance in the middle of the backup", Check: nightlyWindows, Change: Changes(Set("Data/Aurora", `"sun:17:15-sun:17:45"`, "PreferredMaintenanceWindow"), Set("Data/Aurora", `"17:00-18:00"`, "PreferredBackupWindow")), Want: "overlap"},
		{Name: "ten minutes of backup", Check: nightlyWindows, Change: Set("Data/Aurora", `"17:00-17:10"`, "PreferredBackupWindow"), Want: "half an hour or more"},
		{Name: "a window of AWS's choice", Check: nightlyWindows, Change: Set("Data/Aurora", `null`, "PreferredBackupWindow"), Want: "half an hour or more"},
		{Name: "an instance by day", Check: nightlyWindows, Change: Set("Data/AuroraWriter", `"sun:03:00-sun:04:00"`, "PreferredMaintenanceWindow"), Want: "between 15:00 and 21:00"},
		{Name: "a cache of one minor version", Check: redisUpgrades, Change: Set(group, `false`, "AutoMinorVersionUpgrade"), Want: "want true"},
		{Name: "one node in prod", Check: redisNodes, Change: Set(group, `1`, "NumCacheClusters"), Want: "want 2"},
		{Name: "no failover in prod", Check: redisNodes, Change: Set(group, `false`, "AutomaticFailoverEnabled"), Want: "want true"},
		{Name: "one zone in prod", Check: redisNodes, Change: Set(group, `false`, "MultiAZEnabled"), Want: "want true"},
		{Name: "two nodes in staging", Check: redisNodes, Change: As("staging", ""), Want: "NumCacheClusters is 2, want 1"},
		{Name: "failover in dev", Check: redisNodes, Change: As("dev", ""), Want: "AutomaticFailoverEnabled is true, want false"},
		{Name: "a week of snapshots", Check: redisSnapshots, Change: Set(group, `7`, "SnapshotRetentionLimit"), Want: "want 15"},
		{Name: "snapshots in staging", Check: redisSnapshots, Change: As("staging", ""), Want: "SnapshotRetentionLimit is 15, want 0"},
		{Name: "snapshots in dev", Check: redisSnapshots, Change: As("dev", ""), Want: "SnapshotRetentionLimit is 15, want 0"},
		{Name: "a cache in private subnets", Check: redisSubnets, Change: Set("Data/RedisSubnetGroup", `[{"Fn::ImportValue": "chassis-prod-network:PrivateA"}]`, "SubnetIds"), Want: "subnets"},
		{Name: "both zones in dev", Check: redisSubnets, Change: As("dev", ""), Want: "subnets"},
		{Name: "a subnet group that nothing uses", Check: redisSubnets, Change: Set(group, `"default"`, "CacheSubnetGroupName"), Want: "CacheSubnetGroupName is default"},
		{Name: "plain Redis", Check: redisSecurity, Change: Set(group, `false`, "TransitEncryptionEnabled"), Want: "want true"},
		{Name: "plain Redis beside TLS", Check: redisSecurity, Change: Set(group, `"preferred"`, "TransitEncryptionMode"), Want: "want required"},
		{Name: "plain storage", Check: redisSecurity, Change: Set(group, `false`, "AtRestEncryptionEnabled"), Want: "want true"},
		{Name: "AWS's key", Check: redisSecurity, Change: Set(group, `null`, "KmsKeyId"), Want: "KmsKeyId is absent"},
		{Name: "no token", Check: redisSecurity, Change: Set(group, `null`, "AuthToken"), Want: "the token is absent"},
		{Name: "a token in the template", Check: redisSecurity, Change: Set(group, `"secret-secret-secret"`, "AuthToken"), Want: "want a reference to a secret"},
		{Name: "a short token", Check: redisSecurity, Change: Set("Data/RedisAuthToken", `8`, "GenerateSecretString", "PasswordLength"), Want: "want 16 to 128"},
		{Name: "characters that Redis refuses", Check: redisSecurity, Change: Set("Data/RedisAuthToken", `false`, "GenerateSecretString", "ExcludePunctuation"), Want: "want true"},
	}
}

func bastionBreaches() []Breach {
	const host, role = "Data/Bastion", "Data/BastionPolicy"
	access := func(path ...any) []any { return append([]any{"PolicyDocument", "Statement"}, path...) }
	return []Breach{
		{Name: "a large bastion", Check: bastionHost, Change: Set(host, `"t4g.large"`, "InstanceType"), Want: "want t4g.nano"},
		{Name: "a bastion in a public subnet", Check: bastionHost, Change: Set(host, `{"Fn::ImportValue": "chassis-prod-network:PublicA"}`, "SubnetId"), Want: "not in one private subnet"},
		{Name: "an image of its own", Check: bastionHost, Change: Set(host, `"ami-1"`, "ImageId"), Want: "want a parameter"},
		{Name: "an image for x86", Check: bastionHost, Change: func(_ *testing.T, p *check.Platform) {
			p.Stack("Data").Parameters["BastionImage"].(map[string]any)["Default"] = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64"
		}, Want: "want Amazon Linux 2023 for arm64"},
		{Name: "a zone that is not its subnet's", Check: bastionHost, Change: Set(host, `"ap-northeast-2c"`, "AvailabilityZone"), Want: "want ap-northeast-2a"},
		{Name: "a key pair", Check: bastionSecurity, Change: Set(host, `"mine"`, "KeyName"), Want: "want it absent"},
		{Name: "IMDSv1", Check: bastionSecurity, Change: Set(host, `"optional"`, "MetadataOptions", "HttpTokens"), Want: "want required"},
		{Name: "a plain disk", Check: bastionSecurity, Change: Set(host, `false`, "BlockDeviceMappings", 0, "Ebs", "Encrypted"), Want: "want true"},
		{Name: "a disk with AWS's key", Check: bastionSecurity, Change: Set(host, `null`, "BlockDeviceMappings", 0, "Ebs", "KmsKeyId"), Want: "KmsKeyId is absent"},
		{Name: "sessions of others", Check: databaseAccess, Change: Set("Data/DatabaseAccess", `"*"`, access(1, "Resource")...), Want: "ssm:TerminateSession on *"},
		{Name: "a second disk", Check: bastionDisk, Change: Set(host, `[{}, {}]`, "BlockDeviceMappings"), Want: "has 2 disks, want 1"},
		{Name: "a disk beside the image's", Check: bastionDisk, Change: Set(host, `"/dev/sdf"`, "BlockDeviceMappings", 0, "DeviceName"), Want: "want /dev/xvda"},
		{Name: "a large disk", Check: bastionDisk, Change: Set(host, `81`, "BlockDeviceMappings", 0, "Ebs", "VolumeSize"), Want: "want 8"},
		{Name: "a disk of the last generation", Check: bastionDisk, Change: Set(host, `"gp2"`, "BlockDeviceMappings", 0, "Ebs", "VolumeType"), Want: "want gp3"},
		{Name: "a disk of the image", Check: bastionSecurity, Change: Set(host, `null`, "BlockDeviceMappings"), Want: "says nothing about its disk"},
		{Name: "a bastion that may do anything", Check: bastionRole, Change: Set(role, `"*"`, access(0, "Action")...), Want: "* on *"},
		{Name: "a bastion without its agent", Check: bastionRole, Change: Set(role, `["ssm:UpdateInstanceInformation"]`, access(0, "Action")...), Want: "may"},
		{Name: "a tunnel to another port", Check: tunnelCommand, Change: Output("Data", "TunnelCommand", `{"Value": {"Fn::Join": ["", ["aws ssm start-session --region ap-northeast-2 --target ", {"Ref": "Bastion"}, " --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '{\"host\":[\"", {"Fn::GetAtt": ["Proxy", "Endpoint"]}, "\"],\"portNumber\":[\"5432\"],\"localPortNumber\":[\"5433\"]}'"]]}}`), Want: "--parameters is map[host:[${Data/Proxy.Endpoint}] localPortNumber:[5433]"},
		{Name: "a tunnel past the proxy", Check: tunnelCommand, Change: Output("Data", "TunnelCommand", `{"Value": {"Fn::Join": ["", ["aws ssm start-session --region ap-northeast-2 --target ", {"Ref": "Bastion"}, " --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '{\"host\":[\"", {"Fn::GetAtt": ["Aurora", "Endpoint.Address"]}, "\"],\"portNumber\":[\"5432\"],\"localPortNumber\":[\"5432\"]}'"]]}}`), Want: "Aurora.Endpoint.Address"},
		{Name: "no tunnel", Check: tunnelCommand, Change: Output("Data", "TunnelCommand", `null`), Want: "0 outputs"},
		{Name: "a token for localhost", Check: tokenCommand, Change: Output("Data", "TokenCommand", `{"Value": "aws rds generate-db-auth-token --region ap-northeast-2 --hostname localhost --port 5432 --username chassis_admin"}`), Want: "--hostname is \"localhost\""},
		{Name: "a token for nobody", Check: tokenCommand, Change: Output("Data", "TokenCommand", `{"Value": "aws rds generate-db-auth-token --username postgres"}`), Want: "--username is \"postgres\""},
		{Name: "a shell on the bastion", Check: databaseAccess, Change: Set("Data/DatabaseAccess", `null`, access(0, "Condition")...), Want: "ssm:StartSession"},
		{Name: "any bastion", Check: databaseAccess, Change: Set("Data/DatabaseAccess", `"*"`, access(0, "Resource")...), Want: "ssm:StartSession on *"},
		{Name: "any database", Check: databaseAccess, Change: Set("Data/DatabaseAccess", `"*"`, access(3, "Resource")...), Want: "rds-db:connect on *"},
		{Name: "a policy that is attached", Check: databaseAccess, Change: Set("Data/DatabaseAccess", `["developer"]`, "Users"), Want: "want it absent"},
	}
}
