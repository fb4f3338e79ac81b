package config

import "fmt"

// Notes returns a line for each setting that is valid but may surprise. They are
// printed when the environment is synthesized.
func (e Environment) Notes() []string {
	var notes []string
	for _, note := range []string{e.cloneNote(), e.receiverNote(), e.versionNote(), e.connectionsNote(), e.capacityNote(), e.quotaNote(), e.jobsNote(), e.placeholderNote()} {
		if note != "" {
			notes = append(notes, note)
		}
	}
	return notes
}

// cloneNote warns of live data.
func (e Environment) cloneNote() string {
	source := e.Database.Origin.CloneSource
	if source == "" {
		return ""
	}
	return fmt.Sprintf("%sthe database is a clone of %s, and its data is not pseudonymised", e.where(), source)
}

// receiverNote warns of alerts that nobody gets, where there are users to be harmed. The
// alarms on the delivery to Slack need an e-mail.
func (e Environment) receiverNote() string {
	switch {
	case len(e.Alerts.Emails) > 0:
		return ""
	case e.Alerts.SlackWebhookSecret != "":
		return e.where() + "alertEmail is not set, so nobody is notified of alerts that Slack refuses"
	case e.Alerts.EssentialOnly:
		return ""
	}
	return e.where() + "neither alertEmail nor slackWebhookSecret is set, so nobody is notified of alerts"
}

func (e Environment) placeholderNote() string {
	if e.Domain.Given {
		return ""
	}
	consequence := "deploying it will fail at the certificate search, which finds none for that name"
	if e.Domain.CertificateARN != "" {
		consequence = "certificateArn makes it deployable, but the name does not resolve"
	}
	return fmt.Sprintf("%sdomainName is not set, so the placeholder %s is used; %s", e.where(), e.Domain.Name, consequence)
}

// versionNote warns of a version that may be a slip. It is not refused: a cluster that AWS
// has upgraded, and a restored snapshot of it, need a version that is newer than this list.
func (e Environment) versionNote() string {
	if e.Database.Origin.CloneSource != "" || e.Database.Known() {
		return "" // a clone has the version of its source
	}
	return fmt.Sprintf("%sauroraVersion %s is none that this CDK knows (%s); RDS refuses it if it does not exist", e.where(), e.Database.Version, enumerate(auroraVersions(), "and"))
}

// connectionsNote warns of services that can outgrow their database: at the highest
// load their tasks would wait for each other's connections.
func (e Environment) connectionsNote() string {
	tasks := 0
	for _, s := range e.DatabaseServices() {
		tasks += s.MaxTasks
	}
	need, limit := tasks*ConnectionsPerTask, e.MaxConnections()
	if need <= limit {
		return ""
	}
	return fmt.Sprintf("%smaxTasks lets the services run %d tasks, which open up to %d database connections, and from %v to %v ACU the database takes %d",
		e.where(), tasks, need, e.Database.MinACU, e.Database.MaxACU, limit)
}

// capacityNote warns of the price of many rules.
func (e Environment) capacityNote() string {
	got := e.WebACLCapacity()
	if got <= includedWebACLCapacity {
		return ""
	}
	return fmt.Sprintf("%sthe web ACL's rules need %d capacity units, and AWS charges for more than %d", e.where(), got, includedWebACLCapacity)
}

// jobsNote tells of jobs that do not run yet.
func (e Environment) jobsNote() string {
	var waiting []string
	for _, s := range e.Jobs() {
		if s.Image == NoImage {
			waiting = append(waiting, s.Name)
		}
	}
	if len(waiting) == 0 {
		return ""
	}
	return fmt.Sprintf("%s%s: image is %s, so before the first release nothing is scheduled: see docs/release.md", e.where(), enumerate(waiting, "and"), NoImage)
}

// unitsPerVCPU is how Fargate counts.
const unitsPerVCPU = 1024

// defaultFargateVCPU is how many vCPUs AWS lets an account run on Fargate in a region
// before it asks for more. A new account may have less.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
const defaultFargateVCPU = 6

// quotaNote warns of tasks that an account cannot start.
func (e Environment) quotaNote() string {
	units := 0
	for _, s := range e.Services {
		units += s.MinTasks * s.CPUUnits
	}
	if units <= defaultFargateVCPU*unitsPerVCPU {
		return ""
	}
	return fmt.Sprintf("%sthe fewest tasks of the services take %v vCPU, and an account has %d on Fargate unless it has asked for more: see docs/deploying.md#quotas",
		e.where(), float64(units)/unitsPerVCPU, defaultFargateVCPU)
}
