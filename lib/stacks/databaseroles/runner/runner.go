// Package runner is the custom resource that makes the database roles: [Runner] runs the
// statements of package databaseroles through the RDS Data API, one after the other, and
// waits for a database that is not ready. It runs in Lambda, in the frame of package
// customresource; package data defines the function.
package runner

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"example.com/chassis/lib/stacks/databaseroles"
)

const (
	// Patience is how long the runner tries again in all. A new cluster answers within
	// seconds; a restored one, or one whose password RDS replaces, within minutes.
	Patience = 10 * time.Minute
	// callTime is more than the 45 seconds after which the Data API ends a statement:
	// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.limitations.html
	callTime = 55 * time.Second
	// The pauses double from the first to the longest, and each is cut by a random part.
	firstPause, longestPause = time.Second, 20 * time.Second
)

// advice stands at the start of a failure, whose end CloudFormation does not show.
const advice = "see docs/databases.md#when-a-statement-fails"

// Runner runs statements in one account and region.
type Runner struct {
	client *rdsdata.Client
	now    func() time.Time
	// pause returns early with an error when the context ends.
	pause func(context.Context, time.Duration) error
}

// New returns a Runner for the account and region of client, which must not try again
// itself.
func New(client *rdsdata.Client) *Runner {
	return &Runner{client: client, now: time.Now, pause: pause}
}

func pause(ctx context.Context, length time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(length):
		return nil
	}
}

// request is what the runner reads of the custom resource's properties. Code is only
// there to make CloudFormation call the function again.
type request struct {
	ClusterARN string `json:"ClusterArn"`
	SecretARN  string `json:"SecretArn"`
	Database   string
	Statements []databaseroles.Statement
}

// Work runs the statements of the properties in their order, until one fails.
func (r *Runner) Work(ctx context.Context, properties map[string]any) (map[string]any, error) {
	req, err := read(properties)
	if err != nil {
		return nil, err
	}
	patience := r.now().Add(Patience)
	for _, statement := range req.Statements {
		if err := r.run(ctx, req, statement, patience); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func read(properties map[string]any) (request, error) {
	var req request
	text, err := json.Marshal(properties)
	if err != nil {
		return req, err
	}
	if err := json.Unmarshal(text, &req); err != nil {
		return req, fmt.Errorf("the properties must be ClusterArn, SecretArn, Database and Statements: %w", err)
	}
	if req.ClusterARN == "" || req.SecretARN == "" || req.Database == "" || len(req.Statements) == 0 {
		return req, fmt.Errorf("the properties must be ClusterArn, SecretArn, Database and Statements, got %q, %q, %q and %d statements",
			req.ClusterARN, req.SecretARN, req.Database, len(req.Statements))
	}
	return req, nil
}

// run runs one statement, again and again while the database is not ready and patience
// lasts.
func (r *Runner) run(ctx context.Context, req request, statement databaseroles.Statement, patience time.Time) error {
	longest := firstPause
	for attempt := 1; ; attempt++ {
		start := r.now()
		err := r.call(ctx, req, statement.SQL)
		took := r.now().Sub(start).Round(time.Millisecond)
		switch {
		case err == nil:
			log.Printf("statement %q: done in %v", statement.Name, took)
			return nil
		case !temporary(err):
			return fmt.Errorf("statement %q failed, %s: %w", statement.Name, advice, brief(err))
		}
		length := longest/2 + rand.N(longest/2)
		longest = min(2*longest, longestPause)
		if r.now().Add(length).After(patience) || ctx.Err() != nil {
			return gaveUp(statement, attempt, err)
		}
		log.Printf("statement %q: attempt %d ended after %v, next one in %v: %v", statement.Name, attempt, took, length.Round(time.Millisecond), brief(err))
		if r.pause(ctx, length) != nil {
			return gaveUp(statement, attempt, err)
		}
	}
}

// gaveUp is the failure of a statement whose error was temporary, but lasted.
func gaveUp(statement databaseroles.Statement, attempts int, err error) error {
	return fmt.Errorf("statement %q failed %d times in %v, %s: %w", statement.Name, attempts, Patience, advice, brief(err))
}

// call gives up a call that has no answer after callTime.
func (r *Runner) call(ctx context.Context, req request, sql string) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	_, err := r.client.ExecuteStatement(ctx, &rdsdata.ExecuteStatementInput{
		ResourceArn: &req.ClusterARN,
		SecretArn:   &req.SecretARN,
		Database:    &req.Database,
		Sql:         &sql,
	})
	return err
}
