package migration

import (
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/cfn"

	"example.com/chassis/lib/stacks/task/tasktest"
)

func TestTheLimitStopsTheTask(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		minutes string
		limit   time.Duration
		hops    int
	}{
		"in one invocation": {"5", 5 * time.Minute, 0},
		"in the second":     {"15", 15 * time.Minute, 1},
		"the longest":       {"50", 50 * time.Minute, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, event := endless(), create()
			event.ResourceProperties = with("TimeoutMinutes", tc.minutes)
			answer := fake.deploy(t, event)
			wantFailure(t, answer, "stream "+stream+": the task was stopped: it took longer than migrateTimeoutMinutes: "+tc.minutes)
			if stops := fake.Calls("StopTask"); len(stops) != 1 || stops[0]["reason"] != "migration: it took longer than migrateTimeoutMinutes" {
				t.Errorf("the stops are %v", stops)
			}
			if fake.waited < tc.limit || fake.waited > tc.limit+lookPause || len(fake.invoked) != tc.hops {
				t.Errorf("it stops after %v and %d invocations more, want %v and %d", fake.waited, len(fake.invoked), tc.limit, tc.hops)
			}
		})
	}
}

func TestAStopIsWaitedFor(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		stopped func(n int) map[string]any
		waits   time.Duration
		want    string
	}{
		"until it ends":    {afterLooks(70, tasktest.Ended("UserInitiated", "", 143)), 45 * time.Second, "the task was stopped: it took longer"},
		"a polite program": {afterLooks(70, tasktest.Ended("UserInitiated", "", 0)), 45 * time.Second, "the task was stopped: it took longer"},
		"a good end":       {afterLooks(62, tasktest.Ended("EssentialContainerExited", "", 0)), 5 * time.Second, ""},
		"for two minutes":  {afterLooks(1000, nil), stopPatience, "wait for the task's end, which ECS was asked for: it took longer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, event := endless(), create()
			event.ResourceProperties = with("TimeoutMinutes", "5")
			fake.Stopped = tc.stopped
			answer := fake.deploy(t, event)
			if tc.want != "" {
				wantFailure(t, answer, tc.want)
			} else if answer.Status != cfn.StatusSuccess {
				t.Errorf("got %s (%s), want the task's own success", answer.Status, answer.Reason)
			}
			if got := fake.waited - 5*time.Minute; got != tc.waits {
				t.Errorf("it waits %v for the end, want %v", got, tc.waits)
			}
		})
	}
}

// afterLooks is a task that runs for n looks, of which the limit of five minutes has 61.
func afterLooks(n int, task map[string]any) func(int) map[string]any {
	return func(look int) map[string]any {
		if look < n {
			return tasktest.Running()
		}
		return task
	}
}

func TestAStopThatIsRefusedIsSaid(t *testing.T) {
	t.Parallel()
	fake := endless()
	fake.Fail = func(action string, _ int) *tasktest.Failure {
		if action == "StopTask" {
			return &tasktest.Failure{Status: 400, Code: "InvalidParameterException", Message: "no"}
		}
		return nil
	}
	wantFailure(t, fake.deploy(t, create()), "stop the task, which the function could not do: it took longer")
}
