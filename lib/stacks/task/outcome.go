package task

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
)

// Outcome is how a task ended.
type Outcome struct {
	// ExitCode is nil if the container did not start, or if ECS does not know the code.
	ExitCode *int32
	// StopCode is the kind of end, such as EssentialContainerExited, TaskFailedToStart or
	// UserInitiated.
	// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
	StopCode string
	// TaskReason and ContainerReason may be empty.
	TaskReason, ContainerReason string
}

// Look asks how the task is. Only of a task that has stopped there is an outcome. The
// container is named, because Amazon GuardDuty may add one of its own to a task.
//
// An error says nothing about the task. DescribeTasks does not know a new task at once,
// so a task that is missing is a temporary error too; it is lost if that lasts for minutes.
func Look(ctx context.Context, client *ecs.Client, cluster, taskARN, container string) (outcome Outcome, stopped bool, err error) {
	output, err := client.DescribeTasks(ctx, &ecs.DescribeTasksInput{Cluster: &cluster, Tasks: []string{taskARN}})
	switch {
	case err != nil:
		return Outcome{}, false, err
	case len(output.Failures) > 0:
		return Outcome{}, false, failure{output.Failures[0]}
	case len(output.Tasks) == 0:
		return Outcome{}, false, failure{types.Failure{Arn: &taskARN, Reason: aws.String(missing)}}
	}
	t := output.Tasks[0]
	if aws.ToString(t.LastStatus) != string(types.DesiredStatusStopped) {
		return Outcome{}, false, nil
	}
	outcome = Outcome{StopCode: string(t.StopCode), TaskReason: aws.ToString(t.StoppedReason)}
	for _, c := range t.Containers {
		if aws.ToString(c.Name) == container {
			outcome.ExitCode, outcome.ContainerReason = c.ExitCode, aws.ToString(c.Reason)
		}
	}
	return outcome, true, nil
}

// Err is nil only if the command ended by itself, with exit code 0. A program that is
// stopped may answer SIGTERM with exit code 0 too, without having done its work.
func (o Outcome) Err() error {
	byItself := o.StopCode == string(types.TaskStopCodeEssentialContainerExited) || o.StopCode == ""
	switch {
	case o.ExitCode != nil && *o.ExitCode == 0 && byItself:
		return nil
	case o.ExitCode == nil && o.StopCode == string(types.TaskStopCodeTaskFailedToStart):
		return fmt.Errorf("look for what it was missing, an image, a secret, a network or capacity: the task did not start: %s", o.reasons())
	case o.ExitCode == nil:
		return fmt.Errorf("start it again if the reason has passed: the task was stopped without an exit code: %s", o.reasons())
	case !byItself:
		return fmt.Errorf("start it again if the reason has passed: the task was stopped, with exit code %d: %s", *o.ExitCode, o.reasons())
	case strings.Contains(o.ContainerReason, "OutOfMemory"):
		return fmt.Errorf("give the service more memory: the command ended with exit code %d: %s", *o.ExitCode, o.reasons())
	default:
		return fmt.Errorf("read its log: the command ended with exit code %d: %s", *o.ExitCode, o.reasons())
	}
}

// reasons are the stop code and the reasons, the container's first: it is the narrower
// one. ECS often gives the task the same reason.
func (o Outcome) reasons() string {
	parts := []string{o.StopCode}
	if o.ContainerReason != "" && !strings.Contains(o.TaskReason, o.ContainerReason) {
		parts = append(parts, o.ContainerReason)
	}
	if o.TaskReason != "" {
		parts = append(parts, o.TaskReason)
	}
	return strings.TrimPrefix(strings.Join(parts, ": "), ": ")
}

// failure is what ECS could not do, in an answer that is no error.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
type failure struct{ types.Failure }

// missing is the reason of a failure if a task is not known.
const missing = "MISSING"

func (f failure) Error() string {
	return strings.TrimSuffix(fmt.Sprintf("%s: %s", aws.ToString(f.Reason), aws.ToString(f.Detail)), ": ")
}

// isMissing reports whether ECS does not know the task.
func isMissing(err error) bool {
	var f failure
	return errors.As(err, &f) && aws.ToString(f.Reason) == missing
}
