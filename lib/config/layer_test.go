package config

import (
	"slices"
	"testing"

	"example.com/chassis/lib/config/input"
)

func TestASettingInTheWrongPlaceIsReportedInOneLine(t *testing.T) {
	t.Parallel()
	const (
		move    = " cannot stand here; move it to context.defaults in cdk.json, which the environments and -c override"
		belongs = " cannot stand here; it belongs to the top level of context in cdk.json"
		list    = ": docs/settings.md lists the settings"
	)
	for promise, tc := range map[string]struct {
		project, lookups, user, cliContext string
		want                               []string
	}{
		"a setting in cdk.json":                {`{"context": {"natGateways": 1}}`, "", "", "", []string{"cdk.json: natGateways" + move}},
		"a setting that -c may give too":       {`{"context": {"natGateways": 1}}`, "", "", `{"natGateways": "9"}`, []string{"cdk.json: natGateways" + move}},
		"a setting in cdk.context.json":        {"{}", `{"natGateways": 1, "availability-zones:account=1": []}`, "", `{"natGateways": 1}`, []string{"cdk.context.json: natGateways" + move}},
		"a setting in .cdk.json":               {"{}", "", `{"app": "x", "context": {"natGateways": 1}}`, `{"natGateways": 1}`, []string{"~/.cdk.json: natGateways" + move}},
		"a setting in all files":               {`{"context": {"cpu": 1}}`, `{"cpu": 1}`, `{"context": {"cpu": 1}}`, `{"cpu": 1}`, []string{"cdk.json: cpu" + move, "cdk.context.json: cpu" + move, "~/.cdk.json: cpu" + move}},
		"an env in cdk.json":                   {`{"context": {"env": "qa"}}`, "", "", `{"env": "qa"}`, []string{"cdk.json: env cannot stand here; give it with -c env=<name>"}},
		"an instance in .cdk.json":             {"{}", "", `{"context": {"instance": "me"}}`, `{"env": "prod", "instance": "me", "restoreSnapshotId": "a"}`, []string{"~/.cdk.json: instance cannot stand here; give it with -c instance=<name>"}},
		"defaults in cdk.context.json":         {"{}", `{"defaults": {"cpu": "x"}}`, "", `{"defaults": {"cpu": "x"}}`, []string{"cdk.context.json: defaults" + belongs}},
		"environments in .cdk.json":            {`{"context": {"environments": {"dev": {"cpu": "x"}}}}`, "", `{"context": {"environments": {"prod": {}}}}`, `{"environments": {"dev": {"cpu": "x"}, "prod": {}}}`, []string{"~/.cdk.json: environments" + belongs, `environments.dev: cpu must be a whole number, got "x"`}},
		"an unknown setting in cdk.json":       {`{"context": {"natGateway": 1}}`, "", "", `{"natGateway": 1}`, []string{`cdk.json: unknown setting "natGateway": did you mean natGateways?`}},
		"an unknown setting in .cdk.json":      {"{}", "", `{"context": {"other": "s3cret"}}`, `{"other": "s3cret"}`, []string{`~/.cdk.json: unknown setting "other"` + list}},
		"a broken cdk.context.json":            {"{}", "{", "", "", []string{"cdk.context.json is not valid JSON (line 1): unexpected end of JSON input"}},
		"a .cdk.json that is a list":           {"{}", "", "[]", "", []string{"~/.cdk.json must be a JSON object, got a list"}},
		"default for defaults":                 {`{"context": {"default": {"cpu": 512}}}`, "", "", "", []string{`cdk.json: unknown setting "default": did you mean defaults?`}},
		"a short environments":                 {`{"context": {"environment": {}}}`, "", "", "", []string{`cdk.json: unknown setting "environment": did you mean environments?`}},
		"a section with -c":                    {"{}", "", "", `{"defaults": "cpu=512"}`, []string{"-c: defaults" + belongs}},
		"a section with a slip with -c":        {"{}", "", "", `{"defalts": "cpu=512"}`, []string{`-c: unknown setting "defalts": did you mean defaults?`}},
		"environ for env with -c":              {"{}", "", "", `{"environ": "prod"}`, []string{`-c: unknown setting "environ": did you mean env?`}},
		"defaults as a list":                   {`{"context": {"defaults": [{"slackWebhookSecret": "https://hooks.slack.com/services/T0/B0/SECRET"}]}}`, "", "", "", []string{`defaults must be an object such as {"natGateways": 2}, got a list`}},
		"defaults of null":                     {`{"context": {"defaults": null}}`, "", "", "", []string{`defaults must be an object such as {"natGateways": 2}, got null`}},
		"an env in defaults":                   {`{"context": {"defaults": {"env": "prod"}}}`, "", "", "", []string{"defaults: env cannot stand here; give it with -c env=<name>"}},
		"environments in defaults":             {`{"context": {"defaults": {"environments": {}}}}`, "", "", "", []string{"defaults: environments" + belongs}},
		"defaults in a section":                {`{"context": {"environments": {"prod": {"defaults": {"cpu": 512}}}}}`, "", "", "", []string{"environments.prod: defaults" + belongs}},
		"an unknown setting in defaults":       {`{"context": {"defaults": {"reader": 1}}}`, "", "", "", []string{`defaults: unknown setting "reader": did you mean readers?`}},
		"an unlike setting in defaults":        {`{"context": {"defaults": {"frobnicate": 1}}}`, "", "", "", []string{`defaults: unknown setting "frobnicate"` + list}},
		"environments with a slip in defaults": {`{"context": {"defaults": {"environmets": {}}}}`, "", "", "", []string{`defaults: unknown setting "environmets": did you mean environments?`}},
		"a wrong type that sections override":  {`{"context": {"defaults": {"readers": "x"}, "environments": {"dev": {"readers": 0}, "staging": {"readers": 1}, "prod": {"readers": null}}}}`, "", "", `{"readers": "0"}`, []string{`defaults: readers must be a whole number, got "x"`}},
		"a wrong type above a good default":    {`{"context": {"defaults": {"maxTasks": 9}, "environments": {"dev": {"maxTasks": true}}}}`, "", "", `{"minTasks": "20"}`, []string{`environments.dev: maxTasks must be a whole number, got true`}},
		"a value that every one refuses":       {`{"context": {"defaults": {"backupRetentionDays": 99}, "environments": {"prod": {"backupRetentionDays": 9}}}}`, "", "", "", []string{"defaults: backupRetentionDays must be between 1 and 35, got 99"}},
		"zones that every one refuses": {`{"context": {"defaults": {"zones": ["us-east-1a", "us-east-1b"]}}}`, "", "", "", []string{
			`defaults: zones must be of ap-northeast-2, such as ap-northeast-2a, got "us-east-1a"`,
			`defaults: zones must be of ap-northeast-2, such as ap-northeast-2a, got "us-east-1b"`,
		}},
		"zones of the region of all":           {`{"context": {"defaults": {"region": "us-east-1", "zones": ["us-east-1a", "us-east-1b"]}}}`, "", "", "", nil},
		"a field of a service":                 {`{"context": {"defaults": {"port": 9090}}}`, "", "", `{"image": "none"}`, []string{`-c: unknown setting "image": it is a field of a service, such as services.<service>.image`, `defaults: unknown setting "port": it is a field of a service, such as services.<service>.port`}},
		"a value that dev refuses":             {`{"context": {"defaults": {"natGateways": 2}}}`, "", "", `{"env": "prod"}`, []string{`environment "dev": natGateways must be 1, because this is a single-zone environment, got 2`}},
		"a value that prod refuses":            {`{"context": {"defaults": {"cloneSourceClusterId": "a"}}}`, "", "", "", []string{`environment "prod": cloneSourceClusterId must not be given in prod, which never starts from another database's live data`}},
		"a pair of two places":                 {`{"context": {"defaults": {"cpu": 512}, "environments": {"prod": {"memoryMiB": 8192}}}}`, "", "", `{"env": "prod"}`, []string{`environment "prod": memoryMiB must be 1024, 2048, 3072 or 4096 with cpu 512, got 8192`}},
		"a webhook for its secret in defaults": {`{"context": {"defaults": {"slackWebhookSecret": "https://hooks.slack.com/services/T0/B0/SECRET"}}}`, "", "", "", []string{"defaults: slackWebhookSecret must be the name or ARN of a Secrets Manager secret that holds the webhook URL, got a URL, which would end up in the template; if it is real, revoke it in Slack"}},
		"a wrong value that -c overrides":      {`{"context": {"environments": {"prod": {"natGateways": 3}}}}`, "", "", `{"env": "prod", "natGateways": "1"}`, []string{`environment "prod": natGateways must be between 1 and 2, got 3`}},
		"a wrong value beside an instance":     {`{"context": {"environments": {"staging": {"restoreSnapshotId": "a b"}}}}`, "", "", `{"env": "staging", "instance": "pr-42"}`, []string{`environment "staging": restoreSnapshotId must be the name or ARN of a DB cluster snapshot, got "a b"`}},
		"a wrong value of this run's section":  {`{"context": {"environments": {"dev": {"natGateways": 3}}}}`, "", "", "", []string{`environment "dev": natGateways must be 1, because this is a single-zone environment, got 3`}},
		"a wrong value beside an env":          {`{"context": {"environments": {"prod": {"env": "qa", "readers": 16}}}}`, "", "", "", []string{"environments.prod: env cannot stand here; give it with -c env=<name>", `environment "prod": readers must be between 0 and 15, got 16`}},
		"rules beside a name in a wrong place": {`{"context": {"domainName": "app.example.com", "environments": {"dev": {"hostedZoneId": "Z1"}}}}`, "", "", `{"domainName": "app.example.com"}`, []string{"cdk.json: domainName" + move}},
	} {
		t.Run(promise, func(t *testing.T) {
			t.Parallel()
			files := input.Files{Project: []byte(complete(tc.project))}
			if tc.lookups != "" {
				files.Lookups = []byte(tc.lookups)
			}
			if tc.user != "" {
				files.User = []byte(tc.user)
			}
			context, err := ReadContext(files, tc.cliContext)
			if err == nil {
				_, err = Load(context)
			}
			if got := lines(err); !slices.Equal(got, tc.want) {
				t.Errorf("got\n\t%q\nwant\n\t%q", got, tc.want)
			}
		})
	}
}

