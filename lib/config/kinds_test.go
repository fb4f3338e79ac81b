package config

import (
	"slices"
	"strings"
	"testing"
)

func TestFieldsOfAnotherKindAreReportedOnceEachAndByTheEditor(t *testing.T) {
	t.Parallel()
	const not = " must not be given to a service of kind "
	for fields, want := range map[string][]string{
		`"kind": "worker", "path": "/api", "priority": 3, "port": 9000, "healthPath": "/up", "graceSeconds": 10`: {
			"graceSeconds" + not + "worker; it is for web", "healthPath" + not + "worker; it is for web", "path" + not + "worker; it is for web",
			"port" + not + "worker; it is for web", "priority" + not + "worker; it is for web",
		},
		`"kind": "worker", "requestsPerTask": 5, "rateLimitPerFiveMinutes": 100, "allowedCidrs": ["10.0.0.0/8"]`: {
			"allowedCidrs" + not + "worker; it is for web", "rateLimitPerFiveMinutes" + not + "worker; it is for web", "requestsPerTask" + not + "worker; it is for web",
		},
		// Given and wrong is given all the same.
		`"kind": "worker", "schedule": "often"`: {"schedule" + not + "worker; it is for job"},
		`"kind": "job", "schedule": "rate(1 day)", "minTasks": 2, "maxTasks": 1, "cpuTargetPercent": 99, "memoryTargetPercent": 50`: {
			"cpuTargetPercent" + not + "job; it is for web and worker", "maxTasks" + not + "job; it is for web and worker",
			"memoryTargetPercent" + not + "job; it is for web and worker", "minTasks" + not + "job; it is for web and worker",
		},
		`"path": "/api", "schedule": "rate(1 day)", "timeZone": "UTC", "overlap": false`: {
			"overlap" + not + "web; it is for job", "schedule" + not + "web; it is for job", "timeZone" + not + "web; it is for job",
		},
	} {
		file := complete(`{"context": {"services": [{"name": "api", ` + fields + `}]}}`)
		_, err := readAsIs(file, "")
		got := lines(err)
		slices.Sort(got)
		for i := range want {
			want[i] = "services: api: " + want[i]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s gives\n\t%s\nwant\n\t%s", fields, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
		}
		editorAccepts(t, file, false)
	}
}

func TestWhatEachKindNeedsIsAskedFor(t *testing.T) {
	t.Parallel()
	const migrate = `services: api: migrate must name what the image is to run, such as ["com.example.MigrateKt"]; leave it out for none`
	for fields, want := range map[string]string{
		`"kind": "web"`: "services: api: path must be given, such as /api",
		`"kind": "job"`: "services: api: schedule must be given, such as cron(0 3 * * ? *) for 03:00 each day or rate(15 minutes)",
		// Nobody knows then what else it needs, or must not have.
		`"kind": ["job"], "schedule": "rate(1 day)"`: `services: api: kind must be text in quotes, got ["job"]`,
		`"kind": ""`: "services: api: kind must not be empty; leave it out for the default",
		`"kind": "job", "schedule": "cron(0 3 * * *)"`:                           `services: api: schedule must have six fields, cron(minutes hours day-of-month month day-of-week year), such as cron(0 3 * * ? *), got 5 in "cron(0 3 * * *)"`,
		`"kind": "job", "schedule": "rate(1 day)", "timeZone": "Seoul"`:          `services: api: timeZone must be a name of the IANA time zone database with its capitals, got "Seoul": did you mean Asia/Seoul?`,
		`"kind": "worker", "cpuTargetPercent": 0`:                                "services: api: cpuTargetPercent and memoryTargetPercent are both off, so nothing would scale the service; give one of them",
		`"kind": "worker", "migrate": []`:                                        migrate,
		`"kind": "worker", "migrate": [" ", "x"]`:                                migrate,
		`"kind": "worker", "migrate": "run"`:                                     `services: api: migrate must be a JSON array of texts, such as ["serve", "--port=8080"], got "run"`,
		`"kind": "worker", "migrate": ["run ${A}"]`:                              "services: api: migrate: a word must not contain ${ or {{, which the CDK or CloudFormation would replace; a secret belongs under secrets",
		`"kind": "worker", "migrate": ["run"], "migrateTimeoutMinutes": 51`:      "services: api: migrateTimeoutMinutes must be between 1 and 50, got 51",
		`"kind": "worker", "migrate": ["run"], "migrateTimeoutMinutes": 0`:       "services: api: migrateTimeoutMinutes must be between 1 and 50, got 0",
		`"kind": "job", "schedule": "rate(1 day)", "overlap": "sometimes"`:       `services: api: overlap must be true or false, got "sometimes"`,
		`"kind": "job", "schedule": "rate(1 day)", "cpu": 512, "memoryMiB": 512`: "services: api: memoryMiB must be 1024, 2048, 3072 or 4096 with cpu 512, got 512",
	} {
		_, err := readAsIs(complete(`{"context": {"services": [{"name": "api", `+fields+`}]}}`), "")
		if got := lines(err); !slices.Equal(got, []string{want}) {
			t.Errorf("%s gives\n\t%q\nwant\n\t%q", fields, got, want)
		}
	}
}

