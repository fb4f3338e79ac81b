package config

import (
	"fmt"
	"strconv"
	"strings"

	"example.com/chassis/lib/config/input"
)

// setting is one name that a user may set.
type setting struct {
	name string
	// meaning is its description in the table of settings.
	meaning string
	// scope says for which deployments a value under environments.<env> counts.
	scope scope
	// set reads a value of the context into e. Its error says what the value must be.
	set func(e *Environment, value any) error
	// show writes e's value for the table of settings.
	show func(e Environment) string
}

// scope says which deployments take a setting from the environment's section of
// cdk.json. The section describes the long-lived environment, and its instances
// cannot share all of it. A value given with -c always counts.
type scope int

const (
	// allDeployments is the normal case: every instance takes the value.
	allDeployments scope = iota
	// durableOnly excludes ephemeral instances, which always have one writer and no
	// protection.
	durableOnly
	// longLivedOnly excludes every instance: two deployments cannot own the same DNS
	// record.
	longLivedOnly
	// runOnly is for settings of one run, which no section may hold.
	runOnly
)

// includes reports whether the section's value counts for e.
func (s scope) includes(e Environment) bool {
	switch s {
	case durableOnly:
		return !e.Ephemeral
	case longLivedOnly:
		return e.Instance == ""
	case runOnly:
		return false
	case allDeployments:
	}
	return true
}

// in limits the deployments that take the setting from cdk.json.
func (s setting) in(limit scope) setting {
	s.scope = limit
	return s
}

