package app

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// tag is a tag of every resource.
type tag struct{ name, value string }

func tags(env config.Environment) []tag {
	list := []tag{
		{"Project", env.Platform},
		{"Environment", env.Name},
		{"ManagedBy", "cdk"},
	}
	if env.Instance != "" {
		list = append(list, tag{"Instance", env.Instance})
	}
	return list
}

// stackTags are the tags of a stack. CloudFormation adds them to every resource that
// supports tags.
func stackTags(env config.Environment) *map[string]*string {
	all := map[string]*string{}
	for _, t := range tags(env) {
		all[t.name] = jsii.String(t.value)
	}
	return &all
}

// tagResources adds the tags to the templates too, for tools that only read templates.
func tagResources(app awscdk.App, env config.Environment) {
	props := &awscdk.TagProps{ExcludeResourceTypes: jsii.Strings(
		// CloudFormation cannot tag these at all.
		"AWS::ApplicationAutoScaling::ScalableTarget", "AWS::RDS::DBProxyTargetGroup",
		// Not in every region.
		"AWS::CloudWatch::Dashboard",
		// These get their tags from the stack. The registry of this region refuses tags on
		// listeners and rules, and moto 5, which tests the templates without an account,
		// cannot create a key with tags.
		"AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule",
		"AWS::KMS::Key",
	)}
	for _, t := range tags(env) {
		awscdk.Tags_Of(app).Add(jsii.String(t.name), jsii.String(t.value), props)
	}
}
