package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"

	"example.com/chassis/lib/stacks/task"
)

// log is the log stream of one task, read from its beginning.
type log struct {
	command
	client        *cloudwatchlogs.Client
	group, stream string
	// next is where the next page begins.
	next *string
	// refused means that the log cannot be read, which has been said.
	refused bool
}

// print prints the lines that are new, and reports whether there were any. The task
// matters more than its log, so an error ends nothing.
func (l *log) print(ctx context.Context) (some bool) {
	for !l.refused {
		page, err := l.client.GetLogEvents(ctx, &cloudwatchlogs.GetLogEventsInput{
			LogGroupName: &l.group, LogStreamName: &l.stream, NextToken: l.next, StartFromHead: aws.Bool(true),
		})
		if err != nil {
			l.refused = !comesLater(ctx, err)
			if l.refused {
				l.say("the log cannot be read: %v", oneLine(err))
			}
			return some
		}
		for _, event := range page.Events {
			some = true
			_, _ = fmt.Fprintln(l.out, strings.TrimRight(aws.ToString(event.Message), "\r\n"))
		}
		// The end of the stream returns the token that it was asked with.
		// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
		if aws.ToString(page.NextForwardToken) == aws.ToString(l.next) {
			return some
		}
		l.next = page.NextForwardToken
	}
	return some
}

// comesLater reports whether another attempt may succeed. The stream comes with the first
// line.
func comesLater(ctx context.Context, err error) bool {
	var missing *types.ResourceNotFoundException
	return ctx.Err() != nil || errors.As(err, &missing) || task.Temporary(err)
}

// rest prints what the log still brings after the end of the task.
func (l *log) rest(ctx context.Context) {
	for waited := time.Duration(0); !l.refused; waited += between {
		if l.print(ctx) {
			waited = 0
		}
		if waited >= quiet || l.pause(ctx, between) != nil {
			return
		}
	}
}
