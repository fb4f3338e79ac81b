package compute

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/checktest"
)

// fakeECS is ECS as a starter sees it.
type fakeECS struct {
	t *testing.T
	// running is how many tasks with the mark run, and elsewhere how many without it.
	running, elsewhere int
	// full are the first calls that find no room, broken those that ECS fails to answer,
	// and lost those that it obeys without an answer that arrives.
	full, broken, lost int
	// late is whether it lists no task that has just been started.
	late bool
	// refused are the tokens of the calls that found no room.
	refused []string
	// begun are the tokens of the tasks that were started.
	begun []string
	// calls are all that were made.
	calls []string
}

func (c *fakeECS) call(resource string, arguments any) (any, string) {
	c.calls = append(c.calls, resource[strings.LastIndex(resource, ":")+1:])
	if c.broken > 0 {
		c.broken--
		return nil, "Ecs.ServerException"
	}
	mark := assembly.At(arguments, "StartedBy")
	switch resource {
	case listTasks:
		found := c.running
		if !c.late {
			found += len(c.begun)
		}
		if mark != "sync" {
			found = c.elsewhere
		}
		return map[string]any{"TaskArns": slices.Repeat([]any{"arn"}, found)}, ""
	case runTask:
		token := fmt.Sprint(assembly.At(arguments, "ClientToken"))
		if c.full > 0 && !slices.Contains(c.refused, token) {
			c.full--
			c.refused = append(c.refused, token)
		}
		if slices.Contains(c.refused, token) {
			return map[string]any{"Tasks": []any{}, "Failures": []any{map[string]any{"Reason": "Capacity is unavailable at this time"}}}, ""
		}
		if assembly.At(arguments, "Count") != 1.0 || mark != "sync" {
			c.t.Errorf("starts %v tasks with the mark %v", assembly.At(arguments, "Count"), mark)
		}
		// ECS starts one task for a token, and remembers a refusal with it.
		if !slices.Contains(c.begun, token) {
			c.begun = append(c.begun, token)
		}
		if c.lost > 0 {
			c.lost--
			return nil, "SdkClientException"
		}
		return map[string]any{"Tasks": []any{map[string]any{"TaskArn": "arn"}}, "Failures": []any{}}, ""
	}
	c.t.Fatalf("nobody answers %s", resource)
	return nil, ""
}

// A job without overlap that ran twice at once would do what its team excluded; one that
// was never started again would not be missed for long.
func TestAStarterStartsOneTaskUnlessOneRuns(t *testing.T) {
	const look, start = "listTasks", "runTask"
	for name, tc := range map[string]struct {
		ecs   fakeECS
		calls []string
		tasks int
		want  string
	}{
		"nothing runs":                       {fakeECS{}, []string{look, start}, 1, "Started"},
		"a run is going on":                  {fakeECS{running: 1}, []string{look}, 0, "StillRunning"},
		"several runs are going on":          {fakeECS{running: 2}, []string{look}, 0, "StillRunning"},
		"a command in a task of its own":     {fakeECS{elsewhere: 1}, []string{look, start}, 1, "Started"},
		"no room twice":                      {fakeECS{full: 2}, []string{look, start, look, start, look, start}, 1, "Started"},
		"ECS that fails twice":               {fakeECS{broken: 2}, []string{look, look, look, start}, 1, "Started"},
		"a start whose answer was lost":      {fakeECS{lost: 1}, []string{look, start, start}, 1, "Started"},
		"ECS that fails for longer":          {fakeECS{broken: 50}, slices.Repeat([]string{look}, 6), 0, "Look: Ecs.ServerException"},
		"starts whose answers are all lost":  {fakeECS{lost: 50}, append([]string{look}, slices.Repeat([]string{start}, 6)...), 1, "Start: SdkClientException"},
		"no room until the time limit comes": {fakeECS{full: 1000}, nil, 0, "endless"},
	} {
		t.Run(name, func(t *testing.T) {
			tc.ecs.t = t
			definition := starterDefinition(t)
			got := runStarter(t, definition, &tc.ecs, time.Date(2026, time.November, 28, 3, 30, 0, 0, time.UTC))
			if got != tc.want || len(tc.ecs.begun) != tc.tasks {
				t.Errorf("ends with %s after %d tasks, want %s and %d", got, len(tc.ecs.begun), tc.want, tc.tasks)
			}
			if tc.calls != nil && !slices.Equal(tc.ecs.calls, tc.calls) {
				t.Errorf("calls %q, want %q", tc.ecs.calls, tc.calls)
			}
			if seconds, _ := assembly.At(definition, "TimeoutSeconds").(float64); got == "endless" && seconds <= 0 {
				t.Error("nothing ends it")
			}
			for _, token := range tc.ecs.begun {
				if len(token) > 64 { // the most that ECS takes
					t.Errorf("the token %s is too long", token)
				}
			}
		})
	}
}

// EventBridge Scheduler may deliver a start twice, and starts that wait for room at the
// same rhythm find it at the same time, before ECS lists the task of the first.
func TestStartsAtTheSameTimeAreOne(t *testing.T) {
	definition, ecs := starterDefinition(t), fakeECS{t: t, late: true}
	for second := range 2 {
		if got := runStarter(t, definition, &ecs, time.Date(2026, time.November, 28, 3, 30, second, 0, time.UTC)); got != "Started" {
			t.Errorf("ends with %s", got)
		}
	}
	if len(ecs.begun) != 1 {
		t.Errorf("starts %q, want one task", ecs.begun)
	}
}

func starterDefinition(t *testing.T) any {
	t.Helper()
	p := recorded.Kinds(t)
	machine := checktest.Find(t, &p, "Compute/SyncReleaseStarterMachine")
	return checktest.Decoded(t, p.Text(machine.Stack, machine.At("DefinitionString")))
}

// runStarter runs an execution that begins now. Each state takes half a second.
func runStarter(t *testing.T, definition any, ecs *fakeECS, now time.Time) string {
	t.Helper()
	return checktest.Machine{Definition: definition, Input: map[string]any{}, Call: ecs.call, Context: func(state string) map[string]any {
		entered := now.Format("2006-01-02T15:04:05.000Z")
		seconds, _ := assembly.At(definition, "States", state, "Seconds").(float64)
		now = now.Add(time.Duration(seconds)*time.Second + time.Second/2)
		return map[string]any{"State": map[string]any{"EnteredTime": entered}}
	}}.Run(t)
}
