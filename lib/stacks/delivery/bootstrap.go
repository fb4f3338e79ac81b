package delivery

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// bootstrapRoles returns the ARNs of roles that `cdk bootstrap` has created, under the
// names that it gives them.
func bootstrapRoles(scope constructs.Construct, names ...string) []*string {
	stack := awscdk.Stack_Of(scope)
	var arns []*string
	for _, name := range names {
		arns = append(arns, stack.FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("iam"), Region: jsii.String(""), Resource: jsii.String("role"),
			ResourceName: jsii.String(fmt.Sprintf("cdk-%s-%s-%s-%s", *stack.Synthesizer().BootstrapQualifier(), name, *stack.Account(), config.Region)),
		}))
	}
	return arns
}

// bootstrapVersion is the ARN of the parameter with the version of the bootstrap.
func bootstrapVersion(scope constructs.Construct) *string {
	qualifier := *awscdk.Stack_Of(scope).Synthesizer().BootstrapQualifier()
	return baseline.ARN(scope, "ssm", "parameter", "cdk-bootstrap/"+qualifier+"/version")
}
