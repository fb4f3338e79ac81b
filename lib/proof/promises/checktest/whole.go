package checktest

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// wholeAs adds the statements and the tags, which are the same everywhere. A key has
// those of its stack, and a route has none.
func wholeAs(t *testing.T, p *check.Platform, env string) {
	t.Helper()
	withStatements(t, p)
	for _, r := range p.Resources() {
		if r.Type == "AWS::KMS::Key" || strings.HasPrefix(r.Type, "Custom::") || slices.Contains(parts.Untagged, r.Type) {
			continue
		}
		if r.Properties == nil {
			r.Properties = map[string]any{}
		}
		r.Properties["Tags"] = Decoded(t, `[{"Key": "Project", "Value": "chassis"}, {"Key": "Environment", "Value": "prod"},
			{"Key": "ManagedBy", "Value": "cdk"}, {"Key": "Name", "Value": "`+r.String()+`"}]`)
	}
	if strings.HasSuffix(env, "pinned account") {
		for _, s := range p.Stacks {
			s.Account = "123456789012"
		}
	}
}

// withStatements adds what makes the database roles to the hand-made platform: the
// SQL is the recorded.
func withStatements(t *testing.T, p *check.Platform) {
	t.Helper()
	const policy = `[
		{"Effect": "Allow", "Action": "rds-data:ExecuteStatement", "Resource": {"Fn::Join": ["", ["arn:aws:rds:ap-northeast-2:", {"Ref": "AWS::AccountId"}, ":cluster:", {"Ref": "Aurora"}]]}},
		{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": {"Fn::GetAtt": ["Aurora", "MasterUserSecret.SecretArn"]}},
		{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::ImportValue": "chassis-prod-security:DataKeyArn"},
			"Condition": {"StringEquals": {"kms:ViaService": "secretsmanager.ap-northeast-2.amazonaws.com"}}},
		{"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": {"Fn::GetAtt": ["RolesLogGroup", "Arn"]}}]`
	Put("Data/RolesLogGroup", "AWS::Logs::LogGroup", `{"LogGroupName": "/chassis/prod/database-roles", "RetentionInDays": 365, "KmsKeyId": {"Fn::ImportValue": "chassis-prod-security:LogsKeyArn"}}`)(t, p)
	Policies("Data/RolesLogGroup", "RetainExceptOnCreate", "Retain")(t, p)
	Put("Data/RolesRole", "AWS::IAM::Role", `{"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]}}`)(t, p)
	Put("Data/RolesPolicy", "AWS::IAM::Policy", `{"PolicyName": "x", "Roles": [{"Ref": "RolesRole"}], "PolicyDocument": {"Statement": `+policy+`}}`)(t, p)
	Put("Data/StatementFunction", "AWS::Lambda::Function", `{"Code": {"S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-ap-northeast-2"}, "S3Key": "9b8fce7ae7f25ef82fdbaf6b72523b99d0875c0c9c826642819fb51f11d9b125.zip"}, "Handler": "index.handler", "Runtime": "nodejs24.x", "Timeout": 90, "Role": {"Fn::GetAtt": ["RolesRole", "Arn"]}, "LoggingConfig": {"LogGroup": {"Ref": "RolesLogGroup"}}}`)(t, p)
	After("Data/StatementFunction", "RolesPolicy")(t, p)
	earlier := []string{"AuroraWriter", "RolesPolicy"}
	raw, err := os.ReadFile("../data/testdata/statements.sql")
	if err != nil {
		t.Fatal(err)
	}
	filled := strings.NewReplacer("<database>", "chassis", "<administrator>", "chassis_admin", "<roles>", "'admin_api', 'service_api'").Replace(string(raw))
	for n, statement := range strings.Split(strings.TrimSuffix(filled, "\n"), "\n\n-- next statement\n\n") {
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
		s.Resources[id] = &assembly.Resource{Stack: s, LogicalID: id, Type: "Custom::DatabaseStatement", DependsOn: earlier, Properties: map[string]any{
			"ServiceToken": map[string]any{"Fn::GetAtt": []any{"StatementFunction", "Arn"}}, "Create": call(), "Update": call(),
			"ServiceTimeout": "600", "InstallLatestAwsSdk": false,
		}}
		earlier = []string{id}
	}
	group := Find(t, p, "Data/ProxyProxyTargetGroup")
	group.DependsOn = append(group.DependsOn, earlier...)
	Set("Data/Aurora", `true`, "EnableHttpEndpoint")(t, p)
}
