package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alarms"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	scaleOutSeconds = 60
	// scaleInSeconds is longer, so that a short lull removes no task.
	scaleInSeconds = 300
)

// newService defines one service: what always exists, and below "Release" what exists once
// there is an image. It returns the role of the application.
func newService(stack awscdk.Stack, scope constructs.Construct, env config.Environment, props Props, shared shared, s config.Service) awsiam.Role {
	var targets awselasticloadbalancingv2.ApplicationTargetGroup
	if s.Listens() {
		targets = newTargetGroup(scope, env, props, shared.balancer, s)
	}
	image, task := newImage(stack, s), newTask(scope, env, props, s)
	r := release{
		scope: constructs.NewConstruct(scope, jsii.String("Release")), shared: shared,
		env: env, props: props, service: s, task: task, image: image.uri,
	}
	switch {
	case s.Listens():
		r.keepRunning(r.newTargetAlarms(targets), targets)
	case s.AlwaysRuns():
		// By its name: the alarm is about the service. It finds out what no health check
		// does, a task that starts and soon ends.
		r.keepRunning([]*string{jsii.String(env.AlarmName(s.Name, alarms.TasksMissing))}, nil)
	default:
		r.schedule()
	}
	setCondition(image.given, r.scope)
	return r.task.role
}

// shared is what all services use.
type shared struct {
	cluster  awsecs.Cluster
	balancer loadBalancer
	jobs     jobs
	// migrations is the function that runs them; nil where no service migrates.
	migrations *baseline.DeploymentFunction
}

// release runs the image of a service.
type release struct {
	shared
	scope   constructs.Construct
	env     config.Environment
	props   Props
	service config.Service
	task    task
	image   *string
}

// subnets are those in which tasks run.
func (r release) subnets() *awsec2.SubnetSelection {
	return &awsec2.SubnetSelection{
		SubnetType:        awsec2.SubnetType_PRIVATE_WITH_EGRESS,
		AvailabilityZones: jsii.Strings(r.env.Network.WorkloadZones...),
	}
}

// newDefinition defines the task definition. The second result has to be there before a
// task of it starts. The L2s do not wait for the role of ECS, and that of a schedule not
// even for the application's. A task that starts before ECS may pull its image would count
// for the circuit breaker.
func (r release) newDefinition() (awsecs.FargateTaskDefinition, []constructs.IDependable) {
	definition := r.task.newDefinition(r.scope, r.env, r.image)
	before := []constructs.IDependable{r.task.execution, r.task.role}
	if r.service.Migrates() {
		before = append(before, r.migrate(definition))
	}
	return definition, before
}

// keepRunning defines the ECS service, which keeps tasks running. An alarm with one of the
// names rolls a deployment back.
func (r release) keepRunning(rollback []*string, targets awselasticloadbalancingv2.ApplicationTargetGroup) {
	definition, before := r.newDefinition()
	var grace awscdk.Duration
	if r.service.Listens() {
		grace = awscdk.Duration_Seconds(jsii.Number(r.service.GraceSeconds))
	}
	fargate := awsecs.NewFargateService(r.scope, jsii.String("Service"), &awsecs.FargateServiceProps{
		Cluster:        r.cluster,
		TaskDefinition: definition,
		VpcSubnets:     r.subnets(),
		AssignPublicIp: jsii.Bool(false),
		SecurityGroups: &[]awsec2.ISecurityGroup{r.props.ServiceGroups[r.service.Name]},
		// No DesiredCount: auto scaling sets it, and a deployment must not change it.
		MinHealthyPercent:           jsii.Number(100),
		MaxHealthyPercent:           jsii.Number(200),
		CircuitBreaker:              &awsecs.DeploymentCircuitBreaker{Enable: jsii.Bool(true), Rollback: jsii.Bool(true)},
		HealthCheckGracePeriod:      grace,
		AvailabilityZoneRebalancing: rebalancing(r.env),
		// Alarms on the service's own tasks only. The load balancer's own errors include
		// the 503 of a service without tasks, which must roll no release back.
		DeploymentAlarms: &awsecs.DeploymentAlarmConfig{
			AlarmNames: &rollback,
			Behavior:   awsecs.AlarmBehavior_ROLLBACK_ON_ALARM,
		},
		EnableExecuteCommand: r.task.shell(r.env),
		EnableECSManagedTags: jsii.Bool(true),
		PropagateTags:        awsecs.PropagatedTagSource_SERVICE,
	})
	if targets != nil {
		fargate.AttachToApplicationTargetGroup(targets)
	}
	fargate.Node().AddDependency(before...)
	scale(fargate, targets, r.service)
	r.newTaskAlarms(fargate)
}

