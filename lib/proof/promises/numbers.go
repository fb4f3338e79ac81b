package promises

import "strings"

func numbers() []Promise {
	return []Promise{
		{"R4.3", "A starting task has its grace before the alarm on failing health checks can fire, and auto scaling has acted before an alarm on the number of tasks.", windowsAgree},
		{"R3.8", "With every task of both services at work, their connections, 10 a task, fit into what the database takes.", connectionsFit},
	}
}

// window is how long an alarm of a service looks back, in seconds.
func (v *review) window(s service, id string) float64 {
	for _, alarm := range s.alarms {
		if !strings.HasSuffix(v.Text(alarm.Stack, alarm.At("AlarmName")), "-"+id) {
			continue
		}
		metrics := v.alarmMetrics(alarm)
		if len(metrics) == 0 {
			return 0
		}
		return metrics[0].period * v.number(alarm, "DatapointsToAlarm")
	}
	v.add("%s has no alarm %s", s.name, id)
	return 0
}

func windowsAgree(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		if s.ecs == nil || s.targets == nil || s.scalingPolicy == nil {
			continue
		}
		grace := v.number(s.ecs, "HealthCheckGracePeriodSeconds")
		found := v.number(s.targets, "HealthCheckIntervalSeconds") * v.number(s.targets, "UnhealthyThresholdCount")
		if window := v.window(s, "unhealthy-targets"); window <= grace+found {
			v.add("%s: unhealthy-targets fires after %v s, but a task may take %v s to start and %v s until it is found out", s.name, window, grace, found)
		}
		cooldown := v.number(s.scalingPolicy, "TargetTrackingScalingPolicyConfiguration", "ScaleOutCooldown")
		// Target tracking acts after three minutes over its target.
		const decision = 180
		if window := v.window(s, "tasks-missing"); window <= decision+cooldown+grace {
			v.add("%s: tasks-missing fires after %v s, but scaling out and starting may take %v s", s.name, window, decision+cooldown+grace)
		}
		if p.Env == "dev" || p.Ephemeral() {
			continue
		}
		if window := v.window(s, "no-headroom"); window <= decision+cooldown {
			v.add("%s: no-headroom fires after %v s, but scaling out may take %v s", s.name, window, decision+cooldown)
		}
	}
	return v.findings
}

// takes lists how many connections PostgreSQL takes by the most ACU of its cluster:
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html#aurora-serverless-v2.max-connections
var takes = []struct{ acu, connections float64 }{{1, 189}, {4, 823}, {8, 1669}, {16, 3360}, {32, 5000}}

func connectionsFit(p Platform) []string {
	v := review{Platform: p}
	database := v.only("Data", "AWS::RDS::DBCluster")
	if database == nil {
		return v.findings
	}
	var limit float64
	for _, row := range takes {
		if v.number(database, "ServerlessV2ScalingConfiguration", "MaxCapacity") >= row.acu {
			limit = row.connections
		}
	}
	if v.number(database, "ServerlessV2ScalingConfiguration", "MinCapacity") < 1 {
		limit = min(limit, 2000)
	}
	const pool = 10
	var needed float64
	for _, s := range v.services() {
		needed += pool * v.number(s.scaling, "MaxCapacity")
	}
	if needed == 0 || needed > limit {
		v.add("%s takes %v connections, and the services may open %v", database, limit, needed)
	}
	return v.findings
}
