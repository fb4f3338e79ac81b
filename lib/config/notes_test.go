package config

import (
	"slices"
	"testing"
)

func TestANoteIsNoError(t *testing.T) {
	t.Parallel()
	for promise, tc := range map[string]struct {
		set  given
		want []string
	}{
		"the placeholder cannot be deployed":      {given{"alertEmail": "a@example.org"}, []string{`environment "prod": domainName is not set, so the placeholder prod.chassis.example.com is used; deploying it will fail at the certificate search, which finds none for that name`}},
		"with a certificate nothing is searched":  {given{"alertEmail": "a@example.org", "certificateArn": "arn:aws:acm:ap-northeast-2:123456789012:certificate/a"}, []string{`environment "prod": domainName is not set, so the placeholder prod.chassis.example.com is used; certificateArn makes it deployable, but the name does not resolve`}},
		"a domain leaves nothing to be noted":     {given{"domainName": "app.example.org", "alertEmail": "a@example.org"}, nil},
		"Slack without an address":                {given{"domainName": "a.example.org", "slackWebhookSecret": "s"}, []string{`environment "prod": alertEmail is not set, so nobody is notified of alerts that Slack refuses`}},
		"nobody is told":                          {given{"domainName": "app.example.org"}, []string{`environment "prod": neither alertEmail nor slackWebhookSecret is set, so nobody is notified of alerts`}},
		"more tasks than connections":             {given{"alertEmail": "a@example.org", "domainName": "a.example.org", "maxTasks": "101"}, []string{`environment "prod": maxTasks lets the services run 202 tasks, which open up to 2020 database connections, and from 0.5 to 128 ACU the database takes 2000`}},
		"a small database":                        {given{"alertEmail": "a@example.org", "domainName": "a.example.org", "auroraMinAcu": "1", "auroraMaxAcu": "4"}, []string{`environment "prod": maxTasks lets the services run 100 tasks, which open up to 1000 database connections, and from 1 to 4 ACU the database takes 822`}},
		"as many vCPUs as an account has":         {given{"alertEmail": "a@example.org", "domainName": "a.example.org", "minTasks": "3"}, nil},
		"more vCPUs than an account has":          {given{"alertEmail": "a@example.org", "domainName": "a.example.org", "minTasks": "3", "services.admin-api.cpu": "2048", "services.admin-api.memoryMiB": "4096"}, []string{`environment "prod": the fewest tasks of the services take 9 vCPU, and an account has 6 on Fargate unless it has asked for more: see docs/deploying.md#quotas`}},
		"a version that is not known yet":         {given{"alertEmail": "a@example.org", "domainName": "a.example.org", "auroraVersion": "15.21"}, []string{`environment "prod": auroraVersion 15.21 is none that this CDK knows (15.10, 15.12, 15.13, 15.14, 15.15, 15.17, 15.18 and 15.19); RDS refuses it if it does not exist`}},
		"the placeholder itself may be asked for": {given{"alertEmail": "a@example.org", "domainName": "prod.chassis.example.com"}, nil},
	} {
		t.Run(promise, func(t *testing.T) {
			t.Parallel()
			e, err := loadFor(Prod, tc.set)
			if err != nil {
				t.Fatal(err)
			}
			if got := e.Notes(); !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestACloneSaysThatItsDataIsLive(t *testing.T) {
	t.Parallel()
	e, err := loadFor(Staging, given{"alertEmail": "a@example.org", "cloneSourceClusterId": "chassis-prod-e3b0c442", "domainName": "a.example.org", "auroraVersion": "15.21"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`environment "staging": the database is a clone of chassis-prod-e3b0c442, and its data is not pseudonymised`}
	if got := e.Notes(); !slices.Equal(got, want) {
		t.Errorf("the notes are %q, want %q", got, want)
	}
}

func TestDevNeedsNobodyToTell(t *testing.T) {
	t.Parallel()
	e, err := loadFor(Dev, given{"domainName": "a.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Notes(); len(got) > 0 {
		t.Errorf("the notes are %q, want none", got)
	}
}
