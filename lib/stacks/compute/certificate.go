package compute

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
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
		ServiceToken:   newFinder(scope, env, props).ARN,
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
func newFinder(scope constructs.Construct, env config.Environment, props Props) baseline.DeploymentFunction {
	return baseline.NewDeploymentFunction(scope, "Finder", env, baseline.DeploymentFunctionProps{
		Description:     env.Describe("finds the certificate that covers the domain, at deployment"),
		RoleDescription: "Certificate finder: reads the account's certificates",
		Code:            props.FinderCode,
		LogGroupName:    env.FinderLogGroupName(),
		LogsKey:         props.LogsKey,
		TimeoutSeconds:  finderTimeoutSeconds,
		MemoryMiB:       finderMemoryMiB,
		Policy: []awsiam.PolicyStatement{
			baseline.Allow("acm:ListCertificates", jsii.String("*")),
			baseline.Allow("acm:DescribeCertificate", baseline.ARN(scope, "acm", "certificate", "*")),
		},
		Waivers: []baseline.Waiver{
			baseline.Wildcard("*", "Listing certificates knows no resources, and only reads."),
			baseline.Wildcard(baseline.InFinding(env, "acm", "certificate/*"),
				"Which certificate is described is only known after listing them; the action only reads."),
		},
	})
}
