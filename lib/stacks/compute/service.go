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
	// deregistrationSeconds is how long a stopping task may finish its requests: as
	// long as the load balancer waits for a response.
	deregistrationSeconds = idleTimeoutSeconds
	cpuTargetPercent      = 50
	scaleOutSeconds       = 60
	// scaleInSeconds is longer, so that a short lull removes no task.
	scaleInSeconds = 300
)

// service is what differs between the two services.
type service struct {
	ID, Name   string
	Path       string // and everything below it
	Priority   int    // of the listener rule
	HealthPath string
	// Parameter is the name of the image parameter, and Image is its value at the first
	// deployment.
	Parameter, Image string
	Repository       awsecr.IRepository
	Group            awsec2.ISecurityGroup
	DatabaseRole     string
}

// newService defines one service: its target group, which always exists, and its
// release, which exists once there is an image.
func newService(stack awscdk.Stack, env config.Environment, props Props, cluster awsecs.Cluster, lb loadBalancer, s service) {
	scope := constructs.NewConstruct(stack, jsii.String(s.ID))
	targets := newTargetGroup(scope, env, props, lb, s)
	image := newImage(stack, s)
	task := newTask(scope, env, props, s)

	release := constructs.NewConstruct(scope, jsii.String("Release"))
	var rollback []*string
	for _, alarm := range newTargetAlarms(release, env, props, targets, lb, s) {
		rollback = append(rollback, alarm.AlarmName())
	}
	fargate := awsecs.NewFargateService(release, jsii.String("Service"), &awsecs.FargateServiceProps{
		Cluster:        cluster,
		TaskDefinition: task.newDefinition(release, env, image.uri),
		VpcSubnets: &awsec2.SubnetSelection{
			SubnetType:        awsec2.SubnetType_PRIVATE_WITH_EGRESS,
			AvailabilityZones: jsii.Strings(env.Network.WorkloadZones...),
		},
		AssignPublicIp: jsii.Bool(false),
		SecurityGroups: &[]awsec2.ISecurityGroup{s.Group},
		// No DesiredCount: auto scaling sets it, and a deployment must not change it.
		MinHealthyPercent:           jsii.Number(100),
		MaxHealthyPercent:           jsii.Number(200),
		CircuitBreaker:              &awsecs.DeploymentCircuitBreaker{Enable: jsii.Bool(true), Rollback: jsii.Bool(true)},
		HealthCheckGracePeriod:      awscdk.Duration_Seconds(jsii.Number(graceSeconds)),
		AvailabilityZoneRebalancing: rebalancing(env),
		// Alarms on the service's own tasks only. The load balancer's own errors include
		// the 503 of a service without tasks, which must roll no release back.
		DeploymentAlarms: &awsecs.DeploymentAlarmConfig{
			AlarmNames: &rollback,
			Behavior:   awsecs.AlarmBehavior_ROLLBACK_ON_ALARM,
		},
		EnableECSManagedTags: jsii.Bool(true),
		PropagateTags:        awsecs.PropagatedTagSource_SERVICE,
	})
	fargate.AttachToApplicationTargetGroup(targets)
	// The L2 waits for the application's role only. A task that starts before ECS may
	// pull its image would count for the circuit breaker.
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
	newTaskAlarms(release, env, props, fargate, s)
	setCondition(image.given, release)
}

// newTargetGroup defines the target group of the service's tasks, and the listener rule
// that forwards the service's paths to it.
func newTargetGroup(scope constructs.Construct, env config.Environment, props Props, lb loadBalancer, s service) awselasticloadbalancingv2.ApplicationTargetGroup {
	targets := awselasticloadbalancingv2.NewApplicationTargetGroup(scope, jsii.String("TargetGroup"),
		&awselasticloadbalancingv2.ApplicationTargetGroupProps{
			Vpc:        props.VPC,
			TargetType: awselasticloadbalancingv2.TargetType_IP,
			// TLS ends at the load balancer. Only its security group may connect to the tasks.
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
			Listener: lb.https,
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

// rebalancing spreads tasks over the zones again after the failure of one. It needs more
// than one zone.
func rebalancing(env config.Environment) awsecs.AvailabilityZoneRebalancing {
	if env.SpansZones() {
		return awsecs.AvailabilityZoneRebalancing_ENABLED
	}
	return awsecs.AvailabilityZoneRebalancing_DISABLED
}
