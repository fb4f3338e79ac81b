package config

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/config/input"
)

// cdkJSONOf is a cdk.json with these environments and nothing added.
func cdkJSONOf(environments string) string {
	return `{"context": {"services": ` + exampleServices + `, "environments": ` + environments + `}}`
}

func TestAnEnvironmentThatCannotBeIsReportedInOneLineAndByTheEditor(t *testing.T) {
	t.Parallel()
	const (
		names = "environments: a name must be at most 12 lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "
		zones = `environment "qa": zones must be `
		cidrs = `environment "qa": cidr must be a private IPv4 range from /16 to /19, such as 10.40.0.0/16, got `
		qa    = `"like": "dev", "cidr": "10.40.0.0/16"`
	)
	for environments, tc := range map[string]struct {
		want        string
		editorKnows bool
	}{
		`{}`:                              {`environments must list the environments, such as {"dev": {}, "prod": {}}`, true},
		`[]`:                              {`environments must be an object such as {"prod": {"natGateways": 2}}, got a list`, true},
		`{"Qa": {` + qa + `}}`:            {names + `"Qa"`, true},
		`{"qa-": {` + qa + `}}`:           {names + `"qa-"`, true},
		`{"aaaaaaaaaaaaa": {` + qa + `}}`: {names + `"aaaaaaaaaaaaa"`, true},
		`{"prod": {}, "prod-eu": {"like": "prod", "cidr": "10.40.0.0/16"}}`:                                {"environments: prod-eu could be mistaken for prod with the instance eu; choose another name", false},
		`{"prod": {"like": "dev"}}`:                                                                        {`environment "prod": like must not be given to prod, which has defaults of its own, got "dev"`, false},
		`{"qa": {"cidr": "10.40.0.0/16"}}`:                                                                 {`environment "qa": like must be given, one of dev, staging or prod: whose defaults the environment has`, false},
		`{"qa": {"like": "prod2", "cidr": "10.40.0.0/16"}}`:                                                {`environment "qa": like must be dev, staging or prod, got "prod2"`, true},
		`{"qa": {"like": 1, "cidr": "10.40.0.0/16"}}`:                                                      {`environments.qa: like must be text in quotes, got 1`, true},
		`{"qa": {"like": "dev"}}`:                                                                          {`environment "qa": cidr must be given, an address range that no other environment has, such as 10.40.0.0/16`, false},
		`{"qa": {"like": "dev", "cidr": "10.40.0.0"}}`:                                                     {cidrs + `"10.40.0.0"`, true},
		`{"qa": {"like": "dev", "cidr": "10.40.0.0/15"}}`:                                                  {cidrs + `"10.40.0.0/15"`, true},
		`{"qa": {"like": "dev", "cidr": "10.40.0.0/20"}}`:                                                  {cidrs + `"10.40.0.0/20"`, true},
		`{"qa": {"like": "dev", "cidr": "10.40.1.0/16"}}`:                                                  {cidrs + `"10.40.1.0/16"`, false},
		`{"qa": {"like": "dev", "cidr": "8.8.0.0/16"}}`:                                                    {cidrs + `"8.8.0.0/16"`, false},
		`{"qa": {"like": "dev", "cidr": "fd00::/16"}}`:                                                     {cidrs + `"fd00::/16"`, true},
		`{"dev": {}, "qa": {"like": "dev", "cidr": "10.10.64.0/19"}}`:                                      {"cidr: the ranges of dev and qa overlap, 10.10.0.0/16 and 10.10.64.0/19; give one of them another", false},
		`{"qa": {` + qa + `, "region": "eu-west-9"}}`:                                                      {`environment "qa": region must be a region of AWS with all that the platform uses, got "eu-west-9": did you mean eu-west-1?`, true},
		`{"qa": {` + qa + `, "region": "moon"}}`:                                                           {`environment "qa": region must be a region of AWS with all that the platform uses, got "moon": such as ap-northeast-2`, true},
		`{"qa": {` + qa + `, "region": "eu-west-1"}}`:                                                      {zones + "given for eu-west-1: two or three of its availability zones, such as eu-west-1a,eu-west-1c", false},
		`{"qa": {"like": "prod", "cidr": "10.40.0.0/16", "region": "eu-west-1"}}`:                          {zones + "given for eu-west-1: two or three of its availability zones, such as eu-west-1a,eu-west-1c", false},
		`{"qa": {` + qa + `, "zones": ["ap-northeast-2a"]}}`:                                               {zones + "two or three, got 1", true},
		`{"qa": {` + qa + `, "zones": "ap-northeast-2a,ap-northeast-2b,ap-northeast-2c,ap-northeast-2d"}}`: {zones + "two or three, got 4", false},
		`{"qa": {` + qa + `, "zones": ["ap-northeast-2a", "us-east-1a"]}}`:                                 {zones + `of ap-northeast-2, such as ap-northeast-2a, got "us-east-1a"`, false},
		`{"qa": {` + qa + `, "zones": ["ap-northeast-2a", "2c"]}}`:                                         {zones + `of ap-northeast-2, such as ap-northeast-2a, got "2c"`, true},
		`{"qa": {` + qa + `, "natGateways": 2}}`:                                                           {`environment "qa": natGateways must be 1, because this is a single-zone environment, got 2`, false},
		`{"prod": null}`:                                                                                   {`environments.prod must be an object such as {"natGateways": 2}, got null`, true},
		`{"qa": {` + qa + `, "maxTask": 1}}`:                                                               {`environments.qa: unknown setting "maxTask": did you mean maxTasks?`, true},
		`{"qa": {` + qa + `, "services": []}}`:                                                             {`environments.qa.services must be an object such as {"billing-api": {"maxTasks": 20}}, got a list`, true},
		`{"qa": {` + qa + `, "services": {"service": {"maxTasks": 3}}}}`:                                   {`environments.qa: unknown service "service": did you mean service-api?`, false},
		`{"qa": {` + qa + `, "services": {"billing": {"maxTasks": 3}}}}`:                                   {`environments.qa: unknown service "billing": use service-api or admin-api`, false},
		`{"qa": {` + qa + `, "services": {"admin-api": {"maxTask": 3}}}}`:                                  {`environments.qa.services.admin-api: unknown field "maxTask": did you mean maxTasks?`, true},
		`{"qa": {` + qa + `, "services": {"admin-api": {"name": "b"}}}}`:                                   {`environments.qa.services.admin-api: name cannot stand here; another name is another service`, true},
		`{"qa": {` + qa + `, "services": {"admin-api": {"port": "x"}}}}`:                                   {`environments.qa.services.admin-api: port must be a whole number, got "x"`, true},
		`{"qa": {` + qa + `, "services": {"admin-api": 3}}}`:                                               {`environments.qa.services.admin-api must be an object such as {"maxTasks": 20}, got a number`, true},
		`{"dev": {}, "qa": {` + qa + `, "services": {"admin-api": {"port": 80}}}}`:                         {`environment "qa": services: admin-api: port must be between 1024 and 65535, got 80`, true},
		`{"qa": {` + qa + `, "maxTasks": true, "services": {"admin-api": {"minTasks": 20}}}}`:              {`environments.qa: maxTasks must be a whole number, got true`, true},
	} {
		file := cdkJSONOf(environments)
		_, err := readAsIs(file, `{"env": "qa"}`)
		got := slices.DeleteFunc(lines(err), func(line string) bool { return strings.HasPrefix(line, "unknown environment") })
		if !slices.Equal(got, []string{tc.want}) {
			t.Errorf("%s gives\n\t%q\nwant\n\t%q", environments, got, tc.want)
		}
		editorAccepts(t, file, !tc.editorKnows)
	}
}

