package parity

import (
	"strings"
	"testing"
)

// The CDK's hash alone tells two constructs apart whose paths make the same text.
func TestResourcesOfTheSameStemAreNotTakenForEachOther(t *testing.T) {
	t.Parallel()
	const (
		logs    = `"Logs0A1B2C3D": {"Type": "AWS::Logs::LogGroup", "Properties": {`
		twoLogs = `"Logs11111111": {"Type": "AWS::Logs::LogGroup", "Properties": {}}, ` + logs
		outputs = `"Outputs": {"ExportsOutputRef`
		another = `"Outputs": {"ExportsOutputRefVpc11111111": {"Value": {"Ref": "Vpc11111111"}}, "ExportsOutputRef`
		vpc     = `"Resources": {"Vpc`
		twoVPCs = `"Resources": {"Vpc11111111": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.1.0.0/16"}}, "Vpc`
	)
	everywhere := func(old, changed string) []edit {
		return []edit{{"dev", old, changed}, {"staging", old, changed}, {"prod", old, changed}}
	}
	for name, tc := range map[string]struct {
		edits []edit
		want  string
	}{
		"a reference to the other one": {
			append(everywhere(logs, twoLogs), edit{"prod", `"DependsOn": ["Logs0A1B2C3D"]`, `"DependsOn": ["Logs11111111"]`}),
			`Data/Group (AWS::EC2::SecurityGroup) DependsOn[0]: dev "${Data/Logs0A1B2C3D}", staging "${Data/Logs0A1B2C3D}", prod "${Data/Logs11111111}"`,
		},
		"a difference in one of them": {
			append(everywhere(logs, twoLogs), edit{"prod", `Days": 7`, `Days": 30`}),
			`Data/Logs0A1B2C3D (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "7", staging "7", prod "30"`,
		},
		"one of two exports": {
			append(everywhere(vpc, twoVPCs), edit{"dev", outputs, another}, edit{"staging", outputs, another}),
			`Network Outputs.${Network/Vpc11111111}: dev "{\"Value\":\"${Network/Vpc11111111}\"}", staging "{\"Value\":\"${Network/Vpc11111111}\"}", prod "absent"`,
		},
		"a parameter of that name": {
			append(everywhere(`"Image": {"Type"`, `"Logs": {"Type": "String"}, "Image": {"Type"`),
				edit{"prod", `"GroupName": "chassis-ENV-group"`, `"GroupName": {"Ref": "Logs"}`},
				edit{"dev", `"GroupName": "chassis-ENV-group"`, `"GroupName": {"Ref": "Logs0A1B2C3D"}`},
				edit{"staging", `"GroupName": "chassis-ENV-group"`, `"GroupName": {"Ref": "Logs0A1B2C3D"}`}),
			`Data/Group (AWS::EC2::SecurityGroup) Properties.GroupName: dev "${Data/Logs0A1B2C3D}", staging "${Data/Logs0A1B2C3D}", prod "${Data/Logs}"`,
		},
		"another one in its place": {
			[]edit{{"prod", "Logs0A1B2C3D", "Logs11111111"}},
			`Data/Group (AWS::EC2::SecurityGroup) DependsOn[0]: dev "${Data/Logs0A1B2C3D}", staging "${Data/Logs0A1B2C3D}", prod "${Data/Logs11111111}"
Data/Logs0A1B2C3D (AWS::Logs::LogGroup): dev "present", staging "present", prod "absent"
Data/Logs11111111 (AWS::Logs::LogGroup): dev "absent", staging "absent", prod "present"`,
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

// A declaration for one must not cover the other.
func TestADeclarationNamesOneOfTheSameStem(t *testing.T) {
	t.Parallel()
	found := Differences(environments(t, edit{
		"prod", `"Logs0A1B2C3D": {`, `"Logs11111111": {"Type": "AWS::Logs::LogGroup"}, "Logs22222222": {"Type": "AWS::Logs::LogGroup"}, "Logs0A1B2C3D": {`,
	}))
	declared := []Topic{{"Logs", []Declaration{{Type: logGroup, Of: []string{"Data/Logs11111111"}, Has: inProd, Reason: "Wanted."}}}}
	got := strings.Join(Problems(declared, found), "\n")
	if want := `undeclared: Data/Logs22222222 (AWS::Logs::LogGroup): dev "absent", staging "absent", prod "present"`; got != want {
		t.Errorf("problems are\n%s\nwant\n%s", got, want)
	}
}
