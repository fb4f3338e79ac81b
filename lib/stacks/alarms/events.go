package alarms

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
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

// Event is something that happens once and is worth a message of its own, where a
// metric would come late or not at all.
type Event struct {
	// ID is the section of the runbook.
	ID string
	// Says is the message's first words, and Details are the paths of what the event
	// adds to them.
	Says    string
	Details []string
	pattern *awsevents.EventPattern
}

// Events lists what is told of env. The ARN of everything that the stack's account
// has of a service starts with what arn returns.
func Events(env config.Environment, arn func(service, resource, name string) *string) []Event {
	cluster := env.ClusterName()
	database := env.ClusterIdentifier()
	return []Event{
		{
			ID: "deployment-failed", Says: "a deployment failed and is undone",
			Details: []string{"$.resources[0]", "$.detail.reason"},
			pattern: &awsevents.EventPattern{
				Source:     jsii.Strings("aws.ecs"),
				DetailType: jsii.Strings("ECS Deployment State Change"),
				Resources:  awsevents.Match_Prefix(arn("ecs", "service", cluster+"/")),
				Detail:     &map[string]any{"eventName": jsii.Strings("SERVICE_DEPLOYMENT_FAILED")},
			},
		},
		{
			// A deployment, scaling in and a failed health check stop a task in other ways.
			ID: "task-died", Says: "a task died by itself, or could not start",
			// The exit code says more than the reason, and ECS forgets the task in an hour.
			Details: []string{"$.detail.group", "$.detail.stoppedReason", "$.detail.containers[0].exitCode", "$.detail.containers[0].reason", "$.detail.taskArn"},
			pattern: &awsevents.EventPattern{
				Source:     jsii.Strings("aws.ecs"),
				DetailType: jsii.Strings("ECS Task State Change"),
				Detail: &map[string]any{
					"clusterArn": []*string{arn("ecs", "cluster", cluster)},
					"lastStatus": jsii.Strings("STOPPED"),
					"stopCode":   jsii.Strings("EssentialContainerExited", "TaskFailedToStart"),
				},
			},
		},
		{
			// A writer that starts again in its place is an event of the instance only.
			// CloudFormation names the instances after their stack and logical ids.
			ID: "database-failover", Says: "the database fails over, starts again or has failed",
			Details: []string{"$.detail.SourceIdentifier", "$.detail.Message"},
			pattern: &awsevents.EventPattern{
				Source:     jsii.Strings("aws.rds"),
				DetailType: jsii.Strings("RDS DB Cluster Event", "RDS DB Instance Event"),
				Detail: &map[string]any{
					"SourceIdentifier": []any{database, map[string]string{"prefix": env.DatabaseInstancePrefix()}},
					"EventCategories":  jsii.Strings("failover", "failure", "availability"),
				},
			},
		},
	}
}

// Tell defines a rule for each event that writes a message to the topic, in words
// line by line; EventBridge puts each line into quotation marks. The key is the
// topic's. It returns the rules' names.
func Tell(scope constructs.Construct, env config.Environment, topic awssns.ITopic, key awskms.IKey) []*string {
	scope = constructs.NewConstruct(scope, jsii.String("Events"))
	stack := awscdk.Stack_Of(scope)
	// With a role of the rules' own, neither the topic's policy nor its key's has to
	// let in all of EventBridge.
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
	for _, event := range Events(env, func(service, resource, name string) *string {
		return stack.FormatArn(&awscdk.ArnComponents{
			Service: jsii.String(service), Resource: jsii.String(resource), ResourceName: jsii.String(name),
		})
	}) {
		rule := awsevents.NewRule(scope, jsii.String(construct(event.ID)), &awsevents.RuleProps{
			Description:  jsii.String(env.Describe(event.Says)),
			EventPattern: event.pattern,
		})
		rule.AddTarget(awseventstargets.NewSnsTopic(topic, &awseventstargets.SnsTopicProps{
			// The target would grant more of the key than publishing takes.
			Role: role.WithoutPolicyUpdates(nil), AuthorizeUsingRole: jsii.Bool(true),
			Message: event.message(env),
		}))
		rule.Node().AddDependency(role)
		names = append(names, rule.RuleName())
	}
	return names
}

// message is what a person reads.
func (e Event) message(env config.Environment) awsevents.RuleTargetInput {
	text := env.Describe(e.Says + ".")
	for _, path := range e.Details {
		text += "\n" + *awsevents.EventField_FromPath(jsii.String(path))
	}
	return awsevents.RuleTargetInput_FromMultilineText(jsii.String(text + "\nWhat to do: " + Runbook(e.ID)))
}
