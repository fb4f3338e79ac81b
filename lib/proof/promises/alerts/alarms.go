package alerts

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// alarms are the promises about what is watched; that each alarm reaches people is
// among the alerts.
func alarms() []check.Promise {
	return []check.Promise{
		{ID: "R2.8", Says: "Every alarm can fire and can be quiet: statistic, dimensions, period, threshold and missing data fit what AWS publishes.", Check: alarmsCanFire},
		{ID: "R2.8", Says: "An alarm on a share of the requests fires where a hundred in a minute all fail.", Check: sharesNeedFewRequests},
		{ID: "R2.8", Says: "Every alarm is about what the platform has, one on gateways, nodes or event rules is about all of them, and any one of them is enough.", Check: alarmsHaveSubjects},
		{ID: "R2.8", Says: "Every alarm says in words exactly when it fires, and names its section of the runbook.", Check: alarmsSayWhen},
		{ID: "R2.8", Says: "Load balancer, web ACL, certificate, database, proxy, cache, gateways and every service, by its kind of work, have an alarm on each metric that tells of trouble; environments without users have the essential ones.", Check: troubleIsWatched},
		{ID: "R2.8", Says: "Every service has the same alarms as others of its kind, on its own tasks, targets and starts, with the same thresholds.", Check: servicesAreWatchedAlike},
		{ID: "R2.8", Says: "What the settings bring is watched and nothing else: readers, replicas and CPU credits of the cache, CPU scaling of a service, schedules.", Check: optionsAreWatched},
		{ID: "R2.8", Says: "Alarms on limits follow the settings: connections of the database, clients of the proxy, a service's most tasks, the cores of a cache node.", Check: limitsAreTheSettings},
	}
}

// ownAlarms are the platform's. A team words its own, on metrics of its own.
func ownAlarms(v *check.Review) []*assembly.Resource { return own(v.Some(parts.Alarm)) }

// own leaves out what a team added.
func own(found []*assembly.Resource) []*assembly.Resource {
	return slices.DeleteFunc(slices.Clone(found), func(r *assembly.Resource) bool { return r.Below(config.AdditionsStack) })
}

// said finds the condition in what an alarm's description says of the platform.
var said = regexp.MustCompile(`^[^:]+: ((more|less) than (\S+) .*in (one period of \d+ \S+|\d+ of \d+ (?:minutes|periods of \d+ \S+)))\. `)

func alarmsSayWhen(v *check.Review) {
	for _, alarm := range ownAlarms(v) {
		text := v.Text(alarm.Stack, alarm.At("AlarmDescription"))
		if _, known := parts.AlarmOwner(v, alarm); !known {
			v.Add("%s is named %q and says %q, which does not end in its section of the runbook", alarm, v.Text(alarm.Stack, alarm.At("AlarmName")), text)
		}
		words := conditionOf(v, alarm)
		if words == nil {
			v.Add("%s says %q, which is no condition of %s", alarm, text, v.Settings.Label())
			continue
		}
		beyond := map[string]string{"GreaterThanThreshold": "more", "LessThanThreshold": "less"}[v.Text(alarm.Stack, alarm.At("ComparisonOperator"))]
		if want := fmt.Sprintf("%s than %s", beyond, v.Text(alarm.Stack, alarm.At("Threshold"))); words[2]+" than "+words[3] != want {
			v.Add("%s says %q, want %s", alarm, words[1], want)
		}
		if want := when(v, alarm); words[4] != want {
			v.Add("%s says %q, want %s", alarm, words[1], want)
		}
	}
}

// conditionOf is the condition that an alarm's description holds after the name of the
// environment, with its parts, or nil.
func conditionOf(v *check.Review, alarm *assembly.Resource) []string {
	text, ours := strings.CutPrefix(v.Text(alarm.Stack, alarm.At("AlarmDescription")), v.Settings.Describe(""))
	if !ours {
		return nil
	}
	return said.FindStringSubmatch(text)
}

// when is how often an alarm has to be beyond its threshold, in words.
func when(v *check.Review, alarm *assembly.Resource) string {
	metrics := parts.AlarmMetrics(v, alarm)
	if len(metrics) == 0 {
		return ""
	}
	const minute, day = 60, 24 * 60 * 60
	period, breaches, periods := metrics[0].Period, v.Number(alarm, "DatapointsToAlarm"), v.Number(alarm, "EvaluationPeriods")
	length := strconv.FormatFloat(period/minute, 'f', -1, 64) + " min"
	if math.Mod(period, day) == 0 {
		length = strconv.FormatFloat(period/day, 'f', -1, 64) + " d"
	}
	switch {
	case breaches == 1 && periods == 1:
		return "one period of " + length
	case period == minute:
		return fmt.Sprintf("%v of %v minutes", breaches, periods)
	}
	return fmt.Sprintf("%v of %v periods of %s", breaches, periods, length)
}

