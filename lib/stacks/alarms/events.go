package alarms

import (
	"maps"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// Event is a single occurrence that sends a message, because a metric would show it
// late or not at all.
type Event struct {
	// ID is the section of the runbook.
	ID string
	// Problem is the first sentence of the message. Details follow it, by their keys.
	Problem string
	Details map[string]string
	pattern *awsevents.EventPattern
}

// MessageKeys are the keys of a message about an event, in the order in which they are
// read. It is JSON, because EventBridge escapes nothing that it puts into a text.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
var MessageKeys = []string{"alert", "resource", "reason", "container", "task", "what to do"}

// field is a field of an event, as the value of a detail. Inside another text it may
// hold no quotation marks; as the whole value it must be in each event.
func field(path string) string { return *awsevents.EventField_FromPath(jsii.String(path)) }

// Events lists the events of env. The function arn writes the ARN of a resource in the
// account and region of the stack.
func Events(env config.Environment, arn func(service, resource, name string) *string) []Event {
	cluster := env.ClusterName()
	database := env.ClusterIdentifier()
	died := map[string]any{
		"clusterArn": []*string{arn("ecs", "cluster", cluster)},
		// Deployments, scaling in and failed health checks have other stop codes.
		"stopCode": jsii.Strings("EssentialContainerExited", "TaskFailedToStart"),
	}
	if env.HasRuns() {
		died["group"] = []any{map[string]string{"prefix": ofServices}} // others end by themselves
	}
	all := []Event{
		{
			ID: "deployment-failed", Problem: "a deployment failed and is undone",
			Details: map[string]string{"resource": field("$.resources[0]"), "reason": field("$.detail.reason")},
			pattern: &awsevents.EventPattern{
				Source:     jsii.Strings("aws.ecs"),
				DetailType: jsii.Strings("ECS Deployment State Change"),
				Resources:  awsevents.Match_Prefix(arn("ecs", "service", cluster+"/")),
				Detail:     &map[string]any{"eventName": jsii.Strings("SERVICE_DEPLOYMENT_FAILED")},
			},
		},
		taskStopped("task-died", "a task died by itself, or could not start", died),
		{
			// A restart of the writer without a failover is an event of the instance only.
			ID: "database-failover", Problem: "the database fails over, starts again or has failed",
			Details: map[string]string{"resource": field("$.detail.SourceIdentifier"), "reason": field("$.detail.Message")},
			pattern: &awsevents.EventPattern{
				Source:     jsii.Strings("aws.rds"),
				DetailType: jsii.Strings("RDS DB Cluster Event", "RDS DB Instance Event"),
				Detail: &map[string]any{
					"$or": []any{
						map[string]any{"SourceType": []any{"CLUSTER"}, "SourceIdentifier": []any{database}},
						map[string]any{"SourceType": []any{"DB_INSTANCE"}, "SourceIdentifier": []any{map[string]string{"prefix": env.DatabaseInstancePrefix()}}},
					},
					"EventCategories": jsii.Strings("failover", "failure", "availability"),
				},
			},
		},
		{
			// An action of the alarm itself would also tell of each alarm that is new.
			ID: "alarm-over", Problem: "an alarm is over",
			Details: map[string]string{"resource": field("$.detail.alarmName"), "reason": field("$.detail.state.reason")},
			pattern: &awsevents.EventPattern{
				Source:     jsii.Strings("aws.cloudwatch"),
				DetailType: jsii.Strings("CloudWatch Alarm State Change"),
				Detail: &map[string]any{
					"alarmName":     []any{map[string]any{"anything-but": echoes(env)}},
					"previousState": map[string]any{"value": []any{"ALARM"}},
					"state":         map[string]any{"value": []any{"OK"}},
					// Names of alarms do not tell prod from an instance of prod.
					"configuration": map[string]any{"description": []any{map[string]string{"prefix": env.Describe("")}}},
				},
			},
		},
	}
	if env.HasRuns() {
		all = append(all, runFailed(arn("ecs", "cluster", cluster)))
	}
	return all
}

// ofServices begins the group of a task that a service keeps running. All others run to
// their end: jobs, migrations, and commands in a task of their own.
const ofServices = "service:"

// agents begins the names of the containers that GuardDuty adds to tasks of an account
// whose runtime it monitors. How they end says nothing about the run.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
const agents = "aws-guardduty-agent"

// runFailed is the end of a task that ran to its end with another exit code than 0, or
// with none: it could not start, or was stopped before.
func runFailed(cluster *string) Event {
	return taskStopped("run-failed", "a job, a migration or a command in a task failed, or could not start", map[string]any{
		"clusterArn": []*string{cluster},
		"group":      []any{map[string]any{"anything-but": map[string]string{"prefix": ofServices}}},
		"$or": []any{
			map[string]any{"stopCode": jsii.Strings("TaskFailedToStart")},
			map[string]any{"containers": map[string]any{
				"name":     []any{map[string]any{"anything-but": map[string]string{"prefix": agents}}},
				"exitCode": []any{map[string]any{"anything-but": 0}},
			}},
			map[string]any{"containers": map[string]any{"exitCode": []any{map[string]bool{"exists": false}}}},
		},
	})
}

// taskStopped is an event of a task that has stopped, of those whose details fit. The exit
// code says more than the reason, and ECS deletes a stopped task after an hour. There is
// none of a container that did not start.
func taskStopped(id, problem string, details map[string]any) Event {
	details["lastStatus"] = jsii.Strings("STOPPED")
	return Event{
		ID: id, Problem: problem,
		Details: map[string]string{
			"resource": field("$.detail.group"), "reason": field("$.detail.stoppedReason"),
			"container": "exit code " + field("$.detail.containers[0].exitCode"), "task": field("$.detail.taskArn"),
		},
		pattern: &awsevents.EventPattern{
			Source: jsii.Strings("aws.ecs"), DetailType: jsii.Strings("ECS Task State Change"), Detail: &details,
		},
	}
}

// echoes are the names of the alarms that watch what tells of their own end.
func echoes(env config.Environment) []any {
	var names []any
	for _, a := range Table(env, config.Service{}) {
		if a.echoes {
			names = append(names, env.AlarmName("", a.ID))
		}
	}
	return names
}

// NewEventRules defines a rule for each event, which sends a message to the topic, and
// returns the names of the rules. The key is the topic's.
func NewEventRules(scope constructs.Construct, env config.Environment, topic awssns.ITopic, key awskms.IKey) []*string {
	scope = constructs.NewConstruct(scope, jsii.String("Events"))
	// With a role of their own, the policies of the topic and its key need not allow all
	// of EventBridge.
	role := awsiam.NewRole(scope, jsii.String("Role"), &awsiam.RoleProps{
		Description: jsii.String("EventBridge: tells events to the alert topic"),
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("events.amazonaws.com"), nil),
	})
	role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings("sns:Publish"), Resources: &[]*string{topic.TopicArn()},
	}))
	key.Grant(role, jsii.String("kms:Decrypt"), jsii.String("kms:GenerateDataKey"))
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy())
	var names []*string
	arn := func(service, resource, name string) *string { return baseline.ARN(scope, service, resource, name) }
	for _, event := range Events(env, arn) {
		rule := awsevents.NewRule(scope, jsii.String(constructID(event.ID)), &awsevents.RuleProps{
			Description:  jsii.String(env.Describe(event.Problem)),
			EventPattern: event.pattern,
		})
		rule.AddTarget(awseventstargets.NewSnsTopic(topic, &awseventstargets.SnsTopicProps{
			// The target would grant more of the key than publishing needs.
			Role: role.WithoutPolicyUpdates(nil), AuthorizeUsingRole: jsii.Bool(true),
			Message: event.message(env),
		}))
		rule.Node().AddDependency(role)
		names = append(names, rule.RuleName())
	}
	return names
}

// message is what people read.
func (e Event) message(env config.Environment) awsevents.RuleTargetInput {
	texts := map[string]string{
		MessageKeys[0]: env.Describe(e.Problem), MessageKeys[len(MessageKeys)-1]: Runbook(e.ID),
	}
	maps.Copy(texts, e.Details)
	return awsevents.RuleTargetInput_FromObject(texts)
}