// settings lists every setting, in the order of the table. Users rely on the names,
// so they never change.
func settings() []setting {
	domainName := text("domainName", "name that users type, covered by an ACM certificate in "+Region, func(e *Environment) *string { return &e.Domain.Name })
	setName, showName := domainName.set, domainName.show
	domainName.set = func(e *Environment, value any) error {
		e.Domain.Given = true
		return setName(e, value)
	}
	domainName.show = func(e Environment) string {
		if !e.Domain.Given {
			return showName(e) + " (placeholder)"
		}
		return showName(e)
	}

	return []setting{
		text("env", "which environment; `dev` when not given; only with `-c`", func(e *Environment) *string { return &e.Name }).in(runOnly),
		text("instance", "name of a further copy of the environment; only with `-c`", func(e *Environment) *string { return &e.Instance }).in(runOnly),
		text("account", "12 digits; pins the stacks, so that credentials of another account are refused", func(e *Environment) *string { return &e.Account }),
		domainName,
		text("certificateArn", "certificate to use as it is. Without it, the best one for `domainName` is used: the exact name, then an alternative name, then a wildcard; the newest among equals", func(e *Environment) *string { return &e.Domain.CertificateARN }),
		text("certificateLookup", "any text; a change repeats the certificate search", func(e *Environment) *string { return &e.Domain.CertificateLookup }),
		text("hostedZoneId", "Route 53 zone that gets the alias records of `domainName`; the one in `cdk.json` is not for instances", func(e *Environment) *string { return &e.Domain.HostedZoneID }).in(longLivedOnly),
		list("alertEmail", "who receives alarms and scan findings: one address or several, comma-separated", func(e *Environment) *[]string { return &e.Alerts.Emails }),
		secretText("slackWebhookSecret", "name or ARN of the Secrets Manager secret that holds the URL of a Slack incoming webhook, for scan findings", func(e *Environment) *string { return &e.Alerts.SlackWebhookSecret }),
		flag("enhancedScanning", "`true` has Amazon Inspector scan the account's whole registry; for one environment of an account, and not for instances", func(e *Environment) *bool { return &e.Registry.EnhancedScanning }).in(longLivedOnly),
		whole("natGateways", "1, or one per availability zone; 1 in dev", func(e *Environment) *int { return &e.Network.NATGateways }),
		whole("cpu", "CPU units of a task; 1024 are one vCPU", func(e *Environment) *int { return &e.Services.CPUUnits }),
		whole("memoryMiB", "memory of a task; only [pairs that Fargate offers](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html)", func(e *Environment) *int { return &e.Services.MemoryMiB }),
		text("cpuArchitecture", "`X86_64` or `ARM64`, as the images are built", func(e *Environment) *string { return &e.Services.CPUArchitecture }),
		whole("containerPort", "port that both services listen on; 1024 or above", func(e *Environment) *int { return &e.Services.ContainerPort }),
		text("serviceHealthPath", "path on which service-api answers 200 when it can serve", func(e *Environment) *string { return &e.Services.ServiceHealthPath }),
		text("adminHealthPath", "path on which admin-api answers 200 when it can serve", func(e *Environment) *string { return &e.Services.AdminHealthPath }),
		whole("minTasks", "fewest tasks of each service", func(e *Environment) *int { return &e.Services.MinTasks }),
		whole("maxTasks", "most tasks of each service", func(e *Environment) *int { return &e.Services.MaxTasks }),
		text("auroraVersion", "Aurora PostgreSQL version, one of the 15.x from 15.3 on that the pinned CDK knows", func(e *Environment) *string { return &e.Database.Version }),
		decimal("auroraMinAcu", "floor of each database instance in Aurora capacity units, 0.5 to 128", func(e *Environment) *float64 { return &e.Database.MinACU }),
		decimal("auroraMaxAcu", "ceiling of each database instance in Aurora capacity units, 1 to 128", func(e *Environment) *float64 { return &e.Database.MaxACU }),
		whole("readers", "fixed readers, which scale with the writer; 0 in dev and in ephemeral instances", func(e *Environment) *int { return &e.Database.Readers }).in(durableOnly),
		flag("readerAutoScaling", "`true` lets Application Auto Scaling add readers; not in ephemeral instances", func(e *Environment) *bool { return &e.Database.ReaderAutoScaling }).in(durableOnly),
		whole("maxReaders", "most readers that auto scaling may reach, fixed ones included", func(e *Environment) *int { return &e.Database.MaxReaders }),
		whole("backupRetentionDays", "days of point-in-time recovery, 1 to 35", func(e *Environment) *int { return &e.Database.BackupRetentionDays }),
		whole("logRetentionDays", "days that CloudWatch Logs keeps every log group", func(e *Environment) *int { return &e.LogRetentionDays }),
		flag("deletionProtection", "`true` makes RDS refuse to delete the cluster; not in ephemeral instances", func(e *Environment) *bool { return &e.Database.DeletionProtected }).in(durableOnly),
		text("restoreSnapshotId", "name or ARN of the DB cluster snapshot that the database starts from; in prod for instances only; the one in `cdk.json` is not for instances", func(e *Environment) *string { return &e.Database.Origin.SnapshotID }).in(longLivedOnly),
		text("cloneSourceClusterId", "identifier, or ARN for another account, of the live DB cluster that the database is a clone of; not in prod; the one in `cdk.json` is not for instances", func(e *Environment) *string { return &e.Database.Origin.CloneSource }).in(longLivedOnly),
		whole("cacheNodes", "Redis nodes, 1 to 6; two or more fail over by themselves; 1 in dev", func(e *Environment) *int { return &e.Cache.Nodes }),
		text("cacheNodeType", "ElastiCache node type", func(e *Environment) *string { return &e.Cache.NodeType }),
		text("serviceImage", "image of service-api at the first deployment; later the stack parameter `ServiceImage` decides", func(e *Environment) *string { return &e.Services.ServiceImage }),
		text("adminImage", "image of admin-api at the first deployment; later the stack parameter `AdminImage` decides", func(e *Environment) *string { return &e.Services.AdminImage }),
		list("wafCountedRules", "managed WAF rules that count instead of block; replaces the default list", func(e *Environment) *[]string { return &e.Firewall.CountedRules }),
		amount("monthlyBudgetUsd", "what the account may cost in a month, in US dollars; `alertEmail` gets an e-mail at 80 % and 100 % of it, and on a forecast of 100 %; the one in `cdk.json` is not for instances", func(e *Environment) *float64 { return &e.Alerts.MonthlyBudgetUSD }).in(longLivedOnly),
		list("githubRepository", "GitHub repositories whose workflows may ship here, as `owner/name` or, with their numbers, `owner@1/name@2`; the first is this one and also deploys; the one in `cdk.json` is not for instances", func(e *Environment) *[]string { return &e.Pipeline.Repositories }).in(longLivedOnly),
		text("githubOidcProviderArn", "ARN of GitHub's OIDC provider where the account has it already; without it one is created", func(e *Environment) *string { return &e.Pipeline.OIDCProviderARN }).in(longLivedOnly),
		list("nagPacks", "cdk-nag packs beside AwsSolutions: `"+NIST80053R5+"`", func(e *Environment) *[]string { return &e.NagPacks }),
	}
}

