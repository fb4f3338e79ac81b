package migration

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/cfn"

	"example.com/chassis/lib/stacks/customresource"
	"example.com/chassis/lib/stacks/task/tasktest"
)

const noCapacity = "Capacity is unavailable at this time. Please try again later or in a different availability zone"

func wantFailure(t *testing.T, answer cfn.Response, wanted ...string) {
	t.Helper()
	if answer.Status != cfn.StatusFailed || len(answer.Reason) > customresource.MaxReasonBytes || strings.Contains(answer.Reason, "\n") {
		t.Errorf("got %s with a reason of %d bytes, want FAILED with one line of at most %d: %s", answer.Status, len(answer.Reason), customresource.MaxReasonBytes, answer.Reason)
	}
	for _, want := range append(wanted, "migration failed, see docs/runbook.md#a-migration-failed") {
		if !strings.Contains(answer.Reason, want) {
			t.Errorf("the reason is %q, want %q in it", answer.Reason, want)
		}
	}
}

func TestATaskThatEndsBadlyFailsTheReleaseAndSaysWhereToLook(t *testing.T) {
	t.Parallel()
	const log = "log group /chassis/prod/service-api, stream " + stream
	missing := "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref repository:2: not found"
	for name, tc := range map[string]struct {
		task map[string]any
		want []string
	}{
		"exit code 1":       {tasktest.Ended("EssentialContainerExited", "Essential container in task exited", 1), []string{log, "read its log: the command ended with exit code 1"}},
		"no image":          {tasktest.NeverStarted("TaskFailedToStart", missing), []string{", task 00000000000000000000000000000001: ", "the task did not start: TaskFailedToStart: CannotPull"}},
		"out of memory":     {tasktest.Killed("OutOfMemoryError: Container killed due to memory usage"), []string{log, "more memory", "exit code 137"}},
		"killed":            {tasktest.Killed("a reason of ECS"), []string{log, "exit code 137", "a reason of ECS"}},
		"stopped by AWS":    {tasktest.NeverStarted("TerminationNotice", "Task retirement"), []string{"stopped without an exit code: TerminationNotice: Task retirement"}},
		"a reason too long": {tasktest.NeverStarted("TaskFailedToStart", strings.Repeat("x", 1000)), []string{"the task did not start"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := &fakeAWS{}
			fake.Task = func(int) map[string]any { return tc.task }
			wantFailure(t, fake.deploy(t, create()), tc.want...)
			if fake.Started() != 1 || len(fake.Calls("StopTask")) > 0 {
				t.Errorf("%d tasks and %d stops, want one and none", fake.Started(), len(fake.Calls("StopTask")))
			}
		})
	}
}

// Each error is that of the first three calls.
func TestWhatPassesIsTriedAgain(t *testing.T) {
	t.Parallel()
	denied := tasktest.Failure{Status: 400, Code: "AccessDeniedException", Message: "not authorized, because the role is new"}
	for name, failed := range map[string]tasktest.Failure{"throttling": tasktest.Throttled, "a new role": denied, "an error": {Status: 500, Code: "ServerException"}} {
		for _, where := range []string{"RunTask", "DescribeTasks", "StopTask", "DescribeStacks"} {
			t.Run(name+" at "+where, func(t *testing.T) {
				t.Parallel()
				three := func(n int) *tasktest.Failure {
					if n < 3 {
						return &failed
					}
					return nil
				}
				fake, want := &fakeAWS{}, cfn.StatusSuccess
				switch where {
				case "DescribeStacks":
					fake.failStatus = three
				case "StopTask":
					want = cfn.StatusFailed
					fake.Task = func(int) map[string]any { return tasktest.Running() }
					fallthrough
				default:
					fake.Fail = func(action string, n int) *tasktest.Failure {
						if action == where {
							return three(n)
						}
						return nil
					}
				}
				answer := fake.deploy(t, create())
				if answer.Status != want || fake.Started() != 1 || strings.Contains(answer.Reason, "could not") {
					t.Errorf("got %s (%s) and %d tasks, want %s and one", answer.Status, answer.Reason, fake.Started(), want)
				}
			})
		}
	}
}

func TestALostAnswerStartsNoSecondTask(t *testing.T) {
	t.Parallel()
	fake := &fakeAWS{}
	fake.HangUp = true
	if answer := fake.deploy(t, create()); answer.Status != cfn.StatusSuccess || fake.Started() != 1 {
		t.Errorf("got %s (%s) and %d tasks", answer.Status, answer.Reason, fake.Started())
	}
	for _, call := range fake.Calls("RunTask") {
		if call["clientToken"] != requestID {
			t.Errorf("a start has the token %v, want the request's id", call["clientToken"])
		}
	}
}

// ECS remembers a failure with the token.
func TestARefusedStartIsTriedAgainWithAnotherToken(t *testing.T) {
	t.Parallel()
	fake := &fakeAWS{}
	fake.Refuse = func(n int) string {
		if n < 3 {
			return noCapacity
		}
		return ""
	}
	if answer := fake.deploy(t, create()); answer.Status != cfn.StatusSuccess || fake.Started() != 1 {
		t.Errorf("got %s (%s) and %d tasks", answer.Status, answer.Reason, fake.Started())
	}
	if fake.waited < 3*firstPause || fake.waited > 7*firstPause {
		t.Errorf("it waits %v for three attempts, want pauses that double", fake.waited)
	}
}

func TestAStartIsGivenUp(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		reason, minutes string
		least, most     time.Duration
		want            string
	}{
		"after five minutes": {noCapacity, "15", 4*time.Minute + 30*time.Second, 5 * time.Minute, "ecs:RunTask failed "},
		"at the limit":       {noCapacity, "2", 90 * time.Second, 2 * time.Minute, "Capacity is unavailable"},
		"at once":            {"The requested CPU configuration is above your limit", "15", 0, 0, "ecs:RunTask: The requested CPU"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, event := &fakeAWS{}, create()
			event.ResourceProperties = with("TimeoutMinutes", tc.minutes)
			fake.Refuse = func(int) string { return tc.reason }
			wantFailure(t, fake.deploy(t, event), "the task could not be started: ", tc.want)
			if fake.waited < tc.least || fake.waited > tc.most || fake.Started() > 0 {
				t.Errorf("it gives up after %v with %d tasks, want none and from %v to %v", fake.waited, fake.Started(), tc.least, tc.most)
			}
		})
	}
}

func TestAStatusThatIsNotKnownStartsNothing(t *testing.T) {
	t.Parallel()
	fake := &fakeAWS{failStatus: func(int) *tasktest.Failure {
		return &tasktest.Failure{Status: 400, Code: "ValidationError", Message: "Stack does not exist"}
	}}
	wantFailure(t, fake.deploy(t, create()), "cloudformation:DescribeStacks: ValidationError: Stack does not exist")
	if fake.Started() > 0 {
		t.Error("a task has been started")
	}
}
