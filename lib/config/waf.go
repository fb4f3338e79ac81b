package config

import (
	"slices"

	"example.com/chassis/lib/config/input"
)

// ManagedRuleGroup is a group of WAF rules that AWS maintains.
type ManagedRuleGroup struct {
	Name  string
	Rules []string
}

// IPReputationRules is the group that only compares the address of a request with
// lists of bad addresses.
const IPReputationRules = "AWSManagedRulesAmazonIpReputationList"

// ManagedRuleGroups lists the groups of the web ACL in the order in which WAF tries
// them, the cheapest first.
//
// WAF silently ignores an override for a rule that does not exist, so the names are
// checked here. They are those of the newest static versions.
// https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleActionOverride.html
// https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
func ManagedRuleGroups() []ManagedRuleGroup {
	return []ManagedRuleGroup{
		{Name: IPReputationRules, Rules: []string{
			"AWSManagedIPReputationList", "AWSManagedReconnaissanceList", "AWSManagedIPDDoSList",
		}},
		{Name: "AWSManagedRulesKnownBadInputsRuleSet", Rules: []string{
			"JavaDeserializationRCE_HEADER", "JavaDeserializationRCE_BODY", "JavaDeserializationRCE_URIPATH", "JavaDeserializationRCE_QUERYSTRING",
			"Host_localhost_HEADER",
			"PROPFIND_METHOD",
			"ExploitablePaths_URIPATH",
			"Log4JRCE_HEADER", "Log4JRCE_QUERYSTRING", "Log4JRCE_BODY", "Log4JRCE_URIPATH",
			"ReactJSRCE_BODY",
		}},
		{Name: "AWSManagedRulesCommonRuleSet", Rules: []string{
			"NoUserAgent_HEADER", "UserAgent_BadBots_HEADER",
			"SizeRestrictions_QUERYSTRING", "SizeRestrictions_Cookie_HEADER", "SizeRestrictions_BODY", "SizeRestrictions_URIPATH",
			"EC2MetaDataSSRF_BODY", "EC2MetaDataSSRF_COOKIE", "EC2MetaDataSSRF_URIPATH", "EC2MetaDataSSRF_QUERYARGUMENTS",
			"GenericLFI_QUERYARGUMENTS", "GenericLFI_URIPATH", "GenericLFI_BODY",
			"RestrictedExtensions_URIPATH", "RestrictedExtensions_QUERYARGUMENTS",
			"GenericRFI_QUERYARGUMENTS", "GenericRFI_BODY", "GenericRFI_URIPATH",
			"CrossSiteScripting_COOKIE", "CrossSiteScripting_QUERYARGUMENTS", "CrossSiteScripting_BODY", "CrossSiteScripting_URIPATH",
		}},
		{Name: "AWSManagedRulesSQLiRuleSet", Rules: []string{
			"SQLi_QUERYARGUMENTS", "SQLi_BODY", "SQLi_COOKIE", "SQLi_URIPATH",
			"SQLiExtendedPatterns_QUERYARGUMENTS", "SQLiExtendedPatterns_BODY", "SQLiExtendedPatterns_HEADER", "SQLiExtendedPatterns_URIPATH",
		}},
	}
}

// managedRules are the names of the rules in all groups.
func managedRules() []string {
	var all []string
	for _, group := range ManagedRuleGroups() {
		all = append(all, group.Rules...)
	}
	return all
}

func checkCountedRules(e Environment, fail reporter) {
	known := managedRules()
	for _, rule := range e.Firewall.CountedRules {
		if slices.Contains(known, rule) {
			continue
		}
		hint := "AWS's list of managed rule groups has the names"
		if near, ok := input.Nearest(rule, known); ok {
			hint = "did you mean " + near + "?"
		}
		fail("wafCountedRules must name rules of the managed rule groups in use, got %q: %s", rule, hint)
	}
}

// maxWebACLCapacity is how many capacity units a web ACL takes, and
// includedWebACLCapacity how many of them its price includes.
// https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
const maxWebACLCapacity, includedWebACLCapacity = 5000, 1500

// WebACLCapacity is how many capacity units the rules of the web ACL need.
// https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-match.html
func (e Environment) WebACLCapacity() int {
	const managed = 25 + 200 + 700 + 200
	// Two comparisons of a path, of 2 units each and 10 for each of three transformations.
	const path, rate, addresses = 2 * (2 + 3*10), 2, 1
	units := managed
	for _, s := range e.Services {
		if s.RateLimitPerFiveMinutes > 0 {
			units += rate + path
		}
		if len(s.AllowedCIDRs) > 0 {
			units += addresses + path
		}
	}
	return units
}
