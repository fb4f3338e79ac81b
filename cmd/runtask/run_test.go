package main

import (
	"bytes"
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/chassis/lib/stacks/task/tasktest"
)

// said is what a command wrote, and how it ended.
type said struct {
	code         int
	stdout, errs string
}

func ran(ctx context.Context, c command, args ...string) said {
	code := c.main(ctx, args)
	return said{code, c.out.(*bytes.Buffer).String(), c.errs.(*bytes.Buffer).String()}
}

var inProd = []string{"-c", "env=prod", "service-api", "--", "repair", "--all", "a b"}

const (
	theTask = "runtask: task arn:aws:ecs:ap-northeast-2:123456789012:task/chassis-prod/00000000000000000000000000000001\n"
	theLog  = "runtask: log group /chassis/prod/service-api, stream service-api/service-api/00000000000000000000000000000001\n"
)

// until is a task that goes on for some looks.
func until(looks int, end map[string]any) func(n int) map[string]any {
	return func(n int) map[string]any {
		if n < looks {
			return tasktest.Running()
		}
		return end
	}
}

func TestACommandRunsInTheServicesImageAndNetwork(t *testing.T) {
	t.Parallel()
	f := &fakeAWS{resources: deployed()}
	c, _ := f.start(t)
	if got, want := ran(t.Context(), c, inProd...), (said{0, "", theTask + theLog + "runtask: exit code 0\n"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	calls := f.Calls("RunTask")
	if len(calls) != 1 {
		t.Fatalf("ECS was asked for %d tasks, want 1", len(calls))
	}
	if token, _ := calls[0]["clientToken"].(string); len(token) < 20 {
		t.Errorf("the client token is %q, want a long one", token)
	}
	for key, want := range map[string]any{
		"cluster":        "chassis-prod-cluster",
		"taskDefinition": "chassis-prod-service-api",
		"startedBy":      "runtask",
		"overrides": map[string]any{"containerOverrides": []any{map[string]any{
			"name": "service-api", "command": []any{"repair", "--all", "a b"},
		}}},
		"networkConfiguration": map[string]any{"awsvpcConfiguration": map[string]any{
			"subnets": []any{"subnet-a", "subnet-b"}, "securityGroups": []any{"sg-service"}, "assignPublicIp": "DISABLED",
		}},
	} {
		if got := calls[0][key]; !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
}

// The stream comes with the first line, and the last lines come after the end.
func TestTheLogIsPrintedOnceAndWhole(t *testing.T) {
	t.Parallel()
	f := &fakeAWS{resources: deployed(), lines: []string{"one", "two\n", "three", "four"}}
	f.visible = func(n int) int { return []int{0, 0, 1, 1, 1, 3, 3, 3, 3}[min(n, 8)] + n/10 }
	f.Task = until(4, tasktest.Ended("EssentialContainerExited", "Essential container in task exited", 0))
	c, waited := f.start(t)
	got := ran(t.Context(), c, inProd...)
	if want := (said{0, "one\ntwo\nthree\nfour\n", theTask + theLog + "runtask: exit code 0\n"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if want := "/chassis/prod/service-api service-api/service-api/00000000000000000000000000000001"; f.stream != want {
		t.Errorf("the log is read in %s, want %s", f.stream, want)
	}
	if *waited > time.Minute {
		t.Errorf("it took %s", *waited)
	}
}

func TestTheExitCodeIsThatOfTheTask(t *testing.T) {
	t.Parallel()
	const exited = "EssentialContainerExited"
	for name, tc := range map[string]struct {
		end  map[string]any
		code int
		says []string
	}{
		"exit code 3":                {tasktest.Ended(exited, "Essential container in task exited", 3), 3, []string{"exit code 3", "read its log"}},
		"no memory":                  {tasktest.Killed("OutOfMemoryError: Container killed due to memory usage"), 137, []string{"exit code 137", "OutOfMemoryError"}},
		"it never started":           {tasktest.NeverStarted("TaskFailedToStart", "CannotPullContainerError: \n not found"), 1, []string{"did not start", "CannotPullContainerError: not found"}},
		"stopped by somebody":        {tasktest.Ended("UserInitiated", "stopped by hand", 143), 143, []string{"was stopped", "stopped by hand"}},
		"stopped, and ends politely": {tasktest.Ended("UserInitiated", "stopped by hand", 0), 1, []string{"was stopped"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeAWS{resources: deployed(), lines: []string{"a line"}}
			f.Task = until(1, tc.end)
			c, _ := f.start(t)
			got := ran(t.Context(), c, inProd...)
			last, isLast := strings.CutPrefix(got.errs, theTask+theLog)
			if got.code != tc.code || !isLast || strings.Count(last, "\n") != 1 {
				t.Errorf("exit code %d, stderr %q; want %d, the task, its log and one line", got.code, got.errs, tc.code)
			}
			for _, says := range tc.says {
				if !strings.Contains(last, says) {
					t.Errorf("the end is %q, want %q in it", last, says)
				}
			}
		})
	}
}

// The task matters more than its log.
func TestWhatPassesIsWaitedFor(t *testing.T) {
	t.Parallel()
	denied := &tasktest.Failure{Status: http.StatusBadRequest, Code: "AccessDeniedException", Message: "not you"}
	some := func(failed *tasktest.Failure, from, to int) func(n int) *tasktest.Failure {
		return func(n int) *tasktest.Failure {
			if n >= from && n < to {
				return failed
			}
			return nil
		}
	}
	for name, tc := range map[string]struct {
		change  func(f *fakeAWS)
		stdout  string
		says    string
		code    int
		minutes float64
	}{
		"throttled reads of the log": {change: func(f *fakeAWS) { f.failLog = some(&tasktest.Throttled, 0, 3) }, stdout: "a line\n", says: "runtask: exit code 0\n"},
		"a log that may not be read": {change: func(f *fakeAWS) { f.failLog = some(denied, 0, 9) }, says: "runtask: the log cannot be read: AccessDeniedException: not you\nruntask: exit code 0\n"},
		"throttled looks": {change: func(f *fakeAWS) {
			f.Fail = func(action string, n int) *tasktest.Failure {
				if action == "DescribeTasks" {
					return some(&tasktest.Throttled, 0, 50)(n)
				}
				return nil
			}
		}, stdout: "a line\n", says: "runtask: exit code 0\n"},
		"looks that fail now and then for long": {change: func(f *fakeAWS) {
			f.Task = func(n int) map[string]any {
				switch {
				case n > 160:
					return tasktest.Ended("EssentialContainerExited", "", 0)
				case n%2 == 0:
					return nil
				}
				return tasktest.Running()
			}
		}, stdout: "a line\n", says: "runtask: exit code 0\n", minutes: 5},
		"a task that ECS does not know yet": {change: func(f *fakeAWS) {
			f.Task = func(n int) map[string]any {
				if n < 3 {
					return nil
				}
				return tasktest.Ended("EssentialContainerExited", "", 0)
			}
		}, stdout: "a line\n", says: "runtask: exit code 0\n"},
		"a task that ECS never knows": {change: func(f *fakeAWS) {
			f.Task = func(int) map[string]any { return nil }
		}, stdout: "a line\n", says: "runtask: the task goes on unseen: MISSING\n", code: 1, minutes: 5},
		"looks that are refused": {change: func(f *fakeAWS) {
			f.Fail = func(action string, _ int) *tasktest.Failure {
				return map[string]*tasktest.Failure{"DescribeTasks": denied}[action]
			}
		}, stdout: "a line\n", says: "runtask: the task goes on unseen: AccessDeniedException: not you\n", code: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeAWS{resources: deployed(), lines: []string{"a line"}}
			f.Task = until(2, tasktest.Ended("EssentialContainerExited", "", 0))
			tc.change(f)
			c, waited := f.start(t)
			if got, want := ran(t.Context(), c, inProd...), (said{tc.code, tc.stdout, theTask + theLog + tc.says}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if waited.Minutes() < tc.minutes || waited.Minutes() > 5.5 {
				t.Errorf("it took %s, want at least %v minutes and no more than 5.5", *waited, tc.minutes)
			}
		})
	}
}

// Where the fake hangs up, the SDK asks again with the same token.
func TestATaskIsStartedOnce(t *testing.T) {
	t.Parallel()
	f := &fakeAWS{resources: deployed()}
	f.HangUp = true
	c, _ := f.start(t)
	c.options = c.options[:2] // the SDK's own attempts
	if got := ran(t.Context(), c, inProd...); got.code != 0 || f.Started() != 1 || len(f.Calls("RunTask")) != 2 {
		t.Errorf("got %+v, %d tasks of %d attempts; want one task of two", got, f.Started(), len(f.Calls("RunTask")))
	}
	if tokens := f.Calls("RunTask"); len(tokens) == 2 && tokens[0]["clientToken"] != tokens[1]["clientToken"] {
		t.Errorf("the attempts have the tokens %v and %v, want the same", tokens[0]["clientToken"], tokens[1]["clientToken"])
	}
}
