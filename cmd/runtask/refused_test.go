package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"

	"example.com/chassis/lib/stacks/task/tasktest"
)

func TestBadInputIsOneClearLine(t *testing.T) {
	t.Parallel()
	failed := func(code, message string) func(string, int) *tasktest.Failure {
		return func(string, int) *tasktest.Failure {
			return &tasktest.Failure{Status: http.StatusBadRequest, Code: code, Message: message}
		}
	}
	noFail := func(*fakeAWS) {}
	for name, tc := range map[string]struct {
		args   string
		change func(f *fakeAWS)
		says   string
	}{
		"no arguments":     {"", noFail, "want -- and the words of a command after the service (runtask -help says more)"},
		"no --":            {"-c env=prod service-api", noFail, "want -- and the words of a command after the service (runtask -help says more)"},
		"no service":       {"-c env=prod -- repair", noFail, "want one service before --, got 0 (runtask -help says more)"},
		"two services":     {"-c env=prod service-api billing -- repair", noFail, "want one service before --, got 2 (runtask -help says more)"},
		"no words":         {"-c env=prod service-api --", noFail, "want the words of a command after --, got none"},
		"an unknown flag":  {"-env prod service-api -- repair", noFail, "flag provided but not defined: -env"},
		"half a setting":   {"-c prod service-api -- repair", noFail, `invalid value "prod" for flag -c: want <setting>=<value>, such as env=prod`},
		"a slip":           {"-c env=prod servce-api -- repair", noFail, `unknown service "servce-api": did you mean service-api?`},
		"another service":  {"-c env=prod web -- repair", noFail, `unknown service "web": want service-api or billing`},
		"an unknown env":   {"-c env=pord service-api -- repair", noFail, `unknown environment "pord": use dev, elsewhere or prod`},
		"an unknown name":  {"-c env=prod -c envv=prod service-api -- repair", noFail, `-c: unknown setting "envv": did you mean env?`},
		"another account":  {"-c env=elsewhere service-api -- repair", noFail, "elsewhere is in account 210987654321, and the AWS credentials are of account 123456789012"},
		"nothing deployed": {"-c env=prod service-api -- repair", func(f *fakeAWS) { f.resources = nil }, "prod is not deployed: there is no stack chassis-prod-network in ap-northeast-2 of this account"},
		"a new service":    {"-c env=prod billing -- repair", noFail, "the stack chassis-prod-network has no security group for billing: deploy it first"},
		"another zone":     {"-c env=prod service-api -- repair", func(f *fakeAWS) { f.resources = f.resources[:5] }, "the stack chassis-prod-network has no subnet VpcPrivateSubnet2Subnet: deploy it first"},
		"no release":       {"-c env=prod service-api -- repair", func(f *fakeAWS) { f.Fail = failed("ClientException", "TaskDefinition not found.") }, "service-api has no release yet in prod: release an image first"},
		"no release left":  {"-c env=prod service-api -- repair", func(f *fakeAWS) { f.Fail = failed("InvalidParameterException", "TaskDefinition is inactive") }, "service-api has no release yet in prod: release an image first"},
		"no cluster":       {"-c env=prod service-api -- repair", func(f *fakeAWS) { f.Fail = failed("ClusterNotFoundException", "Cluster not found.") }, "prod is not deployed whole: there is no cluster chassis-prod-cluster in ap-northeast-2"},
		"no permission": {"-c env=prod service-api -- repair", func(f *fakeAWS) {
			f.Fail = failed("AccessDeniedException", "User is not authorized to perform: iam:PassRole")
		}, "start the task: AccessDeniedException: User is not authorized to perform: iam:PassRole"},
		"no capacity": {"-c env=prod service-api -- repair", func(f *fakeAWS) { f.Refuse = func(int) string { return "Capacity is unavailable at this time." } }, "try again in a minute: start the task: Capacity is unavailable at this time."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeAWS{account: "123456789012", resources: deployed()}
			tc.change(f)
			c, _ := f.start(t)
			if got, want := ran(t.Context(), c, strings.Fields(tc.args)...), (said{1, "", "runtask: " + tc.says + "\n"}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if f.Started() != 0 {
				t.Errorf("%d tasks are started, want none", f.Started())
			}
		})
	}
}

func TestWithoutCredentialsTheLineSaysWhatToDo(t *testing.T) {
	t.Parallel()
	f := &fakeAWS{resources: deployed()}
	c, _ := f.start(t)
	c.options[1] = awsconfig.WithCredentialsProvider(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{}, errors.New("the token\nhas expired")
	}))
	got, want := ran(t.Context(), c, inProd...), said{1, "", "runtask: no AWS credentials: sign in, or name a profile in AWS_PROFILE: "}
	if !strings.HasPrefix(got.errs, want.errs) || !strings.HasSuffix(got.errs, "the token has expired\n") || strings.Count(got.errs, "\n") != 1 || got.code != want.code {
		t.Errorf("got %+v, want %+v and why", got, want)
	}
}

func TestWordsOfTheTaskAreNoFlags(t *testing.T) {
	t.Parallel()
	asked, err := parse([]string{"service-api", "-c", "env=staging", "--context", "instance=pr-42", "--", "-c", "env=dev", "--", "-x"})
	if err != nil || asked.service != "service-api" || strings.Join(asked.words, " ") != "-c env=dev -- -x" ||
		asked.settings["env"] != "staging" || asked.settings["instance"] != "pr-42" {
		t.Errorf("got %+v, %v", asked, err)
	}
}
