package runner

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestMain drops the log lines that an operator reads in CloudWatch.
func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	os.Exit(m.Run())
}

func properties() map[string]any {
	return map[string]any{
		"ClusterArn": "arn:cluster", "SecretArn": "arn:secret", "Database": "chassis", "Code": "0", "ServiceToken": "arn:function",
		"Statements": []any{map[string]any{"Name": "first", "SQL": "SELECT 1"}, map[string]any{"Name": "second", "SQL": "SELECT 2"}},
	}
}

func TestStatementsRunInOrderWithoutAWait(t *testing.T) {
	t.Parallel()
	fake := &fakeDataAPI{}
	runner, waited := fake.start(t)
	if _, err := runner.Work(context.Background(), properties()); err != nil || *waited > 0 {
		t.Errorf("it waits %v and fails: %v", *waited, err)
	}
	call := func(sql string) map[string]any {
		return map[string]any{"resourceArn": "arn:cluster", "secretArn": "arn:secret", "database": "chassis", "sql": sql}
	}
	if want := []map[string]any{call("SELECT 1"), call("SELECT 2")}; !reflect.DeepEqual(fake.calls, want) {
		t.Errorf("the calls are %v, want %v", fake.calls, want)
	}
}

// What a new, restored or paused cluster answers for a time.
func TestWhatPassesIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, failed := range map[string]failure{
		"no instance yet":            {404, "DatabaseNotFoundException", "The DB cluster doesn't have a DB instance."},
		"a writer that starts":       {504, "DatabaseUnavailableException", "The writer instance in the DB cluster isn't available."},
		"a writer that was paused":   {400, "DatabaseResumingException", "The Aurora DB instance is resuming after being auto-paused. Please wait a few seconds and try again."},
		"an endpoint not there yet":  {400, "HttpEndpointNotEnabledException", "HttpEndpoint is not enabled for resource arn:cluster"},
		"a role not known yet":       {403, "AccessDeniedException", "User is not authorized to perform: rds-data:ExecuteStatement"},
		"a secret not readable yet":  {400, "SecretsErrorException", "The secret provided wasn't found."},
		"a secret without password":  {400, "InvalidSecretException", "The Secrets Manager secret used with the request isn't valid."},
		"the password of a snapshot": {400, "DatabaseErrorException", `FATAL: password authentication failed for user "chassis_admin"; SQLState: 28P01`},
		"that, as it once was":       {400, "BadRequestException", `FATAL: password authentication failed for user "chassis_admin"`},
		"that as a bad request":      {400, "BadRequestException", "HttpEndpoint is not enabled for cluster arn:cluster"},
		"a lost connection":          {400, "BadRequestException", "Communications link failure"},
		"a server that restarts":     {400, "DatabaseErrorException", "FATAL: terminating connection due to administrator command; SQLState: 57P01"},
		"a writer that was one":      {400, "DatabaseErrorException", "ERROR: cannot execute CREATE ROLE in a read-only transaction; SQLState: 25006"},
		"a lock that is held":        {400, "DatabaseErrorException", "ERROR: canceling statement due to lock timeout; SQLState: 55P03"},
		"two changes at once":        {400, "DatabaseErrorException", "ERROR: tuple concurrently updated; SQLState: XX000"},
		"a statement that is slow":   {400, "StatementTimeoutException", "Request timed out"},
		"throttling":                 {400, "ThrottlingException", "Rate exceeded"},
		"an internal error":          {500, "InternalServerErrorException", ""},
		"a service that is down":     {503, "ServiceUnavailableError", ""},
		"a gateway's error":          {502, "UnknownError", "<html>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := &fakeDataAPI{fail: func(call int) *failure {
				if call == 1 || call == 2 {
					return &failed
				}
				return nil
			}}
			runner, waited := fake.start(t)
			if _, err := runner.Work(context.Background(), properties()); err != nil || len(fake.calls) != 4 {
				t.Errorf("%d calls end with: %v; want 4: the first statement, two that fail, and one that does not", len(fake.calls), err)
			}
			if *waited < firstPause || *waited > 3*firstPause {
				t.Errorf("it waits %v between three attempts, want about 2 s", *waited)
			}
		})
	}
}

