package config

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Names that something outside its own template has to know: an operator types
// them, a pipeline or another stack refers to them, or AWS expects a resource under
// them. Every other resource gets a generated name.

// The construct IDs of the stacks, in the order in which they are deployed.
const (
	NetworkStack  = "Network"
	SecurityStack = "Security"
	DataStack     = "Data"
	ComputeStack  = "Compute"
	// AdditionsStack is the stack of a team's own resources, where there are some.
	AdditionsStack = "Additions"
)

// Stacks lists the construct IDs of the stacks.
func Stacks() []string { return []string{NetworkStack, SecurityStack, DataStack, ComputeStack} }

// SlackWebhookVersionParameter is the parameter of the Security stack that has the Slack
// webhook's secret read again.
const SlackWebhookVersionParameter = "SlackWebhookVersion"

// Title is the platform's name at the start of a text: Chassis.
func (e Environment) Title() string { return strings.ToUpper(e.Platform[:1]) + e.Platform[1:] }

// DatabaseName is the application database.
func (e Environment) DatabaseName() string { return e.Platform }

// ReadOnlyRole is the database role with which people read every service's schema.
const ReadOnlyRole = "read_only"

// AdministratorRole is the master user of the database; RDS keeps and rotates its
// password.
func (e Environment) AdministratorRole() string { return e.Platform + "_admin" }

// RepositoryPattern matches the image repositories of every environment.
func (e Environment) RepositoryPattern() string { return e.Platform + "/*" }

// prefix is what all names of one deployment start with: chassis-prod,
// chassis-staging-pr-42.
func (e Environment) prefix(separator string) string { return e.Platform + separator + e.Label() }

// resourceName is the name of a resource: chassis-prod-cluster. The role always
// ends it, because chassis-staging alone also starts the names of an instance.
func (e Environment) resourceName(role string) string { return e.prefix("-") + "-" + role }

// logGroupName is the name of a log group that operators type: /chassis/prod/service-api.
func (e Environment) logGroupName(role string) string { return "/" + e.prefix("/") + "/" + role }

// Label names the deployment for people: prod, staging-pr-42.
func (e Environment) Label() string {
	if e.Instance == "" {
		return e.Name
	}
	return e.Name + "-" + e.Instance
}

// ReleaseEnvironment is the GitHub environment whose workflows release images. No label
// has an underscore, so it is never the GitHub environment of another deployment.
func (e Environment) ReleaseEnvironment() string { return e.Label() + "_release" }

// Describe starts a description in AWS with the deployment: "Chassis prod: keys".
func (e Environment) Describe(what string) string { return e.Title() + " " + e.Label() + ": " + what }

// AlertSender is the sender of alert e-mails.
func (e Environment) AlertSender() string { return e.Title() + " " + e.Label() + " alerts" }

// StackName is the CloudFormation name of a stack: chassis-prod-network.
func (e Environment) StackName(stack string) string { return e.resourceName(strings.ToLower(stack)) }

// ReleasedTagPrefix begins a further tag of each image that was released.
const ReleasedTagPrefix = "released-"

// RepositoryName is the image repository of a service, to which its pipeline
// pushes: chassis/prod/service.
func (e Environment) RepositoryName(s Service) string { return e.RepositoryPrefix() + s.Repository }

// RepositoryPrefix begins the names of this deployment's repositories, and of no other's:
// chassis/staging/ does not begin those of an instance.
func (e Environment) RepositoryPrefix() string { return e.prefix("/") + "/" }

// RunnableImages begins the names of the repositories whose images may run: the
// deployment's own, and for an instance, whose own are empty, those of every environment.
func (e Environment) RunnableImages() string {
	if e.Instance != "" {
		return strings.TrimSuffix(e.RepositoryPattern(), "*")
	}
	return e.RepositoryPrefix()
}

// ClusterName is the ECS cluster. Alarms, events and the dashboard find it by name.
func (e Environment) ClusterName() string { return e.resourceName("cluster") }

// TaskFamily is the family of a service's task definitions.
func (e Environment) TaskFamily(service string) string { return e.resourceName(service) }

