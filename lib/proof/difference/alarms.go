package difference

import (
	"cmp"

	"example.com/chassis/lib/proof/promises/check"
)

// telling are the properties that say when something tells people of trouble, and whom, by
// its type.
var telling = map[string][]string{
	"AWS::Budgets::Budget": {"Budget", "NotificationsWithSubscribers"},
	"AWS::CloudWatch::Alarm": {
		"ActionsEnabled", "AlarmActions", "ComparisonOperator", "DatapointsToAlarm", "Dimensions", "EvaluationPeriods", "MetricName", "Metrics",
		"Namespace", "Period", "Statistic", "ExtendedStatistic", "Threshold", "TreatMissingData",
	},
	"AWS::Events::Rule":      {"EventPattern", "ScheduleExpression", "State", "Targets"},
	"AWS::Pipes::Pipe":       {"DesiredState", "Enrichment", "Source", "SourceParameters", "Target", "TargetParameters"},
	"AWS::SNS::Subscription": {"Endpoint", "FilterPolicy", "Protocol", "TopicArn"},
}

// alarms are what tells people that something is wrong.
func alarms(e *check.Examination) map[string]watched {
	found := map[string]watched{}
	for kind, properties := range telling {
		for _, r := range e.OfType(kind) {
			values := map[string]string{}
			for _, property := range properties {
				values[property] = text(e, r, r.At(property))
			}
			found[cmp.Or(e.Text(r.Stack, r.At("AlarmName")), title(r.Stack.ID, r.LogicalID))] = watched{counts: true, parts: values}
		}
	}
	return found
}
