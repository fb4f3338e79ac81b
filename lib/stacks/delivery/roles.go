// Package delivery lets workflows of GitHub deliver without a long-lived key: one role
// pushes and releases images, one deploys, and two only read. The Security stack
// defines them when the setting githubRepository names a repository.
package delivery

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	issuer = "token.actions.githubusercontent.com"
	// sessionHours is longer than a deployment or a release.
	sessionHours = releaseHours
)

// Props is what the roles may use.
type Props struct {
	Repositories []awsecr.IRepository
	LogsKey      awskms.IKey
}

// New defines the OIDC provider, unless the account has one, the release and the roles.
func New(scope constructs.Construct, env config.Environment, props Props) {
	if len(env.Pipeline.Repositories) == 0 {
		return
	}
	scope = constructs.NewConstruct(scope, jsii.String("Pipeline"))
	roles := roles{scope: scope, provider: provider(scope, env), env: env}
	all, first := env.Pipeline.Repositories, env.Pipeline.Infrastructure()
	// With the GitHub environment of the deployments, a workflow that releases could
	// assume the role that deploys.
	release := roles.define("ReleaseRole", "pushes and releases images", all, "environment:"+env.ReleaseEnvironment(), sessionHours)
	grantRelease(release, env, newRelease(scope, env, props), props)
	grantDeployment(roles.define("DeployRole", "deploys the stacks", first, "environment:"+env.Label(), sessionHours), env)
	// A pull request runs code that nobody has reviewed, so this role only reads
	// templates.
	grantStacks(roles.define("ReviewRole", "compares a pull request with what is deployed", first, "pull_request", 1), env, "cloudformation:GetTemplate")
	// Drift detection reads every resource. It runs at night, without an approval.
	grantDriftDetection(roles.define("DriftRole", "looks for drift", first, "ref:refs/heads/main", 1))
}

// provider returns the ARN of GitHub's OIDC provider. IAM determines the thumbprint. The
// account has one by its URL: kept, it would be in the way when the setting comes back.
func provider(scope constructs.Construct, env config.Environment) *string {
	if arn := env.Pipeline.OIDCProviderARN; arn != "" {
		return jsii.String(arn)
	}
	return awsiam.NewOidcProviderNative(scope, jsii.String("Provider"), &awsiam.OidcProviderNativeProps{
		Url: jsii.String("https://" + issuer), ClientIds: jsii.Strings("sts.amazonaws.com"),
		RemovalPolicy: awscdk.RemovalPolicy_DESTROY,
	}).OidcProviderArn()
}

// roles defines roles that workflows of GitHub may assume.
type roles struct {
	scope    constructs.Construct
	provider *string
	env      config.Environment
}

// define defines a role for workflows of the repositories whose token has exactly this
// subject after the repository. GitHub documents what each kind of subject proves.
// https://docs.github.com/en/actions/reference/security/oidc
func (r roles) define(id, does string, repositories []string, subject string, hours float64) awsiam.Role {
	var subjects []string
	for _, name := range repositories {
		subjects = append(subjects, "repo:"+name+":"+subject)
	}
	role := awsiam.NewRole(r.scope, jsii.String(id), &awsiam.RoleProps{
		Description: jsii.String(r.env.Describe("a workflow of GitHub that " + does)),
		// A workflow cannot renew its session. The CDK renews its own from it.
		MaxSessionDuration: awscdk.Duration_Hours(jsii.Number(hours)),
		AssumedBy: awsiam.NewWebIdentityPrincipal(r.provider, &map[string]any{
			"StringEquals": map[string]any{issuer + ":aud": "sts.amazonaws.com", issuer + ":sub": subjects},
		}),
	})
	awscdk.NewCfnOutput(r.scope, jsii.String(id+"Arn"), &awscdk.CfnOutputProps{
		Description: jsii.String("Role of GitHub's workflow that " + does), Value: role.RoleArn(),
	})
	return role
}

func allow(role awsiam.Role, resources []*string, actions ...string) {
	role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions: jsii.Strings(actions...), Resources: &resources,
	}))
}

