package data

import (
	"slices"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func TestPromises(t *testing.T) {
	t.Parallel()
	checktest.Test(t, slices.Concat(settingsBreaches(), auroraBreaches(), originBreaches(), rolesBreaches(), proxyBreaches(), cacheBreaches(), bastionBreaches(), accessBreaches(), commandBreaches()))
}

// settings changes only what the platform was made from.
func settings(change func(*config.Environment)) checktest.Change { return checktest.Settings(change) }

func settingsBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "another ceiling", Check: auroraCapacity, Change: settings(func(e *config.Environment) { e.Database.MaxACU = 127.5 }), Want: "MaxCapacity is 128, want 127.5"},
		{Name: "the identifier of an instance", Check: clusterIdentifier, Change: settings(func(e *config.Environment) { e.Instance = "dr" }), Want: "want chassis-prod-dr-"},
		{Name: "no protection", Check: clusterProtection, Change: settings(func(e *config.Environment) { e.Database.DeletionProtected = false }), Want: "want false"},
		{Name: "a cluster that outlives its environment", Check: clusterProtection, Change: settings(func(e *config.Environment) { e.Ephemeral = true }), Want: "policies on deletion"},
		{Name: "an ephemeral cluster that is protected", Check: clusterProtection, Change: settings(func(e *config.Environment) { e.Ephemeral = true }), Want: "DeletionProtection is true, want false"},
		{Name: "a snapshot as the origin", Check: clusterOrigin, Change: settings(func(e *config.Environment) { e.Database.Origin.SnapshotID = "yesterday" }), Want: "SnapshotIdentifier is absent, want yesterday"},
		{Name: "a cluster to clone", Check: clusterOrigin, Change: settings(func(e *config.Environment) { e.Database.Origin.CloneSource = "other" }), Want: "SourceDBClusterIdentifier is absent, want other"},
		{Name: "another platform's database", Check: clusterOrigin, Change: settings(func(e *config.Environment) { e.Platform = "acme" }), Want: "want acme_admin"},
		{Name: "a service without a role", Check: rolesAreMade, Change: settings(func(e *config.Environment) { e.Services[0].Name = "shop" }), Want: "statement 1 is"},
		{Name: "a role without a service", Check: proxyRole, Change: settings(func(e *config.Environment) { e.Services[1].Database = false }), Want: "may: got"},
		{Name: "a node too many", Check: redisNodes, Change: settings(func(e *config.Environment) { e.Cache.Nodes = 1 }), Want: "NumCacheClusters is 2, want 1"},
		{Name: "failover before its time", Check: redisFailover, Change: settings(func(e *config.Environment) { e.Cache.Failover = false }), Want: "AutomaticFailoverEnabled is true, want false"},
		{Name: "a cache outside the workload zones", Check: redisSubnets, Change: settings(func(e *config.Environment) { e.Network.WorkloadZones = e.Network.WorkloadZones[:1] }), Want: "RedisSubnetGroup2387CBFF: subnets"},
		{Name: "a bastion outside the workload zones", Check: bastionHost, Change: settings(func(e *config.Environment) { e.Network.WorkloadZones = e.Network.WorkloadZones[1:] }), Want: "want one of"},
	}
}

func cacheBreaches() []checktest.Breach {
	const group = "Data/RedisReplicationGroup"
	return []checktest.Breach{
		{Name: "one log twice", Check: redisLogs, Change: checktest.Set(group, `"slow-log"`, "LogDeliveryConfigurations", 1, "LogType"), Want: "writes its slow-log to"},
		{Name: "failover within a zone", Check: redisFailover, Change: checktest.Set(group, `false`, "MultiAZEnabled"), Want: "MultiAZEnabled is false, want true"},
		{Name: "plain Redis beside TLS", Check: redisSecurity, Change: checktest.Set(group, `"preferred"`, "TransitEncryptionMode"), Want: "want required"},
		{Name: "a short token", Check: redisSecurity, Change: checktest.Set("Data/RedisAuthToken", `31`, "GenerateSecretString", "PasswordLength"), Want: "want 32 to 128"},
		{Name: "snapshots by day", Check: nightlyWindows, Change: checktest.Set(group, `"20:30-21:30"`, "SnapshotWindow"), Want: "between 15:00 and 21:00"},
		{Name: "ten minutes of backup", Check: nightlyWindows, Change: checktest.Set("Data/Aurora", `"17:00-17:10"`, "PreferredBackupWindow"), Want: "half an hour or more"},
		{Name: "a maintenance in the middle of the backup", Check: nightlyWindows, Change: checktest.Changes(
			checktest.Set("Data/Aurora", `"sun:17:15-sun:17:45"`, "PreferredMaintenanceWindow"), checktest.Set("Data/Aurora", `"17:00-18:00"`, "PreferredBackupWindow"),
		), Want: "overlap"},
	}
}

func bastionBreaches() []checktest.Breach {
	const host = "Data/Bastion"
	return []checktest.Breach{
		{Name: "an image for x86", Check: bastionHost, Change: func(_ *testing.T, p *check.Platform) {
			for _, parameter := range p.Stack("Data").Parameters {
				parameter.(map[string]any)["Default"] = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64"
			}
		}, Want: "want Amazon Linux 2023 for arm64"},
		{Name: "a key pair", Check: bastionSecurity, Change: checktest.Set(host, `"mine"`, "KeyName"), Want: "want it absent"},
		{Name: "a second disk", Check: bastionDisk, Change: checktest.Set(host, `[{}, {}]`, "BlockDeviceMappings"), Want: "has 2 disks, want 1"},
		{Name: "a metric a minute", Check: bastionHost, Change: checktest.Set(host, `true`, "Monitoring"), Want: "Monitoring is true"},
	}
}
