package platformtest

import (
	"cmp"
	"strings"
)

// Configuration is what a platform is synthesized from.
type Configuration struct {
	// File is the team's part of cdk.json, in testdata; empty for what is committed.
	File string
	// Change is JSON that is merged into it, and Title says what it changes.
	Change, Title string
	// Run are the settings of one run.
	Run map[string]string
	// Uploads adds the example of a team's own resources.
	Uploads bool
}

// The reference configurations.
const (
	shipped = "shipped.json"
	// seven has seven services with every field, other environments, another region, and
	// the longest names.
	seven = "seven.json"
	// kinds has a service of each kind of work, and migrations.
	kinds = "kinds.json"
)

// Prod is the shipped production environment.
func Prod() Configuration { return Shipped("prod") }

// Shipped is an environment with its defaults, and further settings as name and value.
func Shipped(env string, settings ...string) Configuration { return with(shipped, env, settings...) }

// Seven is an environment of seven services.
func Seven(env string, settings ...string) Configuration { return with(seven, env, settings...) }

// Kinds is an environment with each kind of work.
func Kinds(env string, settings ...string) Configuration { return with(kinds, env, settings...) }

// WithoutEffect lists the settings whose value shows in no template, and why.
var WithoutEffect = map[string]string{
	".Like":                   "says whose defaults the others are",
	".Domain.Given":           "says where the name comes from, for a line at synthesis",
	".Database.NeverCloned":   "refuses a setting",
	".Database.NeverRestored": "refuses a setting",
	".NagPacks":               "runs at synthesis",
	".Tasks.CPUUnits":         "each service has its own",
	".Tasks.MemoryMiB":        "each service has its own",
	".Tasks.CPUArchitecture":  "each service has its own",
	".Tasks.MinTasks":         "each service has its own",
	".Tasks.MaxTasks":         "each service has its own",
}

func with(file, env string, settings ...string) Configuration {
	run := map[string]string{"env": env}
	for i := 0; i+1 < len(settings); i += 2 {
		run[settings[i]] = settings[i+1]
	}
	return Configuration{File: file, Run: run}
}

// Environments are the shipped environments with their defaults.
func Environments() []Configuration {
	return []Configuration{Shipped("dev"), Shipped("staging"), Prod()}
}

// Platforms are the shipped environments, a throw-away instance of each that has them, of
// which one is a clone of prod, disaster recovery beside prod from a snapshot, prod with
// every option and with every setting, the environments of seven services, and two with
// each kind of work.
func Platforms() []Configuration {
	return append(
		Environments(),
		Shipped("dev", "instance", "try"),
		Shipped("staging", "instance", "pr-42", "cloneSourceClusterId", "chassis-prod-e3b0c442"),
		Shipped("prod", "instance", "dr", "restoreSnapshotId", "rds:chassis-prod-e3b0c442-2026-11-20-18-07"),
		EveryOption(),
		EverySetting(),
		WithUploads(),
		Seven("qa"),
		Seven("load-test-1", "instance", "twenty-letters-long1"),
		Seven("prod"),
		Kinds("prod"),
		Kinds("dev", "instance", "try"),
	)
}

// WithUploads is staging with the example of a team's own resources.
func WithUploads() Configuration {
	c := Shipped("staging")
	c.Uploads = true
	return c
}

// EveryOption is prod with what a deployment may add to it. The account is among
// it because cdk-nag names a finding by its resource, and that by its account.
func EveryOption() Configuration {
	return Shipped("prod",
		"account", "123456789012", "nagPacks", "NIST80053R5",
		"alertEmail", "ops@example.net", "slackWebhookSecret", "chassis/slack-webhook", "enhancedScanning", "true",
		"monthlyBudgetUsd", "500", "githubRepository", "acme/shop,acme@12/app@34",
	)
}

const (
	certificateARN = "arn:aws:acm:ap-northeast-2:123456789012:certificate/11111111-2222-3333-4444-555555555555"
	release        = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/chassis/prod/service:1f0c2d3"
	provider       = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
)

// EverySetting gives each setting a value that is not its default. Its instance has
// the longest name that is accepted.
func EverySetting() Configuration {
	return Shipped("prod",
		"instance", "twenty-letters-long1", "account", "123456789012",
		"domainName", "app.example.net", "certificateArn", certificateARN, "hostedZoneId", "Z0123456789ABCDEFGHIJ",
		"alertEmail", "ops@example.net,oncall@example.net", "slackWebhookSecret", "chassis/slack",
		"natGateways", "1", "idleTimeoutSeconds", "200",
		"cpu", "2048", "memoryMiB", "8192", "cpuArchitecture", "ARM64", "minTasks", "3", "maxTasks", "7",
		"services.service-api.port", "9090", "services.service-api.healthPath", "/up", "services.service-api.image", release,
		"auroraVersion", "15.20", "auroraMinAcu", "2", "auroraMaxAcu", "16", "readers", "2", "maxReaders", "5",
		"backupRetentionDays", "21", "logRetentionDays", "90", "deletionProtection", "false",
		"cacheNodes", "3", "cacheFailover", "false", "cacheNodeType", "cache.r7g.large",
		"wafCountedRules", "SQLi_BODY", "wafLogAllowed", "true",
		"monthlyBudgetUsd", "750.5", "githubRepository", "acme/shop,acme/app,acme@12/shop@34", "githubOidcProviderArn", provider,
	)
}

// Label names a platform: prod, staging-pr-42, what is switched on beside, and from which
// configuration it is.
func (c Configuration) Label() string {
	label := strings.Trim(strings.Join([]string{c.Run["env"], c.Run["instance"], c.Run["nagPacks"]}, "-"), "-")
	if c.Uploads {
		label += " with uploads"
	}
	if c.Title != "" {
		label += " after " + c.Title
	}
	if c.File == shipped {
		return label
	}
	return label + " of " + cmp.Or(c.File, "cdk.json")
}