// ClusterIdentifier is the Aurora cluster: chassis-prod-e3b0c442. The identifier is
// fixed, so that the log group can exist before the cluster, and so that an
// accidental replacement fails at the name that is taken instead of creating an
// empty database. The hash is of the origin, so that an intended restore from
// another source gets another name.
func (e Environment) ClusterIdentifier() string {
	source := ""
	switch o := e.Database.Origin; {
	case o.SnapshotID != "":
		source = "snapshot " + o.SnapshotID
	case o.CloneSource != "":
		source = "clone " + o.CloneSource
	}
	sum := sha256.Sum256([]byte(source))
	return e.resourceName(hex.EncodeToString(sum[:4]))
}

// shownStackName is how much of a stack's name CloudFormation keeps in the identifier of a
// DB instance, of 63 characters: the logical ID has up to 22, the random end 13 with its
// hyphen, and a hyphen is between the two.
const shownStackName = 63 - 22 - 13 - 1

// DatabaseInstancePrefix starts the identifiers of the cluster's instances, which
// CloudFormation makes from the stack's name and their logical IDs.
func (e Environment) DatabaseInstancePrefix() string {
	if stack := e.StackName(DataStack); len(stack) > shownStackName {
		return stack[:shownStackName]
	}
	return e.StackName(DataStack) + "-aurora"
}

// ProxyName is the RDS Proxy, whose log group must exist before it.
func (e Environment) ProxyName() string { return e.resourceName("proxy") }

// ReaderEndpointName is the proxy's endpoint to the readers.
func (e Environment) ReaderEndpointName() string { return e.resourceName("proxy-reader") }

// DatabasePolicyName is a policy for people who use the database, to read or to
// administer. A permission set of IAM Identity Center refers to it by name. The names of
// policies are those of the account, so the region is part of it.
func (e Environment) DatabasePolicyName(use string) string {
	return e.resourceName("database-" + use + "-" + e.Region)
}

// WebACLName is the web ACL and its metric. CloudWatch knows the web ACLs of all
// environments by this name.
func (e Environment) WebACLName() string { return e.resourceName("web-acl") }

// DashboardName is the CloudWatch dashboard.
func (e Environment) DashboardName() string { return e.resourceName("overview") }

// AlarmName is an alarm: chassis-prod-service-api-memory-high. People read it in the
// subject of an e-mail, and the dashboard refers to alarms that do not exist yet.
// The owner is a service or a recipient of findings; it may be empty.
func (e Environment) AlarmName(owner, id string) string {
	if owner != "" {
		id = owner + "-" + id
	}
	return e.resourceName(id)
}

// FindingsTopicName is the FIFO topic of scan findings. SNS and SQS demand the
// ending, and the CDK would generate names without the environment.
func (e Environment) FindingsTopicName() string { return e.resourceName("scan-findings.fifo") }

// FindingsQueueName is the FIFO queue of scan findings for a recipient.
func (e Environment) FindingsQueueName(recipient string) string {
	return e.FindingsPipeName(recipient) + ".fifo"
}

// UndeliveredQueueName is the dead-letter queue of that queue.
func (e Environment) UndeliveredQueueName(recipient string) string {
	return e.FindingsPipeName(recipient) + "-undelivered.fifo"
}

// FindingsPipeName is the pipe that empties the queue. Its role trusts the pipe's
// ARN, so the name has to be known first. Pipes take at most 64 characters.
func (e Environment) FindingsPipeName(recipient string) string {
	return e.resourceName("findings-" + recipient)
}

// AlertsQueueName is the queue of what the alert topic sends to Slack.
func (e Environment) AlertsQueueName() string { return e.AlertsPipeName() }

// UndeliveredAlertsQueueName is the dead-letter queue of that queue.
func (e Environment) UndeliveredAlertsQueueName() string { return e.AlertsPipeName() + "-undelivered" }

// AlertsPipeName is the pipe that empties the queue.
func (e Environment) AlertsPipeName() string { return e.resourceName("alerts-slack") }

// ReleaseName is the state machine that releases an image. Its role's policies and
// the workflows of GitHub refer to it.
func (e Environment) ReleaseName() string { return e.resourceName("release") }

// ScheduleGroupName is the group of the jobs' schedules, which the roles of the schedules
// trust. A schedule has the name of its service.
func (e Environment) ScheduleGroupName() string { return e.resourceName("jobs") }

// MigrationFunctionName is the function that runs migrations. It starts itself again, so
// its own policy has its name.
func (e Environment) MigrationFunctionName() string { return e.resourceName("migrations") }

// Log groups have fixed names: operators type them, or an AWS service writes to a group
// with that name, and would create it without a key or a retention.

