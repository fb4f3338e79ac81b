package config

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config/input"
)

func TestAnInvalidContextIsReportedInOneLine(t *testing.T) {
	t.Parallel()
	for promise, tc := range map[string]struct {
		cdkJSON, cliContext string
		want                []string
	}{
		"an empty cdk.json":          {"", "", []string{"cdk.json is not valid JSON (line 1): unexpected end of JSON input"}},
		"a broken cdk.json":          {"{\n  \"context\": {\n    \"a\": 1,\n  }\n}", "", []string{"cdk.json is not valid JSON (line 4): invalid character '}' looking for beginning of object key string"}},
		"a cdk.json that is a list":  {"[1, 2]", "", []string{"cdk.json must be a JSON object, got a list"}},
		"two documents in cdk.json":  {"{} {}", "", []string{"cdk.json is not valid JSON (line 1): invalid character '{' after top-level value"}},
		"a context that is a text":   {`{"context": "x"}`, "", []string{`cdk.json: context must be an object, got text`}},
		"a broken CDK_CONTEXT_JSON":  {"{}", "env=prod", []string{"CDK_CONTEXT_JSON is not valid JSON (line 1): invalid character 'e' looking for beginning of value"}},
		"a CDK_CONTEXT_JSON of null": {"{}", "null", []string{"CDK_CONTEXT_JSON must be a JSON object, got null"}},
		"both of them broken":        {"", "x", []string{"cdk.json is not valid JSON (line 1): unexpected end of JSON input", "CDK_CONTEXT_JSON is not valid JSON (line 1): invalid character 'x' looking for beginning of value"}},
		"environments as a text":     {`{"context": {"environments": "prod"}}`, "", []string{`environments must be an object such as {"prod": {"natGateways": 2}}, got text`}},
		"a section that is a list":   {`{"context": {"environments": {"prod": []}}}`, "", []string{"environments.prod must be an object such as {\"natGateways\": 2}, got a list"}},
		"a section that is null":     {`{"context": {"environments": {"dev": null}}}`, "", []string{"environments.dev must be an object such as {\"natGateways\": 2}, got null"}},
		"a section of an unknown env": {`{"context": {"environments": {"qa": {}}}}`, "", []string{
			`environment "qa": like must be given, one of dev, staging or prod: whose defaults the environment has`,
			`environment "qa": cidr must be given, an address range that no other environment has, such as 10.40.0.0/16`,
		}},
		"an unknown env":                  {"{}", `{"env": "qa"}`, []string{`unknown environment "qa": use dev, staging or prod`}},
		"an env that is a number":         {"{}", `{"env": 5}`, []string{"-c: env must be text in quotes, got 5"}},
		"an env that is empty":            {"{}", `{"env": ""}`, []string{"-c: env must not be empty; leave it out for the default"}},
		"an instance that is empty":       {"{}", `{"instance": ""}`, []string{`-c: instance must not be empty; leave it out for the default`}},
		"an unknown setting":              {"{}", `{"natGateway": "1"}`, []string{`-c: unknown setting "natGateway": did you mean natGateways?`}},
		"a setting in the wrong case":     {"{}", `{"natgateways": "1"}`, []string{`-c: unknown setting "natgateways": did you mean natGateways?`}},
		"a setting cut short":             {"{}", `{"domain": "a.b"}`, []string{`-c: unknown setting "domain": did you mean domainName?`}},
		"environment for env":             {"{}", `{"environment": "prod"}`, []string{`-c: unknown setting "environment": did you mean env?`}},
		"environments with a slip":        {`{"context": {"environmets": {}}}`, "", []string{`cdk.json: unknown setting "environmets": did you mean environments?`}},
		"a setting unlike any":            {"{}", `{"frobnicate": "1"}`, []string{`-c: unknown setting "frobnicate": docs/settings.md lists the settings`}},
		"a name with a line break":        {"{}", `{"x\ny": "1"}`, []string{`-c: unknown setting "x\ny": docs/settings.md lists the settings`}},
		"two creators of one provider":    {`{"context": {"environments": {"prod": {"githubRepository": "a/b"}, "dev": {"githubRepository": "a/b"}}}}`, "", []string{`githubRepository without githubOidcProviderArn is given for dev and prod, and one account has one provider; give the others the ARN of the first's, or each an account`}},
		"an unknown setting in a section": {`{"context": {"environments": {"prod": {"reader": 1}}}}`, "", []string{`environments.prod: unknown setting "reader": did you mean readers?`}},
		"a wrong type in another section": {`{"context": {"environments": {"prod": {"readers": true}}}}`, "", []string{`environments.prod: readers must be a whole number, got true`}},
		"two owners of the registry":      {`{"context": {"environments": {"prod": {"enhancedScanning": true}, "dev": {"enhancedScanning": true}}}}`, "", []string{`enhancedScanning is on for dev and prod, and one account has one registry; leave it to one of them, or give each an account`}},
		"two owners elsewhere":            {`{"context": {"environments": {"prod": {"enhancedScanning": true}, "staging": {"enhancedScanning": true}}}}`, "", []string{`enhancedScanning is on for staging and prod, and one account has one registry; leave it to one of them, or give each an account`}},
		"a webhook in a list":             {"{}", `{"slackWebhookSecret": ["https://hooks.slack.com/services/T0/B0/SECRET"]}`, []string{`-c: slackWebhookSecret must be text in quotes`}},
		"two owners of one account":       {`{"context": {"environments": {"prod": {"enhancedScanning": true, "account": "111111111111"}}}}`, `{"enhancedScanning": "true", "account": "111111111111"}`, []string{`enhancedScanning is on for dev and prod, and one account has one registry; leave it to one of them, or give each an account`}},
		"a value out of range in another": {`{"context": {"environments": {"prod": {"natGateways": 3}}}}`, "", []string{`environment "prod": natGateways must be between 1 and 2, got 3`}},
		"instance in a section":           {`{"context": {"environments": {"dev": {"instance": "a"}}}}`, "", []string{`environments.dev: instance cannot stand here; give it with -c instance=<name>`}},
		"env in a section":                {`{"context": {"environments": {"prod": {"env": "prod"}}}}`, "", []string{`environments.prod: env cannot stand here; give it with -c env=<name>`}},
		"a number for a version":          {"{}", `{"auroraVersion": 15.10}`, []string{`-c: auroraVersion must be text in quotes, got 15.10`}},
		"a fraction for a whole number":   {"{}", `{"minTasks": 1.5}`, []string{`-c: minTasks must be a whole number, got 1.5`}},
		"an object for a number":          {"{}", `{"minTasks": {"a": 1}}`, []string{`-c: minTasks must be a whole number, got {"a":1}`}},
		"a word for a number":             {"{}", `{"auroraMinAcu": "NaN"}`, []string{`-c: auroraMinAcu must be a number, got "NaN"`}},
		"a word for a switch":             {"{}", `{"deletionProtection": "yes"}`, []string{`-c: deletionProtection must be true or false, got "yes"`}},
		"a number for a list":             {"{}", `{"nagPacks": 1}`, []string{`-c: nagPacks must be a list of texts, or one text with commas, got 1`}},
		"a number in a list":              {"{}", `{"nagPacks": [1]}`, []string{`-c: nagPacks must list only text in quotes, got 1`}},
		"a hole in a list":                {"{}", `{"alertEmail": "a@b.co,,c@d.co"}`, []string{`-c: alertEmail must not have an empty entry, got "a@b.co,,c@d.co"`}},
		"a currency in an amount":         {"{}", `{"monthlyBudgetUsd": "100 USD"}`, []string{`-c: monthlyBudgetUsd must be a number, got "100 USD"`}},
		"an entry twice":                  {"{}", `{"alertEmail": ["a@b.co", "A@b.co "]}`, []string{`-c: alertEmail names "A@b.co" twice`}},
	} {
		t.Run(promise, func(t *testing.T) {
			t.Parallel()
			_, err := read(tc.cdkJSON, tc.cliContext)
			if got := lines(err); !slices.Equal(got, tc.want) {
				t.Errorf("got\n\t%q\nwant\n\t%q", got, tc.want)
			}
		})
	}
}

