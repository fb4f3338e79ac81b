// Package security holds the promises about the Security stack: web ACL, keys and what
// they encrypt, log groups, image repositories.
package security

import "example.com/chassis/lib/proof/promises/check"

// Promises are the promises about security.
func Promises() []check.Promise {
	return []check.Promise{
		{ID: "R2.1", Says: "One regional web ACL allows by default and tries, in this order, the reputation list, the rules of the services in the order of their priorities, known bad inputs, common attacks and SQL injection.", Check: webACLRules},
		{ID: "R2.1", Says: "The managed rule groups for common attacks, SQL injection, known bad inputs and bad reputation keep their blocking actions and look at every request.", Check: managedGroupsBlock},
		{ID: "R2.1", Says: "The managed rules that the settings name count instead of blocking, and no others.", Check: countedRules},
		{ID: "R2.2", Says: "An IP address that sends more requests in 300 seconds to the path of a service than its settings allow is blocked.", Check: rateLimits},
		{ID: "Settings", Says: "A service that names the addresses that may use its path answers 403 to all others.", Check: allowedAddresses},
		{ID: "Settings", Says: "The rules of a service block, and their priorities depend on the priority of its listener rule alone.", Check: serviceRulesBlock},
		{ID: "R2.2", Says: "The rules of a service are about every spelling of its path that the load balancer would route to it, and about no other path.", Check: pathSpellings},
		{ID: "R2.3", Says: "The web ACL logs requests to one log group whose name starts with aws-waf-logs-.", Check: webACLLogging},
		{ID: "R2.3", Says: "The web ACL's logs hide the authorization and cookie headers.", Check: webACLRedaction},
		{ID: "R8.5", Says: "What WAF shows or samples of a request, details of matching rules included, hides the authorization and cookie headers.", Check: webACLDataProtection},
		{ID: "R8.5", Says: "The web ACL's log keeps what a rule blocked or counted, and the rest where the settings say so.", Check: webACLLogFilter},
		{ID: "R2.3", Says: "The web ACL and each of its rules have a metric with sampled requests.", Check: webACLMetrics},
		{ID: "R2.3", Says: "A rule, the managed group that it runs and its metric have one name, so that log and metrics can be compared.", Check: webACLRuleNames},
		{ID: "R2.4", Says: "There are exactly four customer-managed keys, one of the Network stack and three of the Security stack, and all of them rotate.", Check: rotatingKeys},
		{ID: "R8.10", Says: "Each key has one alias, with platform, environment and instance and what the key is for.", Check: keyAliases},
		{ID: "R2.4", Says: "Each key policy names the account root, the AWS services that must use the key themselves, and nobody else.", Check: keyPolicies},
		{ID: "R2.4", Says: "Aurora, its performance data and its master secret, Redis, secrets and image repositories are encrypted with the data key.", Check: dataIsEncrypted},
		{ID: "R2.4", Says: "Topics and queues are encrypted with a key of the platform, those of the Security stack with the alert key.", Check: messagesAreEncrypted},
		{ID: "R2.4", Says: "Every log group is encrypted with the logs key, those of the Network stack with its own.", Check: logGroupsAreEncrypted},
		{ID: "R2.4", Says: "Every function names such a log group, so that Lambda creates none without a key.", Check: functionsLogEncrypted},
		{ID: "R2.4", Says: "Every role that may read a secret of ours may decrypt with the data key.", Check: secretReadersHaveTheKey},
		{ID: "R2.5", Says: "There is one image repository for each service, with platform, environment and instance in its name.", Check: repositoryNames},
		{ID: "R2.5", Says: "The repositories scan on push, their tags are immutable, and they keep as many of the newest images as the settings say.", Check: repositorySettings},
		{ID: "R2.4", Says: "The log groups that operators look for, or that AWS would create by itself without a key and for ever, exist under the very names that they use.", Check: namesOfLogGroups},
		{ID: "R8.3", Says: "The log groups that AWS's vended delivery writes to begin with /aws/vendedlogs/, so that they share one entry in a resource policy of the account.", Check: vendedLogGroups},
	}
}
