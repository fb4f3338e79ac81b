package workflows_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const repositories = "111.dkr.ecr.somewhere.amazonaws.com/shop/qa"

// requiresJQ makes a missing jq a failure, for machines on which the scripts must be tried.
const requiresJQ = "CHASSIS_TEST_REQUIRES_JQ"

// runStep runs the script of a step of release-to.yml in a folder.
func runStep(t *testing.T, name, dir string, environ ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath("jq"); err != nil {
		if os.Getenv(requiresJQ) != "" {
			t.Fatalf("%v, and %s is set", err, requiresJQ)
		}
		t.Skip("the scripts of release.md need jq, which GitHub's runners have")
	}
	return runBlock(t, "docs/release.md", "- name: "+name+"\n", dir, append(environ, "REPOSITORIES="+repositories, "GITHUB_OUTPUT="+filepath.Join(dir, "output"), "RUNNER_TEMP="+dir,
		"GITHUB_SHA=abc", "GITHUB_RUN_ID=7", "GITHUB_RUN_ATTEMPT=1", "IMAGE=shop/qa/till@sha256:1")...)
}

// runBlock runs the first script behind a mark of a file in a folder, as GitHub does.
func runBlock(t *testing.T, name, mark, dir string, environ ...string) (string, error) {
	t.Helper()
	_, text, found := strings.Cut(read(t, root+name), mark)
	_, text, runs := strings.Cut(text, "run: |\n")
	if !found || !runs {
		t.Fatalf("%s has no script behind %s", name, mark)
	}
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if line != "" && !strings.HasPrefix(line, strings.Repeat(" ", 10)) {
			break
		}
		lines = append(lines, strings.TrimPrefix(line, strings.Repeat(" ", 10)))
	}
	file := filepath.Join(dir, "step")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", file)
	c.Dir, c.Env = dir, append(os.Environ(), environ...)
	out, err := c.CombinedOutput()
	return string(out), err
}

// An output that GitHub has dropped is empty, and must not mean that prod gets an image of
// its own.
func TestAReleaseBuildsOrTakesAnImage(t *testing.T) {
	t.Parallel()
	const tag = repositories + "/till:abc-7-1"
	const ending = "docker push " + tag
	for name, tc := range map[string]struct {
		build, from string
		want        []string
	}{
		"build":   {"true", "", []string{"docker build --provenance=false --tag " + tag + " .", ending}},
		"take":    {"false", "shop/dev/till@sha256:1", []string{"docker pull 111.dkr.ecr.somewhere.amazonaws.com/shop/dev/till@sha256:1", "docker tag 111.dkr.ecr.somewhere.amazonaws.com/shop/dev/till@sha256:1 " + tag, ending}},
		"neither": {"false", "", nil},
		"both":    {"true", "shop/dev/till@sha256:1", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, environ := programs(t, map[string]string{"bin/docker": "[[ $1 != inspect ]] || printf '111.dkr.ecr.somewhere.amazonaws.com/shop/dev/till@sha256:1\n" + repositories + "/till@sha256:1\n'"})
			out, err := runStep(t, "push", dir, append(environ, "BUILD="+tc.build, "FROM="+tc.from, "REPOSITORY=till")...)
			if (err == nil) != (tc.want != nil) || tc.want == nil && !strings.Contains(out, "::error::want either build or an image") {
				t.Fatalf("the step ends with %v:\n%s", err, out)
			}
			if tc.want == nil {
				return
			}
			if got := calls(t, dir); !slices.Equal(got[:len(got)-1], tc.want) {
				t.Errorf("it ran %q, want %q", got, tc.want)
			}
			if got := read(t, filepath.Join(dir, "output")); got != "image=shop/qa/till@sha256:1\n" {
				t.Errorf("the output is %s", got)
			}
		})
	}
}

