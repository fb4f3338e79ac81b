package alarms

import (
	"fmt"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

	"example.com/chassis/lib/config"
)

const insights = "ECS/ContainerInsights"

// TasksMissing rolls a deployment of a worker back.
const TasksMissing = "tasks-missing"

// missingMinutes is how long tasks may be missing. A deployment of a worker waits for as
// long after its last task has started.
func missingMinutes(s config.Service) int {
	if s.Listens() {
		return max(15, graceMinutes(s)+5)
	}
	return 10
}

// services lists the alarms on the tasks of a service.
func services(s config.Service) []Alarm {
	if !s.AlwaysRuns() {
		return nil
	}
	running := Metric{"running", insights, "RunningTaskCount", "Minimum", Service}
	return []Alarm{
		{
			ID:      "no-headroom",
			Problem: "The service runs as many tasks as it may, and they are busy",
			Why:     "Auto scaling can do no more; the next requests wait.",
			Metrics: []Metric{
				running,
				{"cpu", "AWS/ECS", "CPUUtilization", "Average", Service},
			},
			Expression: fmt.Sprintf("IF(running >= %d, cpu, 0)", s.MaxTasks),
			// More than auto scaling keeps while it still can.
			Threshold: float64(min(s.CPUTargetPercent+10, 95)), Unit: "% CPU at the most tasks",
			Period: time.Minute, Breaches: 10, Periods: 10,
			// Without a target for the CPU, a busy one says nothing about waiting requests.
			skip: s.CPUTargetPercent == 0,
		},
		{
			ID:      TasksMissing,
			Problem: "The service runs fewer tasks than it should",
			Why:     "ECS cannot start tasks, or they stop as soon as they have started.",
			Metrics: []Metric{
				{"desired", insights, "DesiredTaskCount", "Maximum", Service},
				running,
			},
			Expression: "desired - FILL(running, 0)",
			Unit:       "tasks missing",
			// Scaling out and starting take minutes. Without tasks there may be no data.
			Period: time.Minute, Breaches: missingMinutes(s), Periods: missingMinutes(s), Missing: awscloudwatch.TreatMissingData_BREACHING,
			essential: true,
		},
		{
			ID:        "memory-high",
			Problem:   "The tasks are nearly out of memory",
			Why:       "The kernel kills a task that wants more than it has, with all its requests.",
			Metrics:   []Metric{{"memory", "AWS/ECS", "MemoryUtilization", "Maximum", Service}},
			Threshold: 90, Unit: "% of the memory",
			Period: time.Minute, Breaches: 10, Periods: 10,
		},
	}
}