func TestALostAnswerIsTriedAgain(t *testing.T) {
	t.Parallel()
	fake := &fakeDataAPI{hangUp: true}
	runner, _ := fake.start(t)
	if _, err := runner.Work(context.Background(), properties()); err != nil || len(fake.calls) != 3 {
		t.Errorf("%d calls end with: %v; want 3, of which the first has no answer", len(fake.calls), err)
	}
}

func TestAnSQLErrorFailsAtOnceAndSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, failed := range map[string]failure{
		"what a statement raises": {400, "DatabaseErrorException", "ERROR: schema service_api belongs to role old_team; its owner has to give it to chassis_admin first; SQLState: P0001"},
		"a right that is missing": {400, "DatabaseErrorException", "ERROR: permission denied for schema; SQLState: 42501"},
		"an internal error of it": {400, "DatabaseErrorException", "ERROR: cache lookup failed; SQLState: XX000"},
		"a bad request":           {400, "BadRequestException", "Invalid ARN"},
		"a long message":          {400, "DatabaseErrorException", strings.Repeat("ERROR: é", 500)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := &fakeDataAPI{fail: func(int) *failure { return &failed }}
			runner, _ := fake.start(t)
			_, err := runner.Work(context.Background(), properties())
			want := fmt.Sprintf("statement %q failed, see docs/databases.md#when-a-statement-fails: %s: %s", "first", failed.code, failed.message)
			if err == nil || err.Error() != want || len(fake.calls) != 1 {
				t.Errorf("%d calls end with: %v\nwant one and: %s", len(fake.calls), err, want)
			}
		})
	}
}

// The pauses grow up to the longest, and their sum is all the patience that there is.
func TestTenMinutesAreEnough(t *testing.T) {
	t.Parallel()
	const message = "The DB cluster doesn't have a DB instance."
	var at []time.Duration
	fake := &fakeDataAPI{}
	runner, waited := fake.start(t)
	fake.fail = func(call int) *failure {
		if call == 0 {
			return nil
		}
		at = append(at, *waited)
		return &failure{404, "DatabaseNotFoundException", message}
	}
	_, err := runner.Work(context.Background(), properties())
	want := fmt.Sprintf("statement %q failed %d times in 10m0s, see docs/databases.md#when-a-statement-fails: DatabaseNotFoundException: %s", "second", len(at), message)
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if *waited > Patience || *waited < Patience-longestPause {
		t.Errorf("it gives up after %v, want %v", *waited, Patience)
	}
	limit := firstPause
	for n := range len(at) - 1 {
		if length := at[n+1] - at[n]; length < limit/2 || length > limit {
			t.Errorf("pause %d is %v, want from half of %v to that", n+1, length, limit)
		}
		limit = min(2*limit, longestPause)
	}
}

func TestAnEndOfTheFunctionsTimeEndsTheWait(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	fake := &fakeDataAPI{fail: func(call int) *failure {
		if call == 3 {
			cancel()
		}
		return &failure{504, "DatabaseUnavailableException", "not yet"}
	}}
	runner, _ := fake.start(t)
	if _, err := runner.Work(ctx, properties()); err == nil || len(fake.calls) > 4 {
		t.Errorf("%d calls end with %v, want an error after 4", len(fake.calls), err)
	}
	if err := pause(ctx, time.Hour); err == nil {
		t.Error("a pause outlasts the function")
	}
}

func TestWrongPropertiesAreRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]any{"ClusterArn": nil, "SecretArn": "", "Database": nil, "Statements": []any{}} {
		fake := &fakeDataAPI{}
		runner, _ := fake.start(t)
		p := properties()
		p[name] = change
		if _, err := runner.Work(context.Background(), p); err == nil || !strings.HasPrefix(err.Error(), "the properties must be ClusterArn") || len(fake.calls) > 0 {
			t.Errorf("with %s %v: %d calls and %v", name, change, len(fake.calls), err)
		}
	}
}
