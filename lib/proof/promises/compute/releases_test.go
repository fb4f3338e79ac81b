package compute

import (
	"testing"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func deploymentBreaches() []checktest.Breach {
	const service, task, alarm = "Compute/AdminApiReleaseService", "Compute/AdminApiReleaseTaskDefinition", "Compute/AdminApiReleaseServerErrors"
	deployment := func(path ...any) []any { return append([]any{"DeploymentConfiguration"}, path...) }
	return []checktest.Breach{
		{Name: "half the tasks", Check: rollingDeployment, Change: checktest.Set(service, `50`, deployment("MinimumHealthyPercent")...), Want: "want 100"},
		{Name: "room for half more", Check: rollingDeployment, Change: checktest.Set(service, `150`, deployment("MaximumPercent")...), Want: "want 200"},
		{Name: "another controller", Check: rollingDeployment, Change: checktest.Set(service, `{"Type": "CODE_DEPLOY"}`, "DeploymentController"), Want: "want ECS"},
		{Name: "a breaker that only stops", Check: deploymentRollback, Change: checktest.Set(service, `false`, deployment("DeploymentCircuitBreaker", "Rollback")...), Want: "want true"},
		{Name: "an alarm that only stops", Check: deploymentRollback, Change: checktest.Set(service, `false`, deployment("Alarms", "Rollback")...), Want: "want true"},
		{Name: "no alarm", Check: deploymentRollback, Change: checktest.Set(service, `[]`, deployment("Alarms", "AlarmNames")...), Want: "alarms: got []"},
		{Name: "the balancer's own errors", Check: deploymentRollback, Change: checktest.Set(alarm, `"HTTPCode_ELB_5XX_Count"`, "Metrics", 1, "MetricStat", "Metric", "MetricName"), Want: "errors AWS/ApplicationELB HTTPCode_Target_5XX_Count"},
		{Name: "the other service's errors", Check: deploymentRollback, Change: checktest.Set(alarm, `{"Fn::GetAtt": ["ServiceApiTargetGroup", "TargetGroupFullName"]}`, "Metrics", 1, "MetricStat", "Metric", "Dimensions", 1, "Value"), Want: "target group is"},
		{Name: "an alarm that cannot fire", Check: serverErrors, Change: checktest.Set(alarm, `1000000`, "Threshold"), Want: "want 1"},
		{Name: "an alarm at one minute of errors", Check: serverErrors, Change: checktest.Set(alarm, `1`, "DatapointsToAlarm"), Want: "want 2"},
		{Name: "an alarm at every minute of errors", Check: serverErrors, Change: checktest.Set(alarm, `null`, "DatapointsToAlarm"), Want: "want 2"},
		{Name: "an alarm that remembers longer", Check: serverErrors, Change: checktest.Set(alarm, `5`, "EvaluationPeriods"), Want: "want 3"},
		{Name: "an alarm in minutes of five", Check: serverErrors, Change: checktest.Set(alarm, `300`, "Metrics", 1, "MetricStat", "Period"), Want: "want the sum of a minute"},
		{Name: "an alarm at ten errors", Check: serverErrors, Change: checktest.Set(alarm, `"GreaterThanOrEqualToThreshold"`, "ComparisonOperator"), Want: "want GreaterThanThreshold"},
		{Name: "an alarm at any error", Check: serverErrors, Change: checktest.Set(alarm, `"100 * errors / requests"`, "Metrics", 0, "Expression"), Want: "want IF(errors > 10"},
		{Name: "an alarm on the average", Check: serverErrors, Change: checktest.Set(alarm, `"Average"`, "Metrics", 1, "MetricStat", "Stat"), Want: "want the sum of a minute"},
		{Name: "an alarm of no balancer", Check: deploymentRollback, Change: checktest.Set(alarm, `"app/x/1"`, "Metrics", 1, "MetricStat", "Metric", "Dimensions", 0, "Value"), Want: "load balancer is"},
		{Name: "an alarm without traffic", Check: serverErrors, Change: checktest.Set(alarm, `"breaching"`, "TreatMissingData"), Want: "want notBreaching"},
		{Name: "a minute to start", Check: startAndStop, Change: checktest.Set(service, `60`, "HealthCheckGracePeriodSeconds"), Want: "want 120"},
		{Name: "half a minute to stop", Check: startAndStop, Change: checktest.Set(task, `30`, "ContainerDefinitions", 0, "StopTimeout"), Want: "want 60"},
		{Name: "requests cut off", Check: deregistrationDelay, Change: checktest.Set("Compute/AdminApiTargetGroup", `"30"`, "TargetGroupAttributes", 0, "Value"), Want: "cut off after 30 s"},
	}
}

func releaseBreaches() []checktest.Breach {
	parameter := func(key, value string) func(*testing.T, *check.Platform) {
		return func(_ *testing.T, p *check.Platform) {
			p.Stack("Compute").Parameters["AdminImage"].(map[string]any)[key] = value
		}
	}
	pull := []any{"PolicyDocument", "Statement", 0}
	return []checktest.Breach{
		{Name: "an image from the start", Check: imageParameters, Change: parameter("Default", "nginx"), Want: "want none"},
		{Name: "any image", Check: imageParameters, Change: parameter("AllowedPattern", ".*"), Want: `accepts "latest"`},
		{Name: "no way back to none", Check: imageParameters, Change: parameter("AllowedPattern", `.+/.+:.+`), Want: "refuses none"},
		{Name: "no pattern", Check: imageParameters, Change: parameter("AllowedPattern", ""), Want: "cannot be read"},
		{Name: "a service without an image", Check: nothingRunsWithoutImage, Change: checktest.On("Compute/AdminApiReleaseService", ""), Want: "Compute/AdminApiReleaseService exists: true, want false"},
		{Name: "an alarm without a service", Check: nothingRunsWithoutImage, Change: checktest.On("Compute/AdminApiReleaseServerErrors", ""), Want: "exists: true, want false"},
		{Name: "the other service's image", Check: nothingRunsWithoutImage, Change: checktest.On("Compute/AdminApiReleaseScaling", "ServiceImageGiven"), Want: "exists: false, want true"},
		{Name: "a log group that comes and goes", Check: nothingRunsWithoutImage, Change: checktest.On("Compute/AdminApiLogGroup", "AdminImageGiven"), Want: "Compute/AdminApiLogGroup exists: false, want true"},
		{Name: "a condition that nobody defines", Check: nothingRunsWithoutImage, Change: checktest.On("Compute/AdminApiReleaseScaling", "Nothing"), Want: `refers to "Nothing"`},
		{Name: "a reference to what may not exist", Check: noDanglingReferences, Change: checktest.Set("Compute/AdminApiListenerRule", `{"Ref": "AdminApiReleaseService"}`, "Extra"), Want: "Compute/AdminApiListenerRule refers to Compute/AdminApiReleaseService"},
		{Name: "waiting for what may not exist", Check: noDanglingReferences, Change: checktest.After("Compute/AdminApiListenerRule", "AdminApiReleaseService"), Want: "Compute/AdminApiListenerRule refers to"},
		{Name: "an output of what may not exist", Check: noDanglingReferences, Change: checktest.Output("Compute", "Service", `{"Value": {"Ref": "AdminApiReleaseService"}}`), Want: "output Service refers to"},
		{Name: "a placeholder", Check: onlyTheGivenImage, Change: checktest.Set("Compute/AdminApiReleaseTaskDefinition", `"nginx"`, "ContainerDefinitions", 0, "Image"), Want: "no task definition runs the image AdminImage"},
		{Name: "a second container", Check: onlyTheGivenImage, Change: checktest.Set("Compute/AdminApiReleaseTaskDefinition", `[{"Image": {"Ref": "AdminImage"}}, {"Image": "sidecar"}]`, "ContainerDefinitions"), Want: "has 2 containers"},
		{Name: "an image that cannot be pulled", Check: executionRole, Change: checktest.Set("Compute/AdminApiExecutionRolePolicy", `"ecr:BatchGetImage"`, append(pull, "Action")...), Want: "may"},
		{Name: "the other service's repository", Check: executionRole, Change: checktest.Set("Compute/AdminApiExecutionRolePolicy", `{"Fn::ImportValue": "chassis-prod-security:ServiceImagesRepositoryArn"}`, append(pull, "Resource")...), Want: "ServiceImagesRepository"},
	}
}
