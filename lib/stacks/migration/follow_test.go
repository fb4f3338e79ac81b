package migration

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/cfn"
	"github.com/aws/aws-sdk-go-v2/service/ecs"

	"example.com/chassis/lib/stacks/task/tasktest"
)

// endless is an AWS whose task goes on.
func endless() *fakeAWS {
	fake := &fakeAWS{}
	fake.Task = func(int) map[string]any { return tasktest.Running() }
	return fake
}

func TestATaskThatIsNotKnownYetIsWaitedFor(t *testing.T) {
	t.Parallel()
	fake := &fakeAWS{}
	fake.Task = func(n int) map[string]any {
		if n < 3 {
			return nil
		}
		return tasktest.Ended("EssentialContainerExited", "", 0)
	}
	if answer := fake.deploy(t, create()); answer.Status != cfn.StatusSuccess || fake.waited != 3*lookPause {
		t.Errorf("got %s (%s) after %v", answer.Status, answer.Reason, fake.waited)
	}
}

func TestATaskThatStaysMissingIsStopped(t *testing.T) {
	t.Parallel()
	fake := &fakeAWS{}
	fake.Task = func(int) map[string]any { return nil }
	wantFailure(t, fake.deploy(t, create()), "the task was stopped: ecs:DescribeTasks did not say how it is: MISSING")
	if fake.waited != lookPatience || len(fake.Calls("StopTask")) != 1 {
		t.Errorf("it gives up after %v with %d stops, want %v and one", fake.waited, len(fake.Calls("StopTask")), lookPatience)
	}
}

// Two times four minutes without an answer are not lost time of five.
func TestALookThatSucceedsRenewsThePatience(t *testing.T) {
	t.Parallel()
	fake := &fakeAWS{}
	fake.Task = func(int) map[string]any {
		switch at := fake.waited; {
		case at == 4*time.Minute:
			return tasktest.Running()
		case at < 8*time.Minute:
			return nil
		}
		return tasktest.Ended("EssentialContainerExited", "", 0)
	}
	if answer := fake.deploy(t, create()); answer.Status != cfn.StatusSuccess || fake.waited != 8*time.Minute {
		t.Errorf("got %s (%s) after %v", answer.Status, answer.Reason, fake.waited)
	}
}

func TestOnlyTheCallsOwnEndIsATimeout(t *testing.T) {
	t.Parallel()
	end := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-end }))
	defer server.Close()
	defer close(end)
	r := (&fakeAWS{}).start(t)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	r.ecs = ecs.New(r.ecs.Options(), func(o *ecs.Options) { o.BaseEndpoint = &server.URL })
	_, _, err := r.look(ctx, request{Cluster: "chassis-prod"}, Begun{TaskARN: "arn:task/1"})
	if !timedOut(context.Background(), err) || timedOut(ctx, err) || timedOut(context.Background(), errors.New("no")) {
		t.Errorf("%v: it counts as a timeout of the function, or not as one of the call", err)
	}
}

func TestALookThatIsRefusedStopsTheTask(t *testing.T) {
	t.Parallel()
	fake := endless()
	fake.Fail = func(action string, n int) *tasktest.Failure {
		if action == "DescribeTasks" && n == 1 {
			return &tasktest.Failure{Status: 400, Code: "InvalidParameterException", Message: "no"}
		}
		return nil
	}
	wantFailure(t, fake.deploy(t, create()), "the task was stopped: ecs:DescribeTasks did not say how it is: InvalidParameterException: no")
}

