package migration

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"time"

	"example.com/chassis/lib/stacks/task"
)

const (
	// callTime is when a request without an answer is given up.
	callTime = 10 * time.Second
	// The pauses double from the first to the longest, and each is cut by a random part.
	firstPause, longestPause = time.Second, 20 * time.Second
)

// insist makes a request again while its error passes and patience lasts.
func (r *Runner) insist(ctx context.Context, action string, patience time.Time, passes func(error) bool, request func(context.Context) error) error {
	longest := firstPause
	for attempt := 1; ; attempt++ {
		err := call(ctx, request)
		if err == nil {
			return nil
		}
		if !passes(err) && !timedOut(ctx, err) {
			return fmt.Errorf("%s: %w", action, task.Brief(err))
		}
		length := longest/2 + rand.N(longest/2)
		longest = min(2*longest, longestPause)
		if r.now().Add(length).After(patience) || r.pause(ctx, length) != nil {
			return fmt.Errorf("%s failed %d times: %w", action, attempt, task.Brief(err))
		}
		log.Printf("%s: attempt %d failed: %v", action, attempt, task.Brief(err))
	}
}

func call(ctx context.Context, request func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	return request(ctx)
}

// timedOut reports a call that had no answer in its own time, while ctx goes on.
func timedOut(ctx context.Context, err error) bool {
	return ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded)
}