func TestAPlatformOrAListThatCannotBeIsReportedInOneLineAndByTheEditor(t *testing.T) {
	t.Parallel()
	const (
		letters = "platform must be at most 12 lower-case letters and digits, starting with a letter, got "
		words   = "platform must not be a word of AWS or PostgreSQL, since it is also the name of the database, got "
		list    = `[{"name": "billing-api", "path": "/billing"}]`
	)
	for part, want := range map[string]string{
		`"platform": "Acme"`:          letters + `"Acme"`,
		`"platform": "a-b"`:           letters + `"a-b"`,
		`"platform": "2acme"`:         letters + `"2acme"`,
		`"platform": "aaaaaaaaaaaaa"`: letters + `"aaaaaaaaaaaaa"`,
		`"platform": "select"`:        words + `"select"`,
		`"platform": "postgres"`:      words + `"postgres"`,
		`"platform": "aws"`:           words + `"aws"`,
		`"platform": "rdsx"`:          words + `"rdsx"`,
		`"platform": "awsome"`:        words + `"awsome"`,
		`"platform": "amazonas"`:      words + `"amazonas"`,
		`"platform": ""`:              "platform must not be empty; leave it out for the default",
		`"platform": null`:            "platform must be text in quotes, got null",
		`"services": []`:              "services must list the services, such as " + list,
		`"services": {"a": {}}`:       "services must be a list such as " + list + ", got an object",
		`"services": null`:            "services must be a list such as " + list + ", got null",
		`"services": ["a"]`:           `services[0] must be an object such as {"name": "billing-api", "path": "/billing"}, got text`,
		`"services": [{"path": "/"}]`: `services[0] must have a name, such as {"name": "billing-api", "path": "/billing"}`,
		`"defaults": []`:              `defaults must be an object such as {"natGateways": 2}, got a list`,
		`"defaults": {"services": {"service-api": {"cpu": 512}}}`: "defaults: services cannot stand here; the list under context.services is shared by all environments already",
		`"defaults": {"env": "dev"}`:                              "defaults: env cannot stand here; give it with -c env=<name>",
		`"defaults": {"cpu": "much"}`:                             `defaults: cpu must be a whole number, got "much"`,
		`"service": []`:                                           `cdk.json: unknown setting "service": did you mean services?`,
		`"cpu": 512`:                                              "cdk.json: cpu cannot stand here; move it to context.defaults in cdk.json, which the environments and -c override",
	} {
		file := complete(`{"context": {` + part + `}}`)
		if _, err := readAsIs(file, ""); !slices.Equal(lines(err), []string{want}) {
			t.Errorf("%s gives\n\t%q\nwant\n\t%q", part, lines(err), want)
		}
		editorAccepts(t, file, false)
	}
	for _, missing := range []string{`{"context": {"services": ` + exampleServices + `}}`, `{"context": {"environments": {"dev": {}}}}`, `{}`} {
		if _, err := readAsIs(missing, ""); err == nil {
			t.Errorf("%s is accepted", missing)
		}
		editorAccepts(t, missing, false)
	}
}

