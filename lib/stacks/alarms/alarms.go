package alarms

import (
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// Subjects is what a scope can watch: for each subject its metrics' dimensions,
// once for each node or gateway.
type Subjects map[Subject][]map[string]*string

// Defined are alarms, in the order of the table.
type Defined []struct {
	ID, Name string
	Alarm    awscloudwatch.Alarm
}

// Names are the alarms' physical names.
func (d Defined) Names() []string {
	names := make([]string, len(d))
	for i := range d {
		names[i] = d[i].Name
	}
	return names
}

// Define defines every alarm of the table whose metrics are all about subjects.
// The owner, which may be empty, is the service or the recipient that they are
// about.
func Define(scope constructs.Construct, env config.Environment, owner string, subjects Subjects, topic awssns.ITopic) Defined {
	var defined Defined
	notify := awscloudwatchactions.NewSnsAction(topic)
	for _, a := range Table(env) {
		if !subjects.cover(a) {
			continue
		}
		alarm := a.define(scope, env, owner, subjects)
		alarm.AddAlarmAction(notify)
		defined = append(defined, struct {
			ID, Name string
			Alarm    awscloudwatch.Alarm
		}{a.ID, env.AlarmName(owner, a.ID), alarm})
	}
	return defined
}

func (s Subjects) cover(a Alarm) bool {
	for _, m := range a.Metrics {
		if len(s[m.Of]) == 0 {
			return false
		}
	}
	return true
}

func (a Alarm) define(scope constructs.Construct, env config.Environment, owner string, subjects Subjects) awscloudwatch.Alarm {
	comparison := awscloudwatch.ComparisonOperator_GREATER_THAN_THRESHOLD
	if a.Below {
		comparison = awscloudwatch.ComparisonOperator_LESS_THAN_THRESHOLD
	}
	return awscloudwatch.NewAlarm(scope, jsii.String(construct(a.ID)), &awscloudwatch.AlarmProps{
		AlarmName:          jsii.String(env.AlarmName(owner, a.ID)),
		AlarmDescription:   jsii.String(fmt.Sprintf("%s: %s. %s What to do: %s", a.Says, a.Fires(), a.Why, Runbook(a.ID))),
		Metric:             a.metric(subjects),
		Threshold:          jsii.Number(a.Threshold),
		ComparisonOperator: comparison,
		EvaluationPeriods:  jsii.Number(a.Periods),
		DatapointsToAlarm:  jsii.Number(a.Breaches),
		TreatMissingData:   a.Missing.treatment(),
	})
}

// metric is the number that the alarm compares: one metric, the worst of
// several nodes', or the outcome of the expression.
func (a Alarm) metric(subjects Subjects) awscloudwatch.IMetric {
	using := map[string]awscloudwatch.IMetric{}
	var ids []string
	for _, m := range a.Metrics {
		for i, dimensions := range subjects[m.Of] {
			id := m.ID
			if len(subjects[m.Of]) > 1 {
				id += fmt.Sprint(i + 1)
			}
			using[id] = m.of(dimensions, a.Period)
			if a.Each != "" {
				id = fmt.Sprintf(a.Each, id)
			}
			ids = append(ids, id)
		}
	}
	if len(using) == 1 && a.Each == "" {
		return using[ids[0]]
	}
	expression := a.Expression
	if expression == "" {
		worst := "MAX"
		if a.Below {
			worst = "MIN"
		}
		expression = worst + "([" + strings.Join(ids, ", ") + "])"
	}
	return awscloudwatch.NewMathExpression(&awscloudwatch.MathExpressionProps{
		Expression: jsii.String(expression), UsingMetrics: &using,
		Label: jsii.String(a.Unit), Period: awscdk.Duration_Seconds(jsii.Number(a.Period.Seconds())),
	})
}

func (m Metric) of(dimensions map[string]*string, period time.Duration) awscloudwatch.Metric {
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace: jsii.String(m.Namespace), MetricName: jsii.String(m.Name), DimensionsMap: &dimensions,
		Statistic: jsii.String(m.Statistic), Period: awscdk.Duration_Seconds(jsii.Number(period.Seconds())),
	})
}

func (m Missing) treatment() awscloudwatch.TreatMissingData {
	switch m {
	case Unchanged:
		return awscloudwatch.TreatMissingData_IGNORE
	case Bad:
		return awscloudwatch.TreatMissingData_BREACHING
	case Fine:
	}
	return awscloudwatch.TreatMissingData_NOT_BREACHING
}

// construct turns a runbook's anchor into a construct's id: server-errors into
// ServerErrors.
func construct(id string) string {
	var out strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		out.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return out.String()
}

// OfServices lists the alarms that every service has.
func OfServices(env config.Environment) []string {
	var ids []string
	for _, a := range Table(env) {
		if of := a.Metrics[0].Of; of == Targets || of == Service {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
