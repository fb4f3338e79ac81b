package config

// NIST80053R5 is the cdk-nag pack of the NIST 800-53 revision 5 controls.
const NIST80053R5 = "NIST80053R5"

// checkNagPacks refuses the pack where no setting would satisfy it, and with settings that
// it objects to.
func checkNagPacks(e Environment, fail reporter) {
	const snapshotDays = 15 // its rule ElastiCacheRedisClusterAutomaticBackup
	switch {
	case len(e.NagPacks) == 0:
	case !e.LoadBalancer.Protected || e.Cache.SnapshotRetentionDays < snapshotDays:
		fail("nagPacks must not be %s here: it asks for a load balancer that AWS does not delete and for %d days of cache snapshots, which only environments like prod have",
			NIST80053R5, snapshotDays)
	case !e.Database.DeletionProtected: // its rule RDSInstanceDeletionProtectionEnabled
		fail("nagPacks: %s asks for deletionProtection; leave one of them out", NIST80053R5)
	}
}
