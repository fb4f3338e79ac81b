package compute

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// image is the image that a service runs. It is a parameter of the stack: a release
// needs no checkout of this repository, later deployments keep the image, and
// CloudFormation restores it when a release fails.
type image struct {
	uri *string
	// given is false until the first release.
	given awscdk.CfnCondition
}

func newImage(stack awscdk.Stack, s config.Service) image {
	parameter := awscdk.NewCfnParameter(stack, jsii.String(s.ImageParameter()), &awscdk.CfnParameterProps{
		Type:                  jsii.String("String"),
		Description:           jsii.String(fmt.Sprintf("Image that %s runs, as a full URI with tag or digest; %s before the first release", s.Name, config.NoImage)),
		Default:               jsii.String(s.Image),
		AllowedPattern:        jsii.String(config.ImagePattern),
		ConstraintDescription: jsii.String(fmt.Sprintf("must be %s or a full image URI with a tag or a digest", config.NoImage)),
	})
	return image{
		uri: parameter.ValueAsString(),
		given: awscdk.NewCfnCondition(stack, jsii.String(s.ImageParameter()+"Given"), &awscdk.CfnConditionProps{
			Expression: awscdk.Fn_ConditionNot(awscdk.Fn_ConditionEquals(parameter.ValueAsString(), jsii.String(config.NoImage))),
		}),
	}
}

// setCondition creates the resources below scope only if condition is true. No resource
// outside of scope may refer to them.
func setCondition(condition awscdk.CfnCondition, scope constructs.Construct) {
	for _, c := range *scope.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		if resource, ok := c.(awscdk.CfnResource); ok {
			resource.CfnOptions().SetCondition(condition)
		}
	}
}
