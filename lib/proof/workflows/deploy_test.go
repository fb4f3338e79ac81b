package workflows_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	guarded  = "go run ./cmd/guard -in-order Some=deployed/Some.json cdk.out"
	ordered  = "go run ./cmd/guard -first Some=deployed/Some.json cdk.out"
	options  = " --app cdk.out --require-approval never --no-notices --import-existing-resources"
	deployed = "cdk deploy --all" + options
	looked   = "aws cloudformation describe-stacks --stack-name the-some --query Stacks[0].StackStatus --output text"
)

// deployment runs the script for one stack that is deployed, Some, whose statuses are
// those of aws in turn; the last stays. It returns what else the script ran.
func deployment(t *testing.T, guard, cdk, aws, allow string) (got []string, output string, err error) {
	t.Helper()
	dir, environ := programs(t, map[string]string{
		"bin/go": guard, "node_modules/.bin/cdk": cdk, "bin/aws": aws, "bin/sleep": "", "bin/node": "echo Some=the-some", "deployed/Some.json": "",
	})
	output, err = script(t, dir, append(environ, "ALLOW="+allow), "deploy", "deployed", "cdk.out")
	for _, call := range calls(t, dir) {
		// The text of the program that node is given has several lines.
		if program, _, _ := strings.Cut(call, " "); slices.Contains([]string{"go", "cdk", "aws", "sleep"}, program) {
			got = append(got, call)
		}
	}
	return got, output, err
}

// statuses answers with one status after the other, and then with the last.
func statuses(list ...string) string {
	return fmt.Sprintf(`n=$(grep -c ^aws "${0%%/*}/../calls"); all=(%s); echo "${all[n <= ${#all[@]} ? n-1 : ${#all[@]}-1]}"`, strings.Join(list, " "))
}

// The guard decides whether and in which order stacks are deployed.
func TestADeploymentObeysTheGuard(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		guard string
		allow string
		want  []string
	}{
		"data would be lost": {"exit 1", "", []string{guarded}},
		"nothing goes first": {"", "", []string{guarded, ordered, looked, deployed}},
		"two go first": {"[[ $3 != -first ]] || echo 'B\nA'", "", []string{
			guarded, ordered, looked, "cdk deploy B --exclusively" + options, looked, "cdk deploy A --exclusively" + options, looked, deployed,
		}},
		"the order is impossible": {"[[ $3 != -first ]]", "", []string{guarded, ordered}},
		"losses are allowed": {"", "A/B C/D", []string{
			"go run ./cmd/guard -in-order -allow A/B -allow C/D Some=deployed/Some.json cdk.out", ordered, looked, deployed,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, output, err := deployment(t, tc.guard, "", statuses("UPDATE_COMPLETE"), tc.allow)
			if ends := tc.want[len(tc.want)-1] == deployed; (err == nil) != ends {
				t.Errorf("the script ends with %v:\n%s", err, output)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("it ran\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tc.want, "\n"))
			}
		})
	}
}

// CloudFormation refuses a stack that a release changes, after the stacks before it are
// deployed.
func TestADeploymentWaitsForARelease(t *testing.T) {
	t.Parallel()
	const free, locked, wait = "UPDATE_COMPLETE", "UPDATE_IN_PROGRESS", "sleep 60"
	failsOnce := `[[ $(grep -c ^cdk calls) != 1 ]]`
	for name, tc := range map[string]struct {
		cdk, aws string
		want     []string
		says     string
	}{
		"a release runs":         {"", statuses(locked, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", free), []string{looked, wait, looked, wait, looked, deployed}, "waiting for the-some UPDATE_IN_PROGRESS"},
		"a release begins":       {failsOnce, statuses(free, locked, locked, free), []string{looked, deployed, looked, looked, wait, looked, deployed}, ""},
		"the deployment fails":   {"exit 1", statuses(free), []string{looked, deployed, looked}, ""},
		"it fails twice":         {"exit 1", statuses(free, locked, free), []string{looked, deployed, looked, looked, deployed}, ""},
		"a change set is left":   {"", statuses("REVIEW_IN_PROGRESS"), []string{looked, deployed}, ""},
		"the stack is not there": {"", "echo 'Stack with id the-some does not exist' >&2; exit 254", []string{looked, deployed}, ""},
		"no permission":          {"", "echo AccessDenied >&2; exit 254", []string{looked}, "AccessDenied"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, output, err := deployment(t, "", tc.cdk, tc.aws, "")
			if want := append([]string{guarded, ordered}, tc.want...); !slices.Equal(got, want) {
				t.Errorf("it ran\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if fails := strings.Contains(name, "fails") || name == "no permission"; (err != nil) != fails || !strings.Contains(output, tc.says) {
				t.Errorf("it ends with %v and says %s", err, output)
			}
		})
	}
	got, output, err := deployment(t, "", "", statuses(locked), "")
	if waits := len(got) - 2; err == nil || waits != 2*60 || !strings.Contains(output, "::error::still being changed after an hour: the-some UPDATE_IN_PROGRESS") {
		t.Errorf("after %d looks and waits it ends with %v", waits, err)
	}
}

// Green without a deployment would be believed.
func TestADeploymentOfProdWithoutARoleFails(t *testing.T) {
	t.Parallel()
	for like, want := range map[string]string{"prod": "::error::nothing is deployed", "staging": "::warning::nothing is deployed"} {
		out, err := runBlock(t, ".github/workflows/deploy.yml", "- if: env.ROLE == ''\n", t.TempDir(), "LIKE="+like, "ENVIRONMENT=somewhere")
		if !strings.HasPrefix(out, want) || (err != nil) != (like == "prod") {
			t.Errorf("an environment like %s ends with %v and says %s", like, err, out)
		}
	}
}

func TestTheFirstDeploymentNeedsNoGuard(t *testing.T) {
	t.Parallel()
	dir, environ := programs(t, map[string]string{"node_modules/.bin/cdk": "", "bin/go": "exit 1", "bin/node": "", "bin/aws": ""})
	if err := os.Mkdir(filepath.Join(dir, "deployed"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got, err := script(t, dir, environ, "deploy", "deployed", "cdk.out"); err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if found := calls(t, dir); !strings.HasPrefix(found[len(found)-1], "cdk deploy --all ") {
		t.Errorf("it ran %q, want one deployment", found)
	}
}
