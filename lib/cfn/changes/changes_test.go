package changes_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/changes"
)

const (
	snapshot = "UpdateReplacePolicy Snapshot keeps a last snapshot, from which somebody must restore"
	outside  = "keeps the old one outside the stack, where nothing uses it"
	database = "it holds the databases: " + snapshot
	cache    = "it holds the cache's content, sessions and queues included"
	images   = "it holds the images, which running services pull again"
	writer   = "Data/Writer (AWS::RDS::DBInstance) REPLACED: DBClusterIdentifier (Data/Aurora is replaced)"
)

// lines compares two assemblies and returns the report, a ! before what endangers data.
func lines(t *testing.T, before, after string) []string {
	t.Helper()
	var sides []*assembly.Assembly
	for _, dir := range []string{before, after} {
		a, err := assembly.Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		sides = append(sides, a)
	}
	deployed, err := changes.Compare(sides[0], sides[1])
	if err != nil {
		return []string{err.Error()}
	}
	var report []string
	for _, c := range deployed.Changes {
		line := c.String()
		if c.Endangers() {
			line = "! " + line
		}
		report = append(report, line)
	}
	return report
}

func expect(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// Each fixture is the assembly in testdata/base with one thing changed.
func TestWhatAChangeDoesToEveryResource(t *testing.T) {
	t.Parallel()
	for fixture, want := range map[string][]string{
		"base": nil,
		"harmless": {
			"Network/Alb (AWS::ElasticLoadBalancingV2::LoadBalancer) DELETED",
			"Data/Aurora (AWS::RDS::DBCluster) updated: EngineVersion",
			"Data/Files (AWS::S3::Bucket) updated: Tags",
			"Data/Log (AWS::Logs::LogGroup) created",
			"Data/Subnets (AWS::RDS::DBSubnetGroup) updated: SubnetIds",
		},
		// The cluster's own lines in the template change nothing that replaces it.
		"subnet-group-31426": {
			"! Data/Aurora (AWS::RDS::DBCluster) REPLACED: DBSubnetGroupName (Data/Subnets is replaced); " + database,
			"Data/Subnets (AWS::RDS::DBSubnetGroup) REPLACED: DBSubnetGroupName",
			writer,
		},
		"replaced-through-export": {
			"Network/CacheSubnets (AWS::ElastiCache::SubnetGroup) REPLACED: CacheSubnetGroupName",
			"! Data/Cache (AWS::ElastiCache::ReplicationGroup) REPLACED: CacheSubnetGroupName (Network/CacheSubnets is replaced); " + cache + ": " + snapshot,
		},
		"renamed-cluster": {
			"! Data/Aurora (AWS::RDS::DBCluster) DELETED; renamed? Data/Database is nearly the same, but is created anew; " +
				"it holds the databases: DeletionPolicy Snapshot keeps a last snapshot, from which somebody must restore",
			"Data/Database (AWS::RDS::DBCluster) created; nearly the same as Data/Aurora, which is deleted: renamed?",
			"Data/Writer (AWS::RDS::DBInstance) REPLACED: DBClusterIdentifier",
		},
		"changed-kms-key": {
			"! Data/Aurora (AWS::RDS::DBCluster) REPLACED: KmsKeyId; " + database,
			"Data/AuroraKey (AWS::KMS::Key) created",
			writer,
		},
		"changed-snapshot": {
			"! Data/Aurora (AWS::RDS::DBCluster) REPLACED: SnapshotIdentifier; " + database,
			writer,
		},
		"removed-protection": {
			"Network/Alb (AWS::ElasticLoadBalancingV2::LoadBalancer) updated: LoadBalancerAttributes; WEAKENED: deletion_protection.enabled is removed",
			"! Data/TerminationProtection UNPROTECTED: the stack shop-data may be deleted from now on; WEAKENED: termination protection is removed; it holds resources with data",
			"! Data/Aurora (AWS::RDS::DBCluster) updated: DeletionProtection; WEAKENED: DeletionProtection is removed; it holds the databases",
			"! Data/Images (AWS::ECR::Repository) updated: EmptyOnDelete; WEAKENED: EmptyOnDelete false becomes true; " + images,
		},
		"weakened-policy": {
			"! Data/Cache (AWS::ElastiCache::ReplicationGroup) updated; WEAKENED: UpdateReplacePolicy Snapshot becomes Delete; " + cache,
			"! Data/Files (AWS::S3::Bucket) updated; WEAKENED: DeletionPolicy RetainExceptOnCreate becomes Delete; it holds the objects",
			"Data/Writer (AWS::RDS::DBInstance) updated: DeletionPolicy Delete becomes Retain",
		},
		"deleted-stack": {
			"! Data/Aurora (AWS::RDS::DBCluster) DELETED: its stack shop-data is gone; it holds the databases: DeletionPolicy Snapshot keeps a last snapshot, from which somebody must restore",
			"! Data/Cache (AWS::ElastiCache::ReplicationGroup) DELETED: its stack shop-data is gone; " + cache + ": DeletionPolicy Snapshot keeps a last snapshot, from which somebody must restore",
			"! Data/Files (AWS::S3::Bucket) DELETED: its stack shop-data is gone; it holds the objects: DeletionPolicy RetainExceptOnCreate " + outside,
			"! Data/Images (AWS::ECR::Repository) DELETED: its stack shop-data is gone; " + images + ": DeletionPolicy RetainExceptOnCreate " + outside,
			"! Data/Key (AWS::KMS::Key) DELETED: its stack shop-data is gone; it holds the key to everything that is encrypted with it: DeletionPolicy RetainExceptOnCreate " + outside,
			"Data/Subnets (AWS::RDS::DBSubnetGroup) DELETED: its stack shop-data is gone",
			"Data/Writer (AWS::RDS::DBInstance) DELETED: its stack shop-data is gone",
		},
	} {
		t.Run(fixture, func(t *testing.T) {
			t.Parallel()
			// Often, since a map in between would show in the order.
			for range 5 {
				expect(t, lines(t, filepath.Join("testdata", "base"), filepath.Join("testdata", fixture)), want)
			}
		})
	}
}

// base copies the base assembly with edits: file, old text, new text.
func base(t *testing.T, edits [][3]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "base"))); err != nil {
		t.Fatal(err)
	}
	for _, edit := range edits {
		file := filepath.Join(dir, edit[0])
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(string(text), edit[1]) != 1 {
			t.Fatalf("%s contains %q %d times, want once", edit[0], edit[1], strings.Count(string(text), edit[1]))
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), edit[1], edit[2], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// data edits the template of the Data stack.
func data(old, replacement string) [][3]string {
	return [][3]string{{"Data.template.json", old, replacement}}
}

// with adds resources to the Data stack.
func with(resources string) [][3]string {
	return data(`"Key": {`+"\n", resources+`, "Key": {`+"\n")
}
