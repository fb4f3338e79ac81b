package config

import "strings"

// Log groups have fixed names: operators type them, or an AWS service writes to a group
// with that name, and would create it without a key or a retention.

// vendedLogs starts the log groups of state machines. CloudWatch Logs covers these
// with one resource policy; an account has only ten.
// https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
const vendedLogs = "/aws/vendedlogs/states/"

// FlowLogGroupName is the log group of the VPC's flow logs.
func (e Environment) FlowLogGroupName() string { return e.logGroupName("vpc-flow") }

// WebACLLogGroupName is the log group of the web ACL's requests. WAF requires the prefix.
// https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
func (e Environment) WebACLLogGroupName() string { return "aws-waf-logs-" + e.WebACLName() }

// RelayLogGroupName is the log group of the state machine that publishes scan findings.
func (e Environment) RelayLogGroupName() string {
	return vendedLogs + e.resourceName("scan-findings")
}

// ReleaseLogGroupName is the log group of the state machine that releases an image.
func (e Environment) ReleaseLogGroupName() string { return vendedLogs + e.ReleaseName() }

// DatabaseLogGroupName is the log group of PostgreSQL, under the name that RDS writes to.
func (e Environment) DatabaseLogGroupName() string {
	return "/aws/rds/cluster/" + e.ClusterIdentifier() + "/postgresql"
}

// ProxyLogGroupName is the log group of RDS Proxy, under the name that RDS writes to.
func (e Environment) ProxyLogGroupName() string { return "/aws/rds/proxy/" + e.ProxyName() }

// DatabaseRolesLogGroupName is the log group of the function that creates the database roles.
func (e Environment) DatabaseRolesLogGroupName() string { return e.logGroupName("database-roles") }

// RedisLogGroupName is the log group of one kind of log of Redis, slow-log or engine-log.
func (e Environment) RedisLogGroupName(kind string) string { return e.logGroupName("redis-" + kind) }

// ClusterLogGroupName is the log group of Container Insights, under the name that ECS writes to.
func (e Environment) ClusterLogGroupName() string {
	return "/aws/ecs/containerinsights/" + e.ClusterName() + "/performance"
}

// ServiceLogGroupName is the log group of the tasks of a service.
func (e Environment) ServiceLogGroupName(service string) string { return e.logGroupName(service) }

// FinderLogGroupName is the log group of the function that finds the certificate.
func (e Environment) FinderLogGroupName() string { return e.logGroupName("certificate-finder") }

// ProviderLogGroupName is the log group of the function of one of the CDK's own custom
// resources, with its type after "Custom::".
func (e Environment) ProviderLogGroupName(resourceType string) string {
	return e.logGroupName(strings.ToLower(resourceType))
}