// vended starts the log groups that AWS's vended delivery writes to. CloudWatch Logs
// lets it write to all of these with one entry in a resource policy of the account. Each
// group elsewhere can take an entry of its own there, which stays when the group goes, and
// the policy has room for 5,120 characters.
// https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
const vended = "/aws/vendedlogs/"

// FlowLogGroupName is the log group of the VPC's flow logs.
func (e Environment) FlowLogGroupName() string { return e.logGroupName("vpc-flow") }

// WebACLLogGroupName is the log group of the web ACL's requests. WAF requires the prefix.
// https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
func (e Environment) WebACLLogGroupName() string { return "aws-waf-logs-" + e.WebACLName() }

// RelayLogGroupName is the log group of the state machines that word alerts. One of them
// is there with Slack only, and a group of its own would be kept without it.
func (e Environment) RelayLogGroupName() string {
	return vended + "states/" + e.resourceName("scan-findings")
}

// PipesLogGroupName is the log group of the pipes, one for all, as some are there with
// Slack only.
func (e Environment) PipesLogGroupName() string {
	return "/aws/vendedlogs/pipes/" + e.resourceName("alerts")
}

// ReleaseLogGroupName is the log group of the state machine that releases an image.
func (e Environment) ReleaseLogGroupName() string { return vended + "states/" + e.ReleaseName() }

// JobsLogGroupName is the log group of the state machines that start jobs.
func (e Environment) JobsLogGroupName() string { return vended + "states/" + e.resourceName("jobs") }

// DatabaseLogGroupName is the log group of PostgreSQL, under the name that RDS writes to.
func (e Environment) DatabaseLogGroupName() string {
	return e.clusterLogGroups() + "postgresql"
}

// DatabaseLoginLogGroupName is the log group of logins with IAM that the database refuses,
// under the name that RDS writes to.
func (e Environment) DatabaseLoginLogGroupName() string {
	return e.clusterLogGroups() + "iam-db-auth-error"
}

// clusterLogGroups starts the log groups to which RDS exports a cluster's logs.
// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.CloudWatch.Publishing.html
func (e Environment) clusterLogGroups() string {
	return "/aws/rds/cluster/" + e.ClusterIdentifier() + "/"
}

// ProxyLogGroupName is the log group of RDS Proxy, under the name that RDS writes to.
func (e Environment) ProxyLogGroupName() string { return "/aws/rds/proxy/" + e.ProxyName() }

// DatabaseRolesLogGroupName is the log group of the function that creates the database roles.
func (e Environment) DatabaseRolesLogGroupName() string { return e.logGroupName("database-roles") }

// RedisLogGroupName is the log group of one kind of log of Redis, slow-log or engine-log.
func (e Environment) RedisLogGroupName(kind string) string {
	return vended + "elasticache/" + e.resourceName("redis-"+kind)
}

// ClusterLogGroupName is the log group of Container Insights, under the name that ECS writes to.
func (e Environment) ClusterLogGroupName() string {
	return "/aws/ecs/containerinsights/" + e.ClusterName() + "/performance"
}

// ServiceLogGroupName is the log group of the tasks of a service.
func (e Environment) ServiceLogGroupName(service string) string { return e.logGroupName(service) }

// ShellLogGroupName is the log group of what people do in shells of tasks.
func (e Environment) ShellLogGroupName() string { return e.logGroupName("shell") }

// FinderLogGroupName is the log group of the function that finds the certificate.
func (e Environment) FinderLogGroupName() string { return e.logGroupName("certificate-finder") }

// MigrationsLogGroupName is the log group of the function that runs migrations.
func (e Environment) MigrationsLogGroupName() string { return e.logGroupName("migrations") }

// Switched reports whether a log group of this name comes and goes with a setting. Kept, it
// would be in the way when the setting comes back.
func (e Environment) Switched(logGroup string) bool {
	return slices.Contains([]string{
		e.FinderLogGroupName(), e.ReleaseLogGroupName(), e.JobsLogGroupName(), e.MigrationsLogGroupName(), e.ShellLogGroupName(),
	}, logGroup)
}

// ProviderLogGroupName is the log group of the function of one of the CDK's own custom
// resources, with its type after "Custom::".
func (e Environment) ProviderLogGroupName(resourceType string) string {
	return e.logGroupName(strings.ToLower(resourceType))
}
