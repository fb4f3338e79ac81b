package compute

import (
	"strconv"

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
	service   service
	props     Props
	role      awsiam.Role // of the application
	execution awsiam.Role // of ECS while it starts a task
	logs      awslogs.LogGroup
}

func newTask(scope constructs.Construct, env config.Environment, props Props, s service) task {
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
	props.Proxy.GrantConnect(t.role, jsii.String(s.DatabaseRole))
	t.grantStart()
	if env.Instance != "" {
		t.grantOtherImages(scope, env)
	}
	baseline.Accept(baseline.DefaultPolicy(t.role), baseline.InlinePolicy())
	return t
}

// grantStart lets ECS pull the image and read the cache's token. The L2s do not grant
// all of it: the image is a parameter, and the token's key is in another stack, whose
// key policy cannot name this role.
func (t task) grantStart() {
	t.service.Repository.GrantPull(t.execution)
	t.execution.AddToPolicy(baseline.DecryptSecrets(t.props.DataKey))
	baseline.Accept(baseline.DefaultPolicy(t.execution), baseline.InlinePolicy(), baseline.Wildcard("*",
		"Only ecr:GetAuthorizationToken, which knows no resources; layers can be pulled from the service's own repository alone."))
}

// grantOtherImages lets an instance, whose repositories are empty, run the images of a
// long-lived environment.
func (t task) grantOtherImages(scope constructs.Construct, env config.Environment) {
	t.execution.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Actions:   jsii.Strings("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
		Resources: &[]*string{baseline.ARN(scope, "ecr", "repository", config.RepositoryPattern)},
	}))
	baseline.Accept(baseline.DefaultPolicy(t.execution), baseline.Wildcard(baseline.InFinding(env, "ecr", "repository/"+config.RepositoryPattern),
		"The platform's own images, of whichever environment the instance is to be compared with; ECS only reads them."))
}

// newDefinition defines the task definition for an image.
func (t task) newDefinition(scope constructs.Construct, env config.Environment, image *string) awsecs.FargateTaskDefinition {
	definition := awsecs.NewFargateTaskDefinition(scope, jsii.String("TaskDefinition"), &awsecs.FargateTaskDefinitionProps{
		Family:         jsii.String(env.TaskFamily(t.service.Name)),
		Cpu:            jsii.Number(env.Services.CPUUnits),
		MemoryLimitMiB: jsii.Number(env.Services.MemoryMiB),
		RuntimePlatform: &awsecs.RuntimePlatform{
			CpuArchitecture:       awsecs.CpuArchitecture_Of(jsii.String(env.Services.CPUArchitecture)),
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
	container := definition.AddContainer(jsii.String(t.service.Name), &awsecs.ContainerDefinitionOptions{
		Image:                  awsecs.ContainerImage_FromRegistry(image, nil),
		Essential:              jsii.Bool(true),
		PortMappings:           &[]*awsecs.PortMapping{{ContainerPort: jsii.Number(env.Services.ContainerPort)}},
		Environment:            t.environment(),
		Secrets:                &map[string]awsecs.Secret{"REDIS_AUTH_TOKEN": awsecs.Secret_FromSecretsManager(t.props.CacheAuthToken, nil)},
		ReadonlyRootFilesystem: jsii.Bool(true),
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
		Reason: "The variables are host names, ports and role names. The one secret, REDIS_AUTH_TOKEN, comes from Secrets Manager; the database takes no password.",
	})
	return definition
}

// environment holds the application's variables. ECS adds AWS_REGION itself.
func (t task) environment() *map[string]*string {
	return &map[string]*string{
		"DB_HOST":        t.props.Proxy.Endpoint(),
		"DB_READER_HOST": t.props.ReaderHost,
		"DB_PORT":        jsii.String(strconv.Itoa(config.DatabasePort)),
		"DB_NAME":        jsii.String(config.DatabaseName),
		"DB_USER":        jsii.String(t.service.DatabaseRole),
		"REDIS_HOST":     t.props.CacheHost,
		"REDIS_PORT":     t.props.CachePort,
	}
}