func TestEachKindHasWhatItNeedsAndNoMore(t *testing.T) {
	t.Parallel()
	const services = `[{"name": "a", "kind": "web", "path": "/a", "schedule": null},
		{"name": "b", "kind": "worker", "memoryTargetPercent": 50, "minTasks": 1, "path": null},
		{"name": "c", "kind": "job", "schedule": "cron(0 3 ? * MON *)", "timeZone": "UTC", "overlap": "false", "migrate": "[\"m\"]"}]`
	file := complete(`{"context": {"services": ` + services + `}}`)
	e, err := readAsIs(file, "")
	if err != nil {
		t.Fatal(err)
	}
	editorAccepts(t, file, true)
	for _, s := range e.Services {
		web, job := s.Name == "a", s.Name == "c"
		if s.Listens() != web || s.AlwaysRuns() == job || s.IsJob() != job || s.Migrates() != job {
			t.Errorf("%s: %+v", s.Name, s)
		}
		if (s.Port != 0) != web || (s.Priority != 0) != web || (s.HealthPath != "") != web || (s.GraceSeconds != 0) != web {
			t.Errorf("%s has what only a web service has: %+v", s.Name, s)
		}
		if (s.Schedule != "") != job || (s.TimeZone != "") != job || (s.MinTasks == 0) != job || (s.CPUTargetPercent == 0) != job {
			t.Errorf("%s has what only a job has, or lacks it: %+v", s.Name, s)
		}
	}
	if got := e.Jobs(); len(got) != 1 || got[0].MaxTasks != 1 || !e.HasRuns() || !e.Migrates() {
		t.Errorf("the jobs are %+v", got)
	}
}

// A field that another environment gives counts like one of the list.
func TestAnEnvironmentMayGiveAServiceFieldsOfItsKindOnly(t *testing.T) {
	t.Parallel()
	const list = `[{"name": "a", "path": "/a"}, {"name": "c", "kind": "job", "schedule": "rate(1 day)"}]`
	_, err := read(`{"context": {"services": `+list+`, "environments": {"prod": {"services": {"c": {"minTasks": 4}, "a": {"schedule": "rate(1 day)"}}}}}}`, "")
	want := []string{
		`environment "prod": services: a: schedule must not be given to a service of kind web; it is for job`,
		`environment "prod": services: c: minTasks must not be given to a service of kind job; it is for web and worker`,
	}
	if got := lines(err); !slices.Equal(got, want) {
		t.Errorf("got\n\t%q\nwant\n\t%q", got, want)
	}
}
