// Package task runs one command as an ECS task of its own and follows it to its end. The
// function behind migrations and the command runtask share it. It knows nothing of the
// CDK. Each function makes one request and waits for nothing; [Pause] is for whoever makes
// the next one.
package task

import (
	"context"
	"errors"
	"fmt"
	"path"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
)

// Run says which task to start.
type Run struct {
	Cluster string
	// TaskDefinition is an ARN, or a family, which means its newest active revision.
	TaskDefinition string
	// Container is the container of the definition that gets Command instead of its own.
	Container     string
	Command       []string
	Subnets       []string
	SecurityGroup string
	// StartedBy marks the task, so that others can list it. It has at most 128 letters,
	// digits, hyphens, slashes and underscores.
	StartedBy string
	// Token makes a repeated start harmless: ECS answers the same token and the same
	// parameters with the task that it has started already, until one hour after that
	// task's end, or with the failure that it answered before. It has at most 64
	// characters.
	// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
	Token string
}

// Start starts the task and returns its ARN. It makes one attempt; whether another one
// makes sense, [Temporary] says, and whether it needs another token, [Refused].
func Start(ctx context.Context, client *ecs.Client, run Run) (taskARN string, err error) {
	output, err := client.RunTask(ctx, &ecs.RunTaskInput{
		Cluster:        &run.Cluster,
		TaskDefinition: &run.TaskDefinition,
		Count:          aws.Int32(1),
		LaunchType:     types.LaunchTypeFargate,
		NetworkConfiguration: &types.NetworkConfiguration{AwsvpcConfiguration: &types.AwsVpcConfiguration{
			Subnets:        run.Subnets,
			SecurityGroups: []string{run.SecurityGroup},
			AssignPublicIp: types.AssignPublicIpDisabled,
		}},
		Overrides: &types.TaskOverride{ContainerOverrides: []types.ContainerOverride{{
			Name: &run.Container, Command: run.Command,
		}}},
		// With both, the bill shows the task where it shows the service's own.
		EnableECSManagedTags: true,
		PropagateTags:        types.PropagateTagsTaskDefinition,
		StartedBy:            &run.StartedBy,
		ClientToken:          &run.Token,
	})
	switch {
	case err != nil:
		return "", err
	case len(output.Failures) > 0:
		return "", failure{output.Failures[0]}
	case len(output.Tasks) == 0:
		return "", errors.New("ecs:RunTask answered without a task and without a failure")
	}
	return aws.ToString(output.Tasks[0].TaskArn), nil
}

// Stop asks ECS to stop a task, which gets SIGTERM and, after its stop timeout, SIGKILL.
// The reason is shown where the task is. A task that has stopped stays as it is.
func Stop(ctx context.Context, client *ecs.Client, cluster, taskARN, reason string) error {
	_, err := client.StopTask(ctx, &ecs.StopTaskInput{Cluster: &cluster, Task: &taskARN, Reason: &reason})
	return err
}

// ID is the last part of a task's ARN.
func ID(taskARN string) string { return path.Base(taskARN) }

// LogStream is the stream to which the log driver awslogs writes what a container of a
// task prints.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
func LogStream(prefix, container, taskARN string) string {
	return fmt.Sprintf("%s/%s/%s", prefix, container, ID(taskARN))
}

// Pause waits, or returns an error when ctx ends first.
func Pause(ctx context.Context, length time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(length):
		return nil
	}
}
