package tasktest

// Container is the name of the container in the tasks of this package.
const Container = "service-api"

// Running is a task that goes on.
func Running() map[string]any {
	return map[string]any{"lastStatus": "RUNNING", "containers": []any{map[string]any{"name": Container}}}
}

// Ended is a task whose container ended with a code, beside one of Amazon GuardDuty.
func Ended(stopCode, reason string, exitCode int) map[string]any {
	return stopped(stopCode, reason, map[string]any{"name": Container, "exitCode": exitCode})
}

// Killed is a task whose container was killed for a reason of its own.
func Killed(reason string) map[string]any {
	return stopped("EssentialContainerExited", "Essential container in task exited",
		map[string]any{"name": Container, "exitCode": 137, "reason": reason})
}

// NeverStarted is a task that has no exit code.
func NeverStarted(stopCode, reason string) map[string]any {
	return stopped(stopCode, reason, map[string]any{"name": Container, "reason": reason})
}

func stopped(stopCode, reason string, container map[string]any) map[string]any {
	return map[string]any{
		"lastStatus": "STOPPED", "stopCode": stopCode, "stoppedReason": reason,
		"containers": []any{map[string]any{"name": "aws-guardduty-agent-1234567", "exitCode": 0}, container},
	}
}
