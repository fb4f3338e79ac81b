package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"example.com/chassis/lib/proof/configurations"
	"example.com/chassis/lib/proof/platformtest"
)

const (
	// wantedConfigurations is the variable with the number of configurations to try, and
	// seedOfConfigurations the one with the seed.
	wantedConfigurations = "CHASSIS_TEST_CONFIGURATIONS"
	seedOfConfigurations = "CHASSIS_TEST_SEED"
	// batchOfConfigurations names the file with those of one process.
	batchOfConfigurations = "CHASSIS_TEST_CONFIGURATIONS_BATCH"
	// validation is the CDK's own variable, which "false" switches off.
	validation = "CDK_VALIDATION"

	fewConfigurations = 4
	// perKernel is how many platforms a kernel synthesizes before another takes its place:
	// it keeps what it has made.
	perKernel = 100
	// kernels run at a time.
	kernels = 2
)

// Every valid configuration synthesizes, keeps every promise and stays within AWS's limits
// (R6.6). A few are tried here; with CHASSIS_TEST_CONFIGURATIONS=1000 pairs of all values
// and others at random, in processes of their own. CHASSIS_TEST_SEED gives others.
func TestEveryValidConfigurationKeepsEveryPromise(t *testing.T) {
	t.Parallel()
	if file := os.Getenv(batchOfConfigurations); file != "" {
		var batch []configurations.Configuration
		if err := json.Unmarshal([]byte(read(t, file)), &batch); err != nil {
			t.Fatal(err)
		}
		keepEveryPromise(t, batch)
		return
	}
	wanted, seed := number(t, wantedConfigurations, fewConfigurations), uint64(number(t, seedOfConfigurations, 1))
	if wanted <= fewConfigurations {
		keepEveryPromise(t, configurations.Random(seed, 0, wanted))
		return
	}
	// While kernels try some, those for the next one are made.
	var running sync.WaitGroup
	batches := make(chan []configurations.Configuration)
	for range kernels {
		running.Go(func() {
			for batch := range batches {
				// The first of each batch is a sample for who else judges templates.
				elsewhere(t, seed, batch[1:], false)
				elsewhere(t, seed, batch[:1], true)
			}
		})
	}
	var batch []configurations.Configuration
	tried, size := 0, min(perKernel, (wanted+kernels-1)/kernels)
	for c := range configurations.PairsFirst(seed) {
		batch = append(batch, c)
		tried++
		if len(batch) == size || tried == wanted {
			batches <- batch
			batch = nil
		}
		if tried == wanted {
			break
		}
	}
	close(batches)
	running.Wait()
}

func number(t *testing.T, variable string, otherwise int) int {
	t.Helper()
	n, err := strconv.Atoi(cmp.Or(os.Getenv(variable), strconv.Itoa(otherwise)))
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}

// elsewhere runs this test on configurations in another process, with or without the CDK's
// validation.
func elsewhere(t *testing.T, seed uint64, batch []configurations.Configuration, validated bool) {
	t.Helper()
	if len(batch) == 0 { // which is no reason to start a kernel
		return
	}
	encoded, err := json.Marshal(batch)
	if err != nil {
		t.Error(err)
		return
	}
	file, err := os.CreateTemp(t.TempDir(), "batch-")
	if err == nil {
		_, err = file.Write(encoded)
		err = errors.Join(err, file.Close())
	}
	if err != nil {
		t.Error(err)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestEveryValidConfigurationKeepsEveryPromise$", "-test.timeout=60m")
	cmd.Env = append(os.Environ(), platformtest.ItsOwnKernel, platformtest.Anew+"=1", batchOfConfigurations+"="+file.Name(), validation+"="+strconv.FormatBool(validated))
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("seed %d: %v\n%s", seed, err, output)
	}
}

