package compute

import (
	"strings"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func numbers() []check.Promise {
	return []check.Promise{
		{ID: "R4.3", Says: "A starting task has its grace before the alarm on failing health checks can fire, and auto scaling has acted before an alarm on the number of tasks.", Check: windowsAgree},
		{ID: "R3.8", Says: "When every task of both services has 10 connections, the database accepts them all.", Check: connectionsFit},
	}
}

// window is how long an alarm of a service looks back, in seconds.
func window(v *check.Review, s parts.Service, id string) float64 {
	for _, alarm := range s.Alarms {
		if !strings.HasSuffix(v.Text(alarm.Stack, alarm.At("AlarmName")), "-"+id) {
			continue
		}
		metrics := parts.AlarmMetrics(v, alarm)
		if len(metrics) == 0 {
			return 0
		}
		return metrics[0].Period * v.Number(alarm, "DatapointsToAlarm")
	}
	v.Add("%s has no alarm %s", s.Name, id)
	return 0
}

func windowsAgree(v *check.Review) {
	for _, s := range parts.Services(v) {
		if s.ECS == nil || s.Targets == nil || s.ScalingPolicy == nil {
			continue
		}
		grace := v.Number(s.ECS, "HealthCheckGracePeriodSeconds")
		found := v.Number(s.Targets, "HealthCheckIntervalSeconds") * v.Number(s.Targets, "UnhealthyThresholdCount")
		if window := window(v, s, "unhealthy-targets"); window <= grace+found {
			v.Add("%s: unhealthy-targets fires after %v s, but a task may take %v s to start and %v s until it is found out", s.Name, window, grace, found)
		}
		cooldown := v.Number(s.ScalingPolicy, "TargetTrackingScalingPolicyConfiguration", "ScaleOutCooldown")
		// Target tracking acts after three minutes over its target.
		const decision = 180
		if window := window(v, s, "tasks-missing"); window <= decision+cooldown+grace {
			v.Add("%s: tasks-missing fires after %v s, but scaling out and starting may take %v s", s.Name, window, decision+cooldown+grace)
		}
		if v.Env == "dev" || v.Ephemeral() {
			continue
		}
		if window := window(v, s, "no-headroom"); window <= decision+cooldown {
			v.Add("%s: no-headroom fires after %v s, but scaling out may take %v s", s.Name, window, decision+cooldown)
		}
	}
}

// connectionLimits lists how many connections PostgreSQL takes by the most ACU of its
// cluster:
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html#aurora-serverless-v2.max-connections
var connectionLimits = []struct{ acu, connections float64 }{{1, 189}, {4, 823}, {8, 1669}, {16, 3360}, {32, 5000}}

func connectionsFit(v *check.Review) {
	database := v.Only("Data", "AWS::RDS::DBCluster")
	if database == nil {
		return
	}
	var limit float64
	for _, row := range connectionLimits {
		if v.Number(database, "ServerlessV2ScalingConfiguration", "MaxCapacity") >= row.acu {
			limit = row.connections
		}
	}
	if v.Number(database, "ServerlessV2ScalingConfiguration", "MinCapacity") < 1 {
		limit = min(limit, 2000)
	}
	const pool = 10
	var needed float64
	for _, s := range parts.Services(v) {
		needed += pool * v.Number(s.Scaling, "MaxCapacity")
	}
	if needed == 0 || needed > limit {
		v.Add("%s takes %v connections, and the services may open %v", database, limit, needed)
	}
}
