package alarms

import (
	"cmp"
	"fmt"
	"slices"
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

// Subjects holds the dimensions of each subject that a scope can watch: one map for
// each of its nodes or gateways.
type Subjects map[Subject][]map[string]*string

// Defined is an alarm of the table in a stack, with its physical name.
type Defined struct {
	ID, Name string
	Alarm    awscloudwatch.Alarm
}

// Names returns the physical names of alarms.
func Names(defined []Defined) []string {
	names := make([]string, len(defined))
	for i, d := range defined {
		names[i] = d.Name
	}
	return names
}

// Define defines the alarms of the table whose metrics are all about subjects, in the
// order of the table. The owner is the recipient that they are about; it may be empty.
func Define(scope constructs.Construct, env config.Environment, owner string, subjects Subjects, topic awssns.ITopic) []Defined {
	return define(scope, env, Table(env, config.Service{}), owner, subjects, topic)
}

// DefineService defines the alarms on a service.
func DefineService(scope constructs.Construct, env config.Environment, s config.Service, subjects Subjects, topic awssns.ITopic) []Defined {
	return define(scope, env, Table(env, s), s.Name, subjects, topic)
}

func define(scope constructs.Construct, env config.Environment, table []Alarm, owner string, subjects Subjects, topic awssns.ITopic) []Defined {
	var defined []Defined
	notify := awscloudwatchactions.NewSnsAction(topic)
	periods := periods{}
	for _, a := range table {
		if !subjects.cover(a) {
			continue
		}
		name := env.AlarmName(owner, a.ID)
		alarm := a.define(scope, env, name, subjects, periods)
		alarm.AddAlarmAction(notify)
		defined = append(defined, Defined{ID: a.ID, Name: name, Alarm: alarm})
	}
	return defined
}

// cover reports whether all metrics of a are about subjects of s.
func (s Subjects) cover(a Alarm) bool {
	for _, m := range a.Metrics {
		if len(s[m.Of]) == 0 {
			return false
		}
	}
	return true
}

// define begins the description with what names the environment, by which the rule on
// alarms that are over knows its own.
func (a Alarm) define(scope constructs.Construct, env config.Environment, name string, subjects Subjects, periods periods) awscloudwatch.Alarm {
	comparison := awscloudwatch.ComparisonOperator_GREATER_THAN_THRESHOLD
	if a.Below {
		comparison = awscloudwatch.ComparisonOperator_LESS_THAN_THRESHOLD
	}
	return awscloudwatch.NewAlarm(scope, jsii.String(constructID(a.ID)), &awscloudwatch.AlarmProps{
		AlarmName:          jsii.String(name),
		AlarmDescription:   jsii.String(env.Describe(fmt.Sprintf("%s: %s. %s What to do: %s", a.Problem, a.Fires(), a.Why, Runbook(a.ID)))),
		Metric:             a.metric(subjects, periods.of(a.Period)),
		Threshold:          jsii.Number(a.Threshold),
		ComparisonOperator: comparison,
		EvaluationPeriods:  jsii.Number(a.Periods),
		DatapointsToAlarm:  jsii.Number(a.Breaches),
		TreatMissingData:   cmp.Or(a.Missing, awscloudwatch.TreatMissingData_NOT_BREACHING),
	})
}

// metric is the number that the alarm compares: a single metric, the worst value of
// several nodes, or the result of the expression.
func (a Alarm) metric(subjects Subjects, period awscdk.Duration) awscloudwatch.IMetric {
	using := map[string]awscloudwatch.IMetric{}
	var ids []string
	for _, m := range a.Metrics {
		for i, dimensions := range subjects[m.Of] {
			id := m.ID
			if len(subjects[m.Of]) > 1 {
				id += fmt.Sprint(i + 1)
			}
			using[id] = m.metric(dimensions, period, nil)
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
		Label: jsii.String(a.Unit), Period: period,
	})
}

// metric is the metric of one subject. Without a label, its name stands in graphs.
func (m Metric) metric(dimensions map[string]*string, period awscdk.Duration, label *string) awscloudwatch.Metric {
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace: jsii.String(m.Namespace), MetricName: jsii.String(m.Name), DimensionsMap: &dimensions,
		Statistic: jsii.String(m.Statistic), Period: period, Label: label,
	})
}

// periods are the CDK's durations of periods, each made once: every one costs a request to
// the kernel.
type periods map[time.Duration]awscdk.Duration

func (p periods) of(period time.Duration) awscdk.Duration {
	if p[period] == nil {
		p[period] = awscdk.Duration_Seconds(jsii.Number(period.Seconds()))
	}
	return p[period]
}

// constructID turns the ID of an alarm or event into that of a construct:
// server-errors into ServerErrors.
func constructID(id string) string {
	var out strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		out.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return out.String()
}

// ServiceAlarmIDs lists the alarms on a service.
func ServiceAlarmIDs(env config.Environment, s config.Service) []string {
	var ids []string
	for _, a := range Table(env, s) {
		if slices.Contains([]Subject{Targets, Service, UnstartedJobs}, a.Metrics[0].Of) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
