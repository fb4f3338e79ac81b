package assembly_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

// value decodes JSON as a template would hold it.
func value(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// name shows a target: Network/Vpc.CidrBlock, or parameter Image.
func name(target assembly.Target) string {
	switch {
	case target.Resource == nil:
		return "parameter " + target.Parameter
	case target.Attribute == "":
		return target.Resource.String()
	}
	return target.Resource.String() + "." + target.Attribute
}

func TestFollowFindsWhatASingleReferenceNames(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	for _, tc := range []struct{ stack, value, want string }{
		{"Network", `{"Ref": "Vpc"}`, "Network/Vpc"},
		{"Data", `{"Ref": "Image"}`, "parameter Image"},
		{"Network", `{"Fn::GetAtt": ["Vpc", "CidrBlock"]}`, "Network/Vpc.CidrBlock"},
		{"Network", `{"Fn::GetAtt": "Vpc.CidrBlock"}`, "Network/Vpc.CidrBlock"},
		{"Data", `{"Fn::GetAtt": ["Proxy", "Endpoint.Address"]}`, "Data/Proxy.Endpoint.Address"},
		{"Data", `{"Fn::GetAtt": "Proxy.Endpoint.Address"}`, "Data/Proxy.Endpoint.Address"},
		{"Data", `{"Fn::ImportValue": "shop-network:Subnet"}`, "Network/SubnetA"},
		{"Data", `{"Fn::ImportValue": "shop-network:Block"}`, "Network/Vpc.CidrBlock"},
		{"Data", `{"Fn::ImportValue": {"Fn::Sub": "shop-network:Subnet"}}`, "Network/SubnetA"},
		{"Network", `{"Fn::ImportValue": "shop-data:Reexport"}`, "Network/Vpc.CidrBlock"},
		{"Data", `{"Ref": "Vpc"}`, ""},                   // another stack's
		{"Data", `{"Fn::GetAtt": ["Image", "Arn"]}`, ""}, // a parameter has none
		{"Data", `{"Ref": "AWS::Region"}`, ""},
		{"Data", `{"Fn::ImportValue": "shop-network:Nothing"}`, ""},
		{"Data", `{"Fn::ImportValue": "shop-network:Both"}`, ""},
		{"Data", `{"Fn::ImportValue": "shop-network:Loop"}`, ""},
		{"Data", `{"Fn::GetAtt": ["Proxy"]}`, ""},
		{"Data", `{"Fn::GetAtt": ["Proxy", 1]}`, ""},
		{"Data", `{"Fn::Join": ["", [{"Ref": "Proxy"}]]}`, "Data/Proxy"},
		{"Data", `{"Fn::Join": ["", [{"Ref": "Proxy"}, "x"]]}`, ""},
		{"Data", `{"Fn::Sub": "${Proxy}"}`, "Data/Proxy"},
		{"Data", `{"Fn::Sub": "${Proxy.DBProxyArn}"}`, "Data/Proxy.DBProxyArn"},
		{"Data", `{"Fn::Sub": ["${It}", {"It": {"Fn::ImportValue": "shop-network:Subnet"}}]}`, "Network/SubnetA"},
		{"Data", `{"Fn::Sub": "${Proxy}x"}`, ""},
		{"Data", `{"Fn::Sub": "${!Proxy}"}`, ""},
		{"Data", `{"Fn::Select": [1, [{"Ref": "Image"}, {"Ref": "Proxy"}]]}`, "Data/Proxy"},
		{"Data", `{"Fn::Select": ["0", [{"Ref": "Image"}, {"Ref": "Proxy"}]]}`, "parameter Image"},
		{"Data", `{"Fn::Select": [2, [{"Ref": "Image"}, {"Ref": "Proxy"}]]}`, ""},
		{"Data", `{"Fn::Select": [6, {"Fn::Split": [":", {"Fn::GetAtt": ["Proxy", "DBProxyArn"]}]}]}`, ""},
		{"Data", `{"Ref": "Proxy", "Fn::GetAtt": ["Proxy", "Arn"]}`, ""},
		{"Data", `"Proxy"`, ""},
		{"Data", `null`, ""},
	} {
		target, ok := a.Follow(a.Stack(tc.stack), value(t, tc.value))
		got := ""
		if ok {
			got = name(target)
		}
		if got != tc.want {
			t.Errorf("Follow %s in %s is %q, want %q", tc.value, tc.stack, got, tc.want)
		}
	}
}

func TestReferencesFindsEverythingInside(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	for _, tc := range []struct {
		value string
		want  []string
	}{
		{`{"b": [{"Ref": "Proxy"}, "text"], "a": {"Ref": "Image"}}`, []string{"parameter Image", "Data/Proxy"}},
		{`{"Fn::ImportValue": "shop-network:Both"}`, []string{"Network/SubnetA", "Network/SubnetB"}},
		{`{"Fn::Sub": "${Image} ${Proxy.DBProxyArn} ${!Proxy} ${AWS::Region}"}`, []string{"parameter Image", "Data/Proxy.DBProxyArn"}},
		{`{"Fn::Sub": ["${Where}", {"Where": {"Fn::ImportValue": "shop-network:Subnet"}}]}`, []string{"Network/SubnetA"}},
		{`{"Fn::Select": [6, {"Fn::Split": [":", {"Fn::GetAtt": ["Proxy", "DBProxyArn"]}]}]}`, []string{"Data/Proxy.DBProxyArn"}},
		{`{"Fn::If": ["Wanted", {"Ref": "Proxy"}, {"Ref": "Passer"}]}`, []string{"Data/Proxy", "Data/Passer"}},
		{`{"Fn::ImportValue": "shop-network:Loop"}`, nil},
		{`["text", 3, null, true]`, nil},
	} {
		var got []string
		for _, target := range a.References(a.Stack("Data"), value(t, tc.value)) {
			got = append(got, name(target))
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("References of %s are %v, want %v", tc.value, got, tc.want)
		}
	}
}

func TestUsersAreThoseThatRefer(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	users := a.Users()
	for of, want := range map[string]string{"SubnetA": "Data/Proxy", "Vpc": "Network/SubnetA Network/SubnetB"} {
		var got []string
		for _, user := range users[a.Stack("Network").Resources[of]] {
			got = append(got, user.String())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s has the users %v, want %s", of, got, want)
		}
	}
}

func TestTextReadsLikeTheDeployedValue(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	for _, tc := range []struct{ value, want string }{
		{`"plain"`, "plain"},
		{`5432`, "5432"},
		{`true`, "true"},
		{`null`, ""},
		{`["a", {"Ref": "Proxy"}]`, "[a,${Data/Proxy}]"},
		{`{"b": 1, "a": "x"}`, "{a:x,b:1}"},
		{`{"Ref": "AWS::AccountId"}`, "${AWS::AccountId}"},
		{`{"Ref": "AWS::Region"}`, "ap-northeast-2"},
		{`{"Ref": "AWS::StackName"}`, "shop-data"},
		{`{"Ref": "Image"}`, "${Data/Image}"},
		{`{"Fn::GetAtt": ["Proxy", "DBProxyArn"]}`, "${Data/Proxy.DBProxyArn}"},
		{`{"Fn::GetAtt": "Proxy.DBProxyArn"}`, "${Data/Proxy.DBProxyArn}"},
		{`{"Fn::ImportValue": "shop-network:Subnet"}`, "${Network/SubnetA}"},
		{`{"Fn::ImportValue": "shop-network:Both"}`, "${Network/SubnetA},${Network/SubnetB}"},
		{`{"Fn::ImportValue": "elsewhere"}`, "${Fn::ImportValue elsewhere}"},
		{
			`{"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"}, ":role/x"]]}`,
			"arn:aws:iam::${AWS::AccountId}:role/x",
		},
		{`{"Fn::Join": [",", {"Ref": "Image"}]}`, "${Fn::Join , of ${Data/Image}}"},
		{`{"Fn::Sub": "a ${Image} b ${Proxy.DBProxyArn} ${!Literal} ${AWS::AccountId} ${"}`, "a ${Data/Image} b ${Data/Proxy.DBProxyArn} ${Literal} ${AWS::AccountId} ${"},
		{`{"Fn::Sub": ["${Where}/x", {"Where": {"Ref": "AWS::Region"}}]}`, "ap-northeast-2/x"},
		{`{"Fn::Select": [1, ["a", {"Ref": "Proxy"}]]}`, "${Data/Proxy}"},
		{`{"Fn::Select": ["1", {"Fn::Split": [":", "a:b:c"]}]}`, "b"},
		{`{"Fn::Select": [7, ["a"]]}`, "${Fn::Select 7 of [a]}"},
		{
			`{"Fn::Select": [6, {"Fn::Split": [":", {"Fn::GetAtt": ["Proxy", "DBProxyArn"]}]}]}`,
			"${Fn::Select 6 of ${Fn::Split : of ${Data/Proxy.DBProxyArn}}}",
		},
		{`{"Fn::Split": ["/", "a/b"]}`, "[a,b]"},
		{`{"Fn::Join": ["-", {"Fn::Split": ["/", "a/b"]}]}`, "a-b"},
		{`{"Fn::If": ["Wanted", "x", {"Ref": "Proxy"}]}`, "${Fn::If Wanted: x | ${Data/Proxy}}"},
		{`{"Fn::Base64": "x"}`, `${Fn::Base64 "x"}`},
		{`{"Ref": ["odd"]}`, `${Ref ["odd"]}`},
		{`{"Fn::ImportValue": "shop-network:Loop"}`, "${Fn::ImportValue shop-network:Loop}"},
	} {
		if got := a.Text(a.Stack("Data"), value(t, tc.value)); got != tc.want {
			t.Errorf("Text of %s is %q, want %q", tc.value, got, tc.want)
		}
	}
}

func TestTextOfAPinnedStackNamesTheAccount(t *testing.T) {
	t.Parallel()
	a := read(t, "pinned")
	got := a.Text(a.Stacks[0], value(t, `{"Fn::Sub": "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:x"}`))
	if want := "arn:${AWS::Partition}:sns:cn-north-1:123456789012:x"; got != want {
		t.Errorf("Text is %q, want %q", got, want)
	}
}

func TestRefersLooksAtAValueOrAtEachOfAList(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	vpc := a.Stack("Network").Resources["Vpc"]
	for text, want := range map[string]bool{
		`{"Fn::GetAtt": ["Vpc", "CidrBlock"]}`: true,
		`["x", {"Ref": "Vpc"}]`:                true,
		`[{"Ref": "SubnetA"}]`:                 false,
		`"Vpc"`:                                false,
		`null`:                                 false,
	} {
		if got := a.Refers(a.Stack("Network"), value(t, text), vpc); got != want {
			t.Errorf("%s refers to %s: %t, want %t", text, vpc, got, want)
		}
	}
	if a.Refers(a.Stack("Network"), nil, nil) {
		t.Error("nothing refers to nothing")
	}
}

func TestOneOrManyRendersAListOrTheOneItem(t *testing.T) {
	t.Parallel()
	a := read(t, "two-stacks")
	for text, want := range map[string][]string{
		`"x"`: {"x"}, `["x", {"Ref": "Vpc"}]`: {"x", "${Network/Vpc}"}, `[]`: nil, `null`: nil,
	} {
		if got := a.OneOrMany(a.Stack("Network"), value(t, text)); !slices.Equal(got, want) {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}
