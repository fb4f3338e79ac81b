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
)

const (
	scaleOutSeconds = 60
	// scaleInSeconds is longer, so that a short lull removes no task.
	scaleInSeconds = 300
)

// newService defines one service: its target group, which always exists, and its
// release, which exists once there is an image. It returns the role of the application.
func newService(stack awscdk.Stack, scope constructs.Construct, env config.Environment, props Props, cluster awsecs.Cluster, lb loadBalancer, s config.Service) awsiam.Role {
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
		SecurityGroups: &[]awsec2.ISecurityGroup{props.ServiceGroups[s.Name]},
		// No DesiredCount: auto scaling sets it, and a deployment must not change it.
		MinHealthyPercent:           jsii.Number(100),
		MaxHealthyPercent:           jsii.Number(200),
		CircuitBreaker:              &awsecs.DeploymentCircuitBreaker{Enable: jsii.Bool(true), Rollback: jsii.Bool(true)},
		HealthCheckGracePeriod:      awscdk.Duration_Seconds(jsii.Number(s.GraceSeconds)),
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
	scale(fargate, targets, s)
	newTaskAlarms(release, env, props, fargate, s)
	setCondition(image.given, release)
	return task.role
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