// A finding without a fix must not stop releases for ever, and an exception must end.
func TestTheGateStopsCriticalFindings(t *testing.T) {
	t.Parallel()
	basic := func(findings, counts string) string {
		return `{"imageScanStatus": {"status": "COMPLETE"}, "imageScanFindings": {"imageScanCompletedAt": "x", "findings": [` + findings + `], "findingSeverityCounts": {` + counts + `}}}`
	}
	const one = `{"name": "CVE-1", "severity": "CRITICAL"}, {"name": "CVE-9", "severity": "HIGH"}`
	const enhanced = `{"imageScanStatus": {"status": "ACTIVE"}, "imageScanFindings": {"imageScanCompletedAt": "x", "findingSeverityCounts": {"CRITICAL": 2}, "enhancedFindings": [
		{"severity": "CRITICAL", "packageVulnerabilityDetails": {"vulnerabilityId": "CVE-1"}}, {"severity": "CRITICAL", "packageVulnerabilityDetails": {"vulnerabilityId": "CVE-2"}}]}}`
	for name, tc := range map[string]struct{ findings, allowed, says string }{
		"nothing":                       {basic("", ""), "", ""},
		"high":                          {basic(`{"name": "CVE-9", "severity": "HIGH"}`, `"HIGH": 1`), "", ""},
		"critical":                      {basic(one, `"CRITICAL": 1`), "", "critical findings: CVE-1"},
		"critical of Inspector":         {enhanced, "", "critical findings: CVE-1 CVE-2"},
		"allowed":                       {basic(one, `"CRITICAL": 1`), "# why\n\nCVE-1 2026-01-31 not called", ""},
		"allowed on its last day":       {basic(one, `"CRITICAL": 1`), "CVE-1 2026-01-01 not called\n", ""},
		"one of two allowed":            {enhanced, "CVE-1 2026-01-31 not called\n", "critical findings: CVE-2"},
		"a longer name allowed":         {basic(one, `"CRITICAL": 1`), "CVE-11 2026-01-31 not called\n", "critical findings: CVE-1"},
		"expired":                       {basic("", ""), "CVE-1 2025-12-31 not called\n", "the day of CVE-1 must be from 2026-01-01 to 2026-04-01, got 2025-12-31"},
		"for ever":                      {basic("", ""), "CVE-1 2099-01-01 not called\n", "the day of CVE-1 must be from 2026-01-01 to 2026-04-01, got 2099-01-01"},
		"without a reason":              {basic("", ""), "CVE-1 2026-01-31\n", "want a finding, a day such as 2026-01-01 and a reason, got CVE-1 2026-01-31"},
		"without a day":                 {basic("", ""), "CVE-1 not called\n", "want a finding, a day"},
		"counted and not named":         {basic("", `"CRITICAL": 3`), "", "3 critical findings"},
		"a scan that failed":            {`{"imageScanStatus": {"status": "FAILED"}}`, "", "FAILED"},
		"Inspector before its findings": {`{"imageScanStatus": {"status": "ACTIVE"}, "imageScanFindings": {}}`, "", "no scan in 15 minutes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, environ := programs(t, map[string]string{
				"bin/aws": "cat <<'end'\n" + tc.findings + "\nend", "bin/sleep": "",
				"bin/date": "[[ $2 == -d ]] && echo 2026-04-01 || echo 2026-01-01",
			})
			if tc.allowed != "" {
				if err := os.WriteFile(filepath.Join(dir, ".scan-allowed"), []byte(tc.allowed), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, err := runStep(t, "gate on the scan", dir, environ...)
			if (err == nil) != (tc.says == "") || !strings.Contains(out, tc.says) {
				t.Errorf("the gate ends with %v and says %q, want %q", err, out, tc.says)
			}
			const asks = "aws ecr describe-image-scan-findings --repository-name shop/qa/till --image-id imageDigest=sha256:1 --output json"
			if got := calls(t, dir); got[0] != asks {
				t.Errorf("it asks %s, want %s", got[0], asks)
			}
		})
	}
}

// What the state machine refuses, and what CloudFormation rolls back, fails the workflow.
func TestAReleaseEndsAsItsExecution(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"SUCCEEDED", "FAILED", "TIMED_OUT"} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			dir, environ := programs(t, map[string]string{"bin/sleep": "", "bin/aws": `case "$2 $(grep -c ^aws "${0%/*}/../calls")" in start*) echo arn ;; *2) echo RUNNING ;; *) echo ` + status + ` ;; esac`})
			out, err := runStep(t, "release", dir, append(environ, "MACHINE=m", "PARAMETER=TillImage")...)
			if (err == nil) != (status == "SUCCEEDED") {
				t.Errorf("the step ends with %v:\n%s", err, out)
			}
			const starts = `aws stepfunctions start-execution --state-machine-arn m --input {"TillImage": "111.dkr.ecr.somewhere.amazonaws.com/shop/qa/till@sha256:1"} --query executionArn --output text`
			if got := calls(t, dir); got[0] != starts {
				t.Errorf("it starts\n%s, want\n%s", got[0], starts)
			}
		})
	}
}

// The tag goes to the very image that was released, byte by byte, or ECR refuses it.
func TestAReleasedImageGetsTheTagThatKeepsIt(t *testing.T) {
	t.Parallel()
	dir, environ := programs(t, map[string]string{"bin/aws": `[[ $2 == put-image ]] || echo '{"images": [{"imageId": {}, "imageManifest": "{\n}\n", "imageManifestMediaType": "x/y"}], "failures": []}'`})
	if out, err := runStep(t, "keep", dir, environ...); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const want = `{"repositoryName":"shop/qa/till","imageTag":"released-abc-7-1","imageDigest":"sha256:1","imageManifest":"{\n}\n","imageManifestMediaType":"x/y"}`
	got := regexp.MustCompile(`\n *|(": )`).ReplaceAllStringFunc(read(t, filepath.Join(dir, "image.json")), strings.TrimSpace)
	if got != want {
		t.Errorf("it puts\n%s, want\n%s", got, want)
	}
	if last := calls(t, dir)[1]; !strings.HasPrefix(last, "aws ecr put-image --cli-input-json file://"+dir+"/image.json ") {
		t.Errorf("it ends with %s", last)
	}
}

// The page on releases must give the value of every variable that its workflows read.
func TestThePageOnReleasesNamesEveryVariable(t *testing.T) {
	t.Parallel()
	text := read(t, root+"docs/release.md")
	found := regexp.MustCompile(`vars\.(\w+)`).FindAllStringSubmatch(text, -1)
	if len(found) < 4 {
		t.Errorf("found %d variables", len(found))
	}
	for _, name := range found {
		if !strings.Contains(text, "   | `"+name[1]+"` | ") {
			t.Errorf("docs/release.md has no row for %s", name[1])
		}
	}
}
