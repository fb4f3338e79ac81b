package difference

import (
	"cmp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
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

// usual are the values that AWS takes where a property is left out.
var usual = map[string]string{"ActionsEnabled": "true", "DesiredState": "RUNNING", "State": "ENABLED"}

// ordered is a value with its lists in an order of their own, since none of these lists has
// one that means something.
func ordered(e *check.Examination, r *assembly.Resource, v any) any {
	if _, _, isFunction := assembly.Intrinsic(v); isFunction {
		return v
	}
	switch v := v.(type) {
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = ordered(e, r, item)
		}
		slices.SortStableFunc(list, func(a, b any) int { return strings.Compare(text(e, r, a), text(e, r, b)) })
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, item := range v {
			m[key] = ordered(e, r, item)
		}
		return m
	}
	return v
}

// alarms are what tells people that something is wrong.
func alarms(e *check.Examination) map[string]watched {
	found := map[string]watched{}
	for kind, properties := range telling {
		for _, r := range e.OfType(kind) {
			values := map[string]string{}
			for _, property := range properties {
				values[property] = cmp.Or(text(e, r, ordered(e, r, r.At(property))), usual[property])
			}
			found[cmp.Or(e.Text(r.Stack, r.At("AlarmName")), title(r.Stack.ID, r.LogicalID))] = watched{counts: true, parts: values}
		}
	}
	return found
}
