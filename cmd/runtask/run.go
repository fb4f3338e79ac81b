package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/task"
)

const (
	// between two looks at the task and its log.
	between = 2 * time.Second
	// lost is how long the task may not be seen before it is given up.
	lost = 5 * time.Minute
	// quiet is how long a stopped task's log must bring nothing new: CloudWatch Logs
	// shows lines some seconds after they are written.
	quiet = 6 * time.Second
	// oneRequest limits a request that Ctrl-C must not cut off.
	oneRequest = time.Minute
)

// run starts the task and follows it. The exit code is that of the task. It is 0 with an
// error if no task can have been started.
func (c command) run(ctx context.Context, args []string) (code int, err error) {
	asked, err := parse(args)
	if err != nil {
		return 0, err
	}
	env, service, err := asked.read(c.dir)
	if err != nil {
		return 0, err
	}
	cfg, err := connect(ctx, env, c.options...)
	if err != nil {
		return 0, err
	}
	where, err := findNetwork(ctx, cloudformation.NewFromConfig(cfg), env, service)
	if err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	client := ecs.NewFromConfig(cfg)
	arn, err := start(ctx, client, env, service, where, asked.words)
	if err != nil {
		return 1, err
	}
	log := &log{
		command: c, client: cloudwatchlogs.NewFromConfig(cfg),
		group: env.ServiceLogGroupName(service.Name), stream: task.LogStream(service.Name, service.Name, arn),
	}
	c.say("task %s", arn)
	c.say("log group %s, stream %s", log.group, log.stream)
	outcome, err := c.follow(ctx, client, env.ClusterName(), arn, service.Name, log)
	switch {
	case err != nil && ctx.Err() != nil:
		return interrupted, c.stop(ctx, client, env.ClusterName(), arn)
	case err != nil:
		return 1, fmt.Errorf("the task goes on unseen: %w", oneLine(err))
	}
	return c.end(outcome)
}

// start starts the task. A request that Ctrl-C cut off could have started it all the same,
// and nothing would stop it.
func start(ctx context.Context, client *ecs.Client, env config.Environment, s config.Service, where network, words []string) (string, error) {
	whole, cancel := context.WithTimeout(context.WithoutCancel(ctx), oneRequest)
	defer cancel()
	arn, err := task.Start(whole, client, task.Run{
		Cluster: env.ClusterName(), TaskDefinition: env.TaskFamily(s.Name), Container: s.Name,
		Command: words, Subnets: where.subnets, SecurityGroup: where.group,
		StartedBy: "runtask", Token: rand.Text(),
	})
	if err == nil {
		return arn, nil
	}
	brief := oneLine(err)
	switch says := brief.Error(); {
	case strings.Contains(says, "TaskDefinition not found"), strings.Contains(says, "TaskDefinition is inactive"):
		return "", fmt.Errorf("%s has no release yet in %s: release an image first", s.Name, env.Label())
	case strings.HasPrefix(says, "ClusterNotFoundException"):
		return "", fmt.Errorf("%s is not deployed whole: there is no cluster %s in %s", env.Label(), env.ClusterName(), env.Region)
	case task.Temporary(err):
		return "", fmt.Errorf("try again in a minute: start the task: %w", brief)
	}
	return "", fmt.Errorf("start the task: %w", brief)
}

// follow prints the task's log until the task has stopped.
func (c command) follow(ctx context.Context, client *ecs.Client, cluster, arn, container string, log *log) (task.Outcome, error) {
	var unseen time.Duration
	for {
		log.print(ctx)
		outcome, stopped, err := task.Look(ctx, client, cluster, arn, container)
		switch {
		case err == nil && stopped:
			if outcome.StopCode != string(types.TaskStopCodeTaskFailedToStart) {
				log.rest(ctx)
			}
			return outcome, nil
		case err == nil:
			unseen = 0
		case !task.Temporary(err) || unseen >= lost:
			return task.Outcome{}, err
		default:
			unseen += between
		}
		if err := c.pause(ctx, between); err != nil {
			return task.Outcome{}, err
		}
	}
}

// stop stops the task after Ctrl-C.
func (c command) stop(ctx context.Context, client *ecs.Client, cluster, arn string) error {
	c.say("stopping the task")
	whole, cancel := context.WithTimeout(context.WithoutCancel(ctx), oneRequest)
	defer cancel()
	if err := task.Stop(whole, client, cluster, arn, "runtask was interrupted"); err != nil {
		return fmt.Errorf("the task goes on: %w; stop it with: aws ecs stop-task --cluster %s --task %s", oneLine(err), cluster, task.ID(arn))
	}
	c.say("the task is told to stop")
	return nil
}

// end says how the task ended.
func (c command) end(outcome task.Outcome) (int, error) {
	if err := outcome.Err(); err != nil {
		return int(max(aws.ToInt32(outcome.ExitCode), 1)), errors.New(strings.Join(strings.Fields(err.Error()), " "))
	}
	c.say("exit code 0")
	return 0, nil
}
