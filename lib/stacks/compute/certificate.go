package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	finderTimeoutSeconds = 60
	finderMemoryMiB      = 256
	// answerTimeoutSeconds is when CloudFormation gives up on the finder; without it
	// a finder that cannot answer holds the deployment for an hour.
	answerTimeoutSeconds = 2 * finderTimeoutSeconds
)

// newCertificate returns the ARN of the certificate that covers the domain: the
// one named in the settings, or else the one that the finder finds at deployment.
// A lookup by the CDK at synthesis does not exist, and would need credentials.
// Whoever depends on search waits for the find.
func newCertificate(scope constructs.Construct, env config.Environment, props Props) (arn *string, search constructs.IDependable) {
	scope = constructs.NewConstruct(scope, jsii.String("Certificate"))
	if env.Domain.CertificateARN != "" {
		return jsii.String(env.Domain.CertificateARN), scope
	}
	found := awscdk.NewCustomResource(scope, jsii.String("Search"), &awscdk.CustomResourceProps{
		ServiceToken:   newFinder(scope, env, props).FunctionArn(),
		ResourceType:   jsii.String("Custom::CertificateSearch"),
		ServiceTimeout: awscdk.Duration_Seconds(jsii.Number(answerTimeoutSeconds)),
		Properties: &map[string]any{
			"DomainName": env.Domain.Name,
			// Only there so that a changed text repeats the search.
			"Lookup": env.Domain.CertificateLookup,
		},
	})
	return found.GetAttString(jsii.String("CertificateArn")), found
}

// newFinder defines the function that searches ACM. It lists and describes, and
// changes nothing.
func newFinder(scope constructs.Construct, env config.Environment, props Props) awslambda.Function {
	logs := baseline.NewLogGroup(scope, "FinderLogGroup", env, props.LogsKey, env.FinderLogGroupName())
	role := awsiam.NewRole(scope, jsii.String("FinderRole"), &awsiam.RoleProps{
		Description: jsii.String("Certificate finder: reads the account's certificates"),
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
	})
	logs.GrantWrite(role)
	certificates := awscdk.Stack_Of(scope).FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("acm"), Resource: jsii.String("certificate"), ResourceName: jsii.String("*"),
	})
	mayRead := func(action string, resource *string) {
		role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings(action), Resources: &[]*string{resource},
		}))
	}
	mayRead("acm:ListCertificates", jsii.String("*"))
	mayRead("acm:DescribeCertificate", certificates)
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy(), baseline.Waiver{
		Rule: "AwsSolutions-IAM5", Finding: "Resource::*",
		Reason: "Listing certificates knows no resources, and only reads.",
	}, baseline.Waiver{
		Rule: "AwsSolutions-IAM5", Finding: "Resource::arn:aws:acm:" + config.Region + ":" + baseline.AccountIn(env) + ":certificate/*",
		Reason: "Which certificate is described is only known after listing them; the action only reads.",
	})
	finder := awslambda.NewFunction(scope, jsii.String("Finder"), &awslambda.FunctionProps{
		Description:  jsii.String("Chassis: finds the certificate that covers the domain, at deployment"),
		Runtime:      awslambda.Runtime_PROVIDED_AL2023(),
		Architecture: awslambda.Architecture_ARM_64(),
		Handler:      jsii.String("bootstrap"),
		Code:         awslambda.Code_FromAsset(jsii.String(props.FinderCode), nil),
		Timeout:      awscdk.Duration_Seconds(jsii.Number(finderTimeoutSeconds)),
		MemorySize:   jsii.Number(finderMemoryMiB),
		Role:         role,
		LogGroup:     logs,
	})
	baseline.Accept(finder, baseline.DeploymentFunction()...)
	return finder
}
