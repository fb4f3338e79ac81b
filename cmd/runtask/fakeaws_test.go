package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"

	"example.com/chassis/lib/stacks/task/tasktest"
)

// fakeAWS is ECS and what else the command uses, at one endpoint.
type fakeAWS struct {
	tasktest.ECS
	// account is whose the credentials are.
	account string
	// resources are those of the Network stack, two on each page; none for no stack.
	resources []resource
	// lines are the log, of which visible says how many there are at the nth read. There is
	// no stream before the first line.
	lines   []string
	visible func(n int) int
	// failLog fails the nth read.
	failLog func(n int) *tasktest.Failure

	mu     sync.Mutex
	reads  int
	stream string // that was read
}

type resource struct {
	ResourceType, LogicalResourceId, PhysicalResourceId, ResourceStatus string //nolint:revive // CloudFormation's spelling
}

// deployed is the Network stack of prod as far as the command needs it, with resources that
// it must not take.
func deployed() []resource {
	const group, subnet, complete = "AWS::EC2::SecurityGroup", "AWS::EC2::Subnet", "CREATE_COMPLETE"
	return []resource{
		{group, "Alb16C2F182", "sg-alb", complete},
		{group, "ServiceApi4633ACD6", "sg-service", complete},
		{group, "ServiceApi4633ACD7", "sg-deleted", "DELETE_COMPLETE"},
		{subnet, "VpcPublicSubnet1Subnet5C2D37C4", "subnet-public", complete},
		{subnet, "VpcPrivateSubnet1Subnet536B997A", "subnet-a", complete},
		{subnet, "VpcPrivateSubnet2Subnet3788AAA1", "subnet-b", complete},
		{subnet, "VpcIsolatedSubnet1SubnetE48C5737", "subnet-isolated", complete},
	}
}

// start serves f, and returns a command that uses it through the SDK's clients. Its clock
// moves by its pauses only, whose sum is waited.
func (f *fakeAWS) start(t *testing.T) (c command, waited *time.Duration) {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	waited = new(time.Duration)
	return command{
		dir: project(t), out: &bytes.Buffer{}, errs: &bytes.Buffer{},
		pause: func(ctx context.Context, length time.Duration) error {
			*waited += length
			return ctx.Err()
		},
		options: []func(*awsconfig.LoadOptions) error{
			awsconfig.WithBaseEndpoint(server.URL),
			awsconfig.WithCredentialsProvider(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
			})),
			awsconfig.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }),
		},
	}, waited
}

// project is a folder with a cdk.json.
func project(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	const text = `{"context": {
		"platform": "chassis",
		"services": [{"name": "service-api", "repository": "service", "path": "/service"}, {"name": "billing", "repository": "billing", "path": "/billing"}],
		"environments": {"dev": {}, "prod": {"zones": "ap-northeast-2a,ap-northeast-2c"}, "elsewhere": {"like": "dev", "cidr": "10.90.0.0/16", "account": "210987654321"}}
	}}`
	if err := os.WriteFile(filepath.Join(dir, "cdk.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func (f *fakeAWS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch service, _, _ := strings.Cut(r.Header.Get("X-Amz-Target"), "."); {
	case !strings.Contains(r.Header.Get("Authorization"), "/ap-northeast-2/"):
		http.Error(w, "signed for another region", http.StatusForbidden)
	case strings.HasPrefix(service, "AmazonEC2ContainerService"):
		f.ECS.ServeHTTP(w, r)
	case strings.HasPrefix(service, "Logs"):
		f.serveLog(w, r)
	case r.FormValue("Action") == "GetCallerIdentity":
		_, _ = fmt.Fprintf(w, "<R><GetCallerIdentityResult><Account>%s</Account></GetCallerIdentityResult></R>", f.account)
	case r.FormValue("Action") == "ListStackResources":
		f.serveStack(w, r)
	default:
		http.Error(w, "no such operation", http.StatusNotFound)
	}
}

func (f *fakeAWS) serveStack(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("StackName")
	if len(f.resources) == 0 || !strings.HasSuffix(name, "-network") {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, "<E><Error><Code>ValidationError</Code><Message>Stack with id %s does not exist</Message></Error></E>", name)
		return
	}
	from, _ := strconv.Atoi(r.FormValue("NextToken"))
	to := min(from+2, len(f.resources))
	members, err := xml.Marshal(f.resources[from:to])
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	next := ""
	if to < len(f.resources) {
		next = fmt.Sprintf("<NextToken>%d</NextToken>", to)
	}
	list := strings.NewReplacer("<resource>", "<member>", "</resource>", "</member>").Replace(string(members))
	_, _ = fmt.Fprintf(w, "<R><ListStackResourcesResult><StackResourceSummaries>%s</StackResourceSummaries>%s</ListStackResourcesResult></R>", list, next)
}

func (f *fakeAWS) serveLog(w http.ResponseWriter, r *http.Request) {
	var asked struct{ LogGroupName, LogStreamName, NextToken string }
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.reads
	f.reads++
	f.stream = asked.LogGroupName + " " + asked.LogStreamName
	to := len(f.lines)
	if f.visible != nil {
		to = min(to, f.visible(n))
	}
	var failed *tasktest.Failure
	if f.failLog != nil {
		failed = f.failLog(n)
	}
	if failed == nil && to == 0 {
		failed = &tasktest.Failure{Status: http.StatusBadRequest, Code: "ResourceNotFoundException", Message: "The specified log stream does not exist."}
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if failed != nil {
		w.WriteHeader(failed.Status)
		_ = json.NewEncoder(w).Encode(map[string]any{"__type": failed.Code, "message": failed.Message})
		return
	}
	from, _ := strconv.Atoi(asked.NextToken)
	events := []any{}
	for _, line := range f.lines[from:to] {
		events = append(events, map[string]any{"message": line, "timestamp": 1})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"events": events, "nextForwardToken": strconv.Itoa(to)})
}
