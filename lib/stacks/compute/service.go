package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapplicationautoscaling"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

const (
	// graceSeconds is how long a starting JVM may fail its health checks.
	graceSeconds = 120
	// deregistrationSeconds is how long a leaving task may finish its requests: as
	// long as the load balancer waits for an answer.
	deregistrationSeconds = idleTimeoutSeconds
	cpuTargetPercent      = 50
	scaleOutSeconds       = 60
	// scaleInSeconds is longer, so that a lull does not end in a cold start.
	scaleInSeconds = 300
)

// service is one of the two services; what they share is in the constructs.
type service struct {
	ID, Name     string
	Path         string // answers here and below
	Priority     int    // of its listener rule
	HealthPath   string
	Parameter    string // the image parameter and
	Image        string // its value at the first deployment
	Repository   awsecr.IRepository
	Group        awsec2.ISecurityGroup
	DatabaseRole string
}

// newService defines one service: its place behind the load balancer, which
// always exists, and its release, which exists as soon as it has an image.
func newService(stack awscdk.Stack, env config.Environment, props Props, cluster awsecs.Cluster, d door, s service) {
	scope := constructs.NewConstruct(stack, jsii.String(s.ID))
	targets := newTargetGroup(scope, env, props, d, s)
	image := newImage(stack, s)
	task := newTask(scope, env, props, s)

	release := constructs.NewConstruct(scope, jsii.String("Release"))
	var undo []*string
	for _, alarm := range watchTargets(release, env, props, targets, d, s) {
		undo = append(undo, alarm.AlarmName())
	}
	fargate := awsecs.NewFargateService(release, jsii.String("Service"), &awsecs.FargateServiceProps{
		Cluster:        cluster,
		TaskDefinition: task.define(release, env, image.uri),
		VpcSubnets: &awsec2.SubnetSelection{
			SubnetType:        awsec2.SubnetType_PRIVATE_WITH_EGRESS,
			AvailabilityZones: jsii.Strings(env.Network.WorkloadZones...),
		},
		AssignPublicIp: jsii.Bool(false),
		SecurityGroups: &[]awsec2.ISecurityGroup{s.Group},
		// No DesiredCount: auto scaling owns it, and a deployment leaves it alone.
		MinHealthyPercent:           jsii.Number(100),
		MaxHealthyPercent:           jsii.Number(200),
		CircuitBreaker:              &awsecs.DeploymentCircuitBreaker{Enable: jsii.Bool(true), Rollback: jsii.Bool(true)},
		HealthCheckGracePeriod:      awscdk.Duration_Seconds(jsii.Number(graceSeconds)),
		AvailabilityZoneRebalancing: rebalancing(env),
		// The alarms look at the service's own tasks. The load balancer's own errors
		// include the 503 of a service without tasks, which is no reason to undo a
		// release.
		DeploymentAlarms: &awsecs.DeploymentAlarmConfig{
			AlarmNames: &undo,
			Behavior:   awsecs.AlarmBehavior_ROLLBACK_ON_ALARM,
		},
		EnableECSManagedTags: jsii.Bool(true),
		PropagateTags:        awsecs.PropagatedTagSource_SERVICE,
	})
	fargate.AttachToApplicationTargetGroup(targets)
	// The L2 waits for the application's role only; a task that starts before ECS
	// may pull its image would count against the circuit breaker.
	fargate.Node().AddDependency(task.execution)
	count := fargate.AutoScaleTaskCount(&awsapplicationautoscaling.EnableScalingProps{
		MinCapacity: jsii.Number(env.Services.MinTasks),
		MaxCapacity: jsii.Number(env.Services.MaxTasks),
	})
	count.ScaleOnCpuUtilization(jsii.String("Cpu"), &awsecs.CpuUtilizationScalingProps{
		TargetUtilizationPercent: jsii.Number(cpuTargetPercent),
		ScaleOutCooldown:         awscdk.Duration_Seconds(jsii.Number(scaleOutSeconds)),
		ScaleInCooldown:          awscdk.Duration_Seconds(jsii.Number(scaleInSeconds)),
	})
	watchTasks(release, env, props, fargate, s)
	onlyWith(image.given, release)
}

// newTargetGroup defines where the load balancer finds the service's tasks, and
// the rule that sends it the service's paths.
func newTargetGroup(scope constructs.Construct, env config.Environment, props Props, d door, s service) awselasticloadbalancingv2.ApplicationTargetGroup {
	targets := awselasticloadbalancingv2.NewApplicationTargetGroup(scope, jsii.String("TargetGroup"),
		&awselasticloadbalancingv2.ApplicationTargetGroupProps{
			Vpc:        props.VPC,
			TargetType: awselasticloadbalancingv2.TargetType_IP,
			// TLS ends at the load balancer; behind it only the two security groups talk.
			Protocol: awselasticloadbalancingv2.ApplicationProtocol_HTTP,
			Port:     jsii.Number(env.Services.ContainerPort),
			HealthCheck: &awselasticloadbalancingv2.HealthCheck{
				Path:                    jsii.String(s.HealthPath),
				Interval:                awscdk.Duration_Seconds(jsii.Number(15)),
				Timeout:                 awscdk.Duration_Seconds(jsii.Number(5)),
				UnhealthyThresholdCount: jsii.Number(2),
				HealthyThresholdCount:   jsii.Number(2),
				HealthyHttpCodes:        jsii.String("200"),
			},
			DeregistrationDelay: awscdk.Duration_Seconds(jsii.Number(deregistrationSeconds)),
		})
	awselasticloadbalancingv2.NewApplicationListenerRule(scope, jsii.String("ListenerRule"),
		&awselasticloadbalancingv2.ApplicationListenerRuleProps{
			Listener: d.https,
			Priority: jsii.Number(s.Priority),
			// The second pattern alone would not match the bare path.
			Conditions: &[]awselasticloadbalancingv2.ListenerCondition{
				awselasticloadbalancingv2.ListenerCondition_PathPatterns(jsii.Strings(s.Path, s.Path+"/*")),
			},
			Action: awselasticloadbalancingv2.ListenerAction_Forward(
				&[]awselasticloadbalancingv2.IApplicationTargetGroup{targets}, nil),
		})
	return targets
}

// rebalancing evens tasks out over the zones again after one was lost. In a
// single zone ECS has nothing to even out.
func rebalancing(env config.Environment) awsecs.AvailabilityZoneRebalancing {
	if env.SpansZones() {
		return awsecs.AvailabilityZoneRebalancing_ENABLED
	}
	return awsecs.AvailabilityZoneRebalancing_DISABLED
}