func TestWhatOneEnvironmentRefusesItsSectionMayOverride(t *testing.T) {
	t.Parallel()
	for _, dev := range []string{`{"natGateways": 1}`, `{"natGateways": null}`} {
		e, err := read(`{"context": {"defaults": {"natGateways": 2}, "environments": {"dev": `+dev+`}}}`, `{"env": "staging"}`)
		if err != nil || e.Network.NATGateways != 2 {
			t.Errorf("with %s of dev, staging has %d NAT gateways and %v; want the 2 of defaults", dev, e.Network.NATGateways, err)
		}
	}
}

func TestTheRunWinsOverTheSectionAndTheSectionOverTheDefaults(t *testing.T) {
	t.Parallel()
	const cdkJSON = `{"context": {
		"defaults": {"natGateways": 1, "maxTasks": 6, "minTasks": 2, "account": "111111111111", "wafCountedRules": ["SQLi_BODY"], "cpu": null},
		"environments": {
			"prod": {"maxTasks": 60, "minTasks": 6, "account": null, "wafCountedRules": ["NoUserAgent_HEADER"]},
			"staging": {"maxTasks": 7}
		}
	}}`
	e, err := read(cdkJSON, `{"env": "prod", "minTasks": "4"}`)
	if err != nil {
		t.Fatal(err)
	}
	for value, counts := range map[string]bool{
		"the default of logRetentionDays":               e.LogRetentionDays == 365,
		"the default of cpu, which defaults leaves out": e.Tasks.CPUUnits == 1024,
		"natGateways of defaults":                       e.Network.NATGateways == 1,
		"maxTasks of the section":                       e.Tasks.MaxTasks == 60,
		"minTasks of the run":                           e.Tasks.MinTasks == 4,
		"no account, which the section removes":         e.Account == "",
		"the list of the section, alone":                slices.Equal(e.Firewall.CountedRules, []string{"NoUserAgent_HEADER"}),
	} {
		if !counts {
			t.Errorf("%s does not count in %+v", value, e)
		}
	}
	if e, err := read(cdkJSON, `{"env": "dev"}`); err != nil || e.Tasks.MaxTasks != 6 || e.Account != "111111111111" {
		t.Errorf("dev is %+v, %v; want maxTasks and account of defaults", e, err)
	}
}

