package config

import "sync"

// setting is one name that a user may give a value for a whole environment.
type setting = field[Environment]

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

// settings lists every setting, in the order of the table. Users rely on the names,
// so they never change.
var settings = sync.OnceValue(func() []setting {
	domainName := text("domainName", "name that users type, covered by an ACM certificate in the region of the environment", func(e *Environment) *string { return &e.Domain.Name }).
		longest(maxHostName).
		matching(hostName, "a host name of at least two labels in lower case, such as api.example.com, without scheme, port, path or wildcard")
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
	cacheNodes := whole("cacheNodes", "Redis nodes, 1 to 6; 1 in dev", func(e *Environment) *int { return &e.Cache.Nodes }).
		between(1, maxCacheNodes)
	setNodes := cacheNodes.set
	cacheNodes.set = func(e *Environment, value any) error {
		err := setNodes(e, value)
		e.Cache.Failover = e.Cache.Nodes > 1 // unless cacheFailover, which comes after it, says otherwise
		return err
	}

	all := []setting{
		text("env", "which environment, one that `environments` lists; `dev` when not given, if there is one; only with `-c`", func(e *Environment) *string { return &e.Name }).in(runOnly),
		text("instance", "name of a further copy of the environment; only with `-c`", func(e *Environment) *string { return &e.Instance }).in(runOnly).
			longest(maxInstanceLength).matching(instancePattern, "lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen"),
		text("like", "`dev`, `staging` or `prod`: whose defaults an environment has that is none of them", func(e *Environment) *string { return &e.Like }).
			offering(anyOf(Likes())),
		text("region", "AWS region of the environment", func(e *Environment) *string { return &e.Region }).
			offering(anyOf(regions())),
		list("zones", "two or three availability zones of the region, the first of which is dev's only one for workloads", func(e *Environment) *[]string { return &e.Network.Zones }).
			shaped(zoneName).entries("minItems", minZones).entries("maxItems", maxZones),
		text("cidr", "address range of the VPC, /16 to /19; no two environments' overlap", func(e *Environment) *string { return &e.Network.CIDR }).
			shaped(cidrShape),
		text("account", "12 digits; pins the stacks, so that credentials of another account are refused", func(e *Environment) *string { return &e.Account }).
			matching(accountPattern, "exactly 12 digits"),
		domainName,
		text("certificateArn", "certificate to use as it is. Without it, the best one for `domainName` is used: the exact name, then an alternative name, then a wildcard; the newest among equals", func(e *Environment) *string { return &e.Domain.CertificateARN }).
			shaped(certificateARN),
		text("certificateLookup", "any printable ASCII text; a change repeats the certificate search", func(e *Environment) *string { return &e.Domain.CertificateLookup }).
			longest(maxCertificateLookup).matching(printableText, "printable ASCII, since CloudFormation gives back a question mark for anything else"),
		text("hostedZoneId", "Route 53 zone that gets the alias records of `domainName`; the one in `cdk.json` is not for instances", func(e *Environment) *string { return &e.Domain.HostedZoneID }).in(longLivedOnly).
			matching(hostedZoneID, "a Route 53 zone id such as Z0123456789ABCDEFGHIJ"),
		list("alertEmail", "who receives alerts: one address or several, comma-separated", func(e *Environment) *[]string { return &e.Alerts.Emails }).
			shaped(emailShape).most(maxEmails),
		secretText("slackWebhookSecret", "name or ARN of the Secrets Manager secret that holds the URL of a Slack incoming webhook, for alerts", func(e *Environment) *string { return &e.Alerts.SlackWebhookSecret }).
			shaped(secret).never(webhook),
		flag("enhancedScanning", "`true` has Amazon Inspector scan the account's whole registry; for one environment of an account, and not for instances", func(e *Environment) *bool { return &e.Registry.EnhancedScanning }).in(longLivedOnly),
		whole("natGateways", "1, or one per availability zone; 1 in dev", func(e *Environment) *int { return &e.Network.NATGateways }).
			hinted("minimum", 1).hinted("maximum", maxZones),
		whole("idleTimeoutSeconds", "how long the load balancer waits for a response, and how long a stopping task may finish its requests; more than the 120 s for which the proxy lets a request wait", func(e *Environment) *int { return &e.LoadBalancer.IdleTimeoutSeconds }).
			between(BorrowTimeoutSeconds+1, maxIdleTimeoutSeconds),
	}
	all = append(all, taskFields(func(e *Environment) *Tasks { return &e.Tasks })...)
	return append(all, []setting{
		flag("shell", "`true` lets people open a [shell](runbook.md#a-shell-in-a-task) in running tasks with ECS Exec, and makes their root file system writable; not in environments like prod", func(e *Environment) *bool { return &e.Shell }),
		text("auroraVersion", "Aurora PostgreSQL version, a 15.x from 15.10 on; not below that of the running cluster, which AWS upgrades by itself", func(e *Environment) *string { return &e.Database.Version }).
			matching(auroraVersion, "a 15.x from 15.10 on, the oldest with which RDS creates a cluster"),
		decimal("auroraMinAcu", "floor of each database instance in Aurora capacity units, 0.5 to 128", func(e *Environment) *float64 { return &e.Database.MinACU }).
			must(refusePause).inSteps(lowestMinACU, highestACU, stepACU),
		decimal("auroraMaxAcu", "ceiling of each database instance in Aurora capacity units, 1 to 128", func(e *Environment) *float64 { return &e.Database.MaxACU }).
			inSteps(lowestMaxACU, highestACU, stepACU),
		whole("readers", "fixed readers, which scale with the writer; 0 in dev and in ephemeral instances", func(e *Environment) *int { return &e.Database.Readers }).in(durableOnly).
			between(0, maxAuroraReaders),
		flag("readerAutoScaling", "`true` lets Application Auto Scaling add readers; not in ephemeral instances", func(e *Environment) *bool { return &e.Database.ReaderAutoScaling }).in(durableOnly),
		whole("maxReaders", "most readers that auto scaling may reach, fixed ones included", func(e *Environment) *int { return &e.Database.MaxReaders }).
			between(1, maxAuroraReaders),
		whole("backupRetentionDays", "days of point-in-time recovery, 1 to 35", func(e *Environment) *int { return &e.Database.BackupRetentionDays }).
			between(1, maxBackupDays),
		whole("logRetentionDays", "days that CloudWatch Logs keeps every log group", func(e *Environment) *int { return &e.LogRetentionDays }).
			oneOf(anyOf(logRetentions())),
		flag("deletionProtection", "`true` makes RDS refuse to delete the cluster; not in ephemeral instances", func(e *Environment) *bool { return &e.Database.DeletionProtected }).in(durableOnly),
		text("restoreSnapshotId", "name or ARN of the DB cluster snapshot that the database starts from; in prod for instances only; the one in `cdk.json` is not for instances", func(e *Environment) *string { return &e.Database.Origin.SnapshotID }).in(longLivedOnly).
			shaped(snapshot),
		text("cloneSourceClusterId", "identifier, or ARN for another account, of the live DB cluster that the database is a clone of; not in prod; the one in `cdk.json` is not for instances", func(e *Environment) *string { return &e.Database.Origin.CloneSource }).in(longLivedOnly).
			shaped(cluster),
		cacheNodes,
		flag("cacheFailover", "`true` lets a replica of Redis take over by itself; the default with two nodes or more. ElastiCache takes it only once the second node runs", func(e *Environment) *bool { return &e.Cache.Failover }),
		text("cacheNodeType", "ElastiCache node type", func(e *Environment) *string { return &e.Cache.NodeType }).
			offering(anyOf(cacheNodeTypes())),
		list("wafCountedRules", "managed WAF rules that count instead of block; replaces the default list", func(e *Environment) *[]string { return &e.Firewall.CountedRules }).
			offering(anyOf(managedRules())),
		flag("wafLogAllowed", "`true` also logs the requests that no rule of the web ACL blocked or counted", func(e *Environment) *bool { return &e.Firewall.LogAllowed }),
		amount("monthlyBudgetUsd", "what the account may cost in a month, in US dollars; `alertEmail` gets an e-mail at 80 % and 100 % of it, and on a forecast of 100 %; the one in `cdk.json` is not for instances", func(e *Environment) *float64 { return &e.Alerts.MonthlyBudgetUSD }).in(longLivedOnly).
			hinted("minimum", 0).hinted("maximum", maxBudget),
		list("githubRepository", "GitHub repositories whose workflows may ship here, as `owner/name` or, with their numbers, `owner@1/name@2`; the first is this one and also deploys, under each of its names; the one in `cdk.json` is not for instances", func(e *Environment) *[]string { return &e.Pipeline.Repositories }).in(longLivedOnly).
			shaped(repositoryName),
		text("githubOidcProviderArn", "ARN of GitHub's OIDC provider where the account has it already; without it one is created", func(e *Environment) *string { return &e.Pipeline.OIDCProviderARN }).in(longLivedOnly).
			matching(providerARN, "the ARN of GitHub's provider, such as arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"),
		list("nagPacks", "cdk-nag packs beside AwsSolutions: `"+NIST80053R5+"`", func(e *Environment) *[]string { return &e.NagPacks }).
			oneOf([]any{NIST80053R5}),
	}...)
})
