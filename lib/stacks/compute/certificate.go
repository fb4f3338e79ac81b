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
	// serviceTimeoutSeconds is how long CloudFormation waits for the finder. By default
	// it would wait an hour for a function that died.
	serviceTimeoutSeconds = 2 * finderTimeoutSeconds
)

// newCertificate returns the ARN of the certificate that covers the domain: the one in
// the settings, or the one that the finder finds at deployment. The CDK has no lookup
// for it at synthesis, which would also need credentials. A resource that depends on
// search is created after the search.
func newCertificate(scope constructs.Construct, env config.Environment, props Props) (arn *string, search constructs.IDependable) {
	scope = constructs.NewConstruct(scope, jsii.String("Certificate"))
	if env.Domain.CertificateARN != "" {
		return jsii.String(env.Domain.CertificateARN), scope
	}
	found := awscdk.NewCustomResource(scope, jsii.String("Search"), &awscdk.CustomResourceProps{
		ServiceToken:   newFinder(scope, env, props).FunctionArn(),
		ResourceType:   jsii.String("Custom::CertificateSearch"),
		ServiceTimeout: awscdk.Duration_Seconds(jsii.Number(serviceTimeoutSeconds)),
		Properties: &map[string]any{
			"DomainName": env.Domain.Name,
			// The finder ignores it. A changed text makes CloudFormation search again.
			"Lookup": env.Domain.CertificateLookup,
		},
	})
	return found.GetAttString(jsii.String("CertificateArn")), found
}

// newFinder defines the function that searches ACM. It only reads.
func newFinder(scope constructs.Construct, env config.Environment, props Props) awslambda.Function {
	logs := baseline.NewLogGroup(scope, "FinderLogGroup", env, props.LogsKey, env.FinderLogGroupName())
	role := awsiam.NewRole(scope, jsii.String("FinderRole"), &awsiam.RoleProps{
		Description: jsii.String("Certificate finder: reads the account's certificates"),
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
	})
	logs.GrantWrite(role)
	allow := func(action string, resource *string) {
		role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings(action), Resources: &[]*string{resource},
		}))
	}
	allow("acm:ListCertificates", jsii.String("*"))
	allow("acm:DescribeCertificate", baseline.ARN(scope, "acm", "certificate", "*"))
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy(),
		baseline.Wildcard("*", "Listing certificates knows no resources, and only reads."),
		baseline.Wildcard(baseline.InFinding(env, "acm", "certificate/*"),
			"Which certificate is described is only known after listing them; the action only reads."))
	finder := awslambda.NewFunction(scope, jsii.String("Finder"), &awslambda.FunctionProps{
		Description:  jsii.String(env.Describe("finds the certificate that covers the domain, at deployment")),
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
