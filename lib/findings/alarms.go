package findings

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// overdueSeconds is the age at which a finding in a queue is late: a pipe that
// works takes it within seconds, and one that EventBridge has stopped takes none.
const overdueSeconds = 15 * 60

// symptom is one number that is zero while the chain works.
type symptom struct {
	id     string
	says   string
	metric awscloudwatch.IMetric
	above  int // the highest value that is still fine
	// often leaves out what happens once: it must show in two of three periods.
	often bool
}

// watch defines the alarms on the chain itself. They go straight to the alert
// topic, past the parts that they watch.
func watch(scope constructs.Construct, env config.Environment, props Props, start trigger, relay awsstepfunctions.StateMachine, topic awssns.Topic, deliveries []delivery) {
	rule := func(name string) awscloudwatch.IMetric {
		return metric("AWS/Events", name, "RuleName", start.rule.RuleName())
	}
	sum := &awscloudwatch.MetricOptions{Statistic: jsii.String("Sum")}
	symptoms := []symptom{
		{"EventsUnsent", "EventBridge could not start the state machine and put the event aside", start.unsent.MetricApproximateNumberOfMessagesVisible(nil), 0, false},
		{"EventsFailed", "EventBridge gave up on an event", rule("FailedInvocations"), 0, false},
		{"EventsLost", "EventBridge could not even put an event aside", rule("InvocationsFailedToBeSentToDlq"), 0, false},
		{"RelayFailed", "the state machine could not publish a finding", relay.MetricFailed(sum), 0, false},
		{"RelayAborted", "somebody stopped the state machine with a finding in it", relay.MetricAborted(sum), 0, false},
		{"RelayTimedOut", "the state machine took too long to publish a finding", relay.MetricTimedOut(sum), 0, false},
		{"TopicFailed", "SNS could not bring a finding to a queue", topic.MetricNumberOfNotificationsFailed(sum), 0, false},
	}
	for _, d := range deliveries {
		name := *d.queue.Node().Scope().Node().Id()
		symptoms = append(symptoms,
			symptom{name + "Undelivered", "findings were put aside undelivered", d.undelivered.MetricApproximateNumberOfMessagesVisible(nil), 0, false},
			symptom{name + "Overdue", "a finding has waited too long; the pipe may be stopped", d.queue.MetricApproximateAgeOfOldestMessage(nil), overdueSeconds, false},
			// Slack turns one away now and then, and the next attempt succeeds.
			symptom{name + "PipeFailed", "the pipe cannot hand a finding on", metric("AWS/EventBridge/Pipes", "ExecutionFailed", "PipeName", d.pipe.Ref()), 0, true},
		)
	}
	scope = constructs.NewConstruct(scope, jsii.String("Alarms"))
	for _, s := range symptoms {
		periods, breaches := 1, 1
		if s.often {
			periods, breaches = 3, 2
		}
		awscloudwatch.NewAlarm(scope, jsii.String(s.id), &awscloudwatch.AlarmProps{
			AlarmDescription:   jsii.String(fmt.Sprintf("Scan findings of %s: %s.", env.Label(), s.says)),
			Metric:             s.metric,
			Threshold:          jsii.Number(s.above),
			ComparisonOperator: awscloudwatch.ComparisonOperator_GREATER_THAN_THRESHOLD,
			EvaluationPeriods:  jsii.Number(periods),
			DatapointsToAlarm:  jsii.Number(breaches),
			// Most of these metrics exist only when something happens.
			TreatMissingData: awscloudwatch.TreatMissingData_NOT_BREACHING,
		}).AddAlarmAction(awscloudwatchactions.NewSnsAction(props.Alerts))
	}
}

// metric is the sum of a service's metric over five minutes.
func metric(namespace, name, dimension string, value *string) awscloudwatch.IMetric {
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace: jsii.String(namespace), MetricName: jsii.String(name),
		DimensionsMap: &map[string]*string{dimension: value},
		Statistic:     jsii.String("Sum"),
		Period:        awscdk.Duration_Minutes(jsii.Number(5)),
	})
}