func TestTheFunctionGoesOnInAnotherInvocation(t *testing.T) {
	t.Parallel()
	fake := endless()
	r := fake.start(t)
	fake.handle(t, r, create())
	if len(fake.answers) != 0 || len(fake.invoked) != 1 || fake.waited < 10*time.Minute || fake.waited > 12*time.Minute {
		t.Fatalf("after %v there are %d answers and %d invocations, want none and one after some 11 minutes", fake.waited, len(fake.answers), len(fake.invoked))
	}
	next := fake.invoked[0]
	if next.Begun == nil || next.Begun.TaskARN == "" || !next.Begun.At.Equal(fake.begin) || next.RequestID != requestID || next.ResourceProperties["Image"] != "repository:2" {
		t.Fatalf("the other invocation gets %+v", next)
	}
	// Its stack may roll back meanwhile: what has begun is followed to its end.
	fake.status = "UPDATE_ROLLBACK_IN_PROGRESS"
	fake.Task = func(int) map[string]any { return tasktest.Ended("EssentialContainerExited", "", 0) }
	fake.handle(t, r, next)
	if len(fake.answers) != 1 || fake.answers[0].Status != cfn.StatusSuccess || fake.answers[0].PhysicalResourceID != requestID || len(fake.Calls("RunTask")) != 1 {
		t.Errorf("the answers are %+v after %d starts, want one success and one start", fake.answers, len(fake.Calls("RunTask")))
	}
}

func TestAnInvocationThatIsRefusedStopsTheTask(t *testing.T) {
	t.Parallel()
	for name, failed := range map[string]tasktest.Failure{
		"denied":          {Status: 403, Code: "AccessDeniedException", Message: "not authorized to perform: lambda:InvokeFunction"},
		"throttled":       {Status: http.StatusTooManyRequests, Code: "TooManyRequestsException", Message: "Rate Exceeded."},
		"a recursion cut": {Status: 400, Code: "RecursiveInvocationException", Message: "loop"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := endless()
			fake.failInvoke = func(int) *tasktest.Failure { return &failed }
			wantFailure(t, fake.deploy(t, create()), "the task was stopped: the function could not go on: lambda:InvokeFunction", failed.Code)
			if len(fake.Calls("StopTask")) != 1 || fake.waited > 12*time.Minute {
				t.Errorf("%d stops after %v, want one within the function's time", len(fake.Calls("StopTask")), fake.waited)
			}
		})
	}
	fake := endless()
	fake.failInvoke = func(n int) *tasktest.Failure {
		if n < 2 {
			return &tasktest.Failure{Status: http.StatusTooManyRequests, Code: "TooManyRequestsException"}
		}
		return nil
	}
	if wantFailure(t, fake.deploy(t, create()), "it took longer"); len(fake.invoked) != 1 {
		t.Errorf("%d invocations after two that were throttled, want one", len(fake.invoked))
	}
}

// Lambda then invokes the function again with the same event.
func TestAnAnswerThatDoesNotArriveIsSentAgain(t *testing.T) {
	t.Parallel()
	fake := &fakeAWS{lost: 1}
	r, event := fake.start(t), create()
	event.ResponseURL = fake.url + "/answer"
	if err := r.Handle(context.Background(), event); err == nil {
		t.Error("the function succeeds without an answer")
	}
	if err := r.Handle(context.Background(), event); err != nil || fake.Started() != 1 || len(fake.answers) != 1 {
		t.Errorf("the second delivery ends with %v, %d tasks and %d answers", err, fake.Started(), len(fake.answers))
	}
}

func TestAPanicIsAnswered(t *testing.T) {
	t.Parallel()
	fake := endless()
	r := fake.start(t)
	r.pause = func(context.Context, time.Duration) error { panic("a mistake") }
	fake.handle(t, r, create())
	if len(fake.answers) != 1 {
		t.Fatalf("CloudFormation got %d answers, want 1", len(fake.answers))
	}
	wantFailure(t, fake.answers[0], "the function panicked: a mistake")
}

func TestTheEndOfTheFunctionsTimeStopsTheTask(t *testing.T) {
	t.Parallel()
	fake := endless()
	fake.Stopped = afterLooks(1000, nil)
	r, event := fake.start(t), create()
	event.ResponseURL = fake.url + "/answer"
	r.pause = func(context.Context, time.Duration) error { return errors.New("over") }
	if err := r.Handle(context.Background(), event); err != nil || len(fake.answers) != 1 {
		t.Fatalf("%d answers and %v", len(fake.answers), err)
	}
	wantFailure(t, fake.answers[0], "wait for the task's end, which ECS was asked for: the function's time is over")
}