func TestWhatARunMayGive(t *testing.T) {
	t.Parallel()
	const belongs = " cannot stand here; it belongs to the top level of context in cdk.json"
	two := `{"qa": {"like": "dev", "cidr": "10.40.0.0/16"}, "prod": {}}`
	for _, tc := range []struct {
		environments, run string
		want              []string
	}{
		{exampleEnvironments, `{"platform": "acme"}`, []string{"-c: platform" + belongs}},
		{exampleEnvironments, `{"services": "api"}`, []string{"-c: services" + belongs}},
		{exampleEnvironments, `{"environments": "qa"}`, []string{"-c: environments" + belongs}},
		{exampleEnvironments, `{"environments.prod.cpu": "512"}`, []string{"-c: environments.prod.cpu cannot stand here; give the setting alone, such as -c env=<name> -c maxTasks=20"}},
		{exampleEnvironments, `{"services.service-api": "x"}`, []string{"-c: services.service-api must name a service and one of its fields, such as services.<service>.maxTasks"}},
		{exampleEnvironments, `{"services.servce-api.port": "9090"}`, []string{`-c: unknown service "servce-api": did you mean service-api?`}},
		{exampleEnvironments, `{"services.service-api.prt": "9090"}`, []string{`-c: services.service-api: unknown field "prt": did you mean port?`}},
		{exampleEnvironments, `{"services.service-api.port": "x"}`, []string{`-c: services.service-api: port must be a whole number, got "x"`}},
		{exampleEnvironments, `{"services.service-api.port": "80"}`, []string{`environment "dev": services: service-api: port must be between 1024 and 65535, got 80`}},
		{exampleEnvironments, `{"services.service-api.port": "9090", "services.admin-api.environment.LOG_LEVEL": "debug", "services.admin-api.command": "[\"a\", \"b,c\"]"}`, nil},
		{exampleEnvironments, `{"cidr": "10.20.0.0/16"}`, []string{"cidr: the ranges of dev and staging overlap, 10.20.0.0/16 and 10.20.0.0/16; give one of them another"}},
		{exampleEnvironments, `{"instance": "a", "cidr": "10.30.0.0/18"}`, []string{"cidr: the ranges of dev-a and prod overlap, 10.30.0.0/18 and 10.30.0.0/16; give one of them another"}},
		{exampleEnvironments, `{"instance": "a", "cidr": "10.10.0.0/18"}`, []string{"cidr: the ranges of dev and dev-a overlap, 10.10.0.0/16 and 10.10.0.0/18; give one of them another"}},
		{exampleEnvironments, `{"instance": "a", "cidr": "10.0.0.0/8"}`, []string{`environment "dev": cidr must be a private IPv4 range from /16 to /19, such as 10.40.0.0/16, got "10.0.0.0/8"`}},
		{exampleEnvironments, `{"instance": "a", "cidr": "10.99.0.0/16"}`, nil},
		{two, `{}`, []string{"env must be given with -c env=<name>: qa or prod"}},
		{two, `{"env": "dev"}`, []string{`unknown environment "dev": use qa or prod`}},
		{two, `{"env": "prd"}`, []string{`unknown environment "prd": did you mean prod?`}},
		{two, `{"env": "qa"}`, nil},
	} {
		e, err := readAsIs(cdkJSONOf(tc.environments), tc.run)
		if !slices.Equal(lines(err), tc.want) {
			t.Errorf("%s gives\n\t%q\nwant\n\t%q", tc.run, lines(err), tc.want)
		}
		if s, ok := e.Service("admin-api"); strings.Contains(tc.run, "LOG_LEVEL") && (!ok || s.Environment["LOG_LEVEL"] != "debug" || !slices.Equal(s.Command, []string{"a", "b,c"})) {
			t.Errorf("%s gives %+v", tc.run, s)
		}
	}
}

