package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"example.com/chassis/lib/stacks/task/tasktest"
)

func TestCtrlCStopsTheTask(t *testing.T) {
	t.Parallel()
	refused := &tasktest.Failure{Status: http.StatusBadRequest, Code: "AccessDeniedException", Message: "not you"}
	for name, tc := range map[string]struct {
		failed *tasktest.Failure
		says   string
	}{
		"at once":           {nil, "runtask: the task is told to stop\n"},
		"which AWS refuses": {refused, "runtask: the task goes on: AccessDeniedException: not you; stop it with: aws ecs stop-task --cluster chassis-prod-cluster --task 00000000000000000000000000000001\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			f := &fakeAWS{resources: deployed()}
			f.Task = func(n int) map[string]any {
				if n == 3 {
					cancel()
				}
				return tasktest.Running()
			}
			f.Fail = func(action string, _ int) *tasktest.Failure {
				return map[string]*tasktest.Failure{"StopTask": tc.failed}[action]
			}
			c, _ := f.start(t)
			if got, want := ran(ctx, c, inProd...), (said{130, "", theTask + theLog + "runtask: stopping the task\n" + tc.says}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if stops := f.Calls("StopTask"); len(stops) != 1 || stops[0]["cluster"] != "chassis-prod-cluster" || !strings.HasSuffix(fmt.Sprint(stops[0]["task"]), "1") {
				t.Errorf("ECS was told %v, want to stop the task", stops)
			}
		})
	}
}

// A request that Ctrl-C cut off could have started a task that nobody stops.
func TestCtrlCWhileTheTaskIsStartedStopsIt(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	f := &fakeAWS{resources: deployed()}
	f.Refuse = func(int) string { cancel(); return "" }
	c, _ := f.start(t)
	if got := ran(ctx, c, inProd...); got.code != 130 || f.Started() != 1 || len(f.Calls("StopTask")) != 1 {
		t.Errorf("got %+v, %d tasks, %d stops; want 130, one task, and that it is stopped", got, f.Started(), len(f.Calls("StopTask")))
	}
}

func TestCtrlCBeforeAnythingStartsNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := &fakeAWS{resources: deployed()}
	c, _ := f.start(t)
	got, want := ran(ctx, c, inProd...), said{130, "", "runtask: interrupted before a task was started\n"}
	if got != want || f.Started() != 0 {
		t.Errorf("got %+v and %d tasks, want %+v and none", got, f.Started(), want)
	}
}
