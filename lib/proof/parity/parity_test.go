package parity

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

// network exports a VPC, and data uses it; ENV is the environment's name.
const (
	network = `{
		"Description": "Chassis ENV: the VPC",
		"Resources": {"Vpc8378EB38": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}},
		"Outputs": {"ExportsOutputRefVpc8378EB38": {
			"Value": {"Ref": "Vpc8378EB38"}, "Export": {"Name": "chassis-ENV-network:ExportsOutputRefVpc8378EB38"}}}}`
	data = `{
		"Parameters": {"Image": {"Type": "String", "Default": "none"}},
		"Conditions": {"Given": {"Fn::Equals": [{"Ref": "Image"}, "none"]}},
		"Outputs": {"Url": {"Value": "https://example.com"}},
		"Resources": {
			"Logs0A1B2C3D": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/chassis/ENV/service", "RetentionInDays": 7}},
			"GroupA4B5C6D7": {
				"Type": "AWS::EC2::SecurityGroup", "DeletionPolicy": "Delete", "DependsOn": ["Logs0A1B2C3D"], "Condition": "Given",
				"Metadata": {"waived": [{"id": "S1", "reason": "a"}, {"id": "S2", "reason": "b"}]}, "UpdateReplacePolicy": "Delete",
				"Properties": {
					"GroupName": "chassis-ENV-group",
					"VpcId": {"Fn::ImportValue": "chassis-ENV-network:ExportsOutputRefVpc8378EB38"},
					"Zones": ["a", "b", "c"],
					"Rules": [{"Port": 80, "From": "x"}, {"Port": 443, "From": "x"}],
					"Tags": [{"Key": "Environment", "Value": "ENV"}, {"Key": "Owner", "Value": "ops"}]
				}
			},
			"BoardE8F90A1B": {"Type": "AWS::CloudWatch::Dashboard", "Properties": {
				"Body": {"Fn::Join": ["", ["{\"widgets\":[{\"title\":\"", {"Ref": "AWS::Region"}, "\",\"y\":1}]}"]]}
			}}
		}}`
)

// edit replaces a text of one environment's templates by another.
type edit struct{ environment, old, new string }

// environments builds dev, staging and prod, edited.
func environments(t *testing.T, edits ...edit) []Environment {
	t.Helper()
	var all []Environment
	for _, name := range []string{"dev", "staging", "prod"} {
		a := &assembly.Assembly{}
		for id, template := range map[string]string{"Network": network, "Data": data} {
			for _, e := range edits {
				if e.environment == name {
					template = strings.ReplaceAll(template, e.old, e.new)
				}
			}
			bare := &assembly.Stack{ID: id, Name: "chassis-" + name + "-" + strings.ToLower(id), Region: "ap-northeast-2", Tags: map[string]string{"Environment": name}}
			stack, err := bare.WithTemplate([]byte(strings.ReplaceAll(template, "ENV", name)))
			if err != nil {
				t.Fatal(err)
			}
			a.Stacks = append(a.Stacks, stack)
		}
		slices.SortFunc(a.Stacks, func(a, b *assembly.Stack) int { return strings.Compare(b.ID, a.ID) })
		all = append(all, Environment{Name: name, Assembly: a})
	}
	both := network + data
	for _, e := range edits {
		if !strings.Contains(both, e.old) {
			t.Fatalf("no template has %s", e.old)
		}
	}
	return all
}

func lines(differences []Difference) string {
	var all []string
	for _, d := range differences {
		all = append(all, d.String())
	}
	return strings.Join(all, "\n")
}

