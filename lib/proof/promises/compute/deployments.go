package compute

import (
	"fmt"
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func deployments() []check.Promise {
	return []check.Promise{
		{ID: "R4.3", Says: "A deployment never has less than 100 % of the tasks healthy nor more than 200 % running.", Check: rollingDeployment},
		{ID: "R4.3", Says: "A failing deployment is rolled back by the circuit breaker, or by an alarm: that on a web service's own 5xx answers or on its failing health checks, or that on a worker's missing tasks.", Check: deploymentRollback},
		{ID: "R4.3", Says: "A task of a web service has the grace of its settings to start, and every task has 60 s to stop.", Check: startAndStop},
		{ID: "R4.3", Says: "The load balancer waits for an answer as long as the settings say, and a task that leaves may finish its requests for as long.", Check: deregistrationDelay},
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
		if !s.AlwaysRuns() {
			continue
		}
		for _, cause := range []string{"DeploymentCircuitBreaker", "Alarms"} {
			v.Reads(s.ECS, true, "DeploymentConfiguration", cause, "Enable")
			v.Reads(s.ECS, true, "DeploymentConfiguration", cause, "Rollback")
		}
		if s.ECS != nil {
			v.Texts(s.ECS.String()+": alarms", v.OneOrMany(s.ECS.Stack, s.ECS.At("DeploymentConfiguration", "Alarms", "AlarmNames")), rollbackAlarms(v, s))
		}
		if s.Listens() {
			ownServerErrors(v, s, s.AlarmOf(v, "server-errors"))
		}
	}
}

// rollbackAlarms are the names of the alarms that roll a service back. That of a worker
// refers to the worker, which so can only name it.
func rollbackAlarms(v *check.Review, s parts.Service) []string {
	if !s.Listens() {
		alarm := s.AlarmOf(v, "tasks-missing")
		v.On(alarm, "ActionsEnabled")
		return []string{v.Settings.AlarmName(s.Name, "tasks-missing")}
	}
	var names []string
	for _, id := range []string{"server-errors", "unhealthy-targets"} {
		if alarm := s.AlarmOf(v, id); alarm != nil {
			names = append(names, check.Token(alarm, ""))
		}
	}
	return names
}

// ownServerErrors complains unless a service's alarm counts the answers of its own
// targets and can act. The load balancer's own 5xx would do the wrong thing: without
// targets it answers 503.
func ownServerErrors(v *check.Review, s parts.Service, alarm *assembly.Resource) {
	if alarm == nil || s.Targets == nil {
		return
	}
	v.On(alarm, "ActionsEnabled")
	var names []string
	for _, m := range parts.AlarmMetrics(v, alarm) {
		names = append(names, m.ID+" "+m.Namespace+" "+m.Name)
		v.Texts(alarm.String()+": dimensions of "+m.ID, slices.Collect(maps.Keys(m.Dimensions)), []string{"LoadBalancer", "TargetGroup"})
		if got, want := m.Dimensions["TargetGroup"], check.Token(s.Targets, "TargetGroupFullName"); got != want {
			v.Add("%s: target group is %s, want %s", alarm, got, want)
		}
		if got := m.Dimensions["LoadBalancer"]; !namesBalancer(v, got) {
			v.Add("%s: load balancer is %s, want the full name of the one there is", alarm, got)
		}
	}
	v.Texts(alarm.String()+": metrics", names, []string{
		"errors AWS/ApplicationELB HTTPCode_Target_5XX_Count", "requests AWS/ApplicationELB RequestCount",
	})
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
		if s.Listens() {
			v.Reads(s.ECS, s.GraceSeconds, "HealthCheckGracePeriodSeconds")
		}
		v.Reads(s.Task, 60, "ContainerDefinitions", 0, "StopTimeout")
	}
}

func deregistrationDelay(v *check.Review) {
	want := fmt.Sprint(v.Settings.LoadBalancer.IdleTimeoutSeconds)
	balancer := v.Only("Compute", parts.LoadBalancer)
	if got := parts.Attributes(v, balancer)["idle_timeout.timeout_seconds"]; balancer != nil && got != want {
		v.Add("%s waits %q s for an answer, want %s", balancer, got, want)
	}
	for _, s := range parts.Services(v) {
		if got := parts.Attributes(v, s.Targets)["deregistration_delay.timeout_seconds"]; s.Targets != nil && got != want {
			v.Add("%s: a leaving task is cut off after %q s, want %s as the load balancer waits", s.Targets, got, want)
		}
	}
}
