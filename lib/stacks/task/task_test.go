package task

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/chassis/lib/stacks/task/tasktest"
)

func run() Run {
	return Run{
		Cluster: "chassis-prod", TaskDefinition: "arn:definition:7", Container: tasktest.Container, Command: []string{"flyway", "migrate"},
		Subnets: []string{"subnet-a", "subnet-c"}, SecurityGroup: "sg-api", StartedBy: "migration/service-api", Token: "5f7d3c2e",
	}
}

func TestATaskStartsInTheServicesNetworkWithTheCommand(t *testing.T) {
	t.Parallel()
	fake := &tasktest.ECS{}
	arn, err := Start(context.Background(), fake.Client(t), run())
	if want := "arn:aws:ecs:ap-northeast-2:123456789012:task/chassis-prod/00000000000000000000000000000001"; err != nil || arn != want {
		t.Errorf("got %q (%v), want %s", arn, err, want)
	}
	want := map[string]any{
		"cluster": "chassis-prod", "taskDefinition": "arn:definition:7", "count": 1.0, "launchType": "FARGATE",
		"networkConfiguration": map[string]any{"awsvpcConfiguration": map[string]any{
			"subnets": []any{"subnet-a", "subnet-c"}, "securityGroups": []any{"sg-api"}, "assignPublicIp": "DISABLED",
		}},
		"overrides": map[string]any{"containerOverrides": []any{
			map[string]any{"name": tasktest.Container, "command": []any{"flyway", "migrate"}},
		}},
		"enableECSManagedTags": true, "propagateTags": "TASK_DEFINITION", "startedBy": "migration/service-api", "clientToken": "5f7d3c2e",
	}
	if got := fake.Calls("RunTask"); len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("ECS got %v, want once %v", got, want)
	}
}

func TestAFailureInAGoodAnswerIsAnError(t *testing.T) {
	t.Parallel()
	fake := &tasktest.ECS{Refuse: func(int) string { return "The requested CPU configuration is above your limit" }}
	arn, err := Start(context.Background(), fake.Client(t), run())
	if err == nil || err.Error() != "The requested CPU configuration is above your limit" || arn != "" || Temporary(err) || !Refused(err) {
		t.Errorf("got %q and %v, want the reason, which does not pass", arn, err)
	}
	if _, err := Start(context.Background(), failing(tasktest.Throttled).Client(t), run()); err == nil || Refused(err) {
		t.Errorf("%v: ECS remembers it with the token", err)
	}
}

func TestWhatPassesIsTemporary(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fake              *tasktest.ECS
		temporary, denied bool
	}{
		"throttling":              {failing(tasktest.Throttled), true, false},
		"an internal error":       {failing(tasktest.Failure{Status: 500, Code: "ServerException", Message: "internal"}), true, false},
		"an unknown 5xx":          {failing(tasktest.Failure{Status: 599, Code: "Odd", Message: "odd"}), true, false},
		"no answer":               {&tasktest.ECS{HangUp: true}, true, false},
		"no capacity":             {&tasktest.ECS{Refuse: func(int) string { return "Capacity is unavailable at this time. Please try again later" }}, true, false},
		"no capacity as an error": {failing(tasktest.Failure{Status: 400, Code: "ClientException", Message: "Capacity is unavailable at this time."}), true, false},
		"a new role":              {failing(tasktest.Failure{Status: 400, Code: "ClientException", Message: "ECS was unable to assume the role 'arn:aws:iam::1:role/x' that was provided for this task."}), true, false},
		"a first cluster": {failing(tasktest.Failure{
			Status: 400, Code: "InvalidParameterException", Message: "Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
		}), true, false},
		"a permission":       {failing(tasktest.Failure{Status: 400, Code: "AccessDeniedException", Message: "User is not authorized to perform: ecs:RunTask"}), false, true},
		"a wrong definition": {failing(tasktest.Failure{Status: 400, Code: "ClientException", Message: "TaskDefinition is inactive"}), false, false},
		"no cluster":         {failing(tasktest.Failure{Status: 400, Code: "ClusterNotFoundException", Message: "Cluster not found."}), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Start(context.Background(), tc.fake.Client(t), run())
			if err == nil || Temporary(err) != tc.temporary || Denied(err) != tc.denied {
				t.Errorf("%v: got temporary %t and denied %t, want %t and %t", err, Temporary(err), Denied(err), tc.temporary, tc.denied)
			}
		})
	}
	if Temporary(nil) || Temporary(context.Canceled) {
		t.Error("success and the caller's own end are temporary errors")
	}
}

