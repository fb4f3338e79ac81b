package compute

import (
	"slices"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/checktest"
)

const (
	service   = "Compute/AdminApiReleaseService"
	task      = "Compute/AdminApiReleaseTaskDefinition"
	scaling   = "Compute/AdminApiReleaseServiceTaskCountTargetCpu"
	alb       = "Compute/Alb"
	execution = "AdminApiExecutionRoleDefaultPolicy"
	taskLogin = "AdminApiTaskRoleDefaultPolicy"
	more      = `{"Roles": [{"Ref": "@AdminApiTaskRole"}], "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}}}`
)

func TestBreaches(t *testing.T) {
	t.Parallel()
	checktest.Test(t, slices.Concat(settingBreaches(), serviceBreaches(), taskBreaches(), shellBreaches(), releaseBreaches(), orderBreaches(), balancingBreaches()))
}

func serviceBreaches() []checktest.Breach {
	policy := func(path ...any) []any { return append([]any{"TargetTrackingScalingPolicyConfiguration"}, path...) }
	grace := func(seconds string) checktest.Change {
		return checktest.Set(service, seconds, "HealthCheckGracePeriodSeconds")
	}
	return []checktest.Breach{
		{Name: "a service that no setting asks for", Check: exactServices, Change: checktest.Put("Compute/Third", "AWS::ECS::Service", `{}`), Want: "found 3"},
		{Name: "the other service's group as well", Check: exactServices, Change: checktest.Set(service, `[{"Fn::ImportValue": "x"}, {"Fn::ImportValue": "y"}]`, "NetworkConfiguration", "AwsvpcConfiguration", "SecurityGroups"), Want: "SecurityGroups: got"},
		{Name: "a fixed number of tasks", Check: noDesiredCount, Change: checktest.Set(service, `2`, "DesiredCount"), Want: "want it absent"},
		{Name: "two policies for one number", Check: taskScaling, Change: checktest.Put("Compute/Second", "AWS::ApplicationAutoScaling::ScalingPolicy", `{"ScalingTargetId": {"Ref": "@AdminApiReleaseServiceTaskCountTarget"}, "TargetTrackingScalingPolicyConfiguration": {"PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}}`), Want: "do not ask for"},
		{Name: "the requests to the other service", Check: taskScaling, Change: checktest.Changes(
			checktest.Settings(func(e *config.Environment) { e.Services[1].CPUTargetPercent, e.Services[1].RequestsPerTask = 0, 50 }),
			checktest.Set(scaling, `{"PredefinedMetricType": "ALBRequestCountPerTarget", "ResourceLabel": {"Fn::Join": ["/", [{"Fn::GetAtt": ["@Alb", "LoadBalancerFullName"]}, {"Fn::GetAtt": ["@ServiceApiTargetGroup", "TargetGroupFullName"]}]]}}`, policy("PredefinedMetricSpecification")...)), Want: "want those of the load balancer to Compute/AdminApiTargetGroup"},
		{Name: "a label of the CPU", Check: taskScaling, Change: checktest.Set(scaling, `"x"`, policy("PredefinedMetricSpecification", "ResourceLabel")...), Want: "which AWS refuses"},
		{Name: "another controller", Check: rollingDeployment, Change: checktest.Set(service, `{"Type": "CODE_DEPLOY"}`, "DeploymentController"), Want: "want ECS"},
		{Name: "an alarm that does nothing", Check: deploymentRollback, Change: checktest.Set("Compute/AdminApiReleaseServerErrors", `false`, "ActionsEnabled"), Want: "want true or absent"},
		{Name: "an alarm before the grace is over", Check: windowsAgree, Change: grace(`270`), Want: "fires after 300 s, but it may take 300 s until a task starts and is found out"},
		{Name: "an alarm while tasks start", Check: windowsAgree, Change: grace(`660`), Want: "fires after 900 s, but it may take 900 s until auto scaling has acted and a task has started"},
		{Name: "an alarm before auto scaling", Check: windowsAgree, Change: checktest.Set(scaling, `420`, policy("ScaleOutCooldown")...), Want: "fires after 600 s, but it may take 600 s until auto scaling has acted"},
	}
}