// text is a setting that holds text.
func text(name, meaning string, field func(*Environment) *string) setting {
	return newSetting(name, meaning, input.Text, field, func(value string) string {
		if value == "" {
			return "not set"
		}
		return code(value)
	})
}

// secretText is a text that no error repeats, because it may be the secret itself.
func secretText(name, meaning string, field func(*Environment) *string) setting {
	s := text(name, meaning, field)
	set := s.set
	s.set = func(e *Environment, value any) error {
		if _, ok := value.(string); !ok {
			return fmt.Errorf("%s must be text in quotes", name)
		}
		return set(e, value)
	}
	return s
}

// whole is a setting that holds a whole number.
func whole(name, meaning string, field func(*Environment) *int) setting {
	return newSetting(name, meaning, input.Whole, field, strconv.Itoa)
}

// decimal is a setting that holds a number with a decimal point.
func decimal(name, meaning string, field func(*Environment) *float64) setting {
	return newSetting(name, meaning, input.Decimal, field, func(value float64) string {
		return strconv.FormatFloat(value, 'f', -1, 64)
	})
}

// amount is a setting that holds an amount of money; 0 is none.
func amount(name, meaning string, field func(*Environment) *float64) setting {
	s := decimal(name, meaning, field)
	show := s.show
	s.show = func(e Environment) string {
		if *field(&e) == 0 {
			return "none"
		}
		return show(e)
	}
	return s
}

// flag is a setting that is true or false.
func flag(name, meaning string, field func(*Environment) *bool) setting {
	return newSetting(name, meaning, input.Flag, field, strconv.FormatBool)
}

// list is a setting that holds several texts.
func list(name, meaning string, field func(*Environment) *[]string) setting {
	return newSetting(name, meaning, input.List, field, func(values []string) string {
		if len(values) == 0 {
			return "none"
		}
		quoted := make([]string, len(values))
		for i, value := range values {
			quoted[i] = code(value)
		}
		return strings.Join(quoted, ", ")
	})
}

func newSetting[T any](name, meaning string, read func(any) (T, error), field func(*Environment) *T, show func(T) string) setting {
	return setting{
		name:    name,
		meaning: meaning,
		set: func(e *Environment, value any) error {
			parsed, err := read(value)
			if err != nil {
				return fmt.Errorf("%s %w", name, err)
			}
			*field(e) = parsed
			return nil
		},
		show: func(e Environment) string { return show(*field(&e)) },
	}
}

func code(value string) string { return "`" + value + "`" }

// SettingsTable is the table of settings for the documentation, with the default of
// each setting in every environment.
func SettingsTable() string {
	header, rule := "| setting |", "|---|"
	var defaults []Environment
	for _, name := range Names() {
		// Every name of Names has defaults, as a test checks.
		e, _ := Defaults(name, "")
		defaults = append(defaults, e)
		header += " " + name + " |"
		rule += "---|"
	}
	table := header + " meaning |\n" + rule + "---|\n"
	for _, s := range settings() {
		table += "| " + code(s.name) + " |"
		for _, e := range defaults {
			table += " " + s.show(e) + " |"
		}
		table += " " + s.meaning + " |\n"
	}
	return table
}