// Sections and defaults describe the long-lived environments. An instance does not take
// what it cannot share.
func TestAnInstanceTakesFromCDKJSONOnlyWhatItCanShare(t *testing.T) {
	t.Parallel()
	const section = `{"domainName": "app.example.com", "hostedZoneId": "Z1", "readers": 2, "readerAutoScaling": true, "deletionProtection": true, "minTasks": 3}`
	layouts := []string{
		`{"context": {"environments": {"staging": ` + section + `, "prod": ` + section + `}}}`,
		`{"context": {"defaults": ` + section + `, "environments": {"dev": {"readers": 0, "readerAutoScaling": false}}}}`,
	}
	for promise, tc := range map[string]struct {
		run       string
		zone      string
		readers   int
		protected bool
	}{
		"staging itself takes all of it":                     {`{"env": "staging"}`, "Z1", 2, true},
		"an ephemeral instance keeps one writer":             {`{"env": "staging", "instance": "pr-42"}`, "", 0, false},
		"an instance of prod is durable, but has no record":  {`{"env": "prod", "instance": "dr"}`, "", 2, true},
		"an instance gets a record of its own when it asks":  {`{"env": "prod", "instance": "dr", "hostedZoneId": "Z2", "domainName": "dr.example.com"}`, "Z2", 2, true},
		"an ephemeral instance may say no to the protection": {`{"env": "staging", "instance": "pr-42", "deletionProtection": "false"}`, "", 0, false},
	} {
		t.Run(promise, func(t *testing.T) {
			t.Parallel()
			for _, cdkJSON := range layouts {
				e, err := read(cdkJSON, tc.run)
				if err != nil {
					t.Fatal(err)
				}
				d := e.Database
				if e.Domain.HostedZoneID != tc.zone || d.Readers != tc.readers || d.DeletionProtected != tc.protected || d.ReaderAutoScaling != (tc.readers > 0) {
					t.Errorf("%s: got zone %q and %+v, want zone %q, %d readers, protected %v", cdkJSON, e.Domain.HostedZoneID, d, tc.zone, tc.readers, tc.protected)
				}
				if e.Tasks.MinTasks != 3 || !e.Domain.Given {
					t.Errorf("%s: got minTasks %d and domain %q, want what it says", cdkJSON, e.Tasks.MinTasks, e.Domain.Name)
				}
			}
		})
	}
}