// An environment that is like another has its built-in defaults, and nothing of its section.
func TestLikeTakesTheDefaultsAndNotTheSection(t *testing.T) {
	t.Parallel()
	e, err := readAsIs(cdkJSONOf(`{"prod": {"maxTasks": 60}, "live-eu": {"like": "prod", "region": "eu-west-1", "zones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"], "cidr": "10.64.0.0/19",
		"services": {"admin-api": {"rateLimitPerFiveMinutes": null, "maxTasks": 3, "environment": {"A": "b"}}}}}`), `{"env": "live-eu"}`)
	if err != nil {
		t.Fatal(err)
	}
	admin, _ := e.Service("admin-api")
	for fact, holds := range map[string]bool{
		"maxTasks of the built-in prod":        e.Tasks.MaxTasks == 50,
		"a NAT gateway for each zone":          e.Network.NATGateways == 3 && len(e.Network.WorkloadZones) == 3,
		"the protection of prod":               e.TerminationProtected && e.Database.NeverRestored,
		"the region and the range of its own":  e.Region == "eu-west-1" && e.Network.CIDR == "10.64.0.0/19",
		"the service's field of the section":   admin.MaxTasks == 3 && admin.Environment["A"] == "b",
		"no rate limit, which a null removes":  admin.RateLimitPerFiveMinutes == 0,
		"the rest of the service's list entry": admin.Path == "/admin" && admin.Repository == "admin",
	} {
		if !holds {
			t.Errorf("%s is not there in %+v", fact, e)
		}
	}
}

func TestAllEnvironmentsComeInTheOrderOfARelease(t *testing.T) {
	t.Parallel()
	context, err := ReadContext(input.Files{Project: []byte(cdkJSONOf(`{"prod": {}, "dev": {}, "a-live": {"like": "prod", "cidr": "10.40.0.0/16"}, "qa": {"like": "staging", "cidr": "10.41.0.0/16"}}`))}, "")
	if err != nil {
		t.Fatal(err)
	}
	all, err := LoadAll(context)
	var got []string
	for _, e := range all {
		got = append(got, e.Name)
	}
	if want := []string{"dev", "qa", "a-live", "prod"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}
