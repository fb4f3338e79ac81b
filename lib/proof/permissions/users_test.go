package permissions

import (
	"maps"
	"testing"
)

// handMadeUsers are what the roles of the hand-made platform are for.
var handMadeUsers = map[string][]string{
	"App/DeployRole": nil, "App/ProxyRole": {"App/Proxy"}, "App/TaskRole": {"App/Task"}, "App/WatchRole": {"App/Host"},
}

// A second user of a role would not do what the reasons say of the first.
func TestARoleIsOnlyForWhatItIsDeclaredFor(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ resource, properties, want string }{
		"nothing is changed":       {"App/Function", `{}`, ""},
		"another machine":          {"App/Other AWS::StepFunctions::StateMachine", `{"RoleArn": {"Fn::GetAtt": ["TaskRole", "Arn"]}}`, "the role is for App/Task, and used by App/Other and App/Task"},
		"a host by its profile":    {"App/Other AWS::EC2::Instance", `{"IamInstanceProfile": {"Ref": "Profile"}}`, "the role is for App/Host, and used by App/Host and App/Other"},
		"a profile by its name":    {"App/Other AWS::EC2::Instance", `{"IamInstanceProfile": "app-profile"}`, "IamInstanceProfile is app-profile, which no template has"},
		"nobody any more":          {"App/Task", `{}`, "the role is for App/Task, and used by nothing"},
		"a role without a purpose": {newRole, `{` + trusted + `}`, "App/New (AWS::IAM::Role): nobody has declared what the role is for"},
		"a role in a text":         {"App/Other AWS::SSM::Document", `{"Content": {"assume": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/app-deploy"}}}`, "names the role arn:aws:iam::${AWS::AccountId}:role/app-deploy, which no template has, in a text"},
		"a profile in a text":      {"App/Other AWS::EC2::LaunchTemplate", `{"LaunchTemplateData": {"Any": "arn:aws:iam::111122223333:instance-profile/admin"}}`, "names the role arn:aws:iam::111122223333:instance-profile/admin"},
	} {
		a := handMade(t)
		change(t, a, tc.resource, tc.properties)
		found := newAnalysis(a, append(handMadeReasons, newIsPassed))
		found.declaredUsers = maps.Clone(handMadeUsers)
		_, err := found.table()
		if tc.want == "" {
			found.declaredUsers["App/Gone"] = []string{"App/Function"}
			_, err = found.table()
			tc.want = "the role App/Gone, which is for App/Function, is not there"
		}
		says(t, name, err, tc.want)
	}
}

// Reasons go by the paths of constructs, so nothing may call itself another.
func TestAResourceIsTheConstructThatItsLogicalIDIsMadeOf(t *testing.T) {
	t.Parallel()
	a := handMade(t)
	a.Stack("App").Resources["Function"].Metadata = map[string]any{"aws:cdk:path": "App/Other/Resource"}
	_, err := read(a, handMadeReasons)
	says(t, "another path", err, "App/Function says that it is the construct App/Other/Resource, of which the CDK makes another logical id")
}
