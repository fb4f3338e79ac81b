package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsscheduler"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsschedulertargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alarms"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	// startMinutes is how long a start is tried again. A later one would be a surprise.
	startMinutes = 60
	// startAttempts is the most that EventBridge Scheduler offers: the time decides.
	startAttempts = 185
)

// jobs is what the jobs share.
type jobs struct {
	schedules awsscheduler.ScheduleGroup
	// logs are those of the state machines that start jobs without overlap.
	logs awslogs.LogGroup
}

// newJobs defines the group of the schedules, where there are jobs.
func newJobs(stack constructs.Construct, env config.Environment, props Props) jobs {
	var j jobs
	if len(env.Jobs()) == 0 {
		return j
	}
	scope := constructs.NewConstruct(stack, jsii.String("Jobs"))
	j.schedules = awsscheduler.NewScheduleGroup(scope, jsii.String("Schedules"), &awsscheduler.ScheduleGroupProps{
		ScheduleGroupName: jsii.String(env.ScheduleGroupName()),
		RemovalPolicy:     awscdk.RemovalPolicy_DESTROY,
	})
	for _, s := range env.Jobs() {
		if !s.Overlap && j.logs == nil {
			j.logs = baseline.NewLogGroup(scope, "LogGroup", env, props.LogsKey, env.JobsLogGroupName())
		}
	}
	return j
}

// schedule defines the schedule of a job, and what starts its tasks.
func (r release) schedule() {
	definition, before := r.newDefinition()
	unstarted := baseline.NewDeadLetterQueue(r.scope, "Unstarted", "a schedule", r.props.AlertsKey)
	role := awsiam.NewRole(r.scope, jsii.String("ScheduleRole"), &awsiam.RoleProps{
		Description: jsii.String(r.service.Name + ": EventBridge Scheduler, which starts the job"),
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("scheduler.amazonaws.com"), &awsiam.ServicePrincipalOpts{
			// https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
			Conditions: &map[string]any{"StringEquals": map[string]any{
				"aws:SourceAccount": awscdk.Stack_Of(r.scope).Account(),
				"aws:SourceArn":     r.jobs.schedules.ScheduleGroupArn(),
			}},
		}),
	})
	role.AddToPolicy(baseline.Allow("sqs:SendMessage", unstarted.QueueArn()))
	r.props.AlertsKey.Grant(role, jsii.String("kms:Decrypt"), jsii.String("kms:GenerateDataKey"))
	subjects := alarms.Subjects{alarms.UnstartedJobs: {{"QueueName": unstarted.QueueName()}}}
	var target awsscheduler.IScheduleTarget
	if r.service.Overlap {
		target = r.startTask(role, unstarted, definition)
	} else {
		machine := r.newStarter(definition, before)
		role.AddToPolicy(baseline.Allow("states:StartExecution", machine.StateMachineArn()))
		baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy())
		subjects[alarms.JobStarter] = []map[string]*string{{"StateMachineArn": machine.StateMachineArn()}}
		target = awsschedulertargets.NewStepFunctionsStartExecution(machine, &awsschedulertargets.ScheduleTargetBaseProps{
			Role: role.WithoutPolicyUpdates(nil), DeadLetterQueue: unstarted,
			MaxEventAge: awscdk.Duration_Minutes(jsii.Number(startMinutes)), RetryAttempts: jsii.Number(startAttempts),
		})
	}
	schedule := awsscheduler.NewSchedule(r.scope, jsii.String("Schedule"), &awsscheduler.ScheduleProps{
		ScheduleName:  jsii.String(r.service.Name),
		ScheduleGroup: r.jobs.schedules,
		Description:   jsii.String(r.env.Describe("starts " + r.service.Name)),
		Schedule:      awsscheduler.ScheduleExpression_Expression(jsii.String(r.service.Schedule), awscdk.TimeZone_Of(jsii.String(r.service.TimeZone))),
		Target:        target,
	})
	schedule.Node().AddDependency(append(before, role)...)
	alarms.DefineService(r.scope, r.env, r.service, subjects, r.props.Alerts)
}

// startTask is the task as the target of the schedule. The L2 would permit more.
func (r release) startTask(role awsiam.Role, unstarted awssqs.IQueue, definition awsecs.FargateTaskDefinition) awsscheduler.IScheduleTarget {
	r.letRun(role)
	return awsschedulertargets.NewEcsRunFargateTask(r.cluster, &awsschedulertargets.FargateTaskProps{
		Role: role.WithoutPolicyUpdates(nil), DeadLetterQueue: unstarted,
		MaxEventAge: awscdk.Duration_Minutes(jsii.Number(startMinutes)), RetryAttempts: jsii.Number(startAttempts),
		TaskDefinition: definition,
		TaskCount:      jsii.Number(1),
		VpcSubnets:     r.subnets(),
		SecurityGroups: &[]awsec2.ISecurityGroup{r.props.ServiceGroups[r.service.Name]},
		AssignPublicIp: jsii.Bool(false),
		PropagateTags:  jsii.Bool(true),
	})
}
