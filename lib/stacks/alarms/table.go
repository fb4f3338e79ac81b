// Package alarms tells the platform's owners when something is wrong: one table
// of alarms, the events that are worth a message of their own, and the dashboard
// that somebody on call opens first. Everything goes to the alert topic. The
// Compute stack defines them, because it sees all the others.
package alarms

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"example.com/chassis/lib/config"
)

// Alarm is one row of the table: what is watched, from where on it is too much,
// and why that matters. What to do is the runbook's section with the same ID.
type Alarm struct {
	// ID is the section of the runbook, and the end of the alarm's name.
	ID string
	// Says is what is wrong when it fires, and Why what that means.
	Says, Why string
	// Metrics are the numbers that count, and Expression makes one number out of
	// them; it is empty for a single metric.
	Metrics    []Metric
	Expression string
	// Each is what is made of a single metric for each node or gateway, with %s for
	// it; the worst outcome counts.
	Each string
	// Threshold is the last value that is still fine, in Unit: the highest, or for
	// what runs out, Below, the lowest.
	Threshold float64
	Below     bool
	Unit      string
	// Breaches of the last Periods must be beyond the threshold.
	Period            time.Duration
	Breaches, Periods int
	// Missing is what no data means.
	Missing Missing
	// everywhere includes dev and the instances of dev and staging, which take a
	// smaller set: nobody is woken for them.
	everywhere bool
	// unless leaves the alarm out of an environment that has nothing to watch.
	unless bool
}

// Metric is a number that AWS publishes.
type Metric struct {
	// ID names it in the alarm's expression.
	ID                         string
	Namespace, Name, Statistic string
	Of                         Subject
}

// Subject is what a metric is about. It decides the metric's dimensions.
type Subject string

// The subjects. Targets and Service are one service's, and the alarms on them
// exist once for each service.
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
)

// The subjects of the chain that brings scan findings to people. The last three
// are one recipient's.
const (
	FindingsRule        Subject = "rule on scans"
	UnsentEvents        Subject = "queue of unsent events"
	FindingsRelay       Subject = "state machine of the findings"
	FindingsTopic       Subject = "topic of the findings"
	FindingsQueue       Subject = "queue of findings"
	UndeliveredFindings Subject = "queue of undelivered findings"
	FindingsPipe        Subject = "pipe of findings"
)

// Missing says what an alarm makes of periods without data.
type Missing string

const (
	// Fine is for metrics that exist only when something happens, or while something
	// runs.
	Fine Missing = "notBreaching"
	// Unchanged keeps the state: for what is published seldom, or no more once it is
	// too late.
	Unchanged Missing = "ignore"
	// Bad is for what is always published while all is well.
	Bad Missing = "breaching"
)

// Table lists the alarms of env in the order of a request: from the way in to the
// database and the cache.
func Table(env config.Environment) []Alarm {
	var table []Alarm
	for _, group := range [][]Alarm{traffic(env), services(env), database(env), cache(env), network(env), findings(env)} {
		for _, a := range group {
			if !a.unless && (a.everywhere || !env.Alerts.EssentialOnly) {
				table = append(table, a)
			}
		}
	}
	return table
}

// Fires is the condition in words: more than 5 % in 3 of 5 minutes.
func (a Alarm) Fires() string {
	count := fmt.Sprintf("%d of %d periods of %s", a.Breaches, a.Periods, length(a.Period))
	switch {
	case a.Periods == 1:
		count = "one period of " + length(a.Period)
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

func length(d time.Duration) string {
	switch {
	case d%(24*time.Hour) == 0:
		return strconv.Itoa(int(d/(24*time.Hour))) + " d"
	case d%time.Minute == 0:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	}
	return d.String()
}

// Runbook is where the repository says what to do about an alarm or an event.
func Runbook(id string) string { return "docs/runbook.md#" + id }