func failing(failed tasktest.Failure) *tasktest.ECS {
	return &tasktest.ECS{Fail: func(string, int) *tasktest.Failure { return &failed }}
}

func TestATaskThatIsNotKnownYetHasNotStopped(t *testing.T) {
	t.Parallel()
	fake := &tasktest.ECS{Task: func(n int) map[string]any {
		return []map[string]any{nil, tasktest.Running(), tasktest.Ended("EssentialContainerExited", "", 0)}[n]
	}}
	client := fake.Client(t)
	look := func() (Outcome, bool, error) {
		return Look(context.Background(), client, "chassis-prod", "arn:task/1", tasktest.Container)
	}
	if _, stopped, err := look(); stopped || !Temporary(err) {
		t.Errorf("a missing task: stopped %t with %v, want a temporary error", stopped, err)
	}
	if _, stopped, err := look(); stopped || err != nil {
		t.Errorf("a task that runs: stopped %t with %v", stopped, err)
	}
	if outcome, stopped, err := look(); !stopped || err != nil || outcome.Err() != nil {
		t.Errorf("a task that has ended: stopped %t with %v and %v", stopped, err, outcome.Err())
	}
	if got := fake.Calls("DescribeTasks")[0]; got["cluster"] != "chassis-prod" || !reflect.DeepEqual(got["tasks"], []any{"arn:task/1"}) {
		t.Errorf("ECS was asked for %v", got)
	}
}

func TestOnlyAnEndByItselfWithExitCodeZeroIsASuccess(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		task map[string]any
		want string
	}{
		"a success":     {tasktest.Ended("EssentialContainerExited", "Essential container in task exited", 0), ""},
		"an exit code":  {tasktest.Ended("EssentialContainerExited", "Essential container in task exited", 3), "read its log: the command ended with exit code 3: "},
		"out of memory": {tasktest.Killed("OutOfMemoryError: Container killed due to memory usage"), "give the service more memory: the command ended with exit code 137: EssentialContainerExited: OutOfMemoryError: "},
		"no image": {
			tasktest.NeverStarted("TaskFailedToStart", "CannotPullContainerError: pull image manifest has been retried 1 time(s): not found"),
			"the task did not start: TaskFailedToStart: CannotPullContainerError: ",
		},
		"stopped by a person":        {tasktest.Ended("UserInitiated", "Task stopped by user", 143), "the task was stopped, with exit code 143: UserInitiated: Task stopped by user"},
		"stopped, but polite":        {tasktest.Ended("UserInitiated", "Task stopped by user", 0), "the task was stopped, with exit code 0: UserInitiated: "},
		"stopped by AWS":             {tasktest.NeverStarted("TerminationNotice", "Task retirement"), "the task was stopped without an exit code: TerminationNotice: Task retirement"},
		"stopped before the command": {tasktest.NeverStarted("UserInitiated", ""), "the task was stopped without an exit code: UserInitiated"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := &tasktest.ECS{Task: func(int) map[string]any { return tc.task }}
			outcome, stopped, err := Look(context.Background(), fake.Client(t), "chassis-prod", "arn:task/1", tasktest.Container)
			if !stopped || err != nil {
				t.Fatalf("stopped %t with %v", stopped, err)
			}
			err = outcome.Err()
			if tc.want == "" && err == nil {
				return
			}
			if err == nil || tc.want == "" || !strings.Contains(err.Error(), tc.want) || strings.HasSuffix(err.Error(), ": ") {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestAStopSaysWhy(t *testing.T) {
	t.Parallel()
	fake := &tasktest.ECS{}
	if err := Stop(context.Background(), fake.Client(t), "chassis-prod", "arn:task/1", "it took too long"); err != nil {
		t.Fatal(err)
	}
	if want := map[string]any{"cluster": "chassis-prod", "task": "arn:task/1", "reason": "it took too long"}; !reflect.DeepEqual(fake.Calls("StopTask")[0], want) {
		t.Errorf("ECS got %v, want %v", fake.Calls("StopTask")[0], want)
	}
}

func TestTheLogStreamIsTheLogDrivers(t *testing.T) {
	t.Parallel()
	if got := LogStream("service-api", "service-api", "arn:aws:ecs:ap-northeast-2:123456789012:task/chassis-prod/0f"); got != "service-api/service-api/0f" {
		t.Errorf("got %q", got)
	}
}

func TestAPauseEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if Pause(ctx, time.Hour) == nil || Pause(context.Background(), time.Nanosecond) != nil {
		t.Error("a pause outlasts its context, or fails in time")
	}
}
