package alerts

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func dashboards() []check.Promise {
	return []check.Promise{
		{ID: "R2.8", Says: "One dashboard shows the state of every alarm on top, and below it graphs of load balancer, web ACL, services, gateways, database, proxy, cache and, where there are jobs, their starts.", Check: dashboardShowsAll},
	}
}

// shown are the dimensions of what has a graph.
func shown(e config.Environment) []string {
	dimensions := []string{"LoadBalancer", "WebACL", "ServiceName", "NatGatewayId", "DBClusterIdentifier", "ProxyName", "CacheClusterId"}
	if len(e.Jobs()) > 0 {
		dimensions = append(dimensions, "ScheduleGroup")
	}
	return dimensions
}

type widget struct {
	Type       string
	Properties struct {
		Title, Region string
		Alarms        []string
		Metrics       [][]any
	}
}

func dashboardShowsAll(v *check.Review) {
	dashboard := v.Lookup().Unique("dashboard of the Compute stack", own(v.Stack("Compute").OfType("AWS::CloudWatch::Dashboard")))
	if dashboard == nil {
		return
	}
	v.Reads(dashboard, v.Settings.DashboardName(), "DashboardName")
	var body struct{ Widgets []widget }
	if err := json.Unmarshal([]byte(v.Text(dashboard.Stack, dashboard.At("DashboardBody"))), &body); err != nil || len(body.Widgets) == 0 {
		v.Add("%s has no body that CloudWatch could read: %v", dashboard, err)
		return
	}
	var alarms []string
	var graphs []widget
	for _, w := range body.Widgets {
		if w.Type != "alarm" {
			graphs = append(graphs, w)
			continue
		}
		// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
		if n := len(w.Properties.Alarms); n < 1 || n > 100 {
			v.Add("%s has a widget with %d alarms, and CloudWatch takes 1 to 100", dashboard, n)
		}
		if len(graphs) > 0 {
			v.Add("%s has alarms below graphs, want them on top", dashboard)
		}
		alarms = append(alarms, w.Properties.Alarms...)
	}
	var want []string
	for _, alarm := range ownAlarms(v) {
		want = append(want, "arn:aws:cloudwatch:"+v.Settings.Region+":"+check.Account(alarm.Stack)+":alarm:"+v.Text(alarm.Stack, alarm.At("AlarmName")))
	}
	v.Texts(dashboard.String()+": alarms", alarms, want)
	graphsShowAll(v, dashboard, graphs)
}

// graphsShowAll complains about a graph of something that is not there, and about what has
// no graph.
func graphsShowAll(v *check.Review, dashboard *assembly.Resource, graphs []widget) {
	subjects := everySubject(v)
	found := map[string]bool{}
	for _, graph := range graphs {
		what := dashboard.String() + ": " + graph.Properties.Title
		if graph.Properties.Region != v.Settings.Region {
			v.Add("%s shows metrics of %q", what, graph.Properties.Region)
		}
		byStatistic := map[string][]parts.AlarmMetric{} // a metric may be shown by several
		for _, line := range graph.Properties.Metrics {
			if len(line) == 0 {
				continue
			}
			m := shownMetric(line)
			published(v, what, m)
			if m.Dimensions["ClusterName"] == v.Settings.ClusterName() {
				found["ServiceName"] = true // of all services
			}
			if len(line) == 1 { // a search is about whatever there is
				continue
			}
			for dimension := range m.Dimensions {
				found[dimension] = true
			}
			byStatistic[m.Statistic] = append(byStatistic[m.Statistic], m)
		}
		for _, metrics := range byStatistic {
			haveSubjects(v, what, metrics, subjects)
		}
	}
	for _, dimension := range shown(v.Settings) {
		if !found[dimension] {
			v.Add("%s has no graph by %s", dashboard, dimension)
		}
	}
}

// search is an expression on one metric of whatever has the dimensions.
var search = regexp.MustCompile(`^SEARCH\('\{([^,}]+),([^}]+)\} ClusterName="([^"]+)" MetricName="([^"]+)"', '(\w+)', (\d+)\)$`)

// shownMetric is the metric of a line of a graph: names and values with options behind
// them, or a search. What cannot be read is a metric without a name.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
func shownMetric(line []any) parts.AlarmMetric {
	options := line[len(line)-1]
	m := parts.AlarmMetric{Statistic: "Average", Dimensions: map[string]string{}}
	if len(line) == 1 {
		expression, _ := assembly.At(options, "expression").(string)
		if words := search.FindStringSubmatch(expression); words != nil {
			for _, dimension := range strings.Split(words[2], ",") {
				m.Dimensions[dimension] = ""
			}
			m.Namespace, m.Name, m.Statistic, m.Dimensions["ClusterName"] = words[1], words[4], words[5], words[3]
			m.Period, _ = strconv.ParseFloat(words[6], 64)
		}
		return m
	}
	m.Namespace, m.Name = fmt.Sprint(line[0]), fmt.Sprint(line[1])
	for i := 2; i+1 < len(line)-1; i += 2 {
		m.Dimensions[fmt.Sprint(line[i])] = fmt.Sprint(line[i+1])
	}
	if statistic, ok := assembly.At(options, "stat").(string); ok {
		m.Statistic = statistic
	}
	m.Period, _ = assembly.At(options, "period").(float64)
	return m
}
