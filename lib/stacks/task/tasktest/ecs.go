// Package tasktest has an Amazon ECS for tests, which answers the SDK's own client.
package tasktest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
)

// Failure is an error as ECS sends it.
type Failure struct {
	Status        int
	Code, Message string
}

// Throttled is what ECS answers when there are too many requests.
var Throttled = Failure{http.StatusBadRequest, "ThrottlingException", "Rate exceeded"}

// Call is a request that ECS got.
type Call struct {
	Action string
	Input  map[string]any
}

// ECS is a fake. It gives one answer to each client token, as ECS does.
type ECS struct {
	// Fail answers the nth call of an action, from 0, or returns nil for success.
	Fail func(action string, n int) *Failure
	// Refuse gives the reason of the failure in RunTask's nth answer, or nothing.
	Refuse func(n int) string
	// Task is the task at the nth look, or nil if it is not known. Without it, the
	// container ends with exit code 0 before the first look.
	Task func(n int) map[string]any
	// Stopped is the task after StopTask. Without it, it is [Ended] by its user.
	Stopped func(n int) map[string]any
	// HangUp ends the first call without an answer.
	HangUp bool

	mu      sync.Mutex
	calls   []Call
	tasks   map[string]string // by token
	refused map[string]string // by token
	reason  string            // of StopTask
	stopped bool
}

// Client serves f and returns a client for it that does not try again itself.
func (f *ECS) Client(t *testing.T) *ecs.Client {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return ecs.New(ecs.Options{
		Region:       "ap-northeast-2",
		BaseEndpoint: &server.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
		Retryer: aws.NopRetryer{},
	})
}

// Calls are the inputs of the calls of an action, in their order.
func (f *ECS) Calls(action string) []map[string]any {
	f.mu.Lock()
	defer f.mu.Unlock()
	var inputs []map[string]any
	for _, c := range f.calls {
		if c.Action == action {
			inputs = append(inputs, c.Input)
		}
	}
	return inputs
}

// Started is how many tasks there are.
func (f *ECS) Started() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.tasks)
}

func (f *ECS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	n, input := len(f.Calls(action)), map[string]any{}
	if err := json.NewDecoder(r.Body).Decode(&input); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = append(f.calls, Call{action, input})
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if f.HangUp && len(f.calls) == 1 {
		panic(http.ErrAbortHandler)
	}
	if f.Fail != nil {
		if failed := f.Fail(action, n); failed != nil {
			w.WriteHeader(failed.Status)
			_ = json.NewEncoder(w).Encode(map[string]any{"__type": failed.Code, "message": failed.Message})
			return
		}
	}
	switch action {
	case "RunTask":
		_ = json.NewEncoder(w).Encode(f.run(n, input))
	case "DescribeTasks":
		_ = json.NewEncoder(w).Encode(f.describe(n, input))
	case "StopTask":
		f.stopped, f.reason = true, fmt.Sprint(input["reason"])
		_ = json.NewEncoder(w).Encode(map[string]any{})
	default:
		http.Error(w, "no such operation", http.StatusNotFound)
	}
}

func (f *ECS) run(n int, input map[string]any) map[string]any {
	if f.tasks == nil {
		f.tasks, f.refused = map[string]string{}, map[string]string{}
	}
	token := fmt.Sprint(input["clientToken"])
	if f.Refuse != nil && f.tasks[token] == "" && f.refused[token] == "" {
		f.refused[token] = f.Refuse(n)
	}
	if reason := f.refused[token]; reason != "" {
		return map[string]any{"tasks": []any{}, "failures": []any{map[string]any{"reason": reason}}}
	}
	if f.tasks[token] == "" {
		f.tasks[token] = fmt.Sprintf("arn:aws:ecs:ap-northeast-2:123456789012:task/chassis-prod/%032d", len(f.tasks)+1)
	}
	return map[string]any{"tasks": []any{map[string]any{"taskArn": f.tasks[token], "lastStatus": "PROVISIONING"}}}
}

func (f *ECS) describe(n int, input map[string]any) map[string]any {
	var task map[string]any
	switch {
	case f.stopped && f.Stopped != nil:
		task = f.Stopped(n)
	case f.stopped:
		task = Ended("UserInitiated", f.reason, 143)
	case f.Task != nil:
		task = f.Task(n)
	default:
		task = Ended("EssentialContainerExited", "Essential container in task exited", 0)
	}
	if task == nil {
		return map[string]any{"failures": []any{map[string]any{"arn": input["tasks"].([]any)[0], "reason": "MISSING"}}}
	}
	return map[string]any{"tasks": []any{task}}
}
