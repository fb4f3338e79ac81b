package migration

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/aws/aws-lambda-go/cfn"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"example.com/chassis/lib/stacks/task"
)

const (
	// startPatience is how long a start is tried again, for example while Fargate has no
	// capacity.
	startPatience = 5 * time.Minute
	// lookPause is the time between two looks at the task.
	lookPause = 5 * time.Second
	// lookPatience is how long ECS may not say how the task is.
	lookPatience = 5 * time.Minute
	// requestPatience is how long a stop or an invocation is tried again.
	requestPatience = 30 * time.Second
	// stopPatience is more than a task's stop timeout, and than what ECS takes to release
	// its network.
	stopPatience = 2 * time.Minute
	// reserve is the part of the function's time in which it hands over. It is enough for
	// an invocation that is refused and the task's stop, with the longest calls. Lambda
	// stops a chain of some 16 invocations; with 15 minutes each, the longest limit takes
	// five: https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
	reserve = 4 * time.Minute
)

// start starts the task within its limit, and never a second one. After an attempt
// without an answer the same token makes the next one return the task that may have begun.
// Only after a refusal, which ECS remembers, it takes the next token; then a second
// delivery of the event meets the same refusals, and the same task.
func (r *Runner) start(ctx context.Context, req request, requestID string, at time.Time) (taskARN string, err error) {
	patience, token, refusals := at.Add(min(startPatience, req.limit)), requestID, 0
	err = r.insist(ctx, "ecs:RunTask", patience, passes, func(ctx context.Context) error {
		taskARN, err = task.Start(ctx, r.ecs, req.run(token))
		if task.Refused(err) {
			refusals++
			token = fmt.Sprintf("%s-%d", requestID, refusals)
		}
		return err
	})
	if err != nil {
		return "", failed("", fmt.Errorf("the task could not be started: %w", err))
	}
	log.Printf("started %s", taskARN)
	return taskARN, nil
}

// follow waits for the end of the task, or hands over to another invocation.
func (r *Runner) follow(ctx context.Context, event cfn.Event, req request, begun Begun) (goesOn bool, err error) {
	answered := r.now()
	for {
		outcome, stopped, err := r.look(ctx, req, begun)
		switch {
		case err == nil && stopped:
			return false, req.result(begun, outcome)
		case err == nil:
			answered = r.now()
		case !passes(err) && !timedOut(ctx, err), r.now().Sub(answered) >= lookPatience:
			return false, r.stop(ctx, req, begun, "ecs:DescribeTasks did not say how it is", task.Brief(err))
		default:
			log.Printf("ecs:DescribeTasks: %v", task.Brief(err))
		}
		if deadline, ok := ctx.Deadline(); ok && deadline.Sub(r.now()) < reserve {
			return r.handOver(ctx, event, req, begun)
		}
		if r.now().Sub(begun.At) >= req.limit {
			return false, r.stop(ctx, req, begun, "it took longer than migrateTimeoutMinutes", errors.New(req.TimeoutMinutes))
		}
		if err := r.pause(ctx, lookPause); err != nil {
			return false, r.stop(ctx, req, begun, "the function's time is over", err)
		}
	}
}

func (r *Runner) look(ctx context.Context, req request, begun Begun) (task.Outcome, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	return task.Look(ctx, r.ecs, req.Cluster, begun.TaskARN, req.Container)
}

// result is nil if the migration has ended well. A task that did not start has no log.
func (req request) result(begun Begun, outcome task.Outcome) error {
	err := outcome.Err()
	switch {
	case err == nil:
		log.Printf("%s has ended well", begun.TaskARN)
		return nil
	case outcome.ExitCode == nil:
		return failed(", task "+task.ID(begun.TaskARN), err)
	default:
		return failed(req.where(begun.TaskARN), err)
	}
}

// handOver invokes the function again, with the same event and what has begun. Its
// answer is the other invocation's.
func (r *Runner) handOver(ctx context.Context, event cfn.Event, req request, begun Begun) (goesOn bool, err error) {
	payload, err := json.Marshal(Event{Event: event, Begun: &begun})
	if err != nil {
		return false, err
	}
	err = r.insist(ctx, "lambda:InvokeFunction", r.now().Add(requestPatience), task.Temporary, func(ctx context.Context) error {
		_, err := r.lambda.Invoke(ctx, &lambda.InvokeInput{
			FunctionName: &r.function, InvocationType: types.InvocationTypeEvent, Payload: payload,
		})
		return err
	})
	if err != nil {
		return false, r.stop(ctx, req, begun, "the function could not go on", err)
	}
	log.Printf("another invocation follows %s", begun.TaskARN)
	return true, nil
}

// stop stops the task and waits for its end, so that it changes nothing more while
// CloudFormation rolls back. It fails because of why and its cause, unless the task has
// ended well in the meantime.
func (r *Runner) stop(ctx context.Context, req request, begun Begun, why string, cause error) error {
	fail := func(todo string) error {
		return failed(req.where(begun.TaskARN), fmt.Errorf("%s: %s: %w", todo, why, cause))
	}
	err := r.insist(ctx, "ecs:StopTask", r.now().Add(requestPatience), passes, func(ctx context.Context) error {
		return task.Stop(ctx, r.ecs, req.Cluster, begun.TaskARN, "migration: "+why)
	})
	if err != nil {
		log.Print(err)
		return fail("stop the task, which the function could not do")
	}
	for end := r.now().Add(stopPatience); r.now().Before(end); {
		outcome, stopped, err := r.look(ctx, req, begun)
		switch {
		case stopped && outcome.Err() == nil:
			return req.result(begun, outcome)
		case stopped:
			return fail("the task was stopped")
		case err != nil:
			log.Printf("ecs:DescribeTasks: %v", task.Brief(err))
		}
		if r.pause(ctx, lookPause) != nil {
			break
		}
	}
	return fail("wait for the task's end, which ECS was asked for")
}
