package data

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func cache() []check.Promise {
	return []check.Promise{
		{ID: "R3.10", Says: "The cache is one Redis 7.1 replication group of the node type of its settings, on port 6379.", Check: redisEngine},
		{ID: "R3.10", Says: "The cache has the nodes of its settings.", Check: redisNodes},
		{ID: "R8.2", Says: "The cache's nodes stand in several zones and fail over by themselves exactly where the settings say so.", Check: redisFailover},
		{ID: "R3.10", Says: "The cache's daily snapshots are kept as many days as the settings say; 0 takes none.", Check: redisSnapshots},
		{ID: "R3.10", Says: "Redis writes its slow log and its engine log, as JSON, to log groups of their own.", Check: redisLogs},
		{ID: "R3.10", Says: "Redis stands in the isolated subnets of the workload zones.", Check: redisSubnets},
		{ID: "R3.10", Says: "Redis speaks TLS, encrypts its data with a customer-managed key and demands a token that Secrets Manager generated.", Check: redisSecurity},
		{ID: "R3.10", Says: "Redis takes newer minor versions by itself.", Check: redisUpgrades},
	}
}

func redisEngine(v *check.Review) {
	group := v.Only("Data", parts.ReplicationGroup)
	v.Reads(group, "redis", "Engine")
	v.Reads(group, "7.1", "EngineVersion")
	v.Reads(group, v.Settings.Cache.NodeType, "CacheNodeType")
	v.Reads(group, 6379, "Port")
}

func redisUpgrades(v *check.Review) {
	v.Reads(v.Only("Data", parts.ReplicationGroup), true, "AutoMinorVersionUpgrade")
}

func redisLogs(v *check.Review) {
	group := v.Only("Data", parts.ReplicationGroup)
	if group == nil {
		return
	}
	var got []string
	for i := range assembly.List(group.At("LogDeliveryConfigurations")) {
		path := []any{"LogDeliveryConfigurations", i}
		v.Reads(group, "json", append(path, "LogFormat")...)
		v.Reads(group, "cloudwatch-logs", append(path, "DestinationType")...)
		logs := v.Target(group, "AWS::Logs::LogGroup", append(path, "DestinationDetails", "CloudWatchLogsDetails", "LogGroup")...)
		kind := v.Text(group.Stack, group.At(append(path, "LogType")...))
		if logs != nil && v.Text(logs.Stack, logs.At("LogGroupName")) != v.Settings.RedisLogGroupName(kind) {
			v.Add("%s writes its %s to %s", group, kind, logs)
		}
		got = append(got, kind)
	}
	v.Texts(group.String()+": logs", got, []string{"slow-log", "engine-log"})
}

func redisNodes(v *check.Review) {
	group := v.Only("Data", parts.ReplicationGroup)
	v.Reads(group, v.Settings.Cache.Nodes, "NumCacheClusters")
}

func redisFailover(v *check.Review) {
	group := v.Only("Data", parts.ReplicationGroup)
	v.Reads(group, v.Settings.Cache.Failover, "AutomaticFailoverEnabled")
	v.Reads(group, v.Settings.Cache.Failover, "MultiAZEnabled")
}

func redisSnapshots(v *check.Review) {
	v.Reads(v.Only("Data", parts.ReplicationGroup), v.Settings.Cache.SnapshotRetentionDays, "SnapshotRetentionLimit")
}

func redisSubnets(v *check.Review) {
	group := v.Only("Data", parts.ReplicationGroup)
	subnets := v.Only("Data", "AWS::ElastiCache::SubnetGroup")
	v.Refers(group, subnets, "", "CacheSubnetGroupName")
	if subnets == nil {
		return
	}
	parts.InSubnets(v, subnets, isolatedIn(v.Settings.Network.WorkloadZones)...)
}

// isolatedIn are the isolated subnets of zones.
func isolatedIn(zones []string) []string {
	var subnets []string
	for _, zone := range zones {
		subnets = append(subnets, "isolated in "+zone)
	}
	return subnets
}

func redisSecurity(v *check.Review) {
	group := v.Only("Data", parts.ReplicationGroup)
	v.Reads(group, true, "TransitEncryptionEnabled")
	// "preferred" would also take clients without TLS.
	v.Optional(group, "required", "TransitEncryptionMode")
	v.Reads(group, true, "AtRestEncryptionEnabled")
	parts.Encrypted(v, group, "KmsKeyId")
	secret := parts.RedisToken(v, group)
	if secret == nil {
		if group != nil {
			v.Add("%s: the token is %s, want a reference to a secret of this template", group, v.Shown(group, group.At("AuthToken")))
		}
		return
	}
	v.Reads(group, "{{resolve:secretsmanager:"+check.Token(secret, "")+":SecretString:::}}", "AuthToken")
	parts.Encrypted(v, secret, "KmsKeyId")
	// ElastiCache takes 16 to 128 characters and few special ones. Of letters and digits
	// 32 say more than a key of 128 bits.
	if length := v.Number(secret, "GenerateSecretString", "PasswordLength"); length < 32 || length > 128 {
		v.Add("%s: the token has %v characters, want 32 to 128", secret, length)
	}
	v.Reads(secret, true, "GenerateSecretString", "ExcludePunctuation")
}
