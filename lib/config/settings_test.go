package config

import (
	"encoding/json"
	"reflect"
	"testing"
)

// A setting that changes nothing must not be accepted.
func TestEverySettingCanBeGivenAsTextAndAsJSONAndChangesTheEnvironment(t *testing.T) {
	t.Parallel()
	samples := map[string]struct {
		text, json any
		with       given // what else the value needs to be valid
	}{
		"env":                  {"prod", "prod", nil},
		"instance":             {"pr-42", "pr-42", nil},
		"like":                 {"prod", "prod", given{"env": "qa"}},
		"region":               {"eu-west-1", "eu-west-1", given{"zones": "eu-west-1a,eu-west-1b"}},
		"zones":                {"ap-northeast-2a,ap-northeast-2b", []any{"ap-northeast-2a", "ap-northeast-2b"}, nil},
		"cidr":                 {"10.99.0.0/16", "10.99.0.0/16", nil},
		"idleTimeoutSeconds":   {"300", json.Number("300"), nil},
		"account":              {"123456789012", "123456789012", nil},
		"domainName":           {"app.example.org", "app.example.org", nil},
		"certificateArn":       {"arn:aws:acm:ap-northeast-2:123456789012:certificate/a", "arn:aws:acm:ap-northeast-2:123456789012:certificate/a", nil},
		"certificateLookup":    {"again", "again", nil},
		"hostedZoneId":         {"Z1", "Z1", given{"domainName": "app.example.org"}},
		"alertEmail":           {"a@example.com, b@example.com", []any{"a@example.com", "b@example.com"}, nil},
		"slackWebhookSecret":   {"chassis/slack", "chassis/slack", nil},
		"enhancedScanning":     {"true", true, nil},
		"natGateways":          {"2", json.Number("2"), nil},
		"cpu":                  {"512", json.Number("512"), nil},
		"memoryMiB":            {"3072", json.Number("3072"), nil},
		"cpuArchitecture":      {"ARM64", "ARM64", nil},
		"minTasks":             {"3", json.Number("3"), nil},
		"maxTasks":             {"11", json.Number("11"), nil},
		"shell":                {"true", true, nil},
		"auroraVersion":        {"15.18", "15.18", nil},
		"auroraMinAcu":         {"1.5", json.Number("1.5"), nil},
		"auroraMaxAcu":         {"16", json.Number("16"), nil},
		"readers":              {"2", json.Number("2"), nil},
		"readerAutoScaling":    {"true", true, nil},
		"maxReaders":           {"3", json.Number("3"), nil},
		"backupRetentionDays":  {"8", json.Number("8"), nil},
		"logRetentionDays":     {"60", json.Number("60"), nil},
		"deletionProtection":   {"false", false, nil},
		"restoreSnapshotId":    {"pseudonymised", "pseudonymised", given{"env": "staging"}},
		"cloneSourceClusterId": {"chassis-prod-e3b0c442", "chassis-prod-e3b0c442", given{"env": "staging"}},
		"cacheNodes":           {"2", json.Number("2"), nil},
		"cacheFailover":        {"false", false, given{"cacheNodes": "2"}},
		"cacheNodeType":        {"cache.t4g.small", "cache.t4g.small", nil},
		"wafLogAllowed":        {"true", true, nil},
		"wafCountedRules":      {"SQLi_BODY,SQLi_COOKIE", []any{"SQLi_BODY", "SQLi_COOKIE"}, nil},
		"monthlyBudgetUsd":     {"200.5", json.Number("200.5"), given{"alertEmail": "ops@example.net"}},
		"githubRepository":     {"acme/shop,acme@1/app@2", []any{"acme/shop", "acme@1/app@2"}, nil},
		"githubOidcProviderArn": {
			"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
			"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
			given{"githubRepository": "acme/shop"},
		},
		"nagPacks": {"NIST80053R5", []any{"NIST80053R5"}, given{"env": "prod"}},
	}
	if got, want := len(settings()), len(samples); got != want {
		t.Errorf("there are %d settings, and samples of %d", got, want)
	}
	for _, s := range settings() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			sample, ok := samples[s.name]
			if !ok {
				t.Fatal("no sample shows that this setting does anything")
			}
			load := func(value any) Environment {
				set := given{}
				for name, value := range sample.with {
					set[name] = value
				}
				if value != nil {
					set[s.name] = value
				}
				env := Staging
				if name, ok := set["env"].(string); ok {
					env = name
				}
				set["env"] = env
				if value == nil && s.name == "region" {
					delete(set, "zones")
				}
				e, err := read(`{"context": {"environments": {"qa": {"like": "dev", "cidr": "10.40.0.0/16"}}}}`, marshal(set))
				if err != nil {
					t.Fatal(err)
				}
				return e
			}
			before, asText, asJSON := load(nil), load(sample.text), load(sample.json)
			if reflect.DeepEqual(before, asText) || s.show(before) == s.show(asText) {
				t.Errorf("%v changes nothing: still %s", sample.text, s.show(asText))
			}
			if !reflect.DeepEqual(asText, asJSON) {
				t.Errorf("%q as text gives %s, %v as JSON gives %s", sample.text, s.show(asText), sample.json, s.show(asJSON))
			}
		})
	}
}

func TestEverySettingHasARule(t *testing.T) {
	t.Parallel()
	ruled := map[string]bool{"env": true} // the list of environments is its rule
	for _, r := range rules()[len(settings()):] {
		for _, name := range append(r.about, r.after...) {
			ruled[name] = true
			if _, known := find(settings(), name); !known {
				t.Errorf("a rule is about %s, which is no setting", name)
			}
		}
	}
	for _, s := range settings() {
		if !ruled[s.name] && len(s.checks) == 0 && s.form.kind != "boolean" {
			t.Errorf("%s is accepted without any rule", s.name)
		}
	}
}
