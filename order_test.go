package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
	"example.com/chassis/lib/proof/order"
	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/platformtest"
)

const orderPage = "docs/posture/order.md"

// trial is a value that is tried instead of the default, both as JSON.
type trial struct {
	value string
	// beside is what it needs, before and after.
	beside string
	// listed is a field of a service that is no web service: it stands in the list of services,
	// since an environment cannot take the path away.
	listed bool
}

const job = `"kind": "job", "schedule": "rate(1 day)"`

// notInProd are settings that prod refuses, whatever their value.
var notInProd = map[string]string{
	"cloneSourceClusterId": `"other"`,
	"like":                 `"staging"`,
	"restoreSnapshotId":    `"other"`,
	"shell":                `true`,
}

// tried are values for which no form of a setting is enough. A setting that is not among
// them is tried with values that its form allows.
var tried = map[string][]trial{
	"account":               {{value: `"123456789012"`}},
	"alertEmail":            {{value: `["ops@example.net"]`}},
	"auroraMaxAcu":          {{value: `64`}},
	"auroraMinAcu":          {{value: `2`}},
	"auroraVersion":         {{value: `"15.18"`}, {value: `"15.16"`}},
	"backupRetentionDays":   {{value: `7`}, {value: `21`}},
	"cacheFailover":         {{value: `false`}},
	"cacheNodeType":         {{value: `"cache.r7g.large"`}},
	"cacheNodes":            {{value: `1`}, {value: `3`}},
	"certificateArn":        {{value: `"arn:aws:acm:ap-northeast-2:123456789012:certificate/11111111-2222-3333-4444-555555555555"`}},
	"certificateLookup":     {{value: `"again"`}},
	"cidr":                  {{value: `"10.77.0.0/16"`}},
	"domainName":            {{value: `"app.example.net"`}},
	"githubOidcProviderArn": {{value: `"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"`, beside: `"githubRepository": "acme/shop"`}},
	"githubRepository":      {{value: `["acme/shop"]`}},
	"hostedZoneId":          {{value: `"Z0123456789ABCDEFGHIJ"`, beside: `"domainName": "app.example.net"`}},
	"logRetentionDays":      {{value: `90`}, {value: `731`}},
	"maxReaders":            {{value: `5`}},
	"memoryMiB":             {{value: `4096`}},
	"monthlyBudgetUsd":      {{value: `500`, beside: `"alertEmail": "ops@example.net"`}},
	"nagPacks":              {{value: `["NIST80053R5"]`}},
	"natGateways":           {{value: `1`}},
	"readers":               {{value: `0`, beside: `"readerAutoScaling": false`}, {value: `2`}},
	"region":                {{value: `"eu-west-1", "zones": ["eu-west-1a", "eu-west-1b"]`}},
	"slackWebhookSecret":    {{value: `"chassis/slack-webhook"`}},
	"wafCountedRules":       {{value: `["SQLi_BODY"]`}},
	"zones":                 {{value: `["ap-northeast-2a", "ap-northeast-2b"]`}, {value: `["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"]`}},

	"services.allowedCidrs":            {{value: `["198.51.100.0/24"]`}},
	"services.command":                 {{value: `["java", "-jar", "app.jar"]`}},
	"services.cpu":                     {{value: `2048, "memoryMiB": 4096`}},
	"services.memoryMiB":               {{value: `4096`}},
	"services.egressPorts":             {{value: `[443, 587]`}},
	"services.environment":             {{value: `{"LOG_LEVEL": "debug"}`}},
	"services.graceSeconds":            {{value: `300`}},
	"services.healthPath":              {{value: `"/up"`}},
	"services.image":                   {{value: `"123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/chassis/prod/service:1"`}},
	"services.kind":                    {{value: `"worker"`, listed: true}, {value: `"job", "schedule": "rate(1 day)"`, listed: true}},
	"services.maxTasks":                {{value: `20`}},
	"services.minTasks":                {{value: `3`}},
	"services.memoryTargetPercent":     {{value: `60`}},
	"services.cpuTargetPercent":        {{value: `40`}},
	"services.migrate":                 {{value: `["migrate"]`}},
	"services.migrateTimeoutMinutes":   {{value: `20`, beside: `"migrate": ["migrate"]`}},
	"services.overlap":                 {{value: `false`, beside: job, listed: true}},
	"services.path":                    {{value: `"/other"`}},
	"services.policies":                {{value: `["arn:aws:iam::123456789012:policy/other"]`}},
	"services.port":                    {{value: `9090`}},
	"services.priority":                {{value: `77`}},
	"services.rateLimitPerFiveMinutes": {{value: `500`}},
	"services.repository":              {{value: `"other"`}},
	"services.requestsPerTask":         {{value: `500`}},
	"services.schedule":                {{value: `"rate(2 days)"`, beside: job, listed: true}},
	"services.secrets":                 {{value: `{"TOKEN": "chassis/token"}`}},
	"services.timeZone":                {{value: `"Asia/Tokyo"`, beside: `"kind": "job", "schedule": "cron(0 3 * * ? *)"`, listed: true}},
}

// settingsOf lists every setting and every field of a service, with its form.
func settingsOf(t *testing.T) map[string]map[string]any {
	t.Helper()
	var schema struct {
		Definitions map[string]struct{ Properties map[string]map[string]any }
	}
	if err := json.Unmarshal([]byte(config.Schema()), &schema); err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]any{}
	for name, form := range schema.Definitions["environment"].Properties {
		if name != "services" {
			all[name] = form
		}
	}
	for name, form := range schema.Definitions["override"].Properties {
		all["services."+name] = form
	}
	return all
}

