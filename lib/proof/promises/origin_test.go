package promises

import (
	"encoding/json"
	"fmt"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// withStatements adds what makes the database roles to the hand-made platform: the
// SQL is the recorded.
func withStatements(t *testing.T, p check.Platform) {
	t.Helper()
	const policy = `[
		{"Effect": "Allow", "Action": "rds-data:ExecuteStatement", "Resource": {"Fn::Join": ["", ["arn:aws:rds:ap-northeast-2:", {"Ref": "AWS::AccountId"}, ":cluster:", {"Ref": "Aurora"}]]}},
		{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": {"Fn::GetAtt": ["Aurora", "MasterUserSecret.SecretArn"]}},
		{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::ImportValue": "chassis-prod-security:DataKeyArn"},
			"Condition": {"StringEquals": {"kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com"}}},
		{"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": {"Fn::GetAtt": ["RolesLogGroup", "Arn"]}}]`
	put("Data/RolesLogGroup", "AWS::Logs::LogGroup", `{"LogGroupName": "/chassis/prod/database-roles", "RetentionInDays": 365, "KmsKeyId": {"Fn::ImportValue": "chassis-prod-security:LogsKeyArn"}}`)(t, p)
	policies("Data/RolesLogGroup", "RetainExceptOnCreate", "Retain")(t, p)
	put("Data/RolesRole", "AWS::IAM::Role", `{"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}}`)(t, p)
	put("Data/RolesPolicy", "AWS::IAM::Policy", `{"PolicyName": "x", "Roles": [{"Ref": "RolesRole"}], "PolicyDocument": {"Statement": `+policy+`}}`)(t, p)
	put("Data/StatementFunction", "AWS::Lambda::Function", `{"Code": {"S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-ap-northeast-2"}, "S3Key": "9b8fce7ae7f25ef82fdbaf6b72523b99d0875c0c9c826642819fb51f11d9b125.zip"}, "Handler": "index.handler", "Runtime": "nodejs24.x", "Timeout": 90, "Role": {"Fn::GetAtt": ["RolesRole", "Arn"]}, "LoggingConfig": {"LogGroup": {"Ref": "RolesLogGroup"}}}`)(t, p)
	after("Data/StatementFunction", "RolesPolicy")(t, p)
	earlier := []string{"AuroraWriter", "RolesPolicy"}
	for n, statement := range statements() {
		sql, err := json.Marshal(statement)
		if err != nil {
			t.Fatal(err)
		}
		call := func() map[string]any {
			return map[string]any{"Fn::Join": []any{"", []any{
				`{"service":"rds-data","action":"ExecuteStatement","parameters":{"database":"chassis","resourceArn":"arn:aws:rds:ap-northeast-2:`,
				map[string]any{"Ref": "AWS::AccountId"},
				":cluster:",
				map[string]any{"Ref": "Aurora"},
				`","secretArn":"`,
				map[string]any{"Fn::GetAtt": []any{"Aurora", "MasterUserSecret.SecretArn"}},
				`","sql":` + string(sql) + `}}`,
			}}}
		}
		id := fmt.Sprintf("Statement%02d", n+1)
		s := p.Stack("Data")
		s.Resources[id] = &assembly.Resource{Stack: s, LogicalID: id, Type: statementType, DependsOn: earlier, Properties: map[string]any{
			"ServiceToken": map[string]any{"Fn::GetAtt": []any{"StatementFunction", "Arn"}}, "Create": call(), "Update": call(),
			"ServiceTimeout": "600", "InstallLatestAwsSdk": false,
		}}
		earlier = []string{id}
	}
	group := resource(t, p, "Data/ProxyProxyTargetGroup")
	group.DependsOn = append(group.DependsOn, earlier...)
	set("Data/Aurora", `true`, "EnableHttpEndpoint")(t, p)
}

// restored and cloned turn the cluster into one that starts from elsewhere.
func restored(t *testing.T, p *check.Platform) {
	t.Helper()
	for _, name := range []string{"MasterUsername", "DatabaseName"} {
		set("Data/Aurora", `null`, name)(t, *p)
	}
	set("Data/Aurora", `"pseudonymised"`, "SnapshotIdentifier")(t, *p)
}

func cloned(t *testing.T, p *check.Platform) {
	t.Helper()
	for _, name := range []string{"MasterUsername", "DatabaseName", "EngineVersion", "StorageEncrypted"} {
		set("Data/Aurora", `null`, name)(t, *p)
	}
	set("Data/Aurora", `"chassis-prod-e3b0c442"`, "SourceDBClusterIdentifier")(t, *p)
	set("Data/Aurora", `"copy-on-write"`, "RestoreType")(t, *p)
	set("Data/Aurora", `true`, "UseLatestRestorableTime")(t, *p)
}

func clonedInstance(t *testing.T, p *check.Platform) {
	t.Helper()
	cloned(t, p)
	p.Instance = "dr"
}

// then makes a change after another.
func then(first func(*testing.T, *check.Platform), changes ...func(*testing.T, check.Platform)) func(*testing.T, *check.Platform) {
	return func(t *testing.T, p *check.Platform) {
		t.Helper()
		first(t, p)
		in(changes...)(t, p)
	}
}

func TestEveryOriginKeepsThePromises(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*testing.T, *check.Platform){"restored": restored, "cloned": cloned} {
		p := whole(t)
		change(t, &p)
		for _, examine := range []func(*check.Review){clusterOrigin, passwordComesFirst, clusterIsOne, auroraEngine, clusterEncryption} {
			for _, finding := range (check.Promise{Check: examine}).Broken(p) {
				t.Errorf("%s: %s", name, finding)
			}
		}
	}
}

