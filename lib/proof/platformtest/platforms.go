package platformtest

import "strings"

// Platforms are the long-lived environments, a throw-away instance of each that has
// them, of which one is a clone of prod, and disaster recovery beside prod from a
// snapshot.
func Platforms() []Settings {
	return append(
		Environments(),
		Settings{"env": "dev", "instance": "try"},
		Settings{"env": "staging", "instance": "pr-42", "cloneSourceClusterId": "chassis-prod-e3b0c442"},
		Settings{"env": "prod", "instance": "dr", "restoreSnapshotId": "rds:chassis-prod-e3b0c442-2026-11-20-18-07"},
	)
}

// Environments are dev, staging and prod with their defaults.
func Environments() []Settings {
	return []Settings{{"env": "dev"}, {"env": "staging"}, {"env": "prod"}}
}

// EveryOption is prod with what a deployment may add to it. The account is among
// it because cdk-nag names a finding by its resource, and that by its account.
func EveryOption() Settings {
	return Settings{
		"env": "prod", "account": "123456789012", "nagPacks": "NIST80053R5",
		"alertEmail": "ops@example.net", "slackWebhookSecret": "chassis/slack-webhook", "enhancedScanning": "true",
		"monthlyBudgetUsd": "500", "githubRepository": "acme/shop,acme@12/app@34",
	}
}

const (
	certificateARN = "arn:aws:acm:ap-northeast-2:123456789012:certificate/11111111-2222-3333-4444-555555555555"
	release        = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/chassis/prod/service:1f0c2d3"
	provider       = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
)

// EverySetting gives each setting a value that is not its default. Its instance has
// the longest name that is accepted.
func EverySetting() Settings {
	return Settings{
		"env": "prod", "instance": "twenty-letters-long1",
		"account":    "123456789012",
		"domainName": "app.example.net", "certificateArn": certificateARN, "hostedZoneId": "Z0123456789ABCDEFGHIJ",
		"alertEmail": "ops@example.net,oncall@example.net", "slackWebhookSecret": "chassis/slack",
		"natGateways": "1",
		"cpu":         "2048", "memoryMiB": "8192", "cpuArchitecture": "ARM64",
		"containerPort": "9090", "serviceHealthPath": "/up", "adminHealthPath": "/ready",
		"minTasks": "3", "maxTasks": "7",
		"auroraVersion": "15.18", "auroraMinAcu": "2", "auroraMaxAcu": "16", "readers": "2", "maxReaders": "5",
		"backupRetentionDays": "21", "logRetentionDays": "90", "deletionProtection": "false",
		"cacheNodes": "3", "cacheNodeType": "cache.r7g.large",
		"serviceImage": release, "adminImage": release,
		"wafCountedRules":  "SQLi_BODY",
		"monthlyBudgetUsd": "750.5", "githubRepository": "acme/shop", "githubOidcProviderArn": provider,
	}
}

// Label names a platform: prod, staging-pr-42, and what is switched on beside.
func (s Settings) Label() string {
	return strings.Trim(strings.Join([]string{s["env"], s["instance"], s["nagPacks"]}, "-"), "-")
}