func TestAllMistakesAreReportedTogetherAndAlwaysInTheSameOrder(t *testing.T) {
	t.Parallel()
	const cdkJSON = `{"context": {"environments": {
		"dev": {"memoryMiB": 8192, "logRetentionDays": "a week", "zones": 1},
		"prod": {"readers": 16, "cpu": "big", "instance": "a", "cpus": 1},
		"qa": {}
	}}}`
	const cliContext = `{"natGateways": "zero", "maxTasks": 0, "account": "1", "certificateArn": "x", "instancee": "y", "aurora": "z"}`
	want := []string{
		`-c: unknown setting "aurora": did you mean auroraVersion?`,
		`-c: unknown setting "instancee": did you mean instance?`,
		`-c: natGateways must be a whole number, got "zero"`,
		`environment "qa": like must be given, one of dev, staging or prod: whose defaults the environment has`,
		`environment "qa": cidr must be given, an address range that no other environment has, such as 10.40.0.0/16`,
		`environments.dev: zones must be a list of texts, or one text with commas, got 1`,
		`environments.dev: logRetentionDays must be a whole number, got "a week"`,
		`environments.prod: unknown setting "cpus": did you mean cpu?`,
		`environments.prod: instance cannot stand here; give it with -c instance=<name>`,
		`environments.prod: cpu must be a whole number, got "big"`,
		`environment "prod": readers must be between 0 and 15, got 16`,
		`environment "dev": account must be exactly 12 digits, got "1"`,
		`environment "dev": maxTasks must be between 1 and 5000, got 0`,
		`environment "dev": certificateArn must look like arn:aws:acm:ap-northeast-2:<account>:certificate/<id>, got "x"`,
		`environment "dev": memoryMiB must be 1024, 2048, 3072 or 4096 with cpu 512, got 8192`,
	}
	for range 20 {
		_, err := read(cdkJSON, cliContext)
		if got := lines(err); !slices.Equal(got, want) {
			t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// A value that cannot be read is reported once. The default in its place must not be
// reported too.
func TestRulesAreSilentAboutAValueThatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	_, err := loadFor(Dev, given{"minTasks": "20", "maxTasks": "many"})
	want := []string{`-c: maxTasks must be a whole number, got "many"`}
	if got := lines(err); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The alias record of prod has no name here, but a run for prod may set it.
func TestAnotherSectionMayNeedSettingsOfItsOwnRun(t *testing.T) {
	t.Parallel()
	const cdkJSON = `{"context": {"environments": {"prod": {"hostedZoneId": "Z1"}}}}`
	if _, err := read(cdkJSON, `{"env": "dev"}`); err != nil {
		t.Errorf("dev is refused: %v", err)
	}
	if _, err := read(cdkJSON, `{"env": "prod", "domainName": "app.example.com"}`); err != nil {
		t.Errorf("prod with its domain is refused: %v", err)
	}
	if _, err := read(cdkJSON, `{"env": "prod"}`); err == nil {
		t.Error("prod without a domain for its alias record is accepted")
	}
}

// Types and names are checked even when the environment is unknown.
func TestMistakesBesideAnUnknownEnvironmentAreReportedToo(t *testing.T) {
	t.Parallel()
	_, err := read(`{"context": {"environments": {"dev": {"readers": "x"}}}}`, `{"env": "qa", "cpu": "x", "natGateways": "9", "cpus": 1}`)
	want := []string{
		`unknown environment "qa": use dev, staging or prod`,
		`-c: unknown setting "cpus": did you mean cpu?`,
		`-c: cpu must be a whole number, got "x"`,
		`environments.dev: readers must be a whole number, got "x"`,
	}
	if got := lines(err); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWithoutAnySettingItIsDev(t *testing.T) {
	t.Parallel()
	got, err := read(`{"app": "go run ."}`, "")
	if want := shipped(Dev, ""); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want the defaults of dev", got, err)
	}
}

func FuzzNoContextBreaksTheReader(f *testing.F) {
	f.Add(`{"context": {"environments": {"prod": {"cpu": 1}}}}`, `{"env": "prod"}`)
	f.Add(`{"context": {"defaults": {"readers": 16, "cpu": null, "memoryMiB": 8192, "env": "x"}, "environments": {"prod": {"readers": null}}}}`, `{"env": "prod"}`)
	f.Add(`{"context": {"defaults": [], "default": {}}}`, `{"defaults": "a", "natGateways": null}`)
	f.Add(`{"context": {"environments": {"dev": []}, "cpu": null}}`, `{"alertEmail": ["a", 1], "x": {}}`)
	f.Add("{\n", "\x00")
	f.Add(`{}`, `{"services.service-api.image": "a.b/c:d", "services.x": null, "environments.dev.cpu": 1, "auroraMinAcu": "1e9", "domainName": "a.b", "instance": "\n"}`)
	f.Add(`{"context": {"platform": 1, "services": [{"name": "a", "path": "/a", "environment": {"A": null}}, {"name": ""}, 1], "environments": {"qa": {"like": "x", "services": {"a": null, "b": {"cpu": 1}}}}}}`, `{"services.a.secrets.B": "c", "cidr": "10.0.0.0/16"}`)
	f.Fuzz(func(t *testing.T, cdkJSON, cliContext string) {
		e, err := read(cdkJSON, cliContext)
		_, again := read(cdkJSON, cliContext)
		if !slices.Equal(lines(err), lines(again)) {
			t.Errorf("two runs differ: %q and %q", err, again)
		}
		if problems := e.everyProblem(); err == nil && len(problems) > 0 {
			t.Errorf("Load accepts what the rules refuse: %v", problems)
		}
		for _, line := range lines(err) {
			if strings.TrimSpace(line) == "" || strings.ContainsAny(line, "\r\x00\x1b") {
				t.Errorf("%q is no plain line", line)
			}
		}
	})
}

func TestKeysOfTheCDKAreNoSettingsAndAreHandedOn(t *testing.T) {
	t.Parallel()
	const cliContext = `{"@aws-cdk/core:x": true, "aws:cdk:y": 1, "a/b": "c", "cli-telemetry": false, "acknowledged-issue-numbers": [1], "env": "staging"}`
	context, err := ReadContext(input.Files{Project: []byte(complete(`{"context": {"@aws-cdk/core:x": false, "@aws-cdk/core:z": true, "environments": {}}}`))}, cliContext)
	if err != nil {
		t.Fatal(err)
	}
	if e, err := Load(context); err != nil || e.Name != Staging {
		t.Errorf("got %s, %v; want staging without a mistake", e.Name, err)
	}
	own := context.ForCDK()
	if len(own) != 6 || own["@aws-cdk/core:x"] != true || own["@aws-cdk/core:z"] != true {
		t.Errorf("the CDK gets %v, want its six keys, the command line's value winning", own)
	}
}
