package promises

import (
	"maps"
	"slices"
	"strings"
)

func deployments() []Promise {
	return []Promise{
		{"R4.3", "A deployment never has less than 100 % of the tasks healthy nor more than 200 % running.", rollingDeployment},
		{"R4.3", "A failing deployment is rolled back by the circuit breaker, or by the alarm on the service's own 5xx answers or on its failing health checks.", deploymentRollback},
		{"R4.3", "The alarm on a service's own 5xx answers fires when in 2 of 3 minutes they were more than 10 and more than 1 % of its answers, and never for want of traffic.", serverErrors},
		{"R4.3", "A task has 120 s to start and 60 s to stop.", startAndStop},
		{"R4.3", "A task that leaves may finish its requests for as long as the load balancer waits for an answer.", deregistrationDelay},
	}
}

func rollingDeployment(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.reads(s.ecs, 100, "DeploymentConfiguration", "MinimumHealthyPercent")
		v.reads(s.ecs, 200, "DeploymentConfiguration", "MaximumPercent")
		// Another controller or strategy would ignore these numbers.
		if s.ecs.At("DeploymentController") != nil {
			v.reads(s.ecs, "ECS", "DeploymentController", "Type")
		}
		if s.ecs.At("DeploymentConfiguration", "Strategy") != nil {
			v.reads(s.ecs, "ROLLING", "DeploymentConfiguration", "Strategy")
		}
	}
	return v.findings
}

func deploymentRollback(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		for _, cause := range []string{"DeploymentCircuitBreaker", "Alarms"} {
			v.reads(s.ecs, true, "DeploymentConfiguration", cause, "Enable")
			v.reads(s.ecs, true, "DeploymentConfiguration", cause, "Rollback")
		}
		var want []string
		for _, alarm := range s.alarms {
			for _, id := range []string{"server-errors", "unhealthy-targets"} {
				if strings.HasSuffix(v.Text(alarm.Stack, alarm.At("AlarmName")), "-"+id) {
					want = append(want, token(alarm, ""))
				}
			}
		}
		if len(want) != 2 {
			v.add("%s has %d of the 2 alarms that undo a deployment", s.name, len(want))
		}
		if s.ecs != nil {
			v.texts(s.ecs.String()+": alarms", v.oneOrMany(s.ecs, s.ecs.At("DeploymentConfiguration", "Alarms", "AlarmNames")), want)
		}
		v.ownServerErrors(s)
	}
	return v.findings
}

// ownServerErrors complains unless a service's alarm counts the answers of its own
// targets and can act. The load balancer's own 5xx would do the wrong thing: without
// targets it answers 503.
func (v *review) ownServerErrors(s service) {
	v.on(s.alarm, "ActionsEnabled")
	if s.alarm == nil || s.targets == nil {
		return
	}
	var names []string
	for _, m := range v.alarmMetrics(s.alarm) {
		names = append(names, m.id+" "+m.namespace+" "+m.name)
		v.texts(s.alarm.String()+": dimensions of "+m.id, slices.Collect(maps.Keys(m.dimensions)), []string{"LoadBalancer", "TargetGroup"})
		if got, want := m.dimensions["TargetGroup"], token(s.targets, "TargetGroupFullName"); got != want {
			v.add("%s: target group is %s, want %s", s.alarm, got, want)
		}
		if got := m.dimensions["LoadBalancer"]; !v.namesBalancer(got) {
			v.add("%s: load balancer is %s, want the full name of the one there is", s.alarm, got)
		}
	}
	v.texts(s.alarm.String()+": metrics", names, []string{
		"errors AWS/ApplicationELB HTTPCode_Target_5XX_Count", "requests AWS/ApplicationELB RequestCount",
	})
}

func serverErrors(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		if s.alarm == nil {
			v.add("%s has no alarm on its errors", s.name)
			continue
		}
		for _, m := range v.alarmMetrics(s.alarm) {
			if m.statistic != "Sum" || m.period != 60 {
				v.add("%s: %s is the %s of %v s, want the sum of a minute", s.alarm, m.name, m.statistic, m.period)
			}
		}
		if got, want := v.expression(s.alarm), "IF(errors > 10, 100 * errors / requests, 0)"; got != want {
			v.add("%s compares %s, want %s", s.alarm, got, want)
		}
		v.reads(s.alarm, "GreaterThanThreshold", "ComparisonOperator")
		v.reads(s.alarm, 1, "Threshold")
		v.reads(s.alarm, 2, "DatapointsToAlarm")
		v.reads(s.alarm, 3, "EvaluationPeriods")
		v.reads(s.alarm, "notBreaching", "TreatMissingData")
	}
	return v.findings
}

// namesBalancer says whether a text is the full name of the load balancer: its
// attribute, or that part of the ARN of one of its listeners.
func (v *review) namesBalancer(text string) bool {
	balancer := v.only("Compute", loadBalancer)
	if text == token(balancer, "LoadBalancerFullName") {
		return true
	}
	for _, listener := range v.OfType("AWS::ElasticLoadBalancingV2::Listener") {
		part := func(n string) string {
			return "${Fn::Select " + n + " of ${Fn::Split / of " + token(listener, "") + "}}"
		}
		if text == part("1")+"/"+part("2")+"/"+part("3") && v.listed(listener, listener.At("LoadBalancerArn"), balancer) {
			return true
		}
	}
	return false
}

func startAndStop(p Platform) []string {
	v := review{Platform: p}
	for _, s := range v.services() {
		v.reads(s.ecs, 120, "HealthCheckGracePeriodSeconds")
		v.reads(s.task, 60, "ContainerDefinitions", 0, "StopTimeout")
	}
	return v.findings
}

func deregistrationDelay(p Platform) []string {
	v := review{Platform: p}
	idle := v.idleTimeout()
	for _, s := range v.services() {
		if s.targets == nil {
			continue
		}
		attributes := v.entries(s.targets, s.targets.At("TargetGroupAttributes"), "Key", "Value")
		delay := v.seconds(s.targets, "deregistration delay", attributes["deregistration_delay.timeout_seconds"])
		if delay < idle {
			v.add("%s: a leaving task is cut off after %v s, want no less than the %v s that the load balancer waits", s.targets, delay, idle)
		}
	}
	return v.findings
}
