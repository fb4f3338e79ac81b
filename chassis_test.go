package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/platformtest"
	"example.com/chassis/lib/proof/promises"
	"example.com/chassis/lib/proof/promises/check"
)

var update = flag.Bool("update", false, "write the golden files anew")

// asProgram makes the test binary behave as the program, so that its exit codes
// and messages can be tested without linking it a second time.
const asProgram = "CHASSIS_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	platformtest.Main(m)
}

// platforms are the long-lived environments, a throw-away instance of each that
// has them, of which one is a clone of prod, and disaster recovery beside prod from
// a snapshot.
func platforms() []platformtest.Settings {
	return []platformtest.Settings{
		{"env": "dev"},
		{"env": "staging"},
		{"env": "prod"},
		{"env": "dev", "instance": "try"},
		{"env": "staging", "instance": "pr-42", "cloneSourceClusterId": "chassis-prod-e3b0c442"},
		{"env": "prod", "instance": "dr", "restoreSnapshotId": "rds:chassis-prod-e3b0c442-2026-11-20-18-07"},
	}
}

func label(settings platformtest.Settings) string {
	return strings.TrimSuffix(settings["env"]+"-"+settings["instance"], "-")
}

func TestPromises(t *testing.T) {
	all := promises.All()
	if len(all) == 0 {
		t.Fatal("there are no promises")
	}
	for _, settings := range platforms() {
		t.Run(label(settings), func(t *testing.T) {
			platform := platformtest.Synth(t, settings).Platform
			for _, verdict := range check.Judge(platform, all) {
				t.Run(verdict.ID+" "+verdict.Says, func(t *testing.T) {
					for _, wrong := range verdict.Wrong {
						t.Error(wrong)
					}
					if verdict.Stumbled {
						t.Skip("not judged: what it looks up is not there, as the first of these tests says")
					}
				})
			}
		})
	}
}

// Renaming or re-nesting a construct gives its resource another logical id, which
// CloudFormation takes for a new resource and the end of the old one. The long-lived
// environments have the same ids, so one list serves them all.
func TestResourcesThatHoldDataKeepTheirLogicalIDs(t *testing.T) {
	const golden = "testdata/data.golden"
	for _, settings := range platforms()[:3] {
		var lines []string
		for _, stack := range platformtest.Synth(t, settings).Stacks {
			for _, r := range sorted(stack) {
				if holdsData(r) {
					lines = append(lines, fmt.Sprintf("%-9s %-35s %s\n", stack.ID, r.Type, r.LogicalID))
				}
			}
		}
		got := strings.Join(lines, "")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := read(t, golden); got != want {
			t.Errorf("%s has\n%s\nbut the templates of %s have\n%s\nAn id that is gone is a resource that is deleted with its data; if that is meant, run with -update", golden, want, label(settings), got)
		}
	}
}

func holdsData(r *assembly.Resource) bool {
	return slices.Contains([]string{
		"AWS::ECR::Repository", "AWS::ElastiCache::ReplicationGroup", "AWS::KMS::Key", "AWS::Logs::LogGroup",
		"AWS::RDS::DBCluster", "AWS::S3::Bucket", "AWS::SecretsManager::Secret",
	}, r.Type)
}

func sorted(stack *assembly.Stack) []*assembly.Resource {
	var list []*assembly.Resource
	for _, r := range stack.Resources {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b *assembly.Resource) int { return strings.Compare(a.LogicalID, b.LogicalID) })
	return list
}

// A template that changes from run to run makes every diff noise; the usual cause
// is a range over a map while constructs are defined.
func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	settings := platformtest.Settings{"env": "prod"}
	first, second := platformtest.Synth(t, settings), platformtest.SynthAnew(t, settings)
	compared := 0
	for _, pattern := range []string{"*.template.json", "*.assets.json", "manifest.json", "tree.json"} {
		files, err := filepath.Glob(filepath.Join(first.Dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			compared++
			if a, b := read(t, file), read(t, filepath.Join(second.Dir, filepath.Base(file))); a != b {
				t.Errorf("%s differs between two syntheses of the same settings", filepath.Base(file))
			}
		}
	}
	if compared != 10 {
		t.Errorf("compared %d files, want the template and assets of four stacks, the manifest and the tree", compared)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
