package parity

import "testing"

func TestHowAStackIsDeployedIsCompared(t *testing.T) {
	t.Parallel()
	all := environments(t)
	for i, env := range all {
		env.Assembly.Stack("Data").Deployment = map[string]any{
			"stackName": "chassis", "terminationProtection": false, "tags": map[string]any{}, // are compared as fields of the stack
			"assumeRoleArn":                 "deploy",
			"notificationArns":              []any{"arn:aws:sns:ap-northeast-2:123456789012:chassis-" + env.Name + "-events"},
			"requiresBootstrapStackVersion": 6.0,
			"stackTemplateAssetObjectUrl":   "s3://cdk-hnb659fds-assets/" + []string{"a", "b", "c"}[i] + ".json",
		}
	}
	if got := lines(Differences(all)); got != "" {
		t.Errorf("own names and templates differ:\n%s", got)
	}
	prod := all[2].Assembly.Stack("Data").Deployment
	prod["assumeRoleArn"] = "admin"
	prod["cloudFormationExecutionRoleArn"] = "admin"
	prod["notificationArns"] = []any{}
	prod["requiresBootstrapStackVersion"] = 21.0
	prod["stackTemplateAssetObjectUrl"] = "s3://cdk-other-assets/c.json"
	want := `Data Deployment.assumeRoleArn: dev "deploy", staging "deploy", prod "admin"
Data Deployment.cloudFormationExecutionRoleArn: dev "absent", staging "absent", prod "admin"
Data Deployment.notificationArns[]: dev "arn:aws:sns:ap-northeast-2:123456789012:chassis-<env>-events", staging "arn:aws:sns:ap-northeast-2:123456789012:chassis-<env>-events", prod "absent"
Data Deployment.requiresBootstrapStackVersion: dev "6", staging "6", prod "21"
Data Deployment.stackTemplateAssetObjectUrl: dev "s3://cdk-hnb659fds-assets", staging "s3://cdk-hnb659fds-assets", prod "s3://cdk-other-assets"`
	if got := lines(Differences(all)); got != want {
		t.Errorf("differences are\n%s\nwant\n%s", got, want)
	}
}

func TestWhatAStackExportsIsComparedAndNotOnlyThatItDoes(t *testing.T) {
	t.Parallel()
	const (
		output = `"Outputs": {"ExportsOutputRefVpc8378EB38": {`
		twice  = `"Outputs": {"ExportsOutputVpcAgain": {"Value": {"Ref": "Vpc8378EB38"}}, "ExportsOutputRefVpc8378EB38": {`
	)
	for name, tc := range map[string]struct {
		edits []edit
		want  string
	}{
		"a condition": {
			[]edit{{"prod", output, output + `"Condition": "Given",`}},
			`Network Outputs.${Network/Vpc}.Condition: dev "absent", staging "absent", prod "Given"`,
		},
		"the same value once more": {
			[]edit{{"prod", output, twice}},
			`Network Outputs.${Network/Vpc} again: dev "absent", staging "absent", prod "{\"Value\":\"${Network/Vpc}\"}"`,
		},
		"no export": {
			[]edit{{"prod", `"ExportsOutputRefVpc8378EB38": {
			"Value": {"Ref": "Vpc8378EB38"}, "Export": {"Name": "chassis-ENV-network:ExportsOutputRefVpc8378EB38"}}`, ""}, {"prod", `{"Fn::ImportValue": "chassis-ENV-network:ExportsOutputRefVpc8378EB38"}`, `"${Vpc}"`}},
			`Network Outputs.${Network/Vpc}: dev "{\"Value\":\"${Network/Vpc}\"}", staging "{\"Value\":\"${Network/Vpc}\"}", prod "absent"
Data/Group (AWS::EC2::SecurityGroup) Properties.VpcId: dev "${Network/Vpc}", staging "${Network/Vpc}", prod "${!Vpc}"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := lines(Differences(environments(t, tc.edits...))); got != tc.want {
				t.Errorf("differences are\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}
