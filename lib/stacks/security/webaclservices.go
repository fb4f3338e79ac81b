package security

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// The rules of a service have priorities that depend on its listener rule's alone, so
// that another service changes none of them.
const (
	rulesPerService = 2
	// afterServices is the first priority after those of the services.
	afterServices = 200_000
)

// serviceRules lists the rules on the paths of services: who may use one, and how often.
func serviceRules(scope constructs.Construct, env config.Environment) []*awswafv2.CfnWebACL_RuleProperty {
	// Below a construct of their own, so that a service may be named like one of the stack.
	addresses := constructs.NewConstruct(scope, jsii.String("AllowedAddresses"))
	var list []*awswafv2.CfnWebACL_RuleProperty
	for _, s := range env.Services {
		first := rulesPerService * s.Priority
		if len(s.AllowedCIDRs) > 0 {
			list = append(list, allowedOnly(addresses, env, first, s))
		}
		if s.RateLimitPerFiveMinutes > 0 {
			list = append(list, rateLimit(first+1, s))
		}
	}
	return list
}

// allowedOnly answers 403 to everybody but the service's addresses.
func allowedOnly(scope constructs.Construct, env config.Environment, priority int, s config.Service) *awswafv2.CfnWebACL_RuleProperty {
	addresses := awswafv2.NewCfnIPSet(scope, jsii.String(s.ID()), &awswafv2.CfnIPSetProps{
		Description:      jsii.String(env.Describe("who may use " + s.Name)),
		Scope:            jsii.String("REGIONAL"),
		IpAddressVersion: jsii.String("IPV4"),
		Addresses:        jsii.Strings(s.AllowedCIDRs...),
	})
	return block(s.RepositoryID()+"Addresses", priority, &awswafv2.CfnWebACL_StatementProperty{
		AndStatement: &awswafv2.CfnWebACL_AndStatementProperty{Statements: &[]*awswafv2.CfnWebACL_StatementProperty{
			onPath(s.Path),
			{NotStatement: &awswafv2.CfnWebACL_NotStatementProperty{Statement: &awswafv2.CfnWebACL_StatementProperty{
				IpSetReferenceStatement: map[string]any{"arn": addresses.AttrArn()},
			}}},
		}},
	})
}

// rateLimit blocks an IP address that sends too many requests to the service's path. WAF
// counts every few seconds, so a burst can exceed the limit for a moment.
func rateLimit(priority int, s config.Service) *awswafv2.CfnWebACL_RuleProperty {
	return block(s.RepositoryID()+"Rate", priority, &awswafv2.CfnWebACL_StatementProperty{
		RateBasedStatement: &awswafv2.CfnWebACL_RateBasedStatementProperty{
			AggregateKeyType:    jsii.String("IP"),
			Limit:               jsii.Number(s.RateLimitPerFiveMinutes),
			EvaluationWindowSec: jsii.Number(fiveMinutesInSeconds),
			ScopeDownStatement:  onPath(s.Path),
		},
	})
}

// block is a rule that answers 403 to the requests that a statement matches.
func block(name string, priority int, statement *awswafv2.CfnWebACL_StatementProperty) *awswafv2.CfnWebACL_RuleProperty {
	return &awswafv2.CfnWebACL_RuleProperty{
		Name:             jsii.String(name),
		Priority:         jsii.Number(priority),
		Action:           &awswafv2.CfnWebACL_RuleActionProperty{Block: map[string]any{}},
		Statement:        statement,
		VisibilityConfig: visibility(name),
	}
}

// onPath matches the requests that the load balancer sends to the service at path.
func onPath(path string) *awswafv2.CfnWebACL_StatementProperty {
	if path == "/" {
		return pathMatch("STARTS_WITH", path)
	}
	return &awswafv2.CfnWebACL_StatementProperty{
		OrStatement: &awswafv2.CfnWebACL_OrStatementProperty{
			Statements: &[]*awswafv2.CfnWebACL_StatementProperty{pathMatch("EXACTLY", path), pathMatch("STARTS_WITH", path+"/")},
		},
	}
}

// pathMatch compares the path as the load balancer does: listener rules match after URI
// normalization, so all spellings of a path must match here. https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
func pathMatch(constraint, path string) *awswafv2.CfnWebACL_StatementProperty {
	var transformations []*awswafv2.CfnWebACL_TextTransformationProperty
	for i, kind := range []string{"URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"} {
		transformations = append(transformations, &awswafv2.CfnWebACL_TextTransformationProperty{
			Priority: jsii.Number(i), Type: jsii.String(kind),
		})
	}
	return &awswafv2.CfnWebACL_StatementProperty{
		ByteMatchStatement: &awswafv2.CfnWebACL_ByteMatchStatementProperty{
			FieldToMatch:         &awswafv2.CfnWebACL_FieldToMatchProperty{UriPath: map[string]any{}},
			PositionalConstraint: jsii.String(constraint),
			SearchString:         jsii.String(path),
			TextTransformations:  &transformations,
		},
	}
}
