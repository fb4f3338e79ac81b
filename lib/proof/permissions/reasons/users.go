package reasons

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/config"
)

// Users are the platform's roles, each with all that uses it. A reason is about what uses
// the role that it was written for, so nothing else may use the role. People and workflows
// assume a role by its trust policy, and are no resources.
func Users(settings config.Environment) map[string][]string {
	p := platform{Environment: settings}
	users := map[string][]string{
		"Compute/Alarms/Events/Role":      p.eventRules(),
		"Data/Aurora/MonitoringRole":      p.databaseInstances(),
		"Data/BastionRole":                {"Data/Bastion"},
		"Data/ProxyRole":                  {"Data/Proxy"},
		"Data/Roles/Role":                 {"Data/Roles/Function"},
		defaultGroup + "/Role":            {defaultGroup + "/Handler"},
		"Network/FlowLogRole":             {"Network/Vpc/FlowLog/FlowLog"},
		"Security/Findings/Mail/PipeRole": {"Security/Findings/Mail/Pipe"},
		"Security/Findings/StarterRole":   {"Security/Findings/ScanFinished"},
	}
	for _, machine := range p.machines() {
		users[machine+"/Role"] = []string{machine}
	}
	for _, s := range p.Services {
		for _, role := range []string{"ExecutionRole", "TaskRole"} {
			users[roleOf(s, role)] = []string{roleOf(s, "Release/TaskDefinition")}
		}
	}
	for _, s := range p.Jobs() {
		users[roleOf(s, "Release/ScheduleRole")] = []string{roleOf(s, "Release/Schedule")}
		if !s.Overlap {
			users[roleOf(s, "Release/Starter/Machine/Role")] = []string{roleOf(s, "Release/Starter/Machine")}
		}
	}
	if p.Migrates() {
		users[migrationRole] = []string{"Compute/Migrations/Function"}
	}
	if p.Domain.CertificateARN == "" {
		users[finder] = []string{"Compute/Certificate/Finder"}
	}
	if p.Ephemeral {
		users[emptyingRole] = []string{emptying + "/Handler"}
	}
	if p.Alerts.SlackWebhookSecret != "" {
		for _, chain := range []string{"Security/AlertsTo/Slack", "Security/Findings/Slack"} {
			users[chain+"/PipeRole"] = []string{chain + "/Pipe"}
		}
	}
	if p.delivers() {
		for _, role := range []string{deployRole, driftRole, releaseRole, reviewRole} {
			users[role] = nil
		}
	}
	return users
}

// IsForPeople says whether a policy that no role has is one that people get by hand.
func IsForPeople(policy string) bool { return slices.Contains(people, policy) }

// eventRules tell events to the alert topic.
func (p platform) eventRules() []string {
	rules := []string{"AlarmOver", "DatabaseFailover", "DeploymentFailed"}
	if p.HasRuns() {
		rules = append(rules, "RunFailed")
	}
	var found []string
	for _, rule := range append(rules, "TaskDied") {
		found = append(found, "Compute/Alarms/Events/"+rule)
	}
	return found
}

// databaseInstances are the writer and the readers, which Enhanced Monitoring watches.
func (p platform) databaseInstances() []string {
	var found []string
	for i := range p.Database.Readers {
		found = append(found, fmt.Sprintf("Data/Aurora/Reader%d", i+1))
	}
	return append(found, "Data/Aurora/Writer")
}
