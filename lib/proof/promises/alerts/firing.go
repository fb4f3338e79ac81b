package alerts

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// alarmsCanFire tries every alarm on extreme values of its metrics.
func alarmsCanFire(v *check.Review) {
	for _, alarm := range ownAlarms(v) {
		metrics := parts.AlarmMetrics(v, alarm)
		if len(metrics) == 0 {
			v.Add("%s looks at no metric", alarm)
			continue
		}
		var sparse, frequent bool
		for _, m := range metrics {
			published(v, alarm.String(), m)
			definition := definitionOf(v, m)
			sparse, frequent = sparse || definition.sparse, frequent || definition.seconds < 24*60*60
			if m.Period != metrics[0].Period {
				v.Add("%s looks at periods of %v s and %v s", alarm, metrics[0].Period, m.Period)
			}
		}
		canFire(v, alarm, metrics)
		comparesOneNumber(v, alarm, metrics)
		fitsPeriods(v, alarm, metrics[0].Period)
		// Silence of a metric that is often silent is no alarm.
		if missing := missingData(alarm); missing != "notBreaching" && missing != "ignore" && (sparse || missing != "breaching") {
			v.Add("%s: missing data is %s, but the metric is often missing", alarm, missing)
		} else if missing == "ignore" && frequent {
			v.Add("%s: missing data is ignored, so that it need not end, and does not fire again", alarm)
		}
	}
}

// sharesNeedFewRequests holds the number of requests below which a share says nothing: were
// it more than a team's users send, the alarm would be silent for ever.
func sharesNeedFewRequests(v *check.Review) {
	const few = 100.0
	for _, alarm := range ownAlarms(v) {
		expression, ofRequests := parts.Expression(alarm), false
		values := map[string]any{}
		for _, m := range parts.AlarmMetrics(v, alarm) {
			values[m.ID] = few
			ofRequests = ofRequests || m.Name == "RequestCount"
		}
		if !ofRequests || expression == "" {
			continue
		}
		if result, err := metricMath(expression, values); err != nil || !breaches(v, alarm, result) {
			v.Add("%s does not fire where all of %v requests fail: %s is %v (%v)", alarm, few, expression, result, err)
		}
	}
}

// comparesOneNumber complains about an alarm that CloudWatch would refuse, or that says
// little.
func comparesOneNumber(v *check.Review, alarm *assembly.Resource, metrics []parts.AlarmMetric) {
	if alarm.At("Metrics") != nil {
		for _, alone := range []string{"Dimensions", "ExtendedStatistic", "MetricName", "Namespace", "Period", "Statistic", "Unit"} {
			v.Absent(alarm, alone) // CloudWatch takes one metric or a list of them
		}
	}
	ids, used := map[string]bool{}, usedIn(alarm)
	for _, item := range assembly.List(alarm.At("Metrics")) {
		id := v.Text(alarm.Stack, assembly.At(item, "Id"))
		if ids[id] {
			v.Add("%s has two metrics with the id %v, which CloudWatch refuses", alarm, id)
		}
		ids[id] = true
		if assembly.At(item, "MetricStat") != nil && assembly.At(item, "ReturnData") != false {
			v.Add("%s compares %v too, and not only the expression", alarm, id)
		}
		if assembly.At(item, "MetricStat") != nil && !used[id] {
			v.Add("%s looks at %s, which nothing is computed of", alarm, id)
		}
	}
	if len(metrics) > 1 && parts.Expression(alarm) == "" {
		v.Add("%s looks at %d metrics and compares none", alarm, len(metrics))
	}
	// The hundredth part of a handful says nothing, and CloudWatch's own guard against
	// that keeps the state until there are a thousand.
	if alarm.At("ExtendedStatistic") != nil {
		v.Add("%s: a percentile alone, want it together with a count", alarm)
	}
}

// word is what may name a metric in an expression.
var word = regexp.MustCompile(`[A-Za-z0-9_]+`)

// usedIn are the names in what an alarm computes.
func usedIn(alarm *assembly.Resource) map[string]bool {
	used := map[string]bool{}
	for _, item := range assembly.List(alarm.At("Metrics")) {
		expression, _ := assembly.At(item, "Expression").(string)
		for _, name := range word.FindAllString(expression, -1) {
			used[name] = true
		}
	}
	return used
}

// fitsPeriods complains about periods that never breach, or further back than CloudWatch
// looks.
func fitsPeriods(v *check.Review, alarm *assembly.Resource, period float64) {
	breaches, periods := v.Number(alarm, "DatapointsToAlarm"), v.Number(alarm, "EvaluationPeriods")
	if breaches < 1 || breaches > periods {
		v.Add("%s: %v of %v periods never breach", alarm, breaches, periods)
	}
	if strings.Contains(parts.Expression(alarm), "DIFF(") && periods < 2 {
		v.Add("%s: a difference has no value in its first period, and there is only one", alarm)
	}
	// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
	if longest := map[bool]float64{false: 86400, true: 7 * 86400}[period >= 3600]; period*periods > longest {
		v.Add("%s: looks back %v s, and CloudWatch takes at most %v", alarm, period*periods, longest)
	}
}

// breaches says whether a number is beyond an alarm's threshold.
func breaches(v *check.Review, alarm *assembly.Resource, number float64) bool {
	switch threshold := v.Number(alarm, "Threshold"); alarm.At("ComparisonOperator") {
	case "GreaterThanThreshold":
		return number > threshold
	case "LessThanThreshold":
		return number < threshold
	}
	return false
}

// canFire complains unless some values of the metrics breach the threshold and
// some do not.
func canFire(v *check.Review, alarm *assembly.Resource, metrics []parts.AlarmMetric) {
	expression := parts.Expression(alarm)
	if expression == "" {
		metrics = slices.Clone(metrics[:1])
		expression, metrics[0].ID = "MAX([x])", "x"
	}
	var fires, rests bool
	for _, values := range extremes(v, metrics) {
		result, err := metricMath(expression, values)
		if err != nil {
			v.Add("%s: %s cannot be computed: %v", alarm, expression, err)
			return
		}
		if breaches(v, alarm, result) {
			fires = true
		} else {
			rests = true
		}
	}
	if !fires {
		v.Add("%s never fires: %s cannot be beyond %v", alarm, expression, v.Number(alarm, "Threshold"))
	}
	if !rests {
		v.Add("%s always fires: %s is beyond %v whatever happens", alarm, expression, v.Number(alarm, "Threshold"))
	}
}

// extremes are all combinations of each metric's lowest, a small and its highest value.
func extremes(v *check.Review, metrics []parts.AlarmMetric) []map[string]any {
	combinations := []map[string]any{{}}
	for _, m := range metrics {
		definition := definitionOf(v, m)
		var next []map[string]any
		for _, combination := range combinations {
			for _, value := range []float64{definition.lowest, definition.lowest + 1, definition.largest()} {
				extended := maps.Clone(combination)
				extended[m.ID] = value
				next = append(next, extended)
			}
		}
		combinations = next
	}
	return combinations
}