func taskBreaches() []checktest.Breach {
	container := func(path ...any) []any { return append([]any{"ContainerDefinitions", 0}, path...) }
	return []checktest.Breach{
		{Name: "logs of both services in one group", Check: taskLogs, Change: checktest.Set(task, `{"Ref": "@ServiceApiLogGroup"}`, container("LogConfiguration", "Options", "awslogs-group")...), Want: "both log to"},
		{Name: "words in another order", Check: command, Change: checktest.Changes(
			checktest.Settings(func(e *config.Environment) { e.Services[1].Command = []string{"a", "b"} }),
			checktest.Set(task, `["b", "a"]`, container("Command")...)), Want: `runs ["b" "a"], want ["a" "b"]`},
		{Name: "a task that may do more", Check: taskRole, Change: checktest.Set("Compute/AdminApiTaskRole", `["arn:aws:iam::aws:policy/PowerUserAccess"]`, "ManagedPolicyArns"), Want: "PowerUserAccess"},
		{Name: "a policy that is no addition", Check: taskRole, Change: checktest.Put("Compute/AdminApiAdditions", "AWS::IAM::Policy", more), Want: "s3:PutObject on *"},
		{Name: "a policy with the name of an addition", Check: taskRole, Change: checktest.Put("Compute/AdminApiTaskRoleAdditions", "AWS::IAM::Policy", more), Want: "s3:PutObject on *"},
		{Name: "ECS that may read every secret", Check: executionRole, Change: checktest.Put("Compute/More", "AWS::IAM::Policy", `{"Roles": [{"Ref": "@AdminApiExecutionRole"}], "PolicyDocument": {"Statement": {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}}}`), Want: "secretsmanager:GetSecretValue on *"},
		{Name: "a capability", Check: fewPrivileges, Change: checktest.Set(task, `["SYS_PTRACE"]`, container("LinuxParameters", "Capabilities", "Add")...), Want: "SYS_PTRACE"},
		{Name: "a privileged container", Check: fewPrivileges, Change: checktest.Set(task, `true`, container("Privileged")...), Want: "Privileged is true"},
		{Name: "a container as root", Check: fewPrivileges, Change: checktest.Set(task, `"0"`, container("User")...), Want: "runs as root"},
	}
}

func releaseBreaches() []checktest.Breach {
	pattern := func(text string) checktest.Change {
		return checktest.Stack("Compute", func(s *assembly.Stack) { s.Parameters["AdminImage"].(map[string]any)["AllowedPattern"] = text })
	}
	return []checktest.Breach{
		{Name: "an image from the start", Check: imageParameters, Change: checktest.Stack("Compute", func(s *assembly.Stack) { s.Parameters["AdminImage"].(map[string]any)["Default"] = "nginx" }), Want: "want none"},
		{Name: "an image of nobody", Check: imageParameters, Change: checktest.Stack("Compute", func(s *assembly.Stack) { s.Parameters["OldImage"] = s.Parameters["AdminImage"] }), Want: `"OldImage"`},
		{Name: "any image", Check: imageParameters, Change: pattern(".*"), Want: `accepts "latest"`},
		{Name: "the other service's image", Check: nothingRunsWithoutImage, Change: checktest.On("Compute/AdminApiReleaseServiceTaskCountTarget", "ServiceImageGiven"), Want: "exists: false, want true"},
		{Name: "a log group that comes and goes", Check: nothingRunsWithoutImage, Change: checktest.On("Compute/AdminApiLogGroup", "AdminImageGiven"), Want: "exists: false, want true"},
		{Name: "a condition that nobody defines", Check: nothingRunsWithoutImage, Change: checktest.On("Compute/AdminApiReleaseServiceTaskCountTarget", "Nothing"), Want: `refers to "Nothing"`},
		{Name: "a reference to what may not exist", Check: noDanglingReferences, Change: checktest.Set("Compute/AdminApiListenerRule", `{"Ref": "@AdminApiReleaseService"}`, "Extra"), Want: "refers to Compute/AdminApiReleaseService"},
		{Name: "waiting for what may not exist", Check: noDanglingReferences, Change: checktest.After("Compute/AdminApiListenerRule", "AdminApiReleaseService"), Want: "refers to Compute/AdminApiReleaseService"},
		{Name: "one release that needs the other", Check: noDanglingReferences, Change: checktest.After(service, "ServiceApiReleaseService"), Want: "refers to Compute/ServiceApiReleaseService"},
		{Name: "a second container", Check: oneContainer, Change: checktest.Set(task, `[{"Image": {"Ref": "AdminImage"}}, {"Image": "sidecar"}]`, "ContainerDefinitions"), Want: "has 2 containers"},
	}
}

func orderBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "an agent before it may open channels", Check: policiesComeFirst, Change: checktest.Changes(checktest.After("Data/Bastion", "BastionRole"), checktest.After("Data/BastionInstanceProfile")), Want: "does not depend on Data/BastionPolicy"},
		{Name: "an actor of a new kind", Check: policiesComeFirst, Change: checktest.Put("Data/Pipe", "AWS::Pipes::Pipe", `{"RoleArn": {"Fn::GetAtt": ["@ProxyRole", "Arn"]}}`), Want: "Data/Pipe does not depend on Data/ProxyRoleDefaultPolicy"},
		{Name: "a managed policy that comes later", Check: policiesComeFirst, Change: checktest.Put("Data/Late", "AWS::IAM::ManagedPolicy", `{"Roles": [{"Ref": "@BastionRole"}]}`), Want: "does not depend on Data/Late"},
		{Name: "a web ACL before the second listener", Check: associationComesLate, Change: checktest.After("Compute/WebAclAssociation", "AlbHttp"), Want: "does not depend on Compute/AlbHttps"},
		{Name: "waiting by way of what may not exist", Check: policiesComeFirst, Change: checktest.Changes(
			checktest.After(service, execution, "ServiceApiReleaseService"),
			checktest.After("Compute/ServiceApiReleaseService", "ServiceApiExecutionRoleDefaultPolicy", "ServiceApiTaskRoleDefaultPolicy", taskLogin)), Want: "does not depend on Compute/" + taskLogin},
		{Name: "a policy after its task", Check: policiesComeFirst, Change: checktest.Changes(checktest.After(service, execution), checktest.After("Compute/"+taskLogin, "AdminApiReleaseService")), Want: "does not depend on Compute/" + taskLogin},
	}
}

