package parts

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// AlarmMetric is one metric that an alarm looks at.
type AlarmMetric struct {
	ID, Namespace, Name, Statistic string
	Period                         float64
	Dimensions                     map[string]string
}

// AlarmMetrics are the metrics of an alarm, whichever way they are written.
func AlarmMetrics(v *check.Review, alarm *assembly.Resource) []AlarmMetric {
	read := func(id string, statistic, period, metric any) AlarmMetric {
		m := AlarmMetric{ID: id, Dimensions: v.Entries(alarm, assembly.At(metric, "Dimensions"), "Name", "Value")}
		m.Namespace, _ = assembly.At(metric, "Namespace").(string)
		m.Name, _ = assembly.At(metric, "MetricName").(string)
		m.Statistic, _ = statistic.(string)
		m.Period, _ = period.(float64)
		return m
	}
	if alarm.At("Metrics") == nil {
		statistic := alarm.At("Statistic")
		if statistic == nil {
			statistic = alarm.At("ExtendedStatistic")
		}
		return []AlarmMetric{read("", statistic, alarm.At("Period"), alarm.Properties)}
	}
	var list []AlarmMetric
	for _, item := range assembly.List(alarm.At("Metrics")) {
		if stat := assembly.At(item, "MetricStat"); stat != nil {
			id, _ := assembly.At(item, "Id").(string)
			list = append(list, read(id, assembly.At(stat, "Stat"), assembly.At(stat, "Period"), assembly.At(stat, "Metric")))
		}
	}
	return list
}

// Expression is what an alarm computes of its metrics; empty for one.
func Expression(alarm *assembly.Resource) string {
	var found []string
	for _, item := range assembly.List(alarm.At("Metrics")) {
		if text, ok := assembly.At(item, "Expression").(string); ok && assembly.At(item, "ReturnData") != false {
			found = append(found, text)
		}
	}
	return strings.Join(found, " and ")
}

// runbook begins the last part of an alarm's description.
const runbook = " What to do: docs/runbook.md#"

// AlarmSection is the section of the runbook that an alarm names.
func AlarmSection(v *check.Review, alarm *assembly.Resource) string {
	_, section, _ := strings.Cut(v.Text(alarm.Stack, alarm.At("AlarmDescription")), runbook)
	return section
}

// AlarmOwner is whose alarm it is by its name, which ends in its section: a service, a
// recipient of findings, or nobody. Another name is not known.
func AlarmOwner(v *check.Review, alarm *assembly.Resource) (owner string, known bool) {
	name, section := v.Text(alarm.Stack, alarm.At("AlarmName")), AlarmSection(v, alarm)
	if section == "" {
		return "", false
	}
	if name == v.Settings.AlarmName("", section) {
		return "", true
	}
	owner, begins := strings.CutPrefix(name, v.Settings.AlarmName("", ""))
	owner, ends := strings.CutSuffix(owner, "-"+section)
	_, service := v.Settings.Service(owner)
	recipient := len(v.WithText("AWS::SQS::Queue", v.Settings.FindingsQueueName(owner), "QueueName")) > 0
	if begins && ends && (service || recipient) {
		return owner, true
	}
	return "", false
}
