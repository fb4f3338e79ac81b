package app

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// tag is one of the tags that everything carries.
type tag struct{ name, value string }

func tags(env config.Environment) []tag {
	list := []tag{
		{"Project", config.Project},
		{"Environment", env.Name},
		{"ManagedBy", "cdk"},
	}
	if env.Instance != "" {
		list = append(list, tag{"Instance", env.Instance})
	}
	return list
}

// stackTags are the tags of a stack, which CloudFormation hands on to every
// resource that can carry tags, whether its template says so or not.
func stackTags(env config.Environment) *map[string]*string {
	all := map[string]*string{}
	for _, t := range tags(env) {
		all[t.name] = jsii.String(t.value)
	}
	return &all
}

// tagResources writes the tags into the templates too, for whoever reads only
// those. The types it leaves out get theirs from the stack.
func tagResources(app awscdk.App, env config.Environment) {
	props := &awscdk.TagProps{ExcludeResourceTypes: jsii.Strings(
		// The registry of this region knows no tags on them.
		"AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule",
		// moto 5, on which the templates can be tried out without an account, fails to
		// create a key that has tags in its template.
		"AWS::KMS::Key",
	)}
	for _, t := range tags(env) {
		awscdk.Tags_Of(app).Add(jsii.String(t.name), jsii.String(t.value), props)
	}
}
