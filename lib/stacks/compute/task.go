package compute

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	// stopTimeoutSeconds is between SIGTERM and SIGKILL.
	stopTimeoutSeconds = 60
	// logBufferMiB holds a task's log lines while CloudWatch is slow. Lines beyond it are
	// dropped, because blocking would stop the application.
	logBufferMiB    = 25
	temporaryVolume = "tmp"
)

// task is what a service's tasks need before there is a release: roles, log group and
// variables.
type task struct {
	service   config.Service
	props     Props
	role      awsiam.Role // of the application
	execution awsiam.Role // of ECS while it starts a task
	logs      awslogs.LogGroup
}

func newTask(scope constructs.Construct, env config.Environment, props Props, s config.Service) task {
	ecs := awsiam.NewServicePrincipal(jsii.String("ecs-tasks.amazonaws.com"), nil)
	t := task{
		service: s,
		props:   props,
		role: awsiam.NewRole(scope, jsii.String("TaskRole"), &awsiam.RoleProps{
			Description: jsii.String(s.Name + ": the application itself"), AssumedBy: ecs,
		}),
		execution: awsiam.NewRole(scope, jsii.String("ExecutionRole"), &awsiam.RoleProps{
			Description: jsii.String(s.Name + ": ECS while it starts a task"), AssumedBy: ecs,
		}),
		logs: baseline.NewLogGroup(scope, "LogGroup", env, props.LogsKey, env.ServiceLogGroupName(s.Name)),
	}
	t.grantApplication()
	t.grantStart(scope, env)
	if env.Instance != "" {
		t.grantOtherImages(scope, env)
	}
	return t
}

// grantApplication gives the application its login to the database, and the policies of
// its settings.
func (t task) grantApplication() {
	if t.service.Database {
		t.props.Proxy.GrantConnect(t.role, jsii.String(t.service.DatabaseRole()))
		baseline.Accept(baseline.DefaultPolicy(t.role), baseline.InlinePolicy())
	}
	for _, arn := range t.service.Policies {
		// By the whole ARN, since a name may be that of another account's policy, too.
		t.role.AddManagedPolicy(awsiam.ManagedPolicy_FromManagedPolicyArn(t.role, jsii.String(arn), jsii.String(arn)))
		if strings.HasPrefix(arn, "arn:aws:iam::aws:") {
			baseline.Accept(t.role, baseline.Waiver{
				Rule: "AwsSolutions-IAM4", Finding: "Policy::" + arn,
				Reason: "The setting policies of the service asks for this policy of AWS.",
			})
		}
	}
}

// grantStart lets ECS pull the image and read the cache's token. The L2s do not grant
// all of it: the image is a parameter, and the token's key is in another stack, whose
// key policy cannot name this role.
func (t task) grantStart(scope constructs.Construct, env config.Environment) {
	t.props.Repositories[t.service.Name].GrantPull(t.execution)
	if t.service.Cache {
		t.execution.AddToPolicy(baseline.DecryptSecrets(env, t.props.DataKey))
	}
	t.grantSecrets(scope, env)
	baseline.Accept(baseline.DefaultPolicy(t.execution), baseline.InlinePolicy(), baseline.Wildcard("*",
		"Only ecr:GetAuthorizationToken, which knows no resources; layers can be pulled from the service's own repository alone."))
}

// grantOtherImages lets an instance, whose repositories are empty, run the images of a
// long-lived environment.
func (t task) grantOtherImages(scope constructs.Construct, env config.Environment) {
	t.execution.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
		Resources: &[]*string{baseline.ARN(scope, "ecr", "repository", env.RepositoryPattern())},
	}))
	baseline.Accept(baseline.DefaultPolicy(t.execution), baseline.Wildcard(baseline.InFinding(env, "ecr", "repository/"+env.RepositoryPattern()),
		"The platform's own images, of whichever environment the instance is to be compared with; ECS only reads them."))
}

// newDefinition defines the task definition for an image.
func (t task) newDefinition(scope constructs.Construct, env config.Environment, image *string) awsecs.FargateTaskDefinition {
	definition := awsecs.NewFargateTaskDefinition(scope, jsii.String("TaskDefinition"), &awsecs.FargateTaskDefinitionProps{
		Family:         jsii.String(env.TaskFamily(t.service.Name)),
		Cpu:            jsii.Number(t.service.CPUUnits),
		MemoryLimitMiB: jsii.Number(t.service.MemoryMiB),
		RuntimePlatform: &awsecs.RuntimePlatform{
			CpuArchitecture:       awsecs.CpuArchitecture_Of(jsii.String(t.service.CPUArchitecture)),
			OperatingSystemFamily: awsecs.OperatingSystemFamily_LINUX(),
		},
		TaskRole:      t.role,
		ExecutionRole: t.execution,
		Volumes:       &[]*awsecs.Volume{{Name: jsii.String(temporaryVolume)}},
	})
	linux := awsecs.NewLinuxParameters(definition, jsii.String("Linux"), &awsecs.LinuxParametersProps{
		// An init process reaps the JVM's child processes and forwards SIGTERM to it.
		InitProcessEnabled: jsii.Bool(true),
	})
	linux.DropCapabilities(awsecs.Capability_ALL)
	var ports *[]*awsecs.PortMapping
	if t.service.Listens() {
		ports = &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(t.service.Port)}}
	}
	container := definition.AddContainer(jsii.String(t.service.Name), &awsecs.ContainerDefinitionOptions{
		Image:                  awsecs.ContainerImage_FromRegistry(image, nil),
		Essential:              jsii.Bool(true),
		PortMappings:           ports,
		Command:                t.command(),
		Environment:            t.variables(env),
		Secrets:                t.secrets(scope),
		ReadonlyRootFilesystem: jsii.Bool(!env.HasShell(t.service)), // the agent of ECS Exec writes
		LinuxParameters:        linux,
		StopTimeout:            awscdk.Duration_Seconds(jsii.Number(stopTimeoutSeconds)),
		Logging: awsecs.LogDriver_AwsLogs(&awsecs.AwsLogDriverProps{
			LogGroup: t.logs, StreamPrefix: jsii.String(t.service.Name),
			Mode: awsecs.AwsLogDriverMode_NON_BLOCKING, MaxBufferSize: awscdk.Size_Mebibytes(jsii.Number(logBufferMiB)),
		}),
	})
	container.AddMountPoints(&awsecs.MountPoint{
		SourceVolume: jsii.String(temporaryVolume), ContainerPath: jsii.String("/tmp"), ReadOnly: jsii.Bool(false),
	})
	baseline.Accept(definition, baseline.Waiver{
		Rule:   "AwsSolutions-ECS2",
		Reason: "The variables are host names, ports, role names, and what the settings add, which refuse plain credentials. Secrets come from Secrets Manager; the database takes no password.",
	})
	return definition
}
