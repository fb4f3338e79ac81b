package config

import "fmt"

// Notes tells what is no mistake but worth one plain line when the environment is
// synthesized.
func (e Environment) Notes() []string {
	var notes []string
	for _, note := range []string{e.cloneNote(), e.silenceNote(), e.connectionsNote(), e.placeholderNote()} {
		if note != "" {
			notes = append(notes, note)
		}
	}
	return notes
}

// cloneNote is for whoever is about to work with live data.
func (e Environment) cloneNote() string {
	source := e.Database.Origin.CloneSource
	if source == "" {
		return ""
	}
	return fmt.Sprintf("%sthe database is a clone of %s, and its data is not pseudonymised", e.where(), source)
}

// silenceNote is for whoever reads findings in Slack: what goes wrong on the way
// there is told by e-mail.
func (e Environment) silenceNote() string {
	if e.Alerts.SlackWebhookSecret == "" || len(e.Alerts.Emails) > 0 {
		return ""
	}
	return e.where() + "alertEmail is not set, so nobody hears of alarms, nor of findings that Slack did not take"
}

func (e Environment) placeholderNote() string {
	if e.Domain.Given {
		return ""
	}
	consequence := "deploying it will fail at the certificate search, which finds none for that name"
	if e.Domain.CertificateARN != "" {
		consequence = "certificateArn makes it deployable, but the name leads nowhere"
	}
	return fmt.Sprintf("%sdomainName is not set, so the placeholder %s is used; %s", e.where(), e.Domain.Name, consequence)
}

// connectionsNote is for whoever lets the services grow beyond their database: the
// tasks would wait for each other's connections at the very moment of the highest
// load.
func (e Environment) connectionsNote() string {
	need, limit := ServiceCount*e.Services.MaxTasks*ConnectionsPerTask, e.MaxConnections()
	if need <= limit {
		return ""
	}
	return fmt.Sprintf("%smaxTasks %d lets both services open %d database connections, and from %v to %v ACU the database takes %d",
		e.where(), e.Services.MaxTasks, need, e.Database.MinACU, e.Database.MaxACU, limit)
}
