package config

import "regexp"

// What RDS accepts as identifiers. The name of an automated snapshot starts with
// "rds:", that of a snapshot of AWS Backup with "awsbackup:".
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBClusterSnapshot.html
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
var (
	snapshotName = regexp.MustCompile(`^((rds|awsbackup):)?[A-Za-z](-?[A-Za-z0-9]){0,254}$`)
	snapshotARN  = regexp.MustCompile(`^arn:aws:rds:([a-z0-9-]+):[0-9]{12}:cluster-snapshot:((rds|awsbackup):)?[A-Za-z](-?[A-Za-z0-9]){0,254}$`)
	clusterName  = regexp.MustCompile(`^[A-Za-z](-?[A-Za-z0-9]){0,62}$`)
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
	case parts != nil && parts[1] != Region:
		fail("restoreSnapshotId must be of %s, because a snapshot is restored in its own region, got one of %s; copy it first", Region, parts[1])
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
	case parts != nil && parts[1] != Region:
		fail("cloneSourceClusterId must be of %s, because a clone shares its source's storage, got one of %s", Region, parts[1])
	}
}

func checkOneOrigin(e Environment, fail reporter) {
	if o := e.Database.Origin; o.SnapshotID != "" && o.CloneSource != "" {
		fail("restoreSnapshotId and cloneSourceClusterId cannot both say where the data comes from; give one of them")
	}
}