// scale adds and removes tasks. With several targets, ECS runs as many tasks as the one
// that wants most.
func scale(fargate awsecs.FargateService, targets awselasticloadbalancingv2.ApplicationTargetGroup, s config.Service) {
	count := fargate.AutoScaleTaskCount(&awsapplicationautoscaling.EnableScalingProps{
		MinCapacity: jsii.Number(s.MinTasks),
		MaxCapacity: jsii.Number(s.MaxTasks),
	})
	out, in := awscdk.Duration_Seconds(jsii.Number(scaleOutSeconds)), awscdk.Duration_Seconds(jsii.Number(scaleInSeconds))
	if s.CPUTargetPercent > 0 {
		count.ScaleOnCpuUtilization(jsii.String("Cpu"), &awsecs.CpuUtilizationScalingProps{
			TargetUtilizationPercent: jsii.Number(s.CPUTargetPercent), ScaleOutCooldown: out, ScaleInCooldown: in,
		})
	}
	if s.MemoryTargetPercent > 0 {
		count.ScaleOnMemoryUtilization(jsii.String("Memory"), &awsecs.MemoryUtilizationScalingProps{
			TargetUtilizationPercent: jsii.Number(s.MemoryTargetPercent), ScaleOutCooldown: out, ScaleInCooldown: in,
		})
	}
	if s.RequestsPerTask > 0 {
		count.ScaleOnRequestCount(jsii.String("Requests"), &awsecs.RequestCountScalingProps{
			RequestsPerTarget: jsii.Number(s.RequestsPerTask), TargetGroup: targets, ScaleOutCooldown: out, ScaleInCooldown: in,
		})
	}
}

// newTargetGroup defines the target group of the service's tasks, and the listener rule
// that forwards the service's paths to it.
func newTargetGroup(scope constructs.Construct, env config.Environment, props Props, lb loadBalancer, s config.Service) awselasticloadbalancingv2.ApplicationTargetGroup {
	targets := awselasticloadbalancingv2.NewApplicationTargetGroup(scope, jsii.String("TargetGroup"),
		&awselasticloadbalancingv2.ApplicationTargetGroupProps{
			Vpc:        props.VPC,
			TargetType: awselasticloadbalancingv2.TargetType_IP,
			// TLS ends at the load balancer. Only its security group may connect to the tasks.
			Protocol: awselasticloadbalancingv2.ApplicationProtocol_HTTP,
			Port:     jsii.Number(s.Port),
			HealthCheck: &awselasticloadbalancingv2.HealthCheck{
				Path:                    jsii.String(s.HealthPath),
				Interval:                awscdk.Duration_Seconds(jsii.Number(15)),
				Timeout:                 awscdk.Duration_Seconds(jsii.Number(5)),
				UnhealthyThresholdCount: jsii.Number(2),
				HealthyThresholdCount:   jsii.Number(2),
				HealthyHttpCodes:        jsii.String("200"),
			},
			// A stopping task may finish its requests: as long as the load balancer waits for a
			// response.
			DeregistrationDelay: awscdk.Duration_Seconds(jsii.Number(env.LoadBalancer.IdleTimeoutSeconds)),
		})
	awselasticloadbalancingv2.NewApplicationListenerRule(scope, jsii.String("ListenerRule"),
		&awselasticloadbalancingv2.ApplicationListenerRuleProps{
			Listener: lb.https,
			Priority: jsii.Number(s.Priority),
			Conditions: &[]awselasticloadbalancingv2.ListenerCondition{
				awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings(s.PathPatterns()...)),
			},
			Action: awselasticloadbalancingv2.ListenerAction_Forward(
				&[]awselasticloadbalancingv2.IApplicationTargetGroup{targets}, nil),
		})
	return targets
}

// rebalancing spreads tasks over the zones again after the failure of one. It needs more
// than one zone.
func rebalancing(env config.Environment) awsecs.AvailabilityZoneRebalancing {
	if env.SpansZones() {
		return awsecs.AvailabilityZoneRebalancing_ENABLED
	}
	return awsecs.AvailabilityZoneRebalancing_DISABLED
}
