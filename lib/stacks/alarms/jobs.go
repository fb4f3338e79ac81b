package alarms

import (
	"strings"

	"example.com/chassis/lib/config"
)

const scheduler = "AWS/Scheduler"

// jobs lists the alarms on the starts of a job. What becomes of a run is an event.
func jobs(s config.Service) []Alarm {
	if !s.IsJob() {
		return nil
	}
	metrics := []Metric{{"unstarted", sqs, "ApproximateNumberOfMessagesVisible", "Maximum", UnstartedJobs}}
	if !s.Overlap {
		metrics = append(metrics,
			Metric{"failed", states, "ExecutionsFailed", "Sum", JobStarter},
			Metric{"aborted", states, "ExecutionsAborted", "Sum", JobStarter},
			Metric{"expired", states, "ExecutionsTimedOut", "Sum", JobStarter},
		)
	}
	a := anyOf("job-not-started", "The job could not be started", "What it is for has not been done. Its queue holds the starts that EventBridge Scheduler gave up.", metrics[0], "starts")
	a.Metrics = metrics
	if len(metrics) > 1 {
		var sum []string
		for _, m := range metrics {
			sum = append(sum, "FILL("+m.ID+", 0)")
		}
		a.Expression = strings.Join(sum, " + ")
	}
	return []Alarm{a}
}

// schedules lists the alarms on all schedules together: EventBridge Scheduler counts by
// their group.
func schedules(env config.Environment) []Alarm {
	a := anyOf("starts-lost", "EventBridge Scheduler could not even put a start aside", "A job has not run, and no queue tells which.",
		Metric{"lost", scheduler, "InvocationsFailedToBeSentToDeadLetterCount", "Sum", Schedules}, "starts")
	a.skip = len(env.Jobs()) == 0
	return []Alarm{a}
}