// formed are values that a form allows: some of them may be the default, or contradict others.
func formed(form map[string]any) []trial {
	choices, _ := form["enum"].([]any)
	if parts, is := form["anyOf"].([]any); is {
		first, _ := parts[0].(map[string]any)
		choices, _ = first["enum"].([]any)
	}
	if strings.Contains(fmt.Sprint(form["type"]), "boolean") {
		choices = []any{true, false}
	}
	if lowest, is := form["minimum"].(float64); is {
		choices = []any{lowest, lowest + 1}
	}
	var list []trial
	for _, choice := range choices[:min(2, len(choices))] {
		text, _ := json.Marshal(choice) //nolint:errchkjson // it was JSON
		list = append(list, trial{value: string(text)})
	}
	return list
}

// sides are the configurations before and after.
func (tr trial) sides(setting string) (before, after platformtest.Configuration) {
	before, after = platformtest.Prod(), platformtest.Prod()
	section, name := `{"environments": {"prod": {%s}}}`, setting
	if field, is := strings.CutPrefix(setting, "services."); is {
		section, name = `{"environments": {"prod": {"services": {"service-api": {%s}}}}}`, field
	}
	if tr.listed {
		section = `{"services": [{"name": "service-api", "repository": "service", %s}, {"name": "admin-api", "repository": "admin", "path": "/admin", "rateLimitPerFiveMinutes": 100}]}`
	}
	if tr.beside != "" {
		before.Change = fmt.Sprintf(section, tr.beside)
	}
	after.Change = fmt.Sprintf(section, joined(tr.beside, fmt.Sprintf(`"%s": %s`, name, tr.value)))
	return before, after
}

// joined are the members of two JSON objects, of which the second counts.
func joined(members ...string) string {
	all := map[string]json.RawMessage{}
	for _, m := range members {
		if err := json.Unmarshal([]byte("{"+m+"}"), &all); err != nil {
			panic(err) // a mistake in the table above
		}
	}
	text, _ := json.Marshal(all) //nolint:errchkjson // it was JSON
	return string(text[1 : len(text)-1])
}

// What each setting wants when it changes is synthesized, which takes minutes, so that
// `.ci/run configurations` asks for it.
func TestTheOrderOfEachChangeIsWritten(t *testing.T) {
	if os.Getenv("CHASSIS_TEST_ORDER") == "" {
		t.Skip("set CHASSIS_TEST_ORDER=1")
	}
	all := settingsOf(t)
	var trials []order.Trial
	for _, setting := range slices.Sorted(maps.Keys(all)) {
		if value, refused := notInProd[setting]; refused {
			_, is := trial{value: value}.sides(setting)
			if _, err := config.Load(contextOf(t, is)); err == nil {
				t.Errorf("prod accepts %s: try it", setting)
			}
			continue
		}
		list, given := tried[setting]
		if !given {
			list = formed(all[setting])
		}
		differs := false
		for _, tr := range list {
			was, is := tr.sides(setting)
			before, err := config.Load(contextOf(t, was))
			if err != nil {
				t.Errorf("%s: %v", setting, err)
				continue
			}
			after, err := config.Load(contextOf(t, is))
			if err != nil {
				if given {
					t.Errorf("%s: %v", setting, err)
				}
				continue
			}
			if fmt.Sprint(before) == fmt.Sprint(after) {
				continue
			}
			differs = true
			a, b := platformtest.Synth(t, was).Platform, platformtest.Synth(t, is).Platform
			done := order.Trial{Setting: setting, Value: tr.value, Beside: tr.beside}
			done.There, done.Back = order.Of(a.Assembly, b.Assembly), order.Of(b.Assembly, a.Assembly)
			trials = append(trials, done)
		}
		if !differs {
			t.Errorf("no other value is tried for %s: give it one", setting)
		}
	}
	if err := pages.Generated(orderPage, order.Page(trials, slices.Sorted(maps.Keys(notInProd)))); err != nil {
		t.Error(err)
	}
}

// contextOf is what the program would read, for who asks whether it is valid.
func contextOf(t *testing.T, c platformtest.Configuration) config.Context {
	t.Helper()
	var whole, context map[string]any
	for file, to := range map[string]*map[string]any{"cdk.json": &whole, "lib/proof/platformtest/testdata/shipped.json": &context} {
		if err := json.Unmarshal([]byte(read(t, file)), to); err != nil {
			t.Fatal(err)
		}
	}
	if c.Change != "" {
		var change map[string]any
		if err := json.Unmarshal([]byte(c.Change), &change); err != nil {
			t.Fatalf("%s: %v", c.Change, err)
		}
		context = input.Merge(context, change)
	}
	text, err := json.Marshal(map[string]any{"context": context})
	if err != nil {
		t.Fatal(err)
	}
	read, err := config.ReadContext(input.Files{Project: text}, `{"env": "prod"}`)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// A setting that is not on the page was never tried.
func TestThePageOnTheOrderHasEverySetting(t *testing.T) {
	want := slices.Sorted(maps.Keys(settingsOf(t)))
	if got := order.Settings(read(t, orderPage)); !slices.Equal(got, want) {
		t.Errorf("%s is about %v, want %v: CHASSIS_UPDATE=1 CHASSIS_TEST_ORDER=1 go test -run Order .", orderPage, got, want)
	}
}
