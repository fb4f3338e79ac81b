// Package delivery lets workflows of GitHub ship without a long-lived key: a role
// that pushes and releases images, one that deploys, and two that only look. The
// Security stack defines them where the setting githubRepository names a
// repository.
package delivery

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	issuer = "token.actions.githubusercontent.com"
	// sessionHours is longer than a deployment or a release takes.
	sessionHours = releaseHours
)

// Props is what the roles act on.
type Props struct {
	Repositories []awsecr.IRepository
	LogsKey      awskms.IKey
}

// New defines the provider, unless the account has one, the release and the roles.
func New(scope constructs.Construct, env config.Environment, props Props) {
	if len(env.Pipeline.Repositories) == 0 {
		return
	}
	scope = constructs.NewConstruct(scope, jsii.String("Pipeline"))
	trust := trust{provider: provider(scope, env), env: env}
	first := env.Pipeline.Repositories[:1]
	environment := "environment:" + env.Label()
	releaser(trust.role(scope, "ReleaseRole", "pushes and releases images", env.Pipeline.Repositories, environment, sessionHours), env, newRelease(scope, env, props), props)
	deployer(trust.role(scope, "DeployRole", "deploys the stacks", first, environment, sessionHours), env)
	// A pull request runs code that nobody has read yet, so this role sees templates
	// and nothing else.
	reviewer(trust.role(scope, "ReviewRole", "compares a pull request with what is deployed", first, "pull_request", 1), env)
	// Drift is found by reading every resource, by night and without an approval.
	watcher(trust.role(scope, "DriftRole", "looks for drift", first, "ref:refs/heads/main", 1))
}

// provider returns the ARN of GitHub's provider. IAM finds the thumbprint itself.
func provider(scope constructs.Construct, env config.Environment) *string {
	if arn := env.Pipeline.OIDCProviderARN; arn != "" {
		return jsii.String(arn)
	}
	return awsiam.NewOidcProviderNative(scope, jsii.String("Provider"), &awsiam.OidcProviderNativeProps{
		Url: jsii.String("https://" + issuer), ClientIds: jsii.Strings("sts.amazonaws.com"),
		RemovalPolicy: baseline.Keep(env),
	}).OidcProviderArn()
}

// trust makes roles that workflows may assume.
type trust struct {
	provider *string
	env      config.Environment
}

// role is for workflows of the repositories whose token's subject ends like this,
// exactly: GitHub's pages on the subject name what each ending proves.
// https://docs.github.com/en/actions/reference/security/oidc
func (t trust) role(scope constructs.Construct, id, does string, repositories []string, ending string, hours float64) awsiam.Role {
	var subjects []string
	for _, name := range repositories {
		subjects = append(subjects, "repo:"+name+":"+ending)
	}
	role := awsiam.NewRole(scope, jsii.String(id), &awsiam.RoleProps{
		Description: jsii.String(t.env.Describe("a workflow of GitHub that " + does)),
		// The session of a workflow is not renewed; the CDK renews its own from it.
		MaxSessionDuration: awscdk.Duration_Hours(jsii.Number(hours)),
		AssumedBy: awsiam.NewWebIdentityPrincipal(t.provider, &map[string]any{
			"StringEquals": map[string]any{issuer + ":aud": "sts.amazonaws.com", issuer + ":sub": subjects},
		}),
	})
	awscdk.NewCfnOutput(scope, jsii.String(id+"Arn"), &awscdk.CfnOutputProps{
		Description: jsii.String("Role of GitHub's workflow that " + does), Value: role.RoleArn(),
	})
	return role
}

func allow(role awsiam.Role, resources []*string, actions ...string) {
	role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings(actions...), Resources: &resources,
	}))
}

// releaser may push to the repositories, read what a scan found, and start the
// release, which decides what a release is.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
func releaser(role awsiam.Role, env config.Environment, release release, props Props) {
	var arns []*string
	for _, repository := range props.Repositories {
		arns = append(arns, repository.RepositoryArn())
	}
	// With Amazon Inspector, ECR asks it for the findings in the role's name.
	allow(role, []*string{jsii.String("*")}, "ecr:GetAuthorizationToken", "inspector2:ListCoverage", "inspector2:ListFindings")
	// A release takes the image from the environment before.
	images := awscdk.Stack_Of(role).FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("ecr"), Resource: jsii.String("repository"), ResourceName: jsii.String(config.RepositoryPattern),
	})
	allow(role, []*string{images}, "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
	allow(role, arns, "ecr:BatchCheckLayerAvailability", "ecr:CompleteLayerUpload", "ecr:DescribeImageScanFindings",
		"ecr:DescribeImages", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart")
	allow(role, []*string{release.arn}, "states:StartExecution")
	allow(role, []*string{release.executions}, "states:DescribeExecution")
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy(), baseline.Waiver{
		Rule: "AwsSolutions-IAM5", Finding: "Resource::*",
		Reason: "A login to the registry and Amazon Inspector's lists know no resource; what may be pushed where is granted apart.",
	}, baseline.Waiver{
		Rule: "AwsSolutions-IAM5", Finding: "Resource::arn:aws:ecr:" + config.Region + ":" + baseline.AccountIn(env) + ":repository/" + config.RepositoryPattern,
		Reason: "The platform's own images: a release takes the one that ran in the environment before, and only reads it.",
	}, baseline.Waiver{
		Rule: "AwsSolutions-IAM5", Finding: "Resource::" + release.executionsText,
		Reason: "Executions get their names when they start; all of them are this one state machine's.",
	})
}

// deployer may assume the roles that the CDK's bootstrap made for deployments, and
// do what a reviewer may: it compares once more before it deploys.
func deployer(role awsiam.Role, env config.Environment) {
	allow(role, bootstrapRoles(role, "deploy-role", "file-publishing-role", "lookup-role"), "sts:AssumeRole")
	reviewer(role, env)
}

// reviewer may read the templates of this environment's stacks.
func reviewer(role awsiam.Role, env config.Environment) {
	var arns []*string
	var waivers []baseline.Waiver
	for _, id := range config.Stacks() {
		arns = append(arns, stackARN(role, env, id))
		waivers = append(waivers, baseline.Waiver{
			Rule: "AwsSolutions-IAM5", Finding: "Resource::arn:aws:cloudformation:" + config.Region + ":" + baseline.AccountIn(env) + ":stack/" + env.StackName(id) + "/*",
			Reason: "A stack's ARN ends in an ID that CloudFormation gives it; the name is whole.",
		})
	}
	allow(role, arns, "cloudformation:GetTemplate")
	baseline.Accept(baseline.DefaultPolicy(role), append(waivers, baseline.InlinePolicy())...)
}

// watcher may read what the bootstrap's lookup role may read, which is everything
// but what is encrypted.
func watcher(role awsiam.Role) {
	allow(role, bootstrapRoles(role, "lookup-role"), "sts:AssumeRole")
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy())
}

// bootstrapRoles are roles of `cdk bootstrap`, by the names that it gives them.
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

// stackARN is the ARN of one of this environment's stacks, with its ID left open.
func stackARN(scope constructs.Construct, env config.Environment, id string) *string {
	return awscdk.Stack_Of(scope).FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("cloudformation"), Resource: jsii.String("stack"),
		ResourceName: jsii.String(env.StackName(id) + "/*"),
	})
}
