package data

import (
	"testing"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func cacheBreaches() []checktest.Breach {
	const group = "Data/RedisReplicationGroup"
	return []checktest.Breach{
		{Name: "Valkey", Check: redisEngine, Change: checktest.Set(group, `"valkey"`, "Engine"), Want: "want redis"},
		{Name: "Redis 7.0", Check: redisEngine, Change: checktest.Set(group, `"7.0"`, "EngineVersion"), Want: "want 7.1"},
		{Name: "a larger node", Check: redisEngine, Change: checktest.Set(group, `"cache.t4g.small"`, "CacheNodeType"), Want: "want cache.t4g.micro"},
		{Name: "another port", Check: redisEngine, Change: checktest.Set(group, `6380`, "Port"), Want: "want 6379"},
		{Name: "a second cache", Check: redisEngine, Change: checktest.Put("Data/Other", "AWS::ElastiCache::CacheCluster", `{}`), Want: "found 1"},
		{Name: "no slow log", Check: redisLogs, Change: checktest.Set(group, `[]`, "LogDeliveryConfigurations"), Want: "logs"},
		{Name: "a log that nobody can search", Check: redisLogs, Change: checktest.Set(group, `"text"`, "LogDeliveryConfigurations", 0, "LogFormat"), Want: "want json"},
		{Name: "both logs in one group", Check: redisLogs, Change: checktest.Set(group, `"slow-log"`, "LogDeliveryConfigurations", 1, "LogType"), Want: "writes its slow-log to"},
		{Name: "snapshots by day", Check: nightlyWindows, Change: checktest.Set(group, `"01:00-02:00"`, "SnapshotWindow"), Want: "between 15:00 and 21:00"},
		{Name: "a maintenance in the middle of the backup", Check: nightlyWindows, Change: checktest.Changes(checktest.Set("Data/Aurora", `"sun:17:15-sun:17:45"`, "PreferredMaintenanceWindow"), checktest.Set("Data/Aurora", `"17:00-18:00"`, "PreferredBackupWindow")), Want: "overlap"},
		{Name: "ten minutes of backup", Check: nightlyWindows, Change: checktest.Set("Data/Aurora", `"17:00-17:10"`, "PreferredBackupWindow"), Want: "half an hour or more"},
		{Name: "a window of AWS's choice", Check: nightlyWindows, Change: checktest.Set("Data/Aurora", `null`, "PreferredBackupWindow"), Want: "half an hour or more"},
		{Name: "an instance by day", Check: nightlyWindows, Change: checktest.Set("Data/AuroraWriter", `"sun:03:00-sun:04:00"`, "PreferredMaintenanceWindow"), Want: "between 15:00 and 21:00"},
		{Name: "a cache of one minor version", Check: redisUpgrades, Change: checktest.Set(group, `false`, "AutoMinorVersionUpgrade"), Want: "want true"},
		{Name: "one node in prod", Check: redisNodes, Change: checktest.Set(group, `1`, "NumCacheClusters"), Want: "want 2"},
		{Name: "no failover in prod", Check: redisNodes, Change: checktest.Set(group, `false`, "AutomaticFailoverEnabled"), Want: "want true"},
		{Name: "one zone in prod", Check: redisNodes, Change: checktest.Set(group, `false`, "MultiAZEnabled"), Want: "want true"},
		{Name: "two nodes in staging", Check: redisNodes, Change: checktest.As("staging", ""), Want: "NumCacheClusters is 2, want 1"},
		{Name: "failover in dev", Check: redisNodes, Change: checktest.As("dev", ""), Want: "AutomaticFailoverEnabled is true, want false"},
		{Name: "a week of snapshots", Check: redisSnapshots, Change: checktest.Set(group, `7`, "SnapshotRetentionLimit"), Want: "want 15"},
		{Name: "snapshots in staging", Check: redisSnapshots, Change: checktest.As("staging", ""), Want: "SnapshotRetentionLimit is 15, want 0"},
		{Name: "snapshots in dev", Check: redisSnapshots, Change: checktest.As("dev", ""), Want: "SnapshotRetentionLimit is 15, want 0"},
		{Name: "a cache in private subnets", Check: redisSubnets, Change: checktest.Set("Data/RedisSubnetGroup", `[{"Fn::ImportValue": "chassis-prod-network:PrivateA"}]`, "SubnetIds"), Want: "subnets"},
		{Name: "both zones in dev", Check: redisSubnets, Change: checktest.As("dev", ""), Want: "subnets"},
		{Name: "a subnet group that nothing uses", Check: redisSubnets, Change: checktest.Set(group, `"default"`, "CacheSubnetGroupName"), Want: "CacheSubnetGroupName is default"},
		{Name: "plain Redis", Check: redisSecurity, Change: checktest.Set(group, `false`, "TransitEncryptionEnabled"), Want: "want true"},
		{Name: "plain Redis beside TLS", Check: redisSecurity, Change: checktest.Set(group, `"preferred"`, "TransitEncryptionMode"), Want: "want required"},
		{Name: "plain storage", Check: redisSecurity, Change: checktest.Set(group, `false`, "AtRestEncryptionEnabled"), Want: "want true"},
		{Name: "AWS's key", Check: redisSecurity, Change: checktest.Set(group, `null`, "KmsKeyId"), Want: "KmsKeyId is absent"},
		{Name: "no token", Check: redisSecurity, Change: checktest.Set(group, `null`, "AuthToken"), Want: "the token is absent"},
		{Name: "a token in the template", Check: redisSecurity, Change: checktest.Set(group, `"secret-secret-secret"`, "AuthToken"), Want: "want a reference to a secret"},
		{Name: "a short token", Check: redisSecurity, Change: checktest.Set("Data/RedisAuthToken", `8`, "GenerateSecretString", "PasswordLength"), Want: "want 16 to 128"},
		{Name: "characters that Redis refuses", Check: redisSecurity, Change: checktest.Set("Data/RedisAuthToken", `false`, "GenerateSecretString", "ExcludePunctuation"), Want: "want true"},
	}
}

func bastionBreaches() []checktest.Breach {
	const host, role = "Data/Bastion", "Data/BastionPolicy"
	access := func(path ...any) []any { return append([]any{"PolicyDocument", "Statement"}, path...) }
	return []checktest.Breach{
		{Name: "a large bastion", Check: bastionHost, Change: checktest.Set(host, `"t4g.large"`, "InstanceType"), Want: "want t4g.nano"},
		{Name: "a bastion in a public subnet", Check: bastionHost, Change: checktest.Set(host, `{"Fn::ImportValue": "chassis-prod-network:PublicA"}`, "SubnetId"), Want: "not in one private subnet"},
		{Name: "an image of its own", Check: bastionHost, Change: checktest.Set(host, `"ami-1"`, "ImageId"), Want: "want a parameter"},
		{Name: "an image for x86", Check: bastionHost, Change: func(_ *testing.T, p *check.Platform) {
			p.Stack("Data").Parameters["BastionImage"].(map[string]any)["Default"] = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64"
		}, Want: "want Amazon Linux 2023 for arm64"},
		{Name: "a zone that is not its subnet's", Check: bastionHost, Change: checktest.Set(host, `"ap-northeast-2c"`, "AvailabilityZone"), Want: "want ap-northeast-2a"},
		{Name: "a key pair", Check: bastionSecurity, Change: checktest.Set(host, `"mine"`, "KeyName"), Want: "want it absent"},
		{Name: "IMDSv1", Check: bastionSecurity, Change: checktest.Set(host, `"optional"`, "MetadataOptions", "HttpTokens"), Want: "want required"},
		{Name: "a plain disk", Check: bastionSecurity, Change: checktest.Set(host, `false`, "BlockDeviceMappings", 0, "Ebs", "Encrypted"), Want: "want true"},
		{Name: "a disk with AWS's key", Check: bastionSecurity, Change: checktest.Set(host, `null`, "BlockDeviceMappings", 0, "Ebs", "KmsKeyId"), Want: "KmsKeyId is absent"},
		{Name: "sessions of others", Check: databaseAccess, Change: checktest.Set("Data/DatabaseAccess", `"*"`, access(1, "Resource")...), Want: "ssm:TerminateSession on *"},
		{Name: "a second disk", Check: bastionDisk, Change: checktest.Set(host, `[{}, {}]`, "BlockDeviceMappings"), Want: "has 2 disks, want 1"},
		{Name: "a disk beside the image's", Check: bastionDisk, Change: checktest.Set(host, `"/dev/sdf"`, "BlockDeviceMappings", 0, "DeviceName"), Want: "want /dev/xvda"},
		{Name: "a large disk", Check: bastionDisk, Change: checktest.Set(host, `81`, "BlockDeviceMappings", 0, "Ebs", "VolumeSize"), Want: "want 8"},
		{Name: "a disk of the last generation", Check: bastionDisk, Change: checktest.Set(host, `"gp2"`, "BlockDeviceMappings", 0, "Ebs", "VolumeType"), Want: "want gp3"},
		{Name: "a disk of the image", Check: bastionSecurity, Change: checktest.Set(host, `null`, "BlockDeviceMappings"), Want: "says nothing about its disk"},
		{Name: "a bastion that may do anything", Check: bastionRole, Change: checktest.Set(role, `"*"`, access(0, "Action")...), Want: "* on *"},
		{Name: "a bastion without its agent", Check: bastionRole, Change: checktest.Set(role, `["ssm:UpdateInstanceInformation"]`, access(0, "Action")...), Want: "may"},
		{Name: "a tunnel to another port", Check: tunnelCommand, Change: checktest.Output("Data", "TunnelCommand", `{"Value": {"Fn::Join": ["", ["aws ssm start-session --region ap-northeast-2 --target ", {"Ref": "Bastion"}, " --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '{\"host\":[\"", {"Fn::GetAtt": ["Proxy", "Endpoint"]}, "\"],\"portNumber\":[\"5432\"],\"localPortNumber\":[\"5433\"]}'"]]}}`), Want: "--parameters is map[host:[${Data/Proxy.Endpoint}] localPortNumber:[5433]"},
		{Name: "a tunnel past the proxy", Check: tunnelCommand, Change: checktest.Output("Data", "TunnelCommand", `{"Value": {"Fn::Join": ["", ["aws ssm start-session --region ap-northeast-2 --target ", {"Ref": "Bastion"}, " --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters '{\"host\":[\"", {"Fn::GetAtt": ["Aurora", "Endpoint.Address"]}, "\"],\"portNumber\":[\"5432\"],\"localPortNumber\":[\"5432\"]}'"]]}}`), Want: "Aurora.Endpoint.Address"},
		{Name: "no tunnel", Check: tunnelCommand, Change: checktest.Output("Data", "TunnelCommand", `null`), Want: "0 outputs"},
		{Name: "a token for localhost", Check: tokenCommand, Change: checktest.Output("Data", "TokenCommand", `{"Value": "aws rds generate-db-auth-token --region ap-northeast-2 --hostname localhost --port 5432 --username chassis_admin"}`), Want: "--hostname is \"localhost\""},
		{Name: "a token for nobody", Check: tokenCommand, Change: checktest.Output("Data", "TokenCommand", `{"Value": "aws rds generate-db-auth-token --username postgres"}`), Want: "--username is \"postgres\""},
		{Name: "a shell on the bastion", Check: databaseAccess, Change: checktest.Set("Data/DatabaseAccess", `null`, access(0, "Condition")...), Want: "ssm:StartSession"},
		{Name: "any bastion", Check: databaseAccess, Change: checktest.Set("Data/DatabaseAccess", `"*"`, access(0, "Resource")...), Want: "ssm:StartSession on *"},
		{Name: "any database", Check: databaseAccess, Change: checktest.Set("Data/DatabaseAccess", `"*"`, access(3, "Resource")...), Want: "rds-db:connect on *"},
		{Name: "a policy that is attached", Check: databaseAccess, Change: checktest.Set("Data/DatabaseAccess", `["developer"]`, "Users"), Want: "want it absent"},
	}
}
