// Package alarms notifies the platform's owners when something is wrong. It holds one
// table of alarms, the events that send a message of their own, and the dashboard.
// Alarms and events go to the alert topic. The Compute stack defines most of them,
// because it uses all the others.
package alarms

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

	"example.com/chassis/lib/config"
)

// Alarm is one row of the table: what it watches, when it fires, and why that matters.
// What to do is in the runbook's section with the same ID.
type Alarm struct {
	// ID is the section of the runbook, and the end of the alarm's name.
	ID string
	// Problem is what is wrong when it fires, and Why is the consequence.
	Problem, Why string
	// Metrics are combined by Expression, which is empty for a single metric.
	Metrics    []Metric
	Expression string
	// Each is an expression on a single metric, written as %s. It applies to every node
	// or gateway, and the worst result counts.
	Each string
	// Threshold is the last good value, in Unit: the highest one, or with Below the
	// lowest one.
	Threshold float64
	Below     bool
	Unit      string
	// Breaches of the last Periods must be beyond the threshold.
	Period            time.Duration
	Breaches, Periods int
	// Missing is how to treat periods without data: BREACHING for a metric that is always
	// published while the resource works, IGNORE for one that is published seldom. The
	// default is NOT_BREACHING, for a metric that exists only when something happens.
	Missing awscloudwatch.TreatMissingData
	// essential alarms are for every environment, also for those with EssentialOnly.
	essential bool
	// echoes says that the alarm watches what tells of its own end. If that is broken, the
	// message about the end would make it fire again, on and on, so nobody is told.
	echoes bool
	// skip leaves the alarm out of an environment without the resource to watch.
	skip bool
}

// Metric is a number that AWS publishes.
type Metric struct {
	// ID is its name in the alarm's expression.
	ID                         string
	Namespace, Name, Statistic string
	Of                         Subject
}

// Subject is what a metric is about. It decides the metric's dimensions.
type Subject string

// The subjects. Targets, Service, UnstartedJobs and JobStarter belong to one service: the
// alarms on them exist once for each service.
const (
	LoadBalancer Subject = "load balancer"
	Targets      Subject = "target group"
	Service      Subject = "service"
	Database     Subject = "database cluster"
	Writer       Subject = "database writer"
	Proxy        Subject = "database proxy"
	CacheNodes   Subject = "cache node"
	NATGateways  Subject = "NAT gateway"
	WebACL       Subject = "web ACL"
	Certificate  Subject = "certificate"
	EventRules   Subject = "rule on events"

	UnstartedJobs Subject = "queue of starts that failed"
	JobStarter    Subject = "state machine that starts a job"
	Schedules     Subject = "group of schedules"
)

// The subjects of the chain that delivers scan findings. The last three belong to one
// recipient.
const (
	FindingsRule        Subject = "rule on scans"
	UnsentEvents        Subject = "queue of unsent events"
	FindingsRelay       Subject = "state machine of the findings"
	FindingsTopic       Subject = "topic of the findings"
	FindingsQueue       Subject = "queue of findings"
	UndeliveredFindings Subject = "queue of undelivered findings"
	FindingsPipe        Subject = "pipe of findings"
)

// The subjects of the way from the alert topic to Slack.
const (
	AlertTopic        Subject = "alert topic"
	AlertsQueue       Subject = "queue of alerts"
	UndeliveredAlerts Subject = "queue of undelivered alerts"
	AlertsPipe        Subject = "pipe of alerts"
)

// Table lists the alarms of env in the order of a request: from the load balancer to
// the database and the cache. Those of a service are for s.
func Table(env config.Environment, s config.Service) []Alarm {
	var table []Alarm
	for _, group := range [][]Alarm{traffic(env), targets(s), services(s), jobs(s), schedules(env), database(env), proxy(env), cache(env), network(env), findings(env), alertsToSlack(env)} {
		for _, a := range group {
			if !a.skip && (a.essential || !env.Alerts.EssentialOnly) {
				table = append(table, a)
			}
		}
	}
	return table
}

// Fires is the condition in words: more than 5 % in 3 of 5 minutes.
func (a Alarm) Fires() string {
	count := fmt.Sprintf("%d of %d periods of %s", a.Breaches, a.Periods, duration(a.Period))
	switch {
	case a.Periods == 1:
		count = "one period of " + duration(a.Period)
	case a.Period == time.Minute:
		count = fmt.Sprintf("%d of %d minutes", a.Breaches, a.Periods)
	}
	beyond := "more"
	if a.Below {
		beyond = "less"
	}
	amount := strings.TrimSpace(strconv.FormatFloat(a.Threshold, 'f', -1, 64) + " " + a.Unit)
	return fmt.Sprintf("%s than %s in %s", beyond, amount, count)
}

func duration(d time.Duration) string {
	switch {
	case d%(24*time.Hour) == 0:
		return strconv.Itoa(int(d/(24*time.Hour))) + " d"
	case d%time.Minute == 0:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	}
	return d.String()
}

// Runbook is the section of the runbook on an alarm or an event.
func Runbook(id string) string { return "docs/runbook.md#" + id }
