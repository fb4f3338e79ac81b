package alerts

import (
	"encoding/json"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func dashboards() []check.Promise {
	return []check.Promise{
		{ID: "R2.8", Says: "One dashboard shows the state of every alarm on top, and below it traffic, errors, latency, tasks, database, proxy, cache and web ACL.", Check: dashboardShowsAll},
	}
}

// shownMetrics must each be on the dashboard.
var shownMetrics = []string{
	"RequestCount", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "TargetResponseTime", "BlockedRequests",
	"RunningTaskCount", "CPUUtilization", "MemoryUtilization", "ErrorPortAllocation",
	"ServerlessDatabaseCapacity", "DatabaseConnections", "ClientConnections", "DatabaseConnectionsBorrowLatency",
	"DatabaseMemoryUsagePercentage", "EngineCPUUtilization", "Evictions",
}

func dashboardShowsAll(v *check.Review) {
	dashboard := v.Only("Compute", "AWS::CloudWatch::Dashboard")
	if dashboard == nil {
		return
	}
	v.Reads(dashboard, v.Prefix("-")+"-overview", "DashboardName")
	var body struct {
		Widgets []struct {
			Type       string
			Y          int
			Properties struct {
				Alarms  []string
				Region  string
				Metrics [][]any
			}
		}
	}
	if err := json.Unmarshal([]byte(v.Text(dashboard.Stack, dashboard.At("DashboardBody"))), &body); err != nil || len(body.Widgets) == 0 {
		v.Add("%s has no body that CloudWatch could read: %v", dashboard, err)
		return
	}
	if first := body.Widgets[0]; first.Type != "alarm" || first.Y != 0 {
		v.Add("%s begins with a widget of type %s, want the alarms", dashboard, first.Type)
	}
	var want []string
	for _, alarm := range v.OfType(parts.Alarm) {
		want = append(want, "arn:aws:cloudwatch:ap-northeast-2:"+check.Account(alarm.Stack)+":alarm:"+v.Text(alarm.Stack, alarm.At("AlarmName")))
	}
	v.Texts(dashboard.String()+": alarms", body.Widgets[0].Properties.Alarms, want)
	var names []string
	for _, widget := range body.Widgets[1:] {
		if widget.Properties.Region != "ap-northeast-2" {
			v.Add("%s shows metrics of %q", dashboard, widget.Properties.Region)
		}
		for _, line := range widget.Properties.Metrics {
			names = append(names, metricName(line))
		}
	}
	for _, name := range shownMetrics {
		if !slices.Contains(names, name) {
			v.Add("%s does not show %s", dashboard, name)
		}
	}
}

// metricName is which metric a line of a graph shows, be it named or searched for.
func metricName(line []any) string {
	if len(line) > 1 {
		name, _ := line[1].(string)
		return name
	}
	if len(line) == 0 {
		return ""
	}
	search, _ := assembly.At(line[0], "expression").(string)
	_, rest, _ := strings.Cut(search, `MetricName="`)
	name, _, _ := strings.Cut(rest, `"`)
	return name
}
