package promises

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func cache() []Promise {
	return []Promise{
		{"R3.10", "The cache is one Redis 7.1 replication group of cache.t4g.micro nodes on port 6379.", redisEngine},
		{"R3.10", "Prod has two cache nodes with automatic failover between zones; staging and dev have one.", redisNodes},
		{"R3.10", "Prod keeps the cache's daily snapshots for 15 days; staging and dev take none.", redisSnapshots},
		{"R3.10", "Redis writes its slow log and its engine log, as JSON, to log groups of their own.", redisLogs},
		{"R3.10", "Redis stands in isolated subnets: in dev that of ap-northeast-2a only, elsewhere those of both zones.", redisSubnets},
		{"R3.10", "Redis speaks TLS, encrypts its data with a customer-managed key and demands a token that Secrets Manager generated.", redisSecurity},
		{"R3.10", "Redis takes newer minor versions by itself.", redisUpgrades},
	}
}

const replicationGroup = "AWS::ElastiCache::ReplicationGroup"

func redisEngine(p Platform) []string {
	v := review{Platform: p}
	group := v.only("Data", replicationGroup)
	v.reads(group, "redis", "Engine")
	v.reads(group, "7.1", "EngineVersion")
	v.reads(group, "cache.t4g.micro", "CacheNodeType")
	v.reads(group, 6379, "Port")
	for _, other := range []string{"AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ServerlessCache", "AWS::ElastiCache::GlobalReplicationGroup"} {
		v.count(p.OfType(other), 0, other)
	}
	return v.findings
}

func redisUpgrades(p Platform) []string {
	v := review{Platform: p}
	v.reads(v.only("Data", replicationGroup), true, "AutoMinorVersionUpgrade")
	return v.findings
}

func redisLogs(p Platform) []string {
	v := review{Platform: p}
	group := v.only("Data", replicationGroup)
	if group == nil {
		return v.findings
	}
	var got []string
	for i := range assembly.List(group.At("LogDeliveryConfigurations")) {
		path := []any{"LogDeliveryConfigurations", i}
		v.reads(group, "json", append(path, "LogFormat")...)
		v.reads(group, "cloudwatch-logs", append(path, "DestinationType")...)
		logs := v.target(group, "AWS::Logs::LogGroup", append(path, "DestinationDetails", "CloudWatchLogsDetails", "LogGroup")...)
		kind := v.Text(group.Stack, group.At(append(path, "LogType")...))
		if logs != nil && !strings.HasSuffix(v.Text(logs.Stack, logs.At("LogGroupName")), "/redis-"+kind) {
			v.add("%s writes its %s to %s", group, kind, logs)
		}
		got = append(got, kind)
	}
	v.texts(group.String()+": logs", got, []string{"slow-log", "engine-log"})
	return v.findings
}

func redisNodes(p Platform) []string {
	v := review{Platform: p}
	group := v.only("Data", replicationGroup)
	nodes := perEnvironment[int]{dev: 1, staging: 1, prod: 2}.of(p)
	v.reads(group, nodes, "NumCacheClusters")
	v.reads(group, nodes > 1, "AutomaticFailoverEnabled")
	v.reads(group, nodes > 1, "MultiAZEnabled")
	// The other ways to say how many nodes there are.
	v.absent(group, "NumNodeGroups")
	v.absent(group, "ReplicasPerNodeGroup")
	return v.findings
}

func redisSnapshots(p Platform) []string {
	v := review{Platform: p}
	group := v.only("Data", replicationGroup)
	v.reads(group, perEnvironment[int]{prod: 15}.of(p), "SnapshotRetentionLimit")
	return v.findings
}

func redisSubnets(p Platform) []string {
	v := review{Platform: p}
	group := v.only("Data", replicationGroup)
	subnets := v.only("Data", "AWS::ElastiCache::SubnetGroup")
	v.refers(group, subnets, "", "CacheSubnetGroupName")
	if subnets == nil {
		return v.findings
	}
	// Where nodes stand follows from the subnets; zones of their own could disagree.
	v.absent(group, "PreferredCacheClusterAZs")
	both := []string{zoneA + " isolated", zoneC + " isolated"}
	want := perEnvironment[[]string]{dev: both[:1], staging: both, prod: both}.of(p)
	var got []string
	for _, s := range v.subnetsOf(subnets, subnets.At("SubnetIds")) {
		got = append(got, s.zone+" "+s.tier())
	}
	v.texts(subnets.String()+": subnets", got, want)
	return v.findings
}

func redisSecurity(p Platform) []string {
	v := review{Platform: p}
	group := v.only("Data", replicationGroup)
	v.reads(group, true, "TransitEncryptionEnabled")
	// "preferred" would also take clients without TLS.
	if mode := group.At("TransitEncryptionMode"); mode != nil {
		v.reads(group, "required", "TransitEncryptionMode")
	}
	v.reads(group, true, "AtRestEncryptionEnabled")
	v.encrypted(group, "KmsKeyId")
	secret := v.redisToken(group)
	if secret == nil {
		return v.findings
	}
	v.encrypted(secret, "KmsKeyId")
	v.absent(secret, "SecretString")
	// ElastiCache takes 16 to 128 characters and few special ones.
	if length := v.number(secret, "GenerateSecretString", "PasswordLength"); length < 16 || length > 128 {
		v.add("%s: the token has %v characters, want 16 to 128", secret, length)
	}
	v.reads(secret, true, "GenerateSecretString", "ExcludePunctuation")
	v.absent(secret, "GenerateSecretString", "SecretStringTemplate")
	return v.findings
}

// redisToken returns the secret that a replication group takes its token from.
func (v *review) redisToken(group *assembly.Resource) *assembly.Resource {
	if group == nil {
		return nil
	}
	var secret *assembly.Resource
	for _, t := range v.References(group.Stack, group.At("AuthToken")) {
		if t.Resource != nil && t.Resource.Type == "AWS::SecretsManager::Secret" {
			secret = t.Resource
		}
	}
	if secret == nil {
		v.add("%s: the token is %s, want a reference to a secret of this template", group, v.shown(group, group.At("AuthToken")))
		return nil
	}
	v.reads(group, "{{resolve:secretsmanager:"+token(secret, "")+":SecretString:::}}", "AuthToken")
	return secret
}
