package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// oneService is the list with one service, of these fields beside its name and path.
func oneService(fields string) string {
	if fields != "" {
		fields = ", " + fields
	}
	// A field may come once.
	for _, usual := range []string{`"name": "api"`, `"path": "/api"`} {
		name, _, _ := strings.Cut(usual, ":")
		if !strings.Contains(fields, ", "+name+":") {
			fields = ", " + usual + fields
		}
	}
	return "[{" + strings.TrimPrefix(fields, ", ") + "}]"
}

func TestAFieldThatIsWrongByItselfIsReportedOnceAndByTheEditor(t *testing.T) {
	t.Parallel()
	var ports []string
	for port := range 50 {
		ports = append(ports, fmt.Sprint(1000+port))
	}
	const (
		names  = "services: api: name must be lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "
		paths  = "services: api: path must be / or parts such as /shop/v2 of lower-case letters, digits, hyphens, dots and underscores, got "
		images = "services: api: image must be none or a full image URI with a tag or digest, such as 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/chassis/prod/api:1.0, got "
		ranges = "services: api: allowedCidrs must be IPv4 ranges such as 203.0.113.0/24 or 203.0.113.7/32, none of them /0, got "
		policy = "services: api: policies must be ARNs of managed policies, such as arn:aws:iam::aws:policy/AmazonSESFullAccess, got "
		secret = "services: api: secrets: KEY must be the name of a Secrets Manager secret, its complete ARN, or ARN#key; not the secret itself"
		owned  = ", which the platform or ECS sets"
	)
	long := strings.Repeat("a", 1024)
	for fields, want := range map[string]string{
		`"egressPorts": [443, ` + strings.Join(ports, ", ") + `]`: "services: api: egressPorts must have at most 50 entries, got 51",

		`"name": "API"`:                                 strings.Replace(names, "api", "API", 1) + `"API"`,
		`"name": "an-api-"`:                             strings.Replace(names, "api", "an-api-", 1) + `"an-api-"`,
		`"name": "2api"`:                                strings.Replace(names, "api", "2api", 1) + `"2api"`,
		`"name": "a--b"`:                                strings.Replace(names, "api", "a--b", 1) + `"a--b"`,
		`"name": "a_b"`:                                 strings.Replace(names, "api", "a_b", 1) + `"a_b"`,
		`"name": "aaaaaaaaaaaaaaaaaaaaaaaaa"`:           "services: aaaaaaaaaaaaaaaaaaaaaaaaa: name must have at most 24 characters, got 25",
		`"name": ""`:                                    "services[0]: name must not be empty; leave it out for the default",
		`"name": 1`:                                     "services[0]: name must be text in quotes, got 1",
		`"name": null`:                                  `services[0] must have a name, such as {"name": "billing-api", "path": "/billing"}`,
		`"kind": "lambda"`:                              `services: api: kind must be web, worker or job, got "lambda"`,
		`"path": "api"`:                                 paths + `"api"`,
		`"path": "/api/"`:                               paths + `"/api/"`,
		`"path": "/Api"`:                                paths + `"/Api"`,
		`"path": "/a*"`:                                 paths + `"/a*"`,
		`"path": "//a"`:                                 paths + `"//a"`,
		`"path": "/a/../b"`:                             paths + `"/a/../b"`,
		`"path": "/` + long[:126] + `"`:                 "services: api: path must have at most 126 characters, got 127",
		`"priority": 0`:                                 "services: api: priority must be between 1 and 50000, got 0",
		`"priority": 50001`:                             "services: api: priority must be between 1 and 50000, got 50001",
		`"egressPorts": [587]`:                          "services: api: egressPorts must contain 443, through which a task pulls its image and writes its log",
		`"egressPorts": [443, 0]`:                       "services: api: egressPorts must be between 1 and 65535, got 0",
		`"egressPorts": [443, 65536]`:                   "services: api: egressPorts must be between 1 and 65535, got 65536",
		`"egressPorts": [443, 443]`:                     "services: api: egressPorts names 443 twice",
		`"egressPorts": [443, "smtp"]`:                  `services: api: egressPorts must list only whole numbers, got [443,"smtp"]`,
		`"egressPorts": 443`:                            "services: api: egressPorts must be a list of whole numbers, got 443",
		`"repository": "Api"`:                           `services: api: repository must be lower-case letters and digits with single hyphens, dots or underscores between them, got "Api"`,
		`"repository": "a/b"`:                           `services: api: repository must be lower-case letters and digits with single hyphens, dots or underscores between them, got "a/b"`,
		`"repository": "` + long[:65] + `"`:             "services: api: repository must have at most 64 characters, got 65",
		`"image": "r.example.com/a"`:                    images + `"r.example.com/a"`,
		`"image": "nginx:1"`:                            images + `"nginx:1"`,
		`"image": "r.example.com/a@sha256:0123"`:        images + `"r.example.com/a@sha256:0123"`,
		`"image": "r.example.com/a:` + long[:129] + `"`: images + `"r.example.com/a:` + long[:129] + `"`,
		`"port": 80`:                                    "services: api: port must be between 1024 and 65535, got 80",
		`"port": 65536`:                                 "services: api: port must be between 1024 and 65535, got 65536",
		`"port": "http"`:                                `services: api: port must be a whole number, got "http"`,
		`"healthPath": "health"`:                        `services: api: healthPath must start with a slash and have no spaces and no reference of CloudFormation, got "health"`,
		`"healthPath": "/a b"`:                          `services: api: healthPath must start with a slash and have no spaces and no reference of CloudFormation, got "/a b"`,
		`"healthPath": "/` + long + `"`:                 "services: api: healthPath must have at most 1024 characters, got 1025",
		`"graceSeconds": 7201`:                          "services: api: graceSeconds must be between 0 and 7200, got 7201",
		`"cpu": 300`:                                    "services: api: cpu must be 256, 512, 1024, 2048, 4096, 8192 or 16384, got 300",
		`"cpuArchitecture": "arm64"`:                    `services: api: cpuArchitecture must be X86_64 or ARM64, got "arm64"`,
		`"minTasks": 0`:                                 "services: api: minTasks must be between 1 and 5000, got 0",
		`"maxTasks": 5001`:                              "services: api: maxTasks must be between 1 and 5000, got 5001",
		`"cpuTargetPercent": 5`:                         "services: api: cpuTargetPercent must be 0 or between 10 and 90, got 5",
		`"cpuTargetPercent": 91`:                        "services: api: cpuTargetPercent must be 0 or between 10 and 90, got 91",
		`"memoryTargetPercent": 9`:                      "services: api: memoryTargetPercent must be 0 or between 10 and 90, got 9",
		`"requestsPerTask": -1`:                         "services: api: requestsPerTask must be 0 or between 1 and 2000000000, got -1",
		`"rateLimitPerFiveMinutes": 9`:                  "services: api: rateLimitPerFiveMinutes must be 0 or between 10 and 2000000000, got 9",
		`"allowedCidrs": ["0.0.0.0/0"]`:                 ranges + `"0.0.0.0/0"`,
		`"allowedCidrs": ["2001:db8::/32"]`:             ranges + `"2001:db8::/32"`,
		`"allowedCidrs": ["203.0.113.7"]`:               ranges + `"203.0.113.7"`,
		`"allowedCidrs": {"a": 1}`:                      `services: api: allowedCidrs must be a list of texts, or one text with commas, got {"a":1}`,
		`"database": "no"`:                              `services: api: database must be true or false, got "no"`,
		`"cache": 0`:                                    "services: api: cache must be true or false, got 0",
		`"environment": {"DB_HOST": "x"}`:               "services: api: environment must not set DB_HOST" + owned,
		`"environment": {"AWS_REGION": "x"}`:            "services: api: environment must not set AWS_REGION" + owned,
		`"environment": {"ECS_X": "x"}`:                 "services: api: environment must not set ECS_X" + owned,
		`"environment": {"A-B": "x"}`:                   `services: api: environment must have names of letters, digits and underscores, got "A-B"`,
		`"environment": {"A": 1}`:                       "services: api: environment must map A to text in quotes, got a number",
		`"environment": ["A=1"]`:                        "services: api: environment must be an object of texts, got a list",
		`"environment": "A=s3cret"`:                     "services: api: environment must be an object of texts, got text",
		`"secrets": {"DB_USER": "x"}`:                   "services: api: secrets must not set DB_USER" + owned,
		`"secrets": {"KEY": "my secret"}`:               secret,
		`"secrets": {"KEY": "https://a.example.com"}`:   secret,
		`"secrets": {"KEY": "team/key#user"}`:           "services: api: secrets: KEY must give a key as ARN#key, with the complete ARN of the secret",
		`"policies": ["AmazonSESFullAccess"]`:           policy + `"AmazonSESFullAccess"`,
		`"policies": ["arn:aws:iam::aws:policy/team/"]`: policy + `"arn:aws:iam::aws:policy/team/"`,
		`"policies": ["arn:aws:iam::aws:policy//AdministratorAccess"]`: policy + `"arn:aws:iam::aws:policy//AdministratorAccess"`,
		`"policies": ["arn:aws:iam::aws:role/x"]`:                      policy + `"arn:aws:iam::aws:role/x"`,
		`"command": ["a", 1]`:                                          "services: api: command must list only text in quotes, got 1",
		`"command": "serve --all"`:                                     `services: api: command must be a JSON array of texts, such as ["serve", "--port=8080"], got "serve --all"`,
		`"cpuTarget": 60`:                                              `services: api: unknown field "cpuTarget": did you mean cpuTargetPercent?`,
		`"healthpath": "/"`:                                            `services: api: unknown field "healthpath": did you mean healthPath?`,
		`"frobnicate": 1`:                                              `services: api: unknown field "frobnicate": docs/settings.md lists the fields of a service`,
	} {
		file := complete(`{"context": {"services": ` + oneService(fields) + `}}`)
		if _, err := readAsIs(file, ""); !slices.Equal(lines(err), []string{want}) {
			t.Errorf("%.60s gives\n\t%.300q\nwant\n\t%.300q", fields, lines(err), want)
		}
		editorAccepts(t, file, false)
	}
}

