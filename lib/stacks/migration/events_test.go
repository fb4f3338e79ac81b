package migration

import (
	"io"
	"log"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/cfn"

	"example.com/chassis/lib/stacks/task/tasktest"
)

// TestMain drops the log lines that an operator reads in CloudWatch.
func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	os.Exit(m.Run())
}

func properties() map[string]any {
	return map[string]any{
		"ServiceToken": "arn:function", "Cluster": "chassis-prod", "TaskDefinition": "arn:definition:7", "Container": tasktest.Container,
		"Image": "repository:2", "Command": []any{"flyway", "migrate"}, "Subnets": []any{"subnet-a", "subnet-c"}, "SecurityGroup": "sg-api",
		"LogGroup": "/chassis/prod/service-api", "TimeoutMinutes": "15",
	}
}

// with is properties with one that differs.
func with(property string, value any) map[string]any {
	p := maps.Clone(properties())
	p[property] = value
	return p
}

func create() Event {
	return Event{Event: cfn.Event{
		RequestType: cfn.RequestCreate, RequestID: requestID, StackID: stackID, LogicalResourceID: "Migration", ResourceProperties: properties(),
	}}
}

// update is a request whose properties were old before.
func update(old map[string]any) Event {
	event := create()
	event.RequestType, event.PhysicalResourceID, event.OldResourceProperties = cfn.RequestUpdate, "given-at-create", old
	return event
}

func TestAReleaseMigratesOnlyWithAnotherImageOrCommand(t *testing.T) {
	t.Parallel()
	deletion := update(nil)
	deletion.RequestType = cfn.RequestDelete
	for name, tc := range map[string]struct {
		event  Event
		status string
		tasks  int
	}{
		"the first image":                   {create(), "CREATE_IN_PROGRESS", 1},
		"the first image of a stack":        {create(), "UPDATE_IN_PROGRESS", 1},
		"a new image":                       {update(with("Image", "repository:1")), "UPDATE_IN_PROGRESS", 1},
		"a new command":                     {update(with("Command", []any{"flyway", "repair"})), "UPDATE_IN_PROGRESS", 1},
		"a new size":                        {update(with("TaskDefinition", "arn:definition:6")), "UPDATE_IN_PROGRESS", 0},
		"a new limit":                       {update(with("TimeoutMinutes", "5")), "UPDATE_IN_PROGRESS", 0},
		"a deletion":                        {deletion, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", 0},
		"the rollback of a new image":       {update(with("Image", "repository:3")), "UPDATE_ROLLBACK_IN_PROGRESS", 0},
		"a rollback that is continued":      {update(with("Command", []any{"flyway"})), "UPDATE_ROLLBACK_FAILED", 0},
		"an event that comes late":          {update(with("Image", "repository:1")), "UPDATE_COMPLETE", 0},
		"an event of a deleted stack":       {create(), "DELETE_COMPLETE", 0},
		"the rollback of a removal":         {create(), "UPDATE_ROLLBACK_IN_PROGRESS", 0},
		"the rollback of a stack's create":  {create(), "ROLLBACK_IN_PROGRESS", 0},
		"a rollback to properties of a bug": {rollbackToNothing(), "UPDATE_ROLLBACK_IN_PROGRESS", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := &fakeAWS{status: tc.status}
			answer := fake.deploy(t, tc.event)
			if answer.Status != cfn.StatusSuccess || fake.Started() != tc.tasks {
				t.Errorf("got %s (%s) and %d tasks, want SUCCESS and %d", answer.Status, answer.Reason, fake.Started(), tc.tasks)
			}
			if tc.tasks == 0 {
				return
			}
			run := fake.Calls("RunTask")[0]
			if run["clientToken"] != requestID || run["startedBy"] != "migration/service-api" || run["taskDefinition"] != "arn:definition:7" {
				t.Errorf("the task is %v", run)
			}
		})
	}
}

// rollbackToNothing must not fail, because a rollback that fails leaves the stack to a
// person.
func rollbackToNothing() Event {
	event := update(properties())
	event.ResourceProperties = map[string]any{"ServiceToken": "arn:function"}
	return event
}

func TestPropertiesThatAreMissingAreNamed(t *testing.T) {
	t.Parallel()
	for _, property := range []string{"Cluster", "TaskDefinition", "Container", "Command", "Subnets", "SecurityGroup", "LogGroup"} {
		checkRefused(t, with(property, nil), "got no "+property)
	}
	checkRefused(t, with("TimeoutMinutes", "soon"), `the property TimeoutMinutes must be a number of minutes, got "soon"`)
	checkRefused(t, with("TimeoutMinutes", "0"), `the property TimeoutMinutes must be a number of minutes, got "0"`)
	checkRefused(t, with("Command", "flyway migrate"), "the properties must be Cluster, TaskDefinition, ")
}

func checkRefused(t *testing.T, properties map[string]any, want string) {
	t.Helper()
	fake, event := &fakeAWS{}, create()
	event.ResourceProperties = properties
	if answer := fake.deploy(t, event); answer.Status != cfn.StatusFailed || !strings.Contains(answer.Reason, want) || fake.Started() > 0 {
		t.Errorf("got %s (%s) and %d tasks, want FAILED with %q", answer.Status, answer.Reason, fake.Started(), want)
	}
}

func TestASecondDeliveryFollowsTheSameTask(t *testing.T) {
	t.Parallel()
	fake := &fakeAWS{}
	fake.Refuse = func(n int) string {
		if n == 0 {
			return noCapacity
		}
		return ""
	}
	r := fake.start(t)
	for range 2 {
		fake.handle(t, r, create())
	}
	if fake.Started() != 1 || len(fake.answers) != 2 || fake.answers[1].Status != cfn.StatusSuccess {
		t.Errorf("%d tasks for two deliveries, and the answers %+v", fake.Started(), fake.answers)
	}
}
