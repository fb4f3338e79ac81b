package compute

import (
	"cmp"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func numbers() []check.Promise {
	return []check.Promise{
		{ID: "R4.3", Says: "A starting task of a web service has its grace before the alarm on failing health checks can fire, and auto scaling has acted before an alarm on the number of tasks.", Check: windowsAgree},
	}
}

// decision is how many seconds target tracking waits: three minutes over its target.
const decision = 180

func windowsAgree(v *check.Review) {
	for _, s := range parts.Services(v) {
		if s.ECS == nil || s.Listens() && s.Targets == nil || len(s.ScalingPolicies) == 0 {
			continue
		}
		grace := 0.0
		if s.Listens() {
			grace = v.Number(s.ECS, "HealthCheckGracePeriodSeconds")
			found := v.Number(s.Targets, "HealthCheckIntervalSeconds") * v.Number(s.Targets, "UnhealthyThresholdCount")
			later(v, s, "unhealthy-targets", grace+found, "a task starts and is found out")
		}
		slowest := slices.MaxFunc(s.ScalingPolicies, func(a, b *assembly.Resource) int { return cmp.Compare(cooldown(v, a), cooldown(v, b)) })
		scaled := decision + cooldown(v, slowest)
		later(v, s, "tasks-missing", scaled+grace, "auto scaling has acted and a task has started")
		if !v.Settings.Alerts.EssentialOnly && s.CPUTargetPercent > 0 {
			later(v, s, "no-headroom", scaled, "auto scaling has acted")
		}
	}
}

func cooldown(v *check.Review, policy *assembly.Resource) float64 {
	return v.Number(policy, "TargetTrackingScalingPolicyConfiguration", "ScaleOutCooldown")
}

// later complains unless an alarm of a service looks back for longer than something takes.
func later(v *check.Review, s parts.Service, id string, takes float64, until string) {
	alarm := s.AlarmOf(v, id)
	if alarm == nil {
		return
	}
	var window float64
	for _, m := range parts.AlarmMetrics(v, alarm) {
		window = m.Period * v.Number(alarm, "DatapointsToAlarm")
	}
	if window <= takes {
		v.Add("%s fires after %v s, but it may take %v s until %s", alarm, window, takes, until)
	}
}
