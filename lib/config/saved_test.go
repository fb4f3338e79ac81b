package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestSavedSettingsAreReadAsTheyWere(t *testing.T) {
	t.Parallel()
	rich, err := read(`{"context": {"platform": "acme", "environments": {"eu": {
		"like": "prod", "region": "eu-west-1", "zones": ["eu-west-1a", "eu-west-1b"], "cidr": "10.64.0.0/19", "account": "123456789012",
		"alertEmail": "a@example.com", "monthlyBudgetUsd": 99.5, "githubRepository": "a/b", "wafCountedRules": [], "nagPacks": "NIST80053R5", "auroraMaxAcu": 1.5,
		"services": {"admin-api": {"allowedCidrs": ["203.0.113.0/24"], "environment": {"A": "<b>&"}, "secrets": {"B": "team/b"}, "command": ["a,b"], "egressPorts": [443, 587]}}
	}}}}`, `{"env": "eu", "instance": "dr", "domainName": "a.example.com", "restoreSnapshotId": "a"}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []Environment{rich, shipped(Dev, ""), shipped(Staging, "a")} {
		assembly := t.TempDir()
		if err := e.Save(assembly); err != nil {
			t.Fatal(err)
		}
		if got, err := Saved(assembly); err != nil || !reflect.DeepEqual(got, e) {
			t.Errorf("%s: got\n%+v, %v\nwant\n%+v", e.Label(), got, err, e)
		}
	}
}

func TestSettingsThatAreNotThereOrOfAnotherVersionAreReported(t *testing.T) {
	t.Parallel()
	assembly := t.TempDir()
	if _, err := Saved(assembly); err == nil || !strings.Contains(err.Error(), "is no platform of Chassis") {
		t.Errorf("without the file: %v", err)
	}
	if err := os.WriteFile(filepath.Join(assembly, SettingsFile), []byte(`{"Colour": "red"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Saved(assembly); err == nil || !strings.Contains(err.Error(), "is of another version") {
		t.Errorf("with another field: %v", err)
	}
}
