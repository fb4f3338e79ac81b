package difference

import (
	"cmp"
	"fmt"
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

// alarms are what tells people that something is wrong.
func alarms(e *check.Examination) map[string]map[string]string {
	found := map[string]map[string]string{}
	for kind, properties := range telling {
		for _, r := range e.OfType(kind) {
			values := map[string]string{}
			for _, property := range properties {
				values[property] = e.Text(r.Stack, r.At(property))
			}
			name := e.Text(r.Stack, r.At("AlarmName"))
			if name == "" {
				name = r.Stack.ID + "/" + assembly.Construct(r.LogicalID)
			}
			found[name] = values
		}
	}
	return found
}

// mostWords is how long both values of a line may be together. Of longer ones, which are
// lists of metrics and patterns of events, a reader looks at the template.
const mostWords = 160

// mostParts is how many parts of an alarm are said with their values. With more it is
// another alarm.
const mostParts = 2

// alarmsDiffer has a line for all of which the same is said.
func alarmsDiffer(was, is map[string]map[string]string) []string {
	var said sayings
	for _, name := range names(was, is) {
		switch old, now := was[name], is[name]; {
		case now == nil:
			said.add(name, "gone")
		case old == nil:
			said.add(name, "new")
		default:
			for _, text := range partsDiffer(old, now) {
				said.add(name, text)
			}
		}
	}
	slices.Sort(said.texts)
	return said.lines(func(names []string, text string) string { return text + ": " + strings.Join(names, ", ") })
}

// partsDiffer says what of one alarm differs.
func partsDiffer(was, is map[string]string) []string {
	var parts, texts []string
	for _, part := range names(was, is) {
		old, now := was[part], is[part]
		switch {
		case old == now:
			continue
		case len(old)+len(now) > mostWords:
			texts = append(texts, "other "+part)
		default:
			texts = append(texts, fmt.Sprintf("%s %s, instead of %s", part, cmp.Or(now, "nothing"), cmp.Or(old, "nothing")))
		}
		parts = append(parts, part)
	}
	if len(parts) > mostParts {
		return []string{"other " + strings.Join(parts, ", ")}
	}
	return texts
}
