// Package migration is the custom resource that runs a service's migration before the
// tasks of a release start: [Runner] starts one task with the new image and follows it to
// its end. It runs in Lambda, in the frame of package customresource, and starts and
// watches the task with package task; package compute defines the function.
package migration

import (
	"context"
	"errors"
	"fmt"
	"log"
	"reflect"
	"runtime/debug"
	"time"

	"github.com/aws/aws-lambda-go/cfn"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"example.com/chassis/lib/stacks/customresource"
	"example.com/chassis/lib/stacks/task"
)

// Event is a request of CloudFormation. An invocation that goes on with the work of
// another finds in it what that one has begun.
type Event struct {
	cfn.Event
	Begun *Begun `json:",omitempty"`
}

// Begun is a migration whose task has been started.
type Begun struct {
	TaskARN string `json:"TaskArn"`
	// At is when the first invocation began, from which the limit counts.
	At time.Time
}

// Runner runs the migrations of one stack.
type Runner struct {
	ecs            *ecs.Client
	cloudFormation *cloudformation.Client
	lambda         *lambda.Client
	// function is the name by which the function invokes itself.
	function string
	now      func() time.Time
	// pause is task.Pause.
	pause func(context.Context, time.Duration) error
}

// New returns a Runner for the account and region of settings, whose clients must not try
// again themselves, in the function of that name.
func New(settings aws.Config, function string) *Runner {
	return &Runner{
		ecs:            ecs.NewFromConfig(settings),
		cloudFormation: cloudformation.NewFromConfig(settings),
		lambda:         lambda.NewFromConfig(settings),
		function:       function,
		now:            time.Now,
		pause:          task.Pause,
	}
}

// Handle runs the migration that event asks for, if it asks for one, and answers
// CloudFormation, unless the work goes on in another invocation. An error means that the
// answer did not arrive.
//
// Lambda delivers an event again after an error, and sometimes without a reason; since
// the request's ID is the task's token, all deliveries follow the same task, and
// CloudFormation takes the first answer.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
func (r *Runner) Handle(ctx context.Context, event Event) error {
	goesOn, failure := r.workInTime(ctx, event)
	if goesOn && failure == nil {
		return nil
	}
	_, err := cfn.LambdaWrap(customresource.Handler(func(context.Context, map[string]any) (map[string]any, error) {
		return nil, failure
	}))(ctx, event.Event)
	return err
}

// workInTime leaves time for the answer, and makes a panic a failure like any other.
func (r *Runner) workInTime(ctx context.Context, event Event) (goesOn bool, err error) {
	defer func() {
		if p := recover(); p != nil {
			log.Printf("%s", debug.Stack())
			goesOn, err = false, failed("", fmt.Errorf("the function panicked: %v", p))
		}
	}()
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-customresource.AnswerTime))
		defer cancel()
	}
	return r.work(ctx, event)
}

func (r *Runner) work(ctx context.Context, event Event) (goesOn bool, err error) {
	if event.RequestType == cfn.RequestDelete || unchanged(event.Event) {
		log.Printf("nothing to run: %s without another image or command", event.RequestType)
		return false, nil
	}
	begun := event.Begun
	if begun == nil {
		if begun, err = r.begin(ctx, event.Event); begun == nil || err != nil {
			return false, err
		}
	}
	req, err := read(event.ResourceProperties)
	if err != nil {
		return false, err
	}
	return r.follow(ctx, event.Event, req, *begun)
}

// unchanged reports an update that brings neither another image nor another command.
func unchanged(event cfn.Event) bool {
	same := func(property string) bool {
		return reflect.DeepEqual(event.ResourceProperties[property], event.OldResourceProperties[property])
	}
	return event.RequestType == cfn.RequestUpdate && same("Image") && same("Command")
}

// begin starts the task, or returns nil if the stack does not go forward.
func (r *Runner) begin(ctx context.Context, event cfn.Event) (*Begun, error) {
	at := r.now()
	forward, err := r.goesForward(ctx, event.StackID, at.Add(startPatience))
	if err != nil {
		return nil, err
	}
	if !forward {
		log.Print("nothing to run: the stack rolls back, or waits no more")
		return nil, nil
	}
	req, err := read(event.ResourceProperties)
	if err != nil {
		return nil, err
	}
	arn, err := r.start(ctx, req, event.RequestID, at)
	if err != nil {
		return nil, err
	}
	return &Begun{TaskARN: arn, At: at}, nil
}

// goesForward asks for the stack's status. To a custom resource a rollback is an update
// like any other, with the old image. The schema that the old image fits is there already.
// An event that Lambda delivers hours late finds a stack that is not under way.
func (r *Runner) goesForward(ctx context.Context, stack string, patience time.Time) (bool, error) {
	var status string
	err := r.insist(ctx, "cloudformation:DescribeStacks", patience, passes, func(ctx context.Context) error {
		output, err := r.cloudFormation.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &stack})
		if err != nil {
			return err
		}
		if len(output.Stacks) == 0 {
			return errors.New("no such stack")
		}
		status = string(output.Stacks[0].StackStatus)
		return nil
	})
	if err != nil {
		return false, failed("", err)
	}
	return status == string(types.StackStatusCreateInProgress) || status == string(types.StackStatusUpdateInProgress), nil
}

// passes reports errors that pass while a deployment goes on. The function's role may be
// as new as the stack.
func passes(err error) bool { return task.Temporary(err) || task.Denied(err) }
