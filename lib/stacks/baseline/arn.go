package baseline

import (
	"cmp"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// ARN is the ARN of a resource in the account and region of scope's stack:
// arn:aws:ecr:<region>:<account>:repository/chassis/*.
func ARN(scope constructs.IConstruct, service, resource, name string) *string {
	return awscdk.Stack_Of(scope).FormatArn(&awscdk.ArnComponents{
		Service: jsii.String(service), Resource: jsii.String(resource), ResourceName: jsii.String(name),
	})
}

// Wildcard waives the finding about one wildcard in the resources of a policy.
func Wildcard(resource, reason string) Waiver {
	return Waiver{Rule: "AwsSolutions-IAM5", Finding: "Resource::" + resource, Reason: reason}
}

// InFinding is how cdk-nag writes the ARN of env's resource in a finding.
func InFinding(env config.Environment, service, resource string) string {
	return "arn:aws:" + service + ":" + env.Region + ":" + cmp.Or(env.Account, "<AWS::AccountId>") + ":" + resource
}

// DecryptSecrets is the statement that lets Secrets Manager use a key in the name of a
// role that reads a secret.
func DecryptSecrets(env config.Environment, key awskms.IKey) awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings("kms:Decrypt"),
		Resources: &[]*string{key.KeyArn()},
		Conditions: &map[string]any{"StringEquals": map[string]any{
			"kms:ViaService": "secretsmanager." + env.Region + ".amazonaws.com",
		}},
	})
}
