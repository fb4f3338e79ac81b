package baseline

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// ImportGroup imports a security group of the Network stack, so that the L2s cannot add
// rules to it. When they connect two resources they would add rules that the table of
// flows already has, with values of other stacks.
func ImportGroup(scope constructs.Construct, id string, group awsec2.ISecurityGroup) awsec2.ISecurityGroup {
	return awsec2.SecurityGroup_FromSecurityGroupId(scope, jsii.String(id), group.SecurityGroupId(),
		&awsec2.SecurityGroupImportOptions{Mutable: jsii.Bool(false)})
}
