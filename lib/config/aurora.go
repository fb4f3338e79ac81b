package config

import (
	"regexp"
	"slices"
)

const (
	// The bounds of Aurora capacity units, in steps of a half. Some newer clusters
	// take up to 256, but which ones is known only after their creation.
	// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
	lowestMinACU, lowestMaxACU, highestACU, stepACU = 0.5, 1, 128, 0.5

	// maxAuroraReaders is the limit of readers in a cluster.
	// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Replication.html
	maxAuroraReaders = 15

	// maxBackupDays is the longest window of point-in-time recovery.
	// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
	maxBackupDays = 35
)

// auroraVersion is a minor version of PostgreSQL 15 from 15.10 on, the oldest with which
// RDS still creates a cluster.
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html
var auroraVersion = regexp.MustCompile(`^15\.[1-9][0-9]$`)

// auroraVersions are those that the pinned CDK and its validation know. AWS adds some each
// quarter, and upgrades a cluster to them by itself.
func auroraVersions() []string {
	return []string{"15.10", "15.12", "15.13", "15.14", "15.15", "15.17", "15.18", "15.19"}
}

// Known reports whether the pinned CDK knows the version of the database.
func (d Database) Known() bool { return slices.Contains(auroraVersions(), d.Version) }

func refusePause(value any, fail reporter) {
	if value == 0.0 {
		fail("auroraMinAcu must be at least %v: 0 would pause an idle cluster, but the proxy's open connections keep it from ever being idle", lowestMinACU)
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
	}
}

func checkReaderAutoScaling(e Environment, fail reporter) {
	d := e.Database
	if !d.ReaderAutoScaling {
		return
	}
	if e.Ephemeral {
		fail("readerAutoScaling must be false, because an ephemeral instance has one writer only")
		return
	}
	if !e.SpansZones() {
		fail("readerAutoScaling must be false, because this is a single-zone environment")
		return
	}
	if d.Readers < 1 {
		fail("readerAutoScaling needs a fixed reader to measure, got readers %d", d.Readers)
	}
	if d.MaxReaders < d.Readers {
		fail("maxReaders must be at least readers, which is %d, got %d", d.Readers, d.MaxReaders)
	}
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

// What RDS accepts as identifiers. The name of an automated snapshot starts with
// "rds:", that of a snapshot of AWS Backup with "awsbackup:".
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
var (
	snapshotName = regexp.MustCompile(`^((rds|awsbackup):)?[A-Za-z](-?[A-Za-z0-9]){0,254}$`)
	snapshotARN  = regexp.MustCompile(`^arn:aws:rds:([a-z0-9-]+):[0-9]{12}:cluster-snapshot:((rds|awsbackup):)?[A-Za-z](-?[A-Za-z0-9]){0,254}$`)
	clusterName  = regexp.MustCompile(`^[A-Za-z](-?[A-Za-z0-9]){0,62}$`)
	snapshot     = either(snapshotName, snapshotARN)
	cluster      = either(clusterName, clusterARN)
	clusterARN   = regexp.MustCompile(`^arn:aws:rds:([a-z0-9-]+):[0-9]{12}:cluster:[A-Za-z](-?[A-Za-z0-9]){0,62}$`)
)

// Origin is the source of a cluster's data when it is created. Without a source the
// cluster starts empty. A change replaces the cluster.
type Origin struct {
	// SnapshotID is the name or ARN of the cluster snapshot to restore.
	SnapshotID string
	// CloneSource is the identifier, or the ARN for another account, of the live
	// cluster to clone.
	CloneSource string
}

// Fresh reports whether the cluster starts empty.
func (o Origin) Fresh() bool { return o == Origin{} }

func checkRestoreSnapshot(e Environment, fail reporter) {
	id := e.Database.Origin.SnapshotID
	switch parts := snapshotARN.FindStringSubmatch(id); {
	case id == "":
	case e.Database.NeverRestored:
		fail("restoreSnapshotId would replace the database of %[1]s; restore into an instance beside it: -c env=%[1]s -c instance=<name>", e.Name)
	case parts == nil && !snapshotName.MatchString(id):
		fail("restoreSnapshotId must be the name or ARN of a DB cluster snapshot, got %q", id)
	case parts != nil && parts[1] != e.Region:
		fail("restoreSnapshotId must be of %s, because a snapshot is restored in its own region, got one of %s; copy it first", e.Region, parts[1])
	}
}

func checkCloneSource(e Environment, fail reporter) {
	id := e.Database.Origin.CloneSource
	switch parts := clusterARN.FindStringSubmatch(id); {
	case id == "":
	case e.Database.NeverCloned:
		fail("cloneSourceClusterId must not be given in %s, which never starts from another database's live data", e.Name)
	case parts == nil && !clusterName.MatchString(id):
		fail("cloneSourceClusterId must be the identifier of a DB cluster, or its ARN for one of another account, got %q", id)
	case parts != nil && parts[1] != e.Region:
		fail("cloneSourceClusterId must be of %s, because a clone shares its source's storage, got one of %s", e.Region, parts[1])
	}
}

func checkOneOrigin(e Environment, fail reporter) {
	if o := e.Database.Origin; o.SnapshotID != "" && o.CloneSource != "" {
		fail("restoreSnapshotId and cloneSourceClusterId cannot both say where the data comes from; give one of them")
	}
}