// alarmsOn are the alarms that look at a metric.
func alarmsOn(v *check.Review, metric string) []*assembly.Resource {
	return slices.DeleteFunc(ownAlarms(v), func(alarm *assembly.Resource) bool {
		return !slices.ContainsFunc(parts.AlarmMetrics(v, alarm), func(m parts.AlarmMetric) bool { return m.Namespace+" "+m.Name == metric })
	})
}

// optionsAreWatched also refuses an alarm on a metric that nothing would publish.
func optionsAreWatched(v *check.Review) {
	e := v.Settings
	scaled := 0
	for _, s := range e.Services {
		if s.CPUTargetPercent > 0 {
			scaled++
		}
	}
	for metric, want := range map[string]int{
		"AWS/RDS AuroraReplicaLagMaximum":      count(e.HasReaders()),
		"AWS/ElastiCache ReplicationLag":       count(e.Cache.Nodes > 1),
		"AWS/ElastiCache IsMaster":             count(e.Cache.Nodes > 1),
		"AWS/ElastiCache CPUCreditBalance":     count(e.Cache.HasCredits()),
		"AWS/ElastiCache CPUUtilization":       count(e.Cache.TwoCores()),
		"AWS/ElastiCache EngineCPUUtilization": count(!e.Cache.TwoCores()),
		"AWS/ECS CPUUtilization":               scaled,
	} {
		if e.Alerts.EssentialOnly {
			want = 0
		}
		v.Count(alarmsOn(v, metric), want, "alarm on "+metric)
	}
	const lost = "AWS/Scheduler InvocationsFailedToBeSentToDeadLetterCount" // essential
	v.Count(alarmsOn(v, lost), count(len(e.Jobs()) > 0), "alarm on "+lost)
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

func limitsAreTheSettings(v *check.Review) {
	clients := 0
	for _, s := range v.Settings.DatabaseServices() {
		clients += s.MaxTasks * config.ConnectionsPerTask
	}
	for metric, want := range map[string]int{
		"AWS/RDS DatabaseConnections": v.Settings.MaxConnections() * 80 / 100,
		"AWS/RDS ClientConnections":   clients,
		// 90 % of one core of two.
		"AWS/ElastiCache CPUUtilization":       45,
		"AWS/ElastiCache EngineCPUUtilization": 80,
	} {
		for _, alarm := range alarmsOn(v, metric) {
			if !comparesMetrics(v, alarm) {
				v.Reads(alarm, want, "Threshold")
			}
		}
	}
	for _, s := range v.Settings.Services {
		for _, alarm := range serviceAlarms(v, s) {
			if slices.Contains(alarmsOn(v, "AWS/ECS CPUUtilization"), alarm) {
				noHeadroom(v, s, alarm)
			}
		}
	}
}

// comparesMetrics reports whether an alarm's threshold is not of one metric alone.
func comparesMetrics(v *check.Review, alarm *assembly.Resource) bool {
	metrics := parts.AlarmMetrics(v, alarm)
	return slices.ContainsFunc(metrics, func(m parts.AlarmMetric) bool { return m.Name != metrics[0].Name })
}

// noHeadroom complains unless an alarm fires when all tasks that a service may have are
// busier than auto scaling keeps them, and not before.
func noHeadroom(v *check.Review, s config.Service, alarm *assembly.Resource) {
	for _, tc := range []struct {
		running, cpu int
		fires        bool
	}{{s.MaxTasks, 100, true}, {s.MaxTasks, s.CPUTargetPercent, false}, {s.MaxTasks - 1, 100, false}} {
		values := map[string]any{}
		for _, m := range parts.AlarmMetrics(v, alarm) {
			values[m.ID] = map[string]float64{"CPUUtilization": float64(tc.cpu), "RunningTaskCount": float64(tc.running)}[m.Name]
		}
		result, err := metricMath(parts.Expression(alarm), values)
		if got := result > v.Number(alarm, "Threshold"); err != nil || got != tc.fires {
			v.Add("%s: with %d tasks at %d %% CPU it fires: %t, want %t (%v)", alarm, tc.running, tc.cpu, got, tc.fires, err)
		}
	}
}
