package compute

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func deployments() []check.Promise {
	return []check.Promise{
		{ID: "R4.3", Says: "A deployment never has less than 100 % of the tasks healthy nor more than 200 % running.", Check: rollingDeployment},
		{ID: "R4.3", Says: "A failing deployment is rolled back by the circuit breaker, or by the alarm on the service's own 5xx answers or on its failing health checks.", Check: deploymentRollback},
		{ID: "R4.3", Says: "The alarm on a service's own 5xx answers fires when in 2 of 3 minutes they were more than 10 and more than 1 % of its answers, and never for want of traffic.", Check: serverErrors},
		{ID: "R4.3", Says: "A task has 120 s to start and 60 s to stop.", Check: startAndStop},
		{ID: "R4.3", Says: "A task that leaves may finish its requests for as long as the load balancer waits for an answer.", Check: deregistrationDelay},
	}
}

func rollingDeployment(v *check.Review) {
	for _, s := range parts.Services(v) {
		v.Reads(s.ECS, 100, "DeploymentConfiguration", "MinimumHealthyPercent")
		v.Reads(s.ECS, 200, "DeploymentConfiguration", "MaximumPercent")
		// Another controller or strategy would ignore these numbers.
		v.Optional(s.ECS, "ECS", "DeploymentController", "Type")
		v.Optional(s.ECS, "ROLLING", "DeploymentConfiguration", "Strategy")
	}
}

func deploymentRollback(v *check.Review) {
	for _, s := range parts.Services(v) {
		for _, cause := range []string{"DeploymentCircuitBreaker", "Alarms"} {
			v.Reads(s.ECS, true, "DeploymentConfiguration", cause, "Enable")
			v.Reads(s.ECS, true, "DeploymentConfiguration", cause, "Rollback")
		}
		var want []string
		for _, alarm := range s.Alarms {
			for _, id := range []string{"server-errors", "unhealthy-targets"} {
				if strings.HasSuffix(v.Text(alarm.Stack, alarm.At("AlarmName")), "-"+id) {
					want = append(want, check.Token(alarm, ""))
				}
			}
		}
		if len(want) != 2 {
			v.Add("%s has %d of the 2 alarms that undo a deployment", s.Name, len(want))
		}
		if s.ECS != nil {
			v.Texts(s.ECS.String()+": alarms", v.OneOrMany(s.ECS.Stack, s.ECS.At("DeploymentConfiguration", "Alarms", "AlarmNames")), want)
		}
		ownServerErrors(v, s)
	}
}

// ownServerErrors complains unless a service's alarm counts the answers of its own
// targets and can act. The load balancer's own 5xx would do the wrong thing: without
// targets it answers 503.
func ownServerErrors(v *check.Review, s parts.Service) {
	v.On(s.Alarm, "ActionsEnabled")
	if s.Alarm == nil || s.Targets == nil {
		return
	}
	var names []string
	for _, m := range parts.AlarmMetrics(v, s.Alarm) {
		names = append(names, m.ID+" "+m.Namespace+" "+m.Name)
		v.Texts(s.Alarm.String()+": dimensions of "+m.ID, slices.Collect(maps.Keys(m.Dimensions)), []string{"LoadBalancer", "TargetGroup"})
		if got, want := m.Dimensions["TargetGroup"], check.Token(s.Targets, "TargetGroupFullName"); got != want {
			v.Add("%s: target group is %s, want %s", s.Alarm, got, want)
		}
		if got := m.Dimensions["LoadBalancer"]; !namesBalancer(v, got) {
			v.Add("%s: load balancer is %s, want the full name of the one there is", s.Alarm, got)
		}
	}
	v.Texts(s.Alarm.String()+": metrics", names, []string{
		"errors AWS/ApplicationELB HTTPCode_Target_5XX_Count", "requests AWS/ApplicationELB RequestCount",
	})
}

func serverErrors(v *check.Review) {
	for _, s := range parts.Services(v) {
		if s.Alarm == nil {
			v.Add("%s has no alarm on its errors", s.Name)
			continue
		}
		for _, m := range parts.AlarmMetrics(v, s.Alarm) {
			if m.Statistic != "Sum" || m.Period != 60 {
				v.Add("%s: %s is the %s of %v s, want the sum of a minute", s.Alarm, m.Name, m.Statistic, m.Period)
			}
		}
		if got, want := parts.Expression(s.Alarm), "IF(errors > 10, 100 * errors / requests, 0)"; got != want {
			v.Add("%s compares %s, want %s", s.Alarm, got, want)
		}
		v.Reads(s.Alarm, "GreaterThanThreshold", "ComparisonOperator")
		v.Reads(s.Alarm, 1, "Threshold")
		v.Reads(s.Alarm, 2, "DatapointsToAlarm")
		v.Reads(s.Alarm, 3, "EvaluationPeriods")
		v.Reads(s.Alarm, "notBreaching", "TreatMissingData")
	}
}

// namesBalancer says whether a text is the full name of the load balancer: its
// attribute, or that part of the ARN of one of its listeners.
func namesBalancer(v *check.Review, text string) bool {
	balancer := v.Only("Compute", parts.LoadBalancer)
	if text == check.Token(balancer, "LoadBalancerFullName") {
		return true
	}
	for _, listener := range v.OfType("AWS::ElasticLoadBalancingV2::Listener") {
		part := func(n string) string {
			return "${Fn::Select " + n + " of ${Fn::Split / of " + check.Token(listener, "") + "}}"
		}
		if text == part("1")+"/"+part("2")+"/"+part("3") && v.Listed(listener, listener.At("LoadBalancerArn"), balancer) {
			return true
		}
	}
	return false
}

func startAndStop(v *check.Review) {
	for _, s := range parts.Services(v) {
		v.Reads(s.ECS, 120, "HealthCheckGracePeriodSeconds")
		v.Reads(s.Task, 60, "ContainerDefinitions", 0, "StopTimeout")
	}
}

func deregistrationDelay(v *check.Review) {
	idle := parts.IdleTimeout(v)
	for _, s := range parts.Services(v) {
		if s.Targets == nil {
			continue
		}
		attributes := v.Entries(s.Targets, s.Targets.At("TargetGroupAttributes"), "Key", "Value")
		delay := parts.Seconds(v, s.Targets, "deregistration delay", attributes["deregistration_delay.timeout_seconds"])
		if delay < idle {
			v.Add("%s: a leaving task is cut off after %v s, want no less than the %v s that the load balancer waits", s.Targets, delay, idle)
		}
	}
}
