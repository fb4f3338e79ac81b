package alerts

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// kindsOfWork are the promises about what is watched of services that answer no requests.
func kindsOfWork() []check.Promise {
	return []check.Promise{
		{ID: "R7.1", Says: "The alarm tasks-missing of a worker fires when it runs fewer tasks than it should for 10 minutes, or none at all; a task of it that dies, also with exit code 0, is told, and one that a deployment stops is not.", Check: workersAreWatched},
		{ID: "R7.2", Says: "One start of a job that was put aside, and one that its state machine failed, was stopped or took too long with, fires the alarm job-not-started; without any it is quiet.", Check: jobStartsAreWatched},
		{ID: "R7.2", Says: "The end of a job, a migration or a command with another exit code than 0, or with none, is told once; an end with 0 is not.", Check: runsAreTold},
	}
}

// missingWorkerMinutes is how long a worker may lack tasks. No load balancer would notice.
const missingWorkerMinutes = 10

func workersAreWatched(v *check.Review) {
	rules := eventRulesBySection(v)
	for _, s := range parts.Services(v) {
		if !s.AlwaysRuns() || s.Listens() {
			continue
		}
		caughtEvents(v, rules, s.Service, "task-")
		alarm := s.AlarmOf(v, "tasks-missing")
		if alarm == nil {
			v.Add("%s has no alarm tasks-missing", s.Name)
			continue
		}
		for _, tc := range []struct {
			desired, running float64
			fires            bool
		}{{2, 1, true}, {1, none, true}, {2, 2, false}, {1, 2, false}} {
			firesAt(v, alarm, map[string]float64{"DesiredTaskCount": tc.desired, "RunningTaskCount": tc.running}, tc.fires)
		}
		v.Reads(alarm, "breaching", "TreatMissingData") // nothing is counted without a task
		for _, m := range parts.AlarmMetrics(v, alarm) {
			if got := m.Period / 60 * v.Number(alarm, "EvaluationPeriods"); got != missingWorkerMinutes {
				v.Add("%s looks at %v minutes, want %d", alarm, got, missingWorkerMinutes)
			}
		}
	}
}

func jobStartsAreWatched(v *check.Review) {
	for _, s := range parts.Services(v) {
		if !s.IsJob() {
			continue
		}
		alarm := s.AlarmOf(v, "job-not-started")
		if alarm == nil {
			v.Add("%s has no alarm job-not-started", s.Name)
			continue
		}
		troubles := []string{"ApproximateNumberOfMessagesVisible"}
		if !s.Overlap {
			troubles = append(troubles, "ExecutionsFailed", "ExecutionsAborted", "ExecutionsTimedOut")
		}
		silence, well := map[string]float64{}, map[string]float64{}
		for _, trouble := range troubles {
			silence[trouble], well[trouble] = none, 0
		}
		firesAt(v, alarm, silence, false)
		firesAt(v, alarm, well, false)
		for _, trouble := range troubles {
			alone := maps.Clone(silence)
			alone[trouble] = 1
			firesAt(v, alarm, alone, true)
		}
	}
}

// firesAt complains unless values of its metrics, by their names, are beyond an alarm's
// threshold, or are not. A metric without a value here has no data.
func firesAt(v *check.Review, alarm *assembly.Resource, byName map[string]float64, want bool) {
	metrics := parts.AlarmMetrics(v, alarm)
	expression := parts.Expression(alarm)
	if expression == "" && len(metrics) > 0 {
		metrics = slices.Clone(metrics[:1])
		expression, metrics[0].ID = "ABS(x)", "x"
	}
	values := map[string]any{}
	for _, m := range metrics {
		value, given := byName[m.Name]
		if !given {
			value = none
		}
		values[m.ID] = value
	}
	result, err := metricMath(expression, values)
	if got := breaches(v, alarm, result); err != nil || got != want {
		v.Add("%s: with %v it fires: %t, want %t (%v)", alarm, byName, got, want, err)
	}
}

// runsAreTold tries the corpus on each service whose tasks run to their end: any service
// has commands, where there are rules for them.
func runsAreTold(v *check.Review) {
	if !v.Settings.HasRuns() {
		return
	}
	rules := eventRulesBySection(v)
	for _, s := range v.Settings.Services {
		told := caughtEvents(v, rules, s, "run-")
		if len(told["run-failed"]) == 0 {
			v.Add("no run of %s that failed is told", s.Name)
		}
		everyCodeIsTold(v, rules["run-failed"], told["run-failed"])
	}
}

// everyCodeIsTold tries the exit codes that the corpus does not have.
func everyCodeIsTold(v *check.Review, rule *assembly.Resource, events []map[string]any) {
	if rule == nil {
		return
	}
	pattern, ok := patternOf(v, rule)
	if !ok {
		return
	}
	for _, event := range events {
		container := assembly.Map(assembly.At(event, "detail", "containers", 0))
		if given, ended := container["exitCode"].(float64); !ended || given == 0 {
			continue
		}
		for code := 1.0; code <= 255; code++ {
			container["exitCode"] = code
			if !pattern.Matches(event) {
				v.Add("%s: a run that ends with the exit code %v is not told", rule, code)
			}
		}
	}
}
