package config

import (
	"math"
	"slices"
)

const (
	// The bounds of Aurora capacity units, in steps of a half. Some newer clusters
	// take up to 256, but which ones is known only after their creation.
	// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
	lowestMinACU, lowestMaxACU, highestACU = 0.5, 1, 128

	// maxAuroraReaders is the limit of readers in a cluster.
	// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Replication.html
	maxAuroraReaders = 15

	// maxBackupDays is the longest window of point-in-time recovery.
	// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
	maxBackupDays = 35
)

// auroraVersions are the versions 15.x that the CloudFormation validation of the
// pinned CDK knows; a newer CDK may know more. The first is the oldest with the RDS
// Data API, which creates the services' database roles.
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.Data_API.html
func auroraVersions() []string {
	return []string{
		"15.3", "15.4", "15.5", "15.6", "15.7", "15.8", "15.10", "15.12", "15.13", "15.14", "15.15", "15.17", "15.18",
	}
}

func checkAuroraVersion(e Environment, fail reporter) {
	if got := e.Database.Version; !slices.Contains(auroraVersions(), got) {
		fail("auroraVersion must be %s, got %q", oneOf(auroraVersions()), got)
	}
}

func checkMinACU(e Environment, fail reporter) {
	got := e.Database.MinACU
	if got == 0 {
		fail("auroraMinAcu must be at least %v: 0 would pause an idle cluster, but the proxy's open connections keep it from ever being idle", lowestMinACU)
		return
	}
	checkACU(fail, "auroraMinAcu", got, lowestMinACU)
}

func checkMaxACU(e Environment, fail reporter) {
	checkACU(fail, "auroraMaxAcu", e.Database.MaxACU, lowestMaxACU)
}

func checkACU(fail reporter, name string, got, lowest float64) {
	const step = 0.5
	if got < lowest || got > highestACU || math.Mod(got, step) != 0 {
		fail("%s must be between %v and %v in steps of %v, got %v", name, lowest, float64(highestACU), step, got)
	}
}

func checkACURange(e Environment, fail reporter) {
	if e.Database.MinACU > e.Database.MaxACU {
		fail("auroraMinAcu must be at most auroraMaxAcu, which is %v, got %v", e.Database.MaxACU, e.Database.MinACU)
	}
}

func checkReaders(e Environment, fail reporter) {
	switch got := e.Database.Readers; {
	case got != 0 && !e.SpansZones():
		fail("readers must be 0, because this is a single-zone environment, got %d", got)
	case got != 0 && e.Ephemeral:
		fail("readers must be 0, because an ephemeral instance has one writer only, got %d", got)
	default:
		checkRange(fail, "readers", got, 0, maxAuroraReaders)
	}
}

func checkMaxReaders(e Environment, fail reporter) {
	checkRange(fail, "maxReaders", e.Database.MaxReaders, 1, maxAuroraReaders)
}

func checkReaderAutoScaling(e Environment, fail reporter) {
	d := e.Database
	if !d.ReaderAutoScaling {
		return
	}
	if d.Readers < 1 {
		fail("readerAutoScaling needs a fixed reader to measure, got readers %d", d.Readers)
	}
	if d.MaxReaders < d.Readers {
		fail("maxReaders must be at least readers, which is %d, got %d", d.Readers, d.MaxReaders)
	}
}

func checkBackupRetention(e Environment, fail reporter) {
	checkRange(fail, "backupRetentionDays", e.Database.BackupRetentionDays, 1, maxBackupDays)
}

func checkDeletionProtection(e Environment, fail reporter) {
	if e.Ephemeral && e.Database.DeletionProtected {
		fail("deletionProtection must be false, because cdk destroy has to remove an ephemeral instance")
	}
}

// MaxConnections is the limit of connections to PostgreSQL in a cluster of this
// capacity. Aurora derives it from MaxACU, and caps it at 2000 while MinACU is
// below 1.
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
func (e Environment) MaxConnections() int {
	// A line through the documented points: 189 at 1 ACU, 823 at 4, 1669 at 8, 3360
	// at 16.
	const perACU, offset, highest, highestBelowOne = 211, 22, 5000, 2000
	limit := min(int(e.Database.MaxACU*perACU)-offset, highest)
	if e.Database.MinACU < 1 {
		limit = min(limit, highestBelowOne)
	}
	return limit
}