func originBreaches() []breach {
	return []breach{
		{"a fresh cluster with another administrator", clusterOrigin, in(set("Data/Aurora", `"postgres"`, "MasterUsername")), "want chassis_admin"},
		{"a fresh cluster without its database", clusterOrigin, in(set("Data/Aurora", `null`, "DatabaseName")), "has no DatabaseName"},
		{"a fresh cluster with a restore type", clusterOrigin, in(set("Data/Aurora", `"copy-on-write"`, "RestoreType")), "want it absent"},
		{"zones", clusterOrigin, in(set("Data/Aurora", `["ap-northeast-2a"]`, "AvailabilityZones")), "AvailabilityZones is"},
		{"a restored cluster with an administrator", clusterOrigin, then(restored, set("Data/Aurora", `"chassis_admin"`, "MasterUsername")), "MasterUsername is chassis_admin, want it absent"},
		{"a restored cluster with a database", clusterOrigin, then(restored, set("Data/Aurora", `"chassis"`, "DatabaseName")), "DatabaseName is chassis, want it absent"},
		{"a restored cluster of no snapshot", clusterOrigin, then(restored, set("Data/Aurora", `""`, "SnapshotIdentifier")), "has no SnapshotIdentifier"},
		{"a restored cluster of any version", clusterOrigin, then(restored, set("Data/Aurora", `null`, "EngineVersion")), "has no EngineVersion"},
		{"a full copy", clusterOrigin, then(cloned, set("Data/Aurora", `"full-copy"`, "RestoreType")), "want copy-on-write"},
		{"a clone of no moment", clusterOrigin, then(cloned, set("Data/Aurora", `null`, "UseLatestRestorableTime")), "want true"},
		{"a clone of an hour ago", clusterOrigin, then(cloned, set("Data/Aurora", `"2026-11-23T00:00:00Z"`, "RestoreToTime")), "RestoreToTime is"},
		{"a clone of a snapshot", clusterOrigin, then(cloned, set("Data/Aurora", `"x"`, "SnapshotIdentifier")), "SnapshotIdentifier is x"},
		{"a clone with a version", clusterOrigin, then(cloned, set("Data/Aurora", `"15.17"`, "EngineVersion")), "EngineVersion is 15.17"},
		{"an inherited password", passwordComesFirst, then(restored, set("Data/Aurora", `null`, "ManageMasterUserPassword")), "want true"},
		{"a password with AWS's key", passwordComesFirst, in(set("Data/Aurora", `null`, "MasterUserSecret")), "MasterUserSecret.KmsKeyId is absent"},
		{"a proxy that may come first", passwordComesFirst, in(drop("Data/Proxy"), put("Data/Proxy", "AWS::RDS::DBProxy", `{}`)), "Data/Proxy does not depend on Data/Aurora"},
		{"prod from a snapshot", prodStartsClean, restored, "starts from a snapshot"},
		{"prod from a clone", prodStartsClean, cloned, "starts from a clone"},
		{"an instance of prod from a clone", prodStartsClean, clonedInstance, "starts from a clone"},
		{"a cluster of another name", clusterIsOne, in(drop("Data/Aurora"), put("Data/Restored", "AWS::RDS::DBCluster", `{}`)), "takes it for another resource"},

		{"no Data API", rolesAreMade, in(set("Data/Aurora", `false`, "EnableHttpEndpoint")), "want true"},
		{"a statement less", rolesAreMade, in(drop("Data/Statement01")), "of Custom::DatabaseStatement, want"},
		{"statements without a writer", rolesAreMade, in(after("Data/Statement01")), "does not depend on Data/AuroraWriter"},
		{"two statements at a time", rolesAreMade, in(after("Data/Statement02", "AuroraWriter")), "may run at the same time"},
		{"another statement", rolesAreMade, in(set("Data/Statement01", `"{\"service\":\"rds-data\",\"parameters\":{\"sql\":\"DROP DATABASE chassis\"}}"`, "Create")), `the SQL is "DROP DATABASE chassis"`},
		{"statements of the first day only", rolesAreMadeAgain, in(set("Data/Statement01", `null`, "Update")), "does something else on an update"},
		{"a statement that is cut off", statementsEnd, in(set("Data/StatementFunction", `null`, "Timeout")), "Timeout is absent"},
		{"a statement cut off too early", statementsEnd, in(set("Data/StatementFunction", `30`, "Timeout")), "stops after 30 s, and a statement may take 45"},
		{"an hour for a statement that hangs", statementsEnd, in(set("Data/Statement01", `"3600"`, "ServiceTimeout")), "CloudFormation waits 3600 s"},
		{"no time for a second attempt", statementsEnd, in(set("Data/Statement01", `"120"`, "ServiceTimeout")), "CloudFormation waits 120 s"},
		{"an SDK from the internet", statementsEnd, in(set("Data/Statement01", `true`, "InstallLatestAwsSdk")), "InstallLatestAwsSdk is true"},
		{"roles that go with their statement", rolesAreMadeAgain, in(set("Data/Statement01", `"{}"`, "Delete")), "want it absent"},
		{"a proxy that leads to an unchecked cluster", proxyWaitsForRoles, in(after("Data/ProxyProxyTargetGroup", "Statement09")), "does not depend on Data/Statement10"},
		{"a maker of anything", rolesMakerMay, in(set("Data/RolesPolicy", `"*"`, "PolicyDocument", "Statement", 0, "Resource")), "RolesRole may"},
		{"a maker of another service", rolesMakerMay, in(set("Data/RolesRole", `{"Service": "ec2.amazonaws.com"}`, "AssumeRolePolicyDocument", "Statement", 0, "Principal")), "trusts"},
		{"two makers", rolesMakerMay, in(put("Data/Other", "AWS::Lambda::Function", `{}`), set("Data/Statement01", `{"Fn::GetAtt": ["Other", "Arn"]}`, "ServiceToken")), "by 2 functions"},
	}
}
