package changes

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"example.com/chassis/lib/cfn/assembly"

	"example.com/chassis/lib/cfn/changes/internal/servicespec"
)

func TestTheTableIsWhatTheCDKCarries(t *testing.T) {
	t.Parallel()
	source := filepath.Join("..", "..", "..", "node_modules", "aws-cdk")
	if _, err := os.Stat(filepath.Join(source, servicespec.File)); errors.Is(err, os.ErrNotExist) {
		t.Skip("needs the CDK's command line: npm ci")
	}
	want, err := servicespec.Table(source, servicespec.Conditional)
	if err != nil {
		t.Fatal(err)
	}
	if want != replacementTable {
		t.Error("replacement.txt is not what the installed aws-cdk says: go generate ./lib/cfn/changes, and read the difference")
	}
}

func TestTheTableKnowsWhatThePlatformUses(t *testing.T) {
	t.Parallel()
	if got := len(kinds()); got < 1900 {
		t.Fatalf("the table has %d types, want all of CloudFormation's", got)
	}
	for _, tc := range []struct {
		kind, property string
		want           verdict
	}{
		{"AWS::RDS::DBCluster", "DBSubnetGroupName", will},
		{"AWS::RDS::DBCluster", "Engine", may},
		{"AWS::RDS::DBCluster", "EngineVersion", no},
		{"AWS::ElastiCache::ReplicationGroup", "CacheSubnetGroupName", will},
		{"AWS::ElastiCache::ReplicationGroup", "AuthToken", may},
		{"AWS::OpenSearchService::Domain", "EncryptionAtRestOptions", may},
		{"AWS::SecretsManager::Secret", "KmsKeyId", no},
		{"AWS::S3::Bucket", "BucketName", will},
		{"AWS::Logs::LogGroup", "LogGroupName", will},
	} {
		got := no
		found, known := paths(tc.kind, tc.property)
		for _, p := range found {
			got = max(got, p.replaces)
		}
		if !known || got != tc.want {
			t.Errorf("%s of %s: known is %t and the verdict %d, want %d", tc.property, tc.kind, known, got, tc.want)
		}
	}
	if name := kinds()["AWS::ECR::Repository"].name; name != "RepositoryName" {
		t.Errorf("Ref of a repository is %q, want RepositoryName", name)
	}
}

func TestEveryStatefulTypeHoldsSomething(t *testing.T) {
	t.Parallel()
	// Their clusters have the storage.
	exceptions := map[string]bool{"AWS::DocDB::DBInstance": true, "AWS::Neptune::DBInstance": true}
	stateful := 0
	for name, k := range kinds() {
		if !k.stateful {
			continue
		}
		stateful++
		if slices.Contains(assembly.DataTypes(), name) == exceptions[name] {
			t.Errorf("%s is stateful to the CDK: say in lib/cfn/assembly what it holds", name)
		}
	}
	if stateful == 0 {
		t.Error("the table marks no type as stateful")
	}
	for _, name := range assembly.DataTypes() {
		if _, known := kinds()[name]; !known {
			t.Errorf("%s holds data and is not in the table", name)
		}
	}
}