// keepEveryPromise reports what is wrong with each configuration, and with the smallest one
// that is made from it and has the same fault.
func keepEveryPromise(t *testing.T, batch []configurations.Configuration) {
	t.Helper()
	shown := map[string]bool{}
	for _, c := range batch {
		wrong := faults(t, c)
		for _, fault := range wrong {
			if kind := kindOf(fault); !shown[kind] {
				shown[kind] = true
				small := configurations.Shrunk(c, func(smaller configurations.Configuration) bool {
					return slices.ContainsFunc(faults(t, smaller), func(other string) bool { return kindOf(other) == kind })
				})
				t.Errorf("%s\n\twith the sections of cdk.json, and -c:\n\t%s\n\tmade smaller from\n\t%s", fault, small, c)
			}
		}
	}
}

// lint is what cfn-lint finds, where it is installed.
func lint(t *testing.T, s *platformtest.Synthesis) []string {
	t.Helper()
	program, err := exec.LookPath("cfn-lint")
	if err != nil {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(s.Dir, "*.template.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no templates: %v", s.Dir, err)
	}
	if output, err := exec.Command(program, append([]string{"-r", s.Settings.Region, "-t"}, files...)...).CombinedOutput(); err != nil {
		return []string{fmt.Sprintf("cfn-lint: %v: %s", err, output)}
	}
	return nil
}

// kindOf is a fault without what differs between two configurations that have it.
func kindOf(fault string) string { return fault[:min(len(fault), 60)] }

// faults are what is wrong with the platform of a configuration.
func faults(t *testing.T, c configurations.Configuration) (wrong []string) {
	t.Helper()
	err := platformtest.Generated(t, c, func(s *platformtest.Synthesis) {
		wrong = broken(s.Platform)
		if os.Getenv(batchOfConfigurations) != "" && os.Getenv(validation) == "true" {
			wrong = append(wrong, lint(t, s)...)
		}
	})
	if err != nil {
		wrong = append(wrong, strings.ReplaceAll(err.Error(), "\n", " "))
	}
	return wrong
}

// What the generator found once.
func TestWhatGeneratedConfigurationsBrokeHolds(t *testing.T) {
	t.Parallel()
	c := platformtest.Shipped("staging",
		"account", "123456789012", "alertEmail", "aws+123456789012@example.net", "monthlyBudgetUsd", "999999999", "githubRepository", "acme@1/shop@2,acme/shop,acme/app")
	c.Title = "faults that were found"
	c.Change = `{"services": [
		{"name": "shop", "path": "/", "rateLimitPerFiveMinutes": 100, "allowedCidrs": ["203.0.113.0/24"],
			"secrets": {"FIRST": "z", "SECOND": "a", "THIRD": "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:m-AbCdEf"},
			"policies": ["arn:aws:iam::aws:policy/AmazonSESFullAccess", "arn:aws:iam::123456789012:policy/team/AmazonSESFullAccess"]},
		{"name": "sync-us-east-1", "kind": "worker", "environment": {"QUEUE_URL": "https://sqs.ap-northeast-2.amazonaws.com/123456789012/orders"}},
		{"name": "mailer", "kind": "worker"}
	]}`
	for _, wrong := range broken(platformtest.Synth(t, c).Platform) {
		t.Error(wrong)
	}
}

// The package of the generator tries each mistake without the program.
func TestAGeneratedMistakeEndsTheProgramBeforeItWrites(t *testing.T) {
	t.Parallel()
	for i, m := range configurations.Mistakes(1) {
		if i%200 != 0 {
			continue
		}
		dir := t.TempDir()
		project, err := json.Marshal(map[string]any{"context": m.Team})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "cdk.json"), project, 0o600); err != nil {
			t.Fatal(err)
		}
		got := platformtest.Run(t, dir, m.Run)
		if got.Code != 1 || len(got.Stderr) != 1 || got.Stdout != "" || got.Wrote {
			t.Errorf("%s with -c gives %+v, want one line, exit code 1 and nothing written", project, got)
		}
	}
}