func TestFieldsThatDoNotFitTogetherAreReportedOnce(t *testing.T) {
	t.Parallel()
	const reserved = "name must not be one of the platform, of PostgreSQL or of RDS, got "
	plain := func(names ...string) string {
		var list []string
		for _, name := range names {
			list = append(list, `{"name": "`+name+`", "path": "/`+name+`"}`)
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	many := func(count int, fields string) string {
		var list []string
		for i := range count {
			list = append(list, fmt.Sprintf(`{"name": "s%d", "path": "/s%d", "priority": %d, %s}`, i, i, i+1, fields))
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	secrets := func(count int) string {
		var list []string
		for i := range count {
			list = append(list, fmt.Sprintf(`"KEY_%d": "team/a-%02d%s"`, i, i, strings.Repeat("x", 2)))
		}
		return strings.Join(list, ", ")
	}
	tests := map[string][]string{
		`[{"name": "api"}]`:    {"services: api: path must be given, such as /api"},
		plain("api", "api"):    {"services: api is listed twice"},
		plain("api-2", "api2"): {"services: api-2 and api2 have names that make one construct ID, Api2"},
		`[{"name": "a", "path": "/a", "repository": "x"}, {"name": "b", "path": "/b", "repository": "x"}]`:     {"services: a and b have one repository, x; two services cannot share the image parameter"},
		`[{"name": "a", "path": "/a", "repository": "x.y"}, {"name": "b", "path": "/b", "repository": "x-y"}]`: {"services: a and b have repositories that make one image parameter, XYImage"},
		`[{"name": "a", "path": "/a"}, {"name": "a-image", "path": "/b"}]`:                                     {"services: a and a-image have a name and an image parameter that make one ID; rename the repository"},
		`[{"name": "a", "path": "/a"}, {"name": "b", "path": "/a"}]`:                                           {"services: a and b have paths of which one begins the other, /a and /a"},
		`[{"name": "a", "path": "/a/b"}, {"name": "b", "path": "/a"}]`:                                         {"services: a and b have paths of which one begins the other, /a/b and /a"},
		`[{"name": "a", "path": "/"}, {"name": "b", "path": "/b"}]`:                                            {"services: a and b have paths of which one begins the other, / and /b"},
		`[{"name": "a", "path": "/a", "priority": 7}, {"name": "b", "path": "/b", "priority": 7}]`:             {"services: a and b have the listener rule priority 7; give one of them another priority"},
		oneService(`"cpu": 512, "memoryMiB": 8192`):                                                            {"services: api: memoryMiB must be 1024, 2048, 3072 or 4096 with cpu 512, got 8192"},
		oneService(`"minTasks": 9, "maxTasks": 8`):                                                             {"services: api: maxTasks must be at least minTasks, which is 9, got 8"},
		oneService(`"maxTasks": 2000`):                                                                         {`environment "dev": services: maxTasks lets a deployment run 4000 tasks, and the private subnets have addresses for 2043`},
		oneService(`"minTasks": 5`):                                                                            {`environment "dev": services: api: maxTasks must be at least minTasks, which is 5, got 4`},
		oneService(`"cpuTargetPercent": 0`):                                                                    {"services: api: cpuTargetPercent, memoryTargetPercent and requestsPerTask are all off, so nothing would scale the service; give one of them"},
		oneService(`"allowedCidrs": ["203.0.113.7/24"]`):                                                       {"services: api: allowedCidrs must be IPv4 ranges such as 203.0.113.0/24 or 203.0.113.7/32, none of them /0, got \"203.0.113.7/24\""},
		oneService(`"healthPath": "/${A}"`):                                                                    {"services: api: healthPath must start with a slash and have no spaces and no reference of CloudFormation, got \"/${A}\""},
		oneService(`"environment": {"A": "x"}, "secrets": {"A": "team/a"}`):                                    {"services: api: environment and secrets both set A; give it once"},
		oneService(`"environment": {"A": "x\u007f", "B": "\t\r\n"}`):                                           {"services: api: environment: A must not contain control characters but tabs and line breaks"},
		oneService(`"environment": {"A": "${B}", "C": "{{resolve:x}}"}`): {
			"services: api: environment: A must not contain ${ or {{, which the CDK or CloudFormation would replace; a secret belongs under secrets",
			"services: api: environment: C must not contain ${ or {{, which the CDK or CloudFormation would replace; a secret belongs under secrets",
		},
		oneService(`"secrets": {"A": "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf"}`):                             {"services: api: secrets: A must be of ap-northeast-2, because ECS reads only secrets of its own region, got one of us-east-1"},
		oneService(`"policies": ["arn:aws:iam::aws:policy/AdministratorAccess"]`):                                                   {"services: api: policies must not contain arn:aws:iam::aws:policy/AdministratorAccess, with which a task could give itself every other right"},
		oneService(`"environment": {"A": "` + strings.Repeat("a", 57400) + `"}`):                                                    {"services: api: environment, secrets and command are too long for a task definition: together at most 57344 bytes, got 57431"},
		oneService(`"environment": {"A": "` + strings.Repeat("a", 30000) + `"}, "command": ["` + strings.Repeat("a", 30000) + `"]`): {"services: api: environment, secrets and command are too long for a task definition: together at most 57344 bytes, got 60031"},
		oneService(`"migrate": ["` + strings.Repeat("a", 8000) + `"]`):                                                              {"services: api: migrate is too long for ECS, which takes it with the start of a task: at most 7680 bytes, got 8004"},
		oneService(`"secrets": {` + secrets(40) + `}`):                                                                              {"services: api: secrets are too many or have too long names: the policy of their role would have 7280 characters for them, and IAM leaves room for 7240"},
		many(11, `"rateLimitPerFiveMinutes": 10`):                                                                                   {"services: rateLimitPerFiveMinutes must be given to at most 10 services, got 11"},
		many(60, `"minTasks": 1, "maxTasks": 4, "allowedCidrs": ["203.0.113.0/24"]`):                                                {"services: 60 services need about 1068 resources in the Compute stack, and CloudFormation takes 500 in one; give some of them a platform of their own (docs/adding.md#many-services)", "services: the web ACL's rules need 5025 capacity units, and it takes at most 5000; give rateLimitPerFiveMinutes or allowedCidrs to fewer services"},
		`[{"name": "a", "path": "a", "port": 1, "colour": "red"}, {"name": "b", "path": "/a", "image": "x:1"}]`: {
			`services: a: unknown field "colour": docs/settings.md lists the fields of a service`,
			`services: a: path must be / or parts such as /shop/v2 of lower-case letters, digits, hyphens, dots and underscores, got "a"`,
			"services: a: port must be between 1024 and 65535, got 1",
			`services: b: image must be none or a full image URI with a tag or digest, such as 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/chassis/prod/b:1.0, got "x:1"`,
		},
	}
	for _, name := range []string{"rds-iam", "read-only", "public", "postgres", "pg-api", "alb", "proxy", "redis", "bastion", "internet", "cluster", "chassis-admin", "redis-slow-log", "vpc-flow"} {
		tests[plain(name)] = []string{"services: " + name + ": " + reserved + `"` + name + `"`}
	}
	for list, want := range tests {
		if _, err := read(`{"context": {"services": `+list+`}}`, ""); !slices.Equal(lines(err), want) {
			t.Errorf("%.200s gives\n\t%q\nwant\n\t%q", list, lines(err), want)
		}
	}
}

func TestNoErrorRepeatsACredential(t *testing.T) {
	t.Parallel()
	for _, credential := range []string{
		"AKIAIOSFODNN7EXAMPLE", "postgres://app:hunter2hunter2@db/app", "password=hunter2hunter2", "-----BEGIN RSA PRIVATE KEY-----", "github_pat_11AAAAAAA0abcdefgh", "sk_live_abcdefghijkl", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x",
		"https://hooks.slack.com/services/T0AB/B0CD/hunter2hunter2", "ghp_hunter2hunter2hunter2hunter2hunter2hunt",
	} {
		for _, fields := range []string{`"environment": {"A": "` + credential + `"}`, `"secrets": {"A": "` + credential + `"}`, `"command": ["` + credential + `"]`} {
			_, err := read(`{"context": {"services": `+oneService(fields)+`}}`, "")
			if got := lines(err); len(got) != 1 || strings.Contains(got[0], credential) {
				t.Errorf("%s gives %q, want one line without the value", fields, got)
			}
		}
	}
}

func TestWhatAServiceMaySayIsAccepted(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:team/key-AbCdEf"
	digest := "@sha256:" + strings.Repeat("0123456789abcdef", 4)
	for _, fields := range []string{
		`"name": "aaaaaaaaaaaaaaaaaaaaaaaa"`, `"name": "a"`, `"path": "/"`, `"path": "/shop/v2.1_a-b"`, `"path": "/` + strings.Repeat("a", 125) + `"`, `"kind": "web"`,
		`"priority": 50000`, `"egressPorts": [443, 587]`, `"egressPorts": "443,587"`, `"repository": "a.b_c-d"`, `"repository": "` + strings.Repeat("a", 64) + `"`,
		`"image": "none"`, `"image": "r.example.com:5000/a__b-c.d/e:T_1` + digest + `"`, `"port": 1024`, `"port": "65535"`, `"healthPath": "/health?deep=1"`,
		`"healthPath": "/` + strings.Repeat("a", 1023) + `"`, `"graceSeconds": 0`, `"cpu": 256, "memoryMiB": 512`, `"cpuArchitecture": "ARM64"`, `"minTasks": 1, "maxTasks": 1021`,
		`"cpuTargetPercent": 0, "requestsPerTask": 1000`, `"memoryTargetPercent": 90`, `"rateLimitPerFiveMinutes": 10`, `"rateLimitPerFiveMinutes": 0`, `"allowedCidrs": ["203.0.113.7/32", "10.0.0.0/8"]`,
		`"database": false, "cache": "false"`, `"environment": {"LOG_LEVEL": "info", "EMPTY": "", "GONE": null}`, `"secrets": {"A": "team/key", "B": "` + arn + `", "C": "` + arn + `#user.name"}`,
		`"policies": ["arn:aws:iam::aws:policy/AmazonSESFullAccess", "arn:aws:iam::123456789012:policy/team/mine"]`, `"command": ["serve", "--a=b,c"]`, `"command": "[\"serve\"]"`, `"port": null`,
	} {
		file := complete(`{"context": {"services": ` + oneService(fields) + `}}`)
		if _, err := readAsIs(file, ""); err != nil {
			t.Errorf("%s is refused: %v", fields, err)
		}
		editorAccepts(t, file, true)
	}
}

func TestTheOrderOfTheListChangesNothing(t *testing.T) {
	t.Parallel()
	a, b, c := `{"name": "a", "path": "/a"}`, `{"name": "b", "path": "/b"}`, `{"name": "c", "path": "/c", "priority": 5}`
	var first []Service
	for _, list := range []string{a + "," + b + "," + c, c + "," + b + "," + a, b + "," + c + "," + a} {
		e, err := read(`{"context": {"services": [`+list+`]}}`, "")
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = e.Services
		}
		if !reflect.DeepEqual(e.Services, first) {
			t.Errorf("%s gives another order", list)
		}
	}
	if e := shipped(Dev, ""); len(first) != 3 || first[0].Name != "c" || e.Services[0].Priority != 10 || e.Services[1].Priority != 20 {
		t.Errorf("got %+v, want the order of the priorities, and those of the shipped services", first)
	}
}
