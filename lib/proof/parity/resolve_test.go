package parity

import "testing"

// What reads alike is not the same: a separator inside a text, a list written as a
// text, a reference written out.
func TestOnlyWhatIsTheSameCountsAsTheSame(t *testing.T) {
	t.Parallel()
	const group = `Data/Group (AWS::EC2::SecurityGroup) `
	for name, tc := range map[string]struct {
		edits []edit
		want  string
	}{
		"a member inside a text": {
			[]edit{{"prod", `{"Port": 80, "From": "x"}`, `{"From": "x,Port:80"}`}},
			group + `Properties.Rules[0].From: dev "x", staging "x", prod "x,Port:80"
` + group + `Properties.Rules[0].Port: dev "80", staging "80", prod "absent"`,
		},
		"an entry inside a text": {
			[]edit{{"dev", `"From": "x"`, `"From": ["x", "y"]`}, {"staging", `"From": "x"`, `"From": ["x", "y"]`}, {"prod", `"From": "x"`, `"From": ["x,y"]`}},
			group + `Properties.Rules[0].From[]: dev "x", staging "x", prod "absent"
` + group + `Properties.Rules[0].From[]: dev "y", staging "y", prod "absent"
` + group + `Properties.Rules[0].From[]: dev "absent", staging "absent", prod "x,y"
` + group + `Properties.Rules[1].From[]: dev "x", staging "x", prod "absent"
` + group + `Properties.Rules[1].From[]: dev "y", staging "y", prod "absent"
` + group + `Properties.Rules[1].From[]: dev "absent", staging "absent", prod "x,y"`,
		},
		"a list as a text": {
			[]edit{{"prod", `["a", "b", "c"]`, `"[\"a\",\"b\",\"c\"]"`}},
			group + `Properties.Zones: dev "[\"a\",\"b\",\"c\"]", staging "[\"a\",\"b\",\"c\"]", prod "[\"a\",\"b\",\"c\"]"`,
		},
		"a reference that is only written out": {
			[]edit{
				{"dev", `"chassis-ENV-group"`, `{"Ref": "AWS::AccountId"}`},
				{"staging", `"chassis-ENV-group"`, `{"Fn::Join": ["", ["${AWS::AccountId}"]]}`},
				{"prod", `"chassis-ENV-group"`, `"${AWS::AccountId}"`},
			},
			group + `Properties.GroupName: dev "${AWS::AccountId}", staging "${!AWS::AccountId}", prod "${!AWS::AccountId}"`,
		},
		"a reference that is only written out, in a variable": {
			[]edit{
				{"dev", `"chassis-ENV-group"`, `{"Fn::Sub": ["${Owner}", {"Owner": {"Ref": "AWS::AccountId"}}]}`},
				{"staging", `"chassis-ENV-group"`, `{"Ref": "AWS::AccountId"}`},
				{"prod", `"chassis-ENV-group"`, `{"Fn::Sub": ["${Owner}", {"Owner": "${AWS::AccountId}"}]}`},
			},
			group + `Properties.GroupName: dev "${AWS::AccountId}", staging "${AWS::AccountId}", prod "${!AWS::AccountId}"`,
		},
		"a text like a reference, in three ways": {
			[]edit{
				{"dev", `"chassis-ENV-group"`, `"${a} ops"`},
				{"staging", `"chassis-ENV-group"`, `{"Fn::Sub": "${!a} ops"}`},
				{"prod", `"chassis-ENV-group"`, `{"Fn::Sub": ["${!a} ${Team}", {"Team": "ops"}]}`},
			}, "",
		},
		"branches of a condition": {
			[]edit{
				{"dev", `["a", "b", "c"]`, `{"Fn::If": ["Given", ["a", "b"], {"Ref": "AWS::NoValue"}]}`},
				{"staging", `["a", "b", "c"]`, `{"Fn::If": ["Given", ["a", "b"], {"Ref": "AWS::NoValue"}]}`},
				{"prod", `["a", "b", "c"]`, `{"Fn::If": ["Given", {"Ref": "AWS::NoValue"}, ["a", "b"]]}`},
			},
			group + `Properties.Zones.Fn::If (order): dev "[\"Given\",[\"a\",\"b\"],\"${AWS::NoValue}\"]", staging "[\"Given\",[\"a\",\"b\"],\"${AWS::NoValue}\"]", prod "[\"Given\",\"${AWS::NoValue}\",[\"a\",\"b\"]]"`,
		},
		"no value in a list": {
			[]edit{{"prod", `["a", "b", "c"]`, `["a", {"Ref": "AWS::NoValue"}, "b", "c"]`}}, "",
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
