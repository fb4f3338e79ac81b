package promises

import (
	"encoding/json"
	"testing"

	"example.com/chassis/lib/proof/promises/check"
)

// decoded is JSON as a template holds it.
func decoded(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func auroraBreaches() []breach {
	acu := func(bound string) []any { return []any{"ServerlessV2ScalingConfiguration", bound} }
	target := []any{"TargetTrackingScalingPolicyConfiguration", "TargetValue"}
	return []breach{
		{"MySQL", auroraEngine, in(set("Data/Aurora", `"aurora-mysql"`, "Engine")), "want aurora-postgresql"},
		{"an older minor version", auroraEngine, in(set("Data/Aurora", `"15.10"`, "EngineVersion")), "want 15.17"},
		{"MySQL's port", auroraEngine, in(set("Data/Aurora", `3306`, "Port")), "want 5432"},
		{"a provisioned reader", auroraEngine, in(set("Data/AuroraReader1", `"db.r6g.large"`, "DBInstanceClass")), "want db.serverless"},
		{"an instance of another cluster", auroraEngine, in(set("Data/AuroraReader1", `"other"`, "DBClusterIdentifier")), "DBClusterIdentifier is other"},
		{"two clusters", auroraEngine, in(put("Data/Other", "AWS::RDS::DBCluster", `{}`)), "found 2 of AWS::RDS::DBCluster"},
		{"a cluster in Compute", auroraEngine, in(drop("Data/Aurora"), put("Compute/Aurora", "AWS::RDS::DBCluster", `{}`)), "belongs to stack Compute"},
		{"a cluster of one minor version", auroraUpgrades, in(set("Data/Aurora", `false`, "AutoMinorVersionUpgrade")), "want true"},
		{"a reader of one minor version", auroraUpgrades, in(set("Data/AuroraReader1", `false`, "AutoMinorVersionUpgrade")), "Data/AuroraReader1: AutoMinorVersionUpgrade is false"},
		{"half the capacity of prod", auroraCapacity, in(set("Data/Aurora", `64`, acu("MaxCapacity")...)), "want 128"},
		{"auto-pause", auroraCapacity, in(set("Data/Aurora", `0`, acu("MinCapacity")...)), "want 0.5"},
		{"staging as large as prod", auroraCapacity, as("staging", ""), "MaxCapacity is 128, want 8"},
		{"dev as large as prod", auroraCapacity, as("dev", ""), "MaxCapacity is 128, want 4"},
		{"plain connections", auroraForcesTLS, in(set("Data/AuroraParameterGroup", `"0"`, "Parameters", "rds.force_ssl")), "want 1"},
		{"a parameter group that nothing uses", auroraForcesTLS, in(set("Data/Aurora", `"default.aurora-postgresql15"`, "DBClusterParameterGroupName")), "want a reference"},
		{"both instances in one zone", auroraInstances, in(set("Data/AuroraReader1", `"ap-northeast-2a"`, "AvailabilityZone")), "zones of the instances"},
		{"a reader in another region", auroraInstances, in(set("Data/AuroraReader1", `"ap-northeast-1c"`, "AvailabilityZone")), "zones of the instances"},
		{"a reader that scales by itself", auroraInstances, in(set("Data/AuroraReader1", `2`, "PromotionTier")), "does not scale with the writer"},
		{"two writers", auroraInstances, in(set("Data/AuroraReader1", `0`, "PromotionTier")), "found 2 of writer"},
		{"a reader that may come first", auroraInstances, in(after("Data/AuroraReader1")), "may be created first"},
		{"no reader", auroraInstances, in(drop("Data/AuroraReader1")), "found 0 of reader"},
		{"a reader in dev", auroraInstances, as("dev", ""), "found 1 of reader, want 0"},
		{"a reader in an ephemeral instance", auroraInstances, as("staging", "pr-42"), "found 1 of reader, want 0"},
		{"16 readers", readerScaling, in(set("Compute/Readers", `16`, "MaxCapacity")), "want 15"},
		{"no reader at night", readerScaling, in(set("Compute/Readers", `0`, "MinCapacity")), "want 1"},
		{"readers at 71 %", readerScaling, in(set("Compute/ReadersCpu", `71`, target...)), "want 70"},
		{"readers by connections", readerScaling, in(set("Compute/ReadersCpu", `"RDSReaderAverageDatabaseConnections"`, "TargetTrackingScalingPolicyConfiguration", "PredefinedMetricSpecification", "PredefinedMetricType")), "want RDSReaderAverageCPUUtilization"},
		{"readers of another cluster", readerScaling, in(set("Compute/Readers", `"cluster:chassis-prod"`, "ResourceId")), "want cluster:chassis-prod-e3b0c442"},
		{"scaling switched off", readerScaling, in(set("Compute/Readers", `{"DynamicScalingOutSuspended": true}`, "SuspendedState")), "DynamicScalingOutSuspended is true"},
		{"scaled readers in staging", readerScaling, as("staging", ""), "found 1 of scalable target for readers, want 0"},
		{"no scaled readers in prod", readerScaling, in(drop("Compute/Readers")), "want 1"},
		{"a cluster that AWS names", clusterIdentifier, in(set("Data/Aurora", `null`, "DBClusterIdentifier")), "eight hexadecimal digits"},
		{"a cluster without the instance", clusterIdentifier, as("prod", "dr"), "want chassis-prod-dr-"},
		{"no deletion protection", clusterProtection, in(set("Data/Aurora", `false`, "DeletionProtection")), "want true"},
		{"no final snapshot", clusterProtection, in(policies("Data/Aurora", "Delete", "Snapshot")), "policies on deletion"},
		{"no snapshot of a replaced cluster", clusterProtection, in(policies("Data/Aurora", "Snapshot", "Delete")), "policies on deletion"},
		{"a protected ephemeral instance", clusterProtection, as("staging", "pr-42"), "DeletionProtection is true, want false"},
		{"storage in plain text", clusterEncryption, in(set("Data/Aurora", `false`, "StorageEncrypted")), "want true"},
		{"storage with AWS's key", clusterEncryption, in(set("Data/Aurora", `null`, "KmsKeyId")), "KmsKeyId is absent"},
		{"13 days", clusterBackups, in(set("Data/Aurora", `13`, "BackupRetentionPeriod")), "want 14"},
		{"14 days in staging", clusterBackups, as("staging", ""), "want 7"},
		{"14 days in dev", clusterBackups, as("dev", ""), "want 1"},
		{"no insights", clusterInsights, in(set("Data/Aurora", `false`, "PerformanceInsightsEnabled")), "want true"},
		{"paid insights", clusterInsights, in(set("Data/Aurora", `465`, "PerformanceInsightsRetentionPeriod")), "want 7"},
		{"advanced insights", clusterInsights, in(set("Data/Aurora", `"advanced"`, "DatabaseInsightsMode")), "want standard"},
		{"an instance without insights", clusterInsights, in(set("Data/AuroraReader1", `false`, "EnablePerformanceInsights")), "Data/AuroraReader1: EnablePerformanceInsights"},
		{"extended support", auroraEngine, in(set("Data/Aurora", `null`, "EngineLifecycleSupport")), "EngineLifecycleSupport is absent"},
		{"no monitoring", enhancedMonitoring, in(set("Data/AuroraReader1", `0`, "MonitoringInterval")), "want 60"},
		{"monitoring that may do more", enhancedMonitoring, in(set("Data/AuroraMonitoringRole", `["arn:aws:iam::aws:policy/ReadOnlyAccess"]`, "ManagedPolicyArns")), "ReadOnlyAccess"},
		{"no log", clusterLog, in(set("Data/Aurora", `null`, "EnableCloudwatchLogsExports")), "EnableCloudwatchLogsExports"},
		{"a log group of another name", clusterLog, in(set("Data/AuroraLogGroup", `"/aws/rds/cluster/x/postgresql"`, "LogGroupName")), "found 0 of log group"},
		{"a log group that comes later", clusterLog, in(after("Data/Aurora"), after("Data/AuroraSubnets"), after("Data/AuroraParameterGroup")), "may be created first"},
		{"a log for ever", clusterLog, in(set("Data/AuroraLogGroup", `null`, "RetentionInDays")), "RetentionInDays is absent, want 365"},
		{"a password of ours", masterPassword, in(set("Data/Aurora", `"secret"`, "MasterUserPassword")), "want it absent"},
		{"a password that nobody rotates", masterPassword, in(set("Data/Aurora", `false`, "ManageMasterUserPassword")), "want true"},
		{"a second secret", masterPassword, in(put("Data/Attachment", "AWS::SecretsManager::SecretTargetAttachment", `{}`)), "found 1 of"},
	}
}

func proxyBreaches() []breach {
	borrow := []any{"ConnectionPoolConfigurationInfo", "ConnectionBorrowTimeout"}
	statement := func(path ...any) []any { return append([]any{"PolicyDocument", "Statement"}, path...) }
	return []breach{
		{"plain clients", proxyAuthentication, in(set("Data/Proxy", `false`, "RequireTLS")), "want true"},
		{"passwords from end to end", proxyAuthentication, in(set("Data/Proxy", `"NONE"`, "DefaultAuthScheme")), "want IAM_AUTH"},
		{"clients with passwords", proxyAuthentication, in(set("Data/Proxy", `"DISABLED"`, "Auth", 0, "IAMAuth")), "want REQUIRED"},
		{"a password type", proxyAuthentication, in(set("Data/Proxy", `"POSTGRES_SCRAM_SHA_256"`, "Auth", 0, "ClientPasswordAuthType")), "want it absent"},
		{"another secret", proxyAuthentication, in(set("Data/Proxy", `{"Ref": "RedisAuthToken"}`, "Auth", 0, "SecretArn")), "want ${Data/Aurora.MasterUserSecret.SecretArn}"},
		{"a cluster without IAM", proxyAuthentication, in(set("Data/Aurora", `false`, "EnableIAMDatabaseAuthentication")), "want true"},
		{"121 seconds", proxyTarget, in(set("Data/ProxyProxyTargetGroup", `121`, borrow...)), "want 120"},
		{"another cluster", proxyTarget, in(set("Data/ProxyProxyTargetGroup", `["other"]`, "DBClusterIdentifiers")), "DBClusterIdentifiers"},
		{"an answer that comes too late", idleLongerThanBorrowing, in(set("Compute/Alb", `"120"`, "LoadBalancerAttributes", 1, "Value")), "gives up after 120 s"},
		{"the default idle timeout", idleLongerThanBorrowing, in(set("Compute/Alb", `[]`, "LoadBalancerAttributes")), "want seconds"},
		{"the proxy in private subnets", proxySubnets, in(set("Data/Proxy", `[{"Fn::ImportValue": "chassis-prod-network:PrivateA"}]`, "VpcSubnetIds")), "Data/Proxy: subnets"},
		{"the reader's endpoint in one zone", proxySubnets, in(set("Data/ProxyReader", `[{"Fn::ImportValue": "chassis-prod-network:IsolatedA"}]`, "VpcSubnetIds")), "Data/ProxyReader: subnets"},
		{"a proxy that cannot log in", proxyRole, in(set("Data/ProxyRolePolicy", `[]`, statement(0, "Resource")...)), "Data/ProxyRole may"},
		{"a proxy that logs in as anybody", proxyRole, in(set("Data/ProxyRolePolicy", `"*"`, statement(0, "Resource")...)), "rds-db:connect on *"},
		{"a proxy that reads all secrets", proxyRole, in(set("Data/ProxyRolePolicy", `"*"`, statement(1, "Resource")...)), "secretsmanager:GetSecretValue on *"},
		{"a proxy without the key", proxyRole, in(set("Data/ProxyRolePolicy", `"Deny"`, statement(2, "Effect")...)), "Deny kms:Decrypt"},
		{"a role that tasks assume too", proxyRole, in(set("Data/ProxyRole", `{"Service": ["rds.amazonaws.com", "ecs-tasks.amazonaws.com"]}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal")), "trusts"},
		{"a policy of AWS", proxyRole, in(set("Data/ProxyRole", `["arn:aws:iam::aws:policy/AdministratorAccess"]`, "ManagedPolicyArns")), "AdministratorAccess"},
		{"no way to the reader", readerEndpoint, in(drop("Data/ProxyReader")), "found 0"},
		{"a reader's endpoint to the writer", readerEndpoint, in(set("Data/ProxyReader", `"READ_WRITE"`, "TargetRole")), "want READ_ONLY"},
		{"a reader's endpoint in dev", readerEndpoint, as("dev", ""), "found 1"},
		{"a proxy's log for ever", proxyLog, in(set("Data/ProxyLogGroup", `null`, "RetentionInDays")), "want 365"},
		{"a proxy without a name", proxyLog, in(set("Data/Proxy", `null`, "DBProxyName")), "no literal name"},
	}
}

func cacheBreaches() []breach {
	const group = "Data/RedisReplicationGroup"
	return []breach{
		{"Valkey", redisEngine, in(set(group, `"valkey"`, "Engine")), "want redis"},
		{"Redis 7.0", redisEngine, in(set(group, `"7.0"`, "EngineVersion")), "want 7.1"},
		{"a larger node", redisEngine, in(set(group, `"cache.t4g.small"`, "CacheNodeType")), "want cache.t4g.micro"},
		{"another port", redisEngine, in(set(group, `6380`, "Port")), "want 6379"},
		{"a second cache", redisEngine, in(put("Data/Other", "AWS::ElastiCache::CacheCluster", `{}`)), "found 1"},
		{"no slow log", redisLogs, in(set(group, `[]`, "LogDeliveryConfigurations")), "logs"},
		{"a log that nobody can search", redisLogs, in(set(group, `"text"`, "LogDeliveryConfigurations", 0, "LogFormat")), "want json"},
		{"both logs in one group", redisLogs, in(set(group, `"slow-log"`, "LogDeliveryConfigurations", 1, "LogType")), "writes its slow-log to"},
		{"snapshots by day", nightlyWindows, in(set(group, `"01:00-02:00"`, "SnapshotWindow")), "between 15:00 and 21:00"},
		{"a maintenance in the middle of the backup", nightlyWindows, in(set("Data/Aurora", `"sun:17:15-sun:17:45"`, "PreferredMaintenanceWindow"), set("Data/Aurora", `"17:00-18:00"`, "PreferredBackupWindow")), "overlap"},
		{"ten minutes of backup", nightlyWindows, in(set("Data/Aurora", `"17:00-17:10"`, "PreferredBackupWindow")), "half an hour or more"},
		{"a window of AWS's choice", nightlyWindows, in(set("Data/Aurora", `null`, "PreferredBackupWindow")), "half an hour or more"},
		{"an instance by day", nightlyWindows, in(set("Data/AuroraWriter", `"sun:03:00-sun:04:00"`, "PreferredMaintenanceWindow")), "between 15:00 and 21:00"},
		{"a cache of one minor version", redisUpgrades, in(set(group, `false`, "AutoMinorVersionUpgrade")), "want true"},
		{"one node in prod", redisNodes, in(set(group, `1`, "NumCacheClusters")), "want 2"},
		{"no failover in prod", redisNodes, in(set(group, `false`, "AutomaticFailoverEnabled")), "want true"},
		{"one zone in prod", redisNodes, in(set(group, `false`, "MultiAZEnabled")), "want true"},
		{"two nodes in staging", redisNodes, as("staging", ""), "NumCacheClusters is 2, want 1"},
		{"failover in dev", redisNodes, as("dev", ""), "AutomaticFailoverEnabled is true, want false"},
		{"a week of snapshots", redisSnapshots, in(set(group, `7`, "SnapshotRetentionLimit")), "want 15"},
		{"snapshots in staging", redisSnapshots, as("staging", ""), "SnapshotRetentionLimit is 15, want 0"},
		{"snapshots in dev", redisSnapshots, as("dev", ""), "SnapshotRetentionLimit is 15, want 0"},
		{"a cache in private subnets", redisSubnets, in(set("Data/RedisSubnetGroup", `[{"Fn::ImportValue": "chassis-prod-network:PrivateA"}]`, "SubnetIds")), "subnets"},
		{"both zones in dev", redisSubnets, as("dev", ""), "subnets"},
		{"a subnet group that nothing uses", redisSubnets, in(set(group, `"default"`, "CacheSubnetGroupName")), "CacheSubnetGroupName is default"},
		{"plain Redis", redisSecurity, in(set(group, `false`, "TransitEncryptionEnabled")), "want true"},
		{"plain Redis beside TLS", redisSecurity, in(set(group, `"preferred"`, "TransitEncryptionMode")), "want required"},
		{"plain storage", redisSecurity, in(set(group, `false`, "AtRestEncryptionEnabled")), "want true"},
		{"AWS's key", redisSecurity, in(set(group, `null`, "KmsKeyId")), "KmsKeyId is absent"},
		{"no token", redisSecurity, in(set(group, `null`, "AuthToken")), "the token is absent"},
		{"a token in the template", redisSecurity, in(set(group, `"secret-secret-secret"`, "AuthToken")), "want a reference to a secret"},
		{"a short token", redisSecurity, in(set("Data/RedisAuthToken", `8`, "GenerateSecretString", "PasswordLength")), "want 16 to 128"},
		{"characters that Redis refuses", redisSecurity, in(set("Data/RedisAuthToken", `false`, "GenerateSecretString", "ExcludePunctuation")), "want true"},
	}
}

func bastionBreaches() []breach {
	const host, role = "Data/Bastion", "Data/BastionPolicy"
	access := func(path ...any) []any { return append([]any{"PolicyDocument", "Statement"}, path...) }
	return []breach{
		{"a large bastion", bastionHost, in(set(host, `"t4g.large"`, "InstanceType")), "want t4g.nano"},
		{"a bastion in a public subnet", bastionHost, in(set(host, `{"Fn::ImportValue": "chassis-prod-network:PublicA"}`, "SubnetId")), "not in one private subnet"},
		{"an image of its own", bastionHost, in(set(host, `"ami-1"`, "ImageId")), "want a parameter"},
		{"an image for x86", bastionHost, func(_ *testing.T, p *check.Platform) {
			p.Stack("Data").Parameters["BastionImage"].(map[string]any)["Default"] = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64"
		}, "want Amazon Linux 2023 for arm64"},
		{"a zone that is not its subnet's", bastionHost, in(set(host, `"ap-northeast-2c"`, "AvailabilityZone")), "want ap-northeast-2a"},
		{"a key pair", bastionSecurity, in(set(host, `"mine"`, "KeyName")), "want it absent"},
		{"IMDSv1", bastionSecurity, in(set(host, `"optional"`, "MetadataOptions", "HttpTokens")), "want required"},
		{"a plain disk", bastionSecurity, in(set(host, `false`, "BlockDeviceMappings", 0, "Ebs", "Encrypted")), "want true"},
		{"a disk with AWS's key", bastionSecurity, in(set(host, `null`, "BlockDeviceMappings", 0, "Ebs", "KmsKeyId")), "KmsKeyId is absent"},
		{"sessions of others", databaseAccess, in(set("Data/DatabaseAccess", `"*"`, access(1, "Resource")...)), "ssm:TerminateSession on *"},
		{"a second disk", bastionDisk, in(set(host, `[{}, {}]`, "BlockDeviceMappings")), "has 2 disks, want 1"},
		{"a disk beside the image's", bastionDisk, in(set(host, `"/dev/sdf"`, "BlockDeviceMappings", 0, "DeviceName")), "want /dev/xvda"},
		{"a large disk", bastionDisk, in(set(host, `81`, "BlockDeviceMappings", 0, "Ebs", "VolumeSize")), "want 8"},
		{"a disk of the last generation", bastionDisk, in(set(host, `"gp2"`, "BlockDeviceMappings", 0, "Ebs", "VolumeType")), "want gp3"},
		{"a disk of the image", bastionSecurity, in(set(host, `null`, "BlockDeviceMappings")), "says nothing about its disk"},
		{"a bastion that may do anything", bastionRole, in(set(role, `"*"`, access(0, "Action")...)), "* on *"},
		{"a bastion without its agent", bastionRole, in(set(role, `["ssm:UpdateInstanceInformation"]`, access(0, "Action")...)), "may"},
		{"a tunnel to another port", tunnelCommand, in(say("Data", "TunnelCommand", `{"Value": {"Fn::Join": ["", ["aws ssm start-session --region ap-northeast-2 --target ", {"Ref": "Bastion"}, " --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '{\"host\":[\"", {"Fn::GetAtt": ["Proxy", "Endpoint"]}, "\"],\"portNumber\":[\"5432\"],\"localPortNumber\":[\"5433\"]}'"]]}}`)), "--parameters is map[host:[${Data/Proxy.Endpoint}] localPortNumber:[5433]"},
		{"a tunnel past the proxy", tunnelCommand, in(say("Data", "TunnelCommand", `{"Value": {"Fn::Join": ["", ["aws ssm start-session --region ap-northeast-2 --target ", {"Ref": "Bastion"}, " --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '{\"host\":[\"", {"Fn::GetAtt": ["Aurora", "Endpoint.Address"]}, "\"],\"portNumber\":[\"5432\"],\"localPortNumber\":[\"5432\"]}'"]]}}`)), "Aurora.Endpoint.Address"},
		{"no tunnel", tunnelCommand, in(say("Data", "TunnelCommand", `null`)), "0 outputs"},
		{"a token for localhost", tokenCommand, in(say("Data", "TokenCommand", `{"Value": "aws rds generate-db-auth-token --region ap-northeast-2 --hostname localhost --port 5432 --username chassis_admin"}`)), "--hostname is \"localhost\""},
		{"a token for nobody", tokenCommand, in(say("Data", "TokenCommand", `{"Value": "aws rds generate-db-auth-token --username postgres"}`)), "--username is \"postgres\""},
		{"a shell on the bastion", databaseAccess, in(set("Data/DatabaseAccess", `null`, access(0, "Condition")...)), "ssm:StartSession"},
		{"any bastion", databaseAccess, in(set("Data/DatabaseAccess", `"*"`, access(0, "Resource")...)), "ssm:StartSession on *"},
		{"any database", databaseAccess, in(set("Data/DatabaseAccess", `"*"`, access(3, "Resource")...)), "rds-db:connect on *"},
		{"a policy that is attached", databaseAccess, in(set("Data/DatabaseAccess", `["developer"]`, "Users")), "want it absent"},
	}
}