// What it may permit is for lib/proof/permissions to say.
func TestATeamMayAddToATaskRole(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	checktest.Put("Compute/AdminApiTaskRoleAdditionsAdded", "AWS::IAM::Policy", more)(t, &p)
	checktest.Find(t, &p, "Compute/AdminApiTaskRoleAdditionsAdded").Metadata = map[string]any{"aws:cdk:path": "Compute/AdminApi/TaskRole/Additions/Added/Resource"}
	for _, complaint := range checktest.Broken(taskRole, &p) {
		t.Error(complaint)
	}
}

func TestWaitingForOneThatWaitsIsEnough(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	checktest.After("Data/Bastion")(t, &p) // its instance profile waits for the policy
	for _, complaint := range checktest.Broken(policiesComeFirst, &p) {
		t.Error(complaint)
	}
}

func balancingBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "a third listener", Check: plainIsRedirected, Change: checktest.Put("Compute/Other", "AWS::ElasticLoadBalancingV2::Listener", `{"Port": 8443}`), Want: "found 3"},
		{Name: "a rule on port 80", Check: plainIsRedirected, Change: checktest.Set("Compute/AdminApiListenerRule", `{"Ref": "@AlbHttp"}`, "ListenerArn"), Want: "answers on port 80"},
		{Name: "only for some hosts", Check: routedPaths, Change: checktest.Set("Compute/AdminApiListenerRule", `[{"Field": "path-pattern"}, {"Field": "host-header"}]`, "Conditions"), Want: "has 2 conditions"},
		{Name: "one target group for both", Check: targetGroups, Change: checktest.Set(service, `{"Ref": "@ServiceApiTargetGroup"}`, "LoadBalancers", 0, "TargetGroupArn"), Want: "both use"},
		{Name: "requests that the web ACL could not judge", Check: knownAttributes, Change: checktest.Set(alb, `"waf.fail_open.enabled"`, "LoadBalancerAttributes", 0, "Key"), Want: `"waf.fail_open.enabled"`},
		{Name: "logs that end after a day", Check: accessLogs, Change: checktest.Set("Compute/AccessLogs", `[{"Status": "Enabled", "ExpirationInDays": 365}, {"Status": "Enabled", "ExpirationInDays": 1}]`, "LifecycleConfiguration", "Rules"), Want: "has 2 lifecycle rules, want 1"},
		{Name: "logs in a folder that nobody may write", Check: accessLogsPolicy, Change: checktest.Set(alb, `"folder"`, "LoadBalancerAttributes", 6, "Value"), Want: "/folder/AWSLogs/"},
		{Name: "a bucket that everyone may read", Check: accessLogsPolicy, Change: checktest.Put("Compute/More", "AWS::S3::BucketPolicy", `{"Bucket": {"Ref": "@AccessLogs"}, "PolicyDocument": {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}}}`), Want: "*: s3:GetObject on *"},
		{Name: "a finder that is too slow", Check: certificateFinder, Change: checktest.Set("Compute/CertificateFinder", `120`, "Timeout"), Want: "too little to search"},
		{Name: "a record of something else", Check: aliasRecords, Change: checktest.Put("Compute/Record", "AWS::Route53::RecordSet", `{"Name": "prod.chassis.example.com.", "Type": "A", "AliasTarget": {"DNSName": "other", "HostedZoneId": "Z1"}}`), Want: "leads to other"},
		{Name: "a name in another spelling", Check: aliasRecords, Change: checktest.Put("Compute/Record", "AWS::Route53::RecordSet", `{"Name": "Prod.chassis.example.com", "Type": "A"}`), Want: "records of prod.chassis.example.com, want 0"},
		{Name: "a record of another name", Check: aliasRecords, Change: checktest.Put("Data/Record", "AWS::Route53::RecordSet", `{"Name": "old.example.com.", "Type": "A"}`), Want: "want no other record"},
		{Name: "records in a group", Check: aliasRecords, Change: checktest.Put("Compute/Records", "AWS::Route53::RecordSetGroup", `{"RecordSets": [{"Name": "prod.chassis.example.com"}]}`), Want: "has a record of prod.chassis.example.com too"},
	}
}