func TestDifferencesAreFound(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		edits []edit
		want  string
	}{
		"own names, and exports by what they hand on": {nil, ""},
		"another value": {
			[]edit{{"prod", `"RetentionInDays": 7`, `"RetentionInDays": 365`}},
			`Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "7", staging "7", prod "365"`,
		},
		"the same value, computed": {
			[]edit{{"prod", `"10.0.0.0/16"`, `{"Fn::Join": ["/", ["10.0.0.0", "16"]]}`}}, "",
		},
		"a property that one lacks": {
			[]edit{{"dev", `"GroupName": "chassis-ENV-group",`, ""}},
			`Data/Group (AWS::EC2::SecurityGroup) Properties.GroupName: dev "absent", staging "chassis-<env>-group", prod "chassis-<env>-group"`,
		},
		"a property that is no value": {
			[]edit{{"dev", `"GroupName": "chassis-ENV-group"`, `"GroupName": {"Ref": "AWS::NoValue"}`}},
			`Data/Group (AWS::EC2::SecurityGroup) Properties.GroupName: dev "absent", staging "chassis-<env>-group", prod "chassis-<env>-group"`,
		},
		"a resource that one lacks is one difference, and the others are compared": {
			[]edit{{"dev", `"Logs0A1B2C3D": {`, `"Gone0A1B2C3D": {`}, {"staging", `Days": 7`, `Days": 30`}},
			`Data/Gone (AWS::Logs::LogGroup): dev "present", staging "absent", prod "absent"
Data/Logs (AWS::Logs::LogGroup): dev "absent", staging "present", prod "present"
Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "–", staging "30", prod "7"`,
		},
		"another type under the same id": {
			[]edit{{"prod", `"AWS::EC2::VPC", "Properties": {"CidrBlock"`, `"AWS::EC2::Subnet", "Properties": {"Cidr"`}},
			`Network/Vpc (AWS::EC2::Subnet) Type: dev "AWS::EC2::VPC", staging "AWS::EC2::VPC", prod "AWS::EC2::Subnet"`,
		},
		"metadata and the policy of replacement": {
			[]edit{{"prod", `"reason": "b"}]}, "UpdateReplacePolicy": "Delete"`, `"reason": "c"}]}, "UpdateReplacePolicy": "Retain"`}},
			`Data/Group (AWS::EC2::SecurityGroup) Metadata.waived[S2].reason: dev "b", staging "b", prod "c"
Data/Group (AWS::EC2::SecurityGroup) UpdateReplacePolicy: dev "Delete", staging "Delete", prod "Retain"`,
		},
		"JSON in a text": {
			[]edit{{"prod", `\"y\":1`, `\"y\":2`}},
			`Data/Board (AWS::CloudWatch::Dashboard) Properties.Body.widgets[0].y: dev "1", staging "1", prod "2"`,
		},
		"JSON in a text that only another reader tells apart": {
			[]edit{{"prod", `\"y\":1`, `\"y\":2,\"y\":1`}},
			`Data/Board (AWS::CloudWatch::Dashboard) Properties.Body: dev "{\"widgets\":[{\"title\":\"ap-northeast-2\",\"y\":1}]}", staging "{\"widgets\":[{\"title\":\"ap-northeast-2\",\"y\":1}]}", prod "{\"widgets\":[{\"title\":\"ap-northeast-2\",\"y\":2,\"y\":1}]}"`,
		},
		"own names of members": {
			[]edit{{"dev", "CidrBlock", "chassis-ENV-x"}, {"staging", "CidrBlock", "chassis-ENV-x"}, {"prod", "CidrBlock", "chassis-ENV-x"}}, "",
		},
		"the name of another environment": {
			[]edit{{"prod", "chassis-ENV-group", "chassis-dev-group"}},
			`Data/Group (AWS::EC2::SecurityGroup) Properties.GroupName: dev "chassis-<env>-group", staging "chassis-<env>-group", prod "chassis-dev-group"`,
		},
		"a name that only starts like the environment's": {
			[]edit{{"prod", "/chassis/ENV/service", "/chassis/ENVuction/service"}},
			`Data/Logs (AWS::Logs::LogGroup) Properties.LogGroupName: dev "/chassis/<env>/service", staging "/chassis/<env>/service", prod "/chassis/production/service"`,
		},
		"the tag of another environment": {
			[]edit{{"dev", `"Key": "Environment", "Value": "ENV"`, `"Key": "Environment", "Value": "prod"`}},
			`Data/Group (AWS::EC2::SecurityGroup) Properties.Tags[Environment].Value: dev "prod", staging "<env>", prod "<env>"`,
		},
		"an export under another name": {
			[]edit{{"prod", "ExportsOutputRefVpc8378EB38", "ExportsOutputRefVpcOther"}}, "",
		},
		"an import of something else": {
			[]edit{{"prod", `{"Fn::ImportValue": "chassis-ENV-network:ExportsOutputRefVpc8378EB38"}`, `{"Fn::ImportValue": "chassis-dev-network:ExportsOutputRefVpc8378EB38"}`}},
			`Data/Group (AWS::EC2::SecurityGroup) Properties.VpcId: dev "${Network/Vpc}", staging "${Network/Vpc}", prod "${Fn::ImportValue chassis-dev-network:ExportsOutputRefVpc8378EB38}"`,
		},
		"policy, condition and order of creation": {
			[]edit{{"prod", `"DeletionPolicy": "Delete", "DependsOn": ["Logs0A1B2C3D"], "Condition": "Given"`, `"DeletionPolicy": "Retain"`}},
			`Data/Group (AWS::EC2::SecurityGroup) Condition: dev "Given", staging "Given", prod "absent"
Data/Group (AWS::EC2::SecurityGroup) DeletionPolicy: dev "Delete", staging "Delete", prod "Retain"
Data/Group (AWS::EC2::SecurityGroup) DependsOn[]: dev "${Data/Logs}", staging "${Data/Logs}", prod "absent"`,
		},
		"parameters, conditions and outputs": {
			[]edit{{"prod", `"Default": "none"`, `"Default": "x"`}, {"prod", `{"Ref": "Image"}, "none"`, `{"Ref": "Image"}, "x"`}, {"prod", "https://example.com", "https://example.net"}},
			`Data Conditions.Given: dev "${Fn::Equals [{\"Ref\":\"Image\"},\"none\"]}", staging "${Fn::Equals [{\"Ref\":\"Image\"},\"none\"]}", prod "${Fn::Equals [{\"Ref\":\"Image\"},\"x\"]}"
Data Outputs.Url.Value: dev "https://example.com", staging "https://example.com", prod "https://example.net"
Data Parameters.Image.Default: dev "none", staging "none", prod "x"`,
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

func TestWhatOnlyTheManifestKnowsIsCompared(t *testing.T) {
	t.Parallel()
	all := environments(t)
	prod := all[2].Assembly.Stack("Data")
	prod.TerminationProtection = true
	prod.Name = "chassis-dev-data"
	prod.Account = "123456789012"
	prod.Region = "us-east-1"
	prod.Description = "Chassis dev: data"
	prod.DependsOn = []string{"Network"}
	prod.Tags["Owner"] = "ops"
	want := `Data Account: dev "absent", staging "absent", prod "123456789012"
Data DependsOn[]: dev "absent", staging "absent", prod "Network"
Data Description: dev "absent", staging "absent", prod "Chassis dev: data"
Data Name: dev "chassis-<env>-data", staging "chassis-<env>-data", prod "chassis-dev-data"
Data Region: dev "ap-northeast-2", staging "ap-northeast-2", prod "us-east-1"
Data Tags.Owner: dev "absent", staging "absent", prod "ops"
Data TerminationProtection: dev "false", staging "false", prod "true"
Data/Board (AWS::CloudWatch::Dashboard) Properties.Body.widgets[0].title: dev "ap-northeast-2", staging "ap-northeast-2", prod "us-east-1"`
	if got := lines(Differences(all)); got != want {
		t.Errorf("differences are\n%s\nwant\n%s", got, want)
	}
}

func TestAStackThatOneLacksIsNamedWithItsResources(t *testing.T) {
	t.Parallel()
	all := environments(t)
	for i := range 2 {
		all[i].Assembly.Stacks = slices.DeleteFunc(all[i].Assembly.Stacks, func(s *assembly.Stack) bool { return s.ID == "Data" })
	}
	want := `Data: dev "absent", staging "absent", prod "present"
Data/Board (AWS::CloudWatch::Dashboard): dev "absent", staging "absent", prod "present"
Data/Group (AWS::EC2::SecurityGroup): dev "absent", staging "absent", prod "present"
Data/Logs (AWS::Logs::LogGroup): dev "absent", staging "absent", prod "present"`
	if got := lines(Differences(all)); got != want {
		t.Errorf("differences are\n%s\nwant\n%s", got, want)
	}
}