// grantRelease lets role push to the repositories, read the results of scans, and start
// the release.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
func grantRelease(role awsiam.Role, env config.Environment, release awsstepfunctions.StateMachine, props Props) {
	var repositories []*string
	for _, repository := range props.Repositories {
		repositories = append(repositories, repository.RepositoryArn())
	}
	// With Amazon Inspector, ECR reads the findings with the permissions of the role.
	allow(role, []*string{jsii.String("*")}, "ecr:GetAuthorizationToken", "inspector2:ListCoverage", "inspector2:ListFindings")
	// A release takes the image from the previous environment.
	allow(role, []*string{baseline.ARN(role, "ecr", "repository", env.RepositoryPattern())}, "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
	allow(role, repositories, "ecr:BatchCheckLayerAvailability", "ecr:CompleteLayerUpload", "ecr:DescribeImageScanFindings",
		"ecr:DescribeImages", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart")
	allow(role, []*string{release.StateMachineArn()}, "states:StartExecution")
	executions := awscdk.Stack_Of(role).FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("states"), Resource: jsii.String("execution"), ResourceName: jsii.String(env.ReleaseName() + ":*"),
		ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
	})
	allow(role, []*string{executions}, "states:DescribeExecution")
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy(),
		baseline.Wildcard("*", "A login to the registry and Amazon Inspector's lists know no resource; what may be pushed where is granted apart."),
		baseline.Wildcard(baseline.InFinding(env, "ecr", "repository/"+env.RepositoryPattern()),
			"The platform's own images: a release takes the one that ran in the environment before, and only reads it."),
		baseline.Wildcard(baseline.InFinding(env, "states", "execution:"+env.ReleaseName()+":*"),
			"Executions get their names when they start; all of them are this one state machine's."))
}

// grantDeployment lets role assume the roles of the bootstrap for deployments, read the
// templates, because the workflow compares them once more before it deploys, and see
// whether a release still changes a stack.
func grantDeployment(role awsiam.Role, env config.Environment) {
	allow(role, bootstrapRoles(role, "deploy-role", "file-publishing-role", "lookup-role"), "sts:AssumeRole")
	grantStacks(role, env, "cloudformation:GetTemplate", "cloudformation:DescribeStacks")
}

// grantStacks lets role read env's stacks.
func grantStacks(role awsiam.Role, env config.Environment, actions ...string) {
	var arns []*string
	var waivers []baseline.Waiver
	for _, stack := range append(config.Stacks(), config.AdditionsStack) {
		arns = append(arns, stackARN(role, env, stack))
		waivers = append(waivers, stackWaiver(env, stack))
	}
	allow(role, arns, actions...)
	baseline.Accept(baseline.DefaultPolicy(role), append(waivers, baseline.InlinePolicy())...)
}

// grantDriftDetection lets role read what the lookup role of the bootstrap may read:
// everything that is not encrypted.
func grantDriftDetection(role awsiam.Role) {
	allow(role, bootstrapRoles(role, "lookup-role"), "sts:AssumeRole")
	baseline.Accept(baseline.DefaultPolicy(role), baseline.InlinePolicy())
}

// stackARN is the ARN of one of env's stacks, with a wildcard for its ID.
func stackARN(scope constructs.Construct, env config.Environment, stack string) *string {
	return baseline.ARN(scope, "cloudformation", "stack", env.StackName(stack)+"/*")
}

// stackWaiver waives the wildcard of stackARN.
func stackWaiver(env config.Environment, stack string) baseline.Waiver {
	return baseline.Wildcard(baseline.InFinding(env, "cloudformation", "stack/"+env.StackName(stack)+"/*"),
		"A stack's ARN ends in an ID that CloudFormation gives it; the name is whole.")
}

// bootstrapRoles returns the ARNs of roles that `cdk bootstrap` has created, under the
// names that it gives them.
func bootstrapRoles(scope constructs.Construct, names ...string) []*string {
	stack := awscdk.Stack_Of(scope)
	var arns []*string
	for _, name := range names {
		arns = append(arns, stack.FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("iam"), Region: jsii.String(""), Resource: jsii.String("role"),
			ResourceName: jsii.String(fmt.Sprintf("cdk-%s-%s-%s-%s", *stack.Synthesizer().BootstrapQualifier(), name, *stack.Account(), *stack.Region())),
		}))
	}
	return arns
}

// bootstrapVersion is the ARN of the parameter with the version of the bootstrap.
func bootstrapVersion(scope constructs.Construct) *string {
	qualifier := *awscdk.Stack_Of(scope).Synthesizer().BootstrapQualifier()
	return baseline.ARN(scope, "ssm", "parameter", "cdk-bootstrap/"+qualifier+"/version")
}
