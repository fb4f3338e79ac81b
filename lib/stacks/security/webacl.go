package security

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const fiveMinutesInSeconds = 300

// newWebACL defines the web ACL of the load balancer and returns its ARN. It allows
// requests that no rule blocks.
func newWebACL(scope constructs.Construct, env config.Environment, key awskms.IKey) *string {
	acl := awswafv2.NewCfnWebACL(scope, jsii.String("WebAcl"), &awswafv2.CfnWebACLProps{
		Name:             jsii.String(env.WebACLName()),
		Description:      jsii.String(env.Describe("requests from the internet")),
		Scope:            jsii.String("REGIONAL"),
		DefaultAction:    &awswafv2.CfnWebACL_DefaultActionProperty{Allow: map[string]any{}},
		Rules:            rules(scope, env),
		VisibilityConfig: visibility(env.WebACLName()),
		// Samples of requests are for everybody who may read the web ACL. The redacted fields
		// of the log do not cover them.
		// https://docs.aws.amazon.com/waf/latest/developerguide/data-protection-masking.html
		DataProtectionConfig: &awswafv2.CfnWebACL_DataProtectionConfigProperty{DataProtections: &[]any{
			&awswafv2.CfnWebACL_DataProtectProperty{
				Action: jsii.String("SUBSTITUTION"),
				Field: &awswafv2.CfnWebACL_FieldToProtectProperty{
					FieldType: jsii.String("SINGLE_HEADER"), FieldKeys: jsii.Strings(credentialHeaders()...),
				},
			},
		}},
	})
	logRequests(scope, env, key, acl)
	return acl.AttrArn()
}

// rules lists the rules in the order in which WAF tries them: cheap ones on addresses
// first, then those of the services, then those that inspect requests.
func rules(scope constructs.Construct, env config.Environment) *[]*awswafv2.CfnWebACL_RuleProperty {
	var addresses, requests []*awswafv2.CfnWebACL_RuleProperty
	for n, group := range config.ManagedRuleGroups() {
		if group.Name == config.IPReputationRules {
			addresses = append(addresses, managedRuleGroup(n, group, env.Firewall.CountedRules))
			continue
		}
		priority := afterServices + 10*n // room for a rule between two others
		requests = append(requests, managedRuleGroup(priority, group, env.Firewall.CountedRules))
	}
	return new(slices.Concat(addresses, serviceRules(scope, env), requests))
}

// managedRuleGroup is a managed rule group of AWS with its own actions, except for the
// counted rules.
func managedRuleGroup(priority int, group config.ManagedRuleGroup, counted []string) *awswafv2.CfnWebACL_RuleProperty {
	var overrides []*awswafv2.CfnWebACL_RuleActionOverrideProperty
	for _, rule := range counted {
		if slices.Contains(group.Rules, rule) {
			overrides = append(overrides, &awswafv2.CfnWebACL_RuleActionOverrideProperty{
				Name:        jsii.String(rule),
				ActionToUse: &awswafv2.CfnWebACL_RuleActionProperty{Count: map[string]any{}},
			})
		}
	}
	statement := &awswafv2.CfnWebACL_ManagedRuleGroupStatementProperty{
		VendorName: jsii.String("AWS"),
		Name:       jsii.String(group.Name),
	}
	if len(overrides) > 0 {
		statement.RuleActionOverrides = &overrides
	}
	return &awswafv2.CfnWebACL_RuleProperty{
		Name:     jsii.String(group.Name),
		Priority: jsii.Number(priority),
		// An empty map, not nil: jsii drops a nil, which would leave "OverrideAction": {}
		// without an action.
		OverrideAction:   &awswafv2.CfnWebACL_OverrideActionProperty{None: map[string]any{}},
		Statement:        &awswafv2.CfnWebACL_StatementProperty{ManagedRuleGroupStatement: statement},
		VisibilityConfig: visibility(group.Name),
	}
}

// logRequests logs requests without the headers that hold credentials.
func logRequests(scope constructs.Construct, env config.Environment, key awskms.IKey, acl awswafv2.CfnWebACL) {
	group := baseline.NewLogGroup(scope, "WebAclLogGroup", env, key, env.WebACLLogGroupName())
	// The L2's ARN ends in ":*", which WAF refuses.
	destination := awscdk.Stack_Of(scope).FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("logs"), Resource: jsii.String("log-group"), ResourceName: group.LogGroupName(),
		ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
	})
	var redacted []*awswafv2.CfnLoggingConfiguration_FieldToMatchProperty
	for _, header := range credentialHeaders() {
		redacted = append(redacted, &awswafv2.CfnLoggingConfiguration_FieldToMatchProperty{
			SingleHeader: map[string]any{"Name": header},
		})
	}
	awswafv2.NewCfnLoggingConfiguration(scope, jsii.String("WebAclLogging"), &awswafv2.CfnLoggingConfigurationProps{
		ResourceArn:           acl.AttrArn(),
		LogDestinationConfigs: &[]any{*destination},
		RedactedFields:        &redacted,
		LoggingFilter:         logFilter(env),
	})
}

// credentialHeaders are the headers that hold credentials.
func credentialHeaders() []string { return []string{"authorization", "cookie"} }

// logFilter drops the requests that no rule blocked or counted, unless the settings keep
// them. A rule of a managed group that counts by an override is found as
// EXCLUDED_AS_COUNT. https://docs.aws.amazon.com/waf/latest/APIReference/API_ActionCondition.html
func logFilter(env config.Environment) any {
	if env.Firewall.LogAllowed {
		return nil
	}
	var conditions []any
	for _, action := range []string{"BLOCK", "COUNT", "EXCLUDED_AS_COUNT"} {
		conditions = append(conditions, map[string]any{"ActionCondition": map[string]any{"Action": action}})
	}
	// The schema has no properties of the filter, so the generated structs would keep their
	// lower-case names, which WAF does not know.
	return map[string]any{
		"DefaultBehavior": "DROP",
		"Filters":         []any{map[string]any{"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": conditions}},
	}
}

func visibility(name string) *awswafv2.CfnWebACL_VisibilityConfigProperty {
	return &awswafv2.CfnWebACL_VisibilityConfigProperty{
		CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: jsii.String(name),
	}
}
