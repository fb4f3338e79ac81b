package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const cdkJSON = `{"context": {
	"services": [{"name": "api", "path": "/"}],
	"environments": {
		"prod": {},
		"tokyo": {"like": "prod", "region": "ap-northeast-1", "zones": ["ap-northeast-1a", "ap-northeast-1c"], "cidr": "10.40.0.0/16"},
		"load-test-1": {"like": "dev", "cidr": "10.50.0.0/16"},
		"dev": {}
	}
}}`

// listed runs the command in a folder with this cdk.json.
func listed(t *testing.T, text string, args ...string) (string, error) {
	t.Helper()
	t.Setenv("HOME", t.TempDir()) // the user's own settings are none of the test's
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "cdk.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err := run(dir, args, &out)
	return out.String(), err
}

func TestTheListIsInTheOrderOfARelease(t *testing.T) {
	got, err := listed(t, cdkJSON)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"environment":"dev","region":"ap-northeast-2","like":"dev","suffix":"DEV"},` +
		`{"environment":"load-test-1","region":"ap-northeast-2","like":"dev","suffix":"LOAD_TEST_1"},` +
		`{"environment":"prod","region":"ap-northeast-2","like":"prod","suffix":"PROD"},` +
		`{"environment":"tokyo","region":"ap-northeast-1","like":"prod","suffix":"TOKYO"}]` + "\n"
	if got != want {
		t.Errorf("the list is\n%swant\n%s", got, want)
	}
}

func TestOneEnvironmentIsListedAlone(t *testing.T) {
	got, err := listed(t, cdkJSON, "load-test-1")
	if want := `[{"environment":"load-test-1","region":"ap-northeast-2","like":"dev","suffix":"LOAD_TEST_1"}]` + "\n"; err != nil || got != want {
		t.Errorf("the list is %s, %v, want %s", got, err, want)
	}
}

func TestNothingIsListedAfterAMistake(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		args []string
		want string
	}{
		"an unknown environment": {cdkJSON, []string{"staging"}, `the environment must be dev or load-test-1 or prod or tokyo, got "staging"`},
		"two environments":       {cdkJSON, []string{"dev", "prod"}, "want at most the name of one environment"},
		"a flag":                 {cdkJSON, []string{"-json"}, "want at most the name of one environment"},
		"mistakes in cdk.json":   {strings.NewReplacer(`"like": "dev"`, `"like": "qa"`, `"dev": {}`, `"dev": {"maxTasks": 0}`).Replace(cdkJSON), nil, "like must be"},
		"no JSON":                {"{", nil, "cdk.json"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := listed(t, tc.text, tc.args...)
			if err == nil || !strings.Contains(err.Error(), tc.want) || got != "" {
				t.Errorf("it printed %q, and the error is %v, want %q", got, err, tc.want)
			}
		})
	}
}
