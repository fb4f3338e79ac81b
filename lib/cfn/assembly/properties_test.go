package assembly_test

import "testing"

func TestWhatTheManifestSaysOfADeploymentIsKeptAsItIs(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	got := a.Stack("Data").Deployment
	if got["cloudFormationExecutionRoleArn"] != "arn:aws:iam::123456789012:role/deploy" || got["terminationProtection"] != true {
		t.Errorf("deployment of Data is %v, want its role and its termination protection", got)
	}
	if _, given := a.Stack("Network").Deployment["cloudFormationExecutionRoleArn"]; given {
		t.Error("want a role of Data only")
	}
}
