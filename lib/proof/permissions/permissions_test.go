package permissions

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/permissions/reasons"
)

// handMadeReasons are what the hand-made platform needs, and no more.
var handMadeReasons = []reasons.Reason{
	{Holders: []string{"Keys/DataKey"}, Actions: []string{"kms:*"}, Resources: []string{"*"}, Principals: []string{KindAccount}, Why: "the account decides"},
	{
		Holders: []string{"Keys/ClosedKey"}, Actions: []string{"kms:Decrypt"}, Resources: []string{"*"}, Principals: []string{"service sns.amazonaws.com"},
		Conditions: []string{"StringEquals aws:SourceAccount ${AWS::AccountId}"}, Why: "this key alone",
	},
	{Holders: []string{"App/TaskRole"}, Actions: []string{"s3:Get*"}, Resources: []string{"arn:aws:s3:::reports/*"}, Why: "reports have dates in their names"},
	{Holders: []string{"App/Limit"}, Actions: []string{"NotAction iam:CreateUser"}, Resources: []string{"*"}, Why: "a limit"},
	{
		Holders: []string{"App/People"}, Effect: "Deny", Actions: []string{"ec2:RunInstances"},
		Resources: []string{"NotResource arn:aws:ec2:ap-northeast-2:${AWS::AccountId}:instance/i-1"}, Why: "a denial",
	},
	{Holders: []string{"App/WatchRole"}, Actions: []string{reasons.AllOfThePolicy}, Resources: []string{"arn:aws:iam::aws:policy/ReadOnlyAccess"}, Why: "it watches"},
	{
		About: reasons.ExternalAccess, Holders: []string{"App/DeployRole"}, Actions: []string{"sts:AssumeRoleWithWebIdentity"}, Resources: []string{reasons.Itself},
		Principals: []string{"identity provider ci.example.com"}, Conditions: []string{"StringEquals ci.example.com:sub repo:a,repo:b"}, Why: "workflows",
	},
	{About: reasons.NoSource, Holders: []string{"App/Queue"}, Actions: []string{"sqs:SendMessage"}, Resources: []string{reasons.Itself}, Principals: []string{"service sns.amazonaws.com"}, Why: "messages"},
	{About: reasons.NoSource, Holders: []string{"App/TaskRole"}, Actions: assumes, Resources: []string{reasons.Itself}, Principals: []string{"service ecs-tasks.amazonaws.com"}, Why: "it is passed"},
	{About: reasons.NoSource, Holders: []string{"App/WatchRole"}, Actions: assumes, Resources: []string{reasons.Itself}, Principals: []string{"service ec2.amazonaws.com"}, Why: "it is passed"},
	{About: reasons.NoSource, Holders: []string{"App/ProxyRole"}, Actions: assumes, Resources: []string{reasons.Itself}, Principals: []string{"service rds.amazonaws.com"}, Why: "it is passed"},
	{Holders: []string{"App/Queue"}, Actions: []string{"sqs:SendMessage"}, Resources: []string{reasons.Itself}, Principals: []string{"App/TaskRole"}, Why: "it sends"},
	{
		Holders: []string{"App/Function"}, Actions: []string{"lambda:InvokeFunction"}, Resources: []string{reasons.Itself}, Principals: []string{"service events.amazonaws.com"},
		Conditions: []string{"StringEquals aws:SourceAccount ${AWS::AccountId}"}, Why: "it is invoked",
	},
	{
		About: reasons.Becoming, Holders: []string{"App/DeployRole"}, As: "App/DeployRole", Actions: assumes,
		Resources: []string{"arn:aws:iam::111122223333:role/elsewhere"}, Why: "it deploys elsewhere",
	},
}

var assumes = []string{"sts:AssumeRole"}

// read reads the permissions of a platform made by hand.
func read(from *assembly.Assembly, declared []reasons.Reason, taken ...string) (Table, error) {
	a := newAnalysis(from, declared)
	a.taken = taken
	return a.table()
}

// handMade reads the small platform under testdata/permissions.
func handMade(t *testing.T) *assembly.Assembly {
	t.Helper()
	a := &assembly.Assembly{}
	for _, id := range []string{"Keys", "App"} {
		text, err := os.ReadFile(filepath.Join("testdata", "permissions", id+".json"))
		if err != nil {
			t.Fatal(err)
		}
		s, err := (&assembly.Stack{ID: id, Name: "made-by-hand-" + strings.ToLower(id), Region: "ap-northeast-2"}).WithTemplate(text)
		if err != nil {
			t.Fatal(err)
		}
		a.Stacks = append(a.Stacks, s)
	}
	return a
}

// change puts a resource in, or takes its properties' place: "App/Task": `{…}`. Its
// type is that of the one before, or is given as "App/Task AWS::…", and so is the
// template's condition: "App/Task AWS::… if Given".
func change(t *testing.T, a *assembly.Assembly, name, properties string) {
	t.Helper()
	name, condition, _ := strings.Cut(name, " if ")
	name, kind, _ := strings.Cut(name, " ")
	stack, id, _ := strings.Cut(name, "/")
	s := a.Stack(stack)
	if s.Resources[id] == nil {
		s.Resources[id] = &assembly.Resource{Stack: s, LogicalID: id, Type: kind, Condition: condition}
	}
	s.Resources[id].Properties = decoded(t, properties)
}

func decoded(t *testing.T, text string) map[string]any {
	t.Helper()
	var found map[string]any
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return found
}

// allowing is a role that a service may assume and that has these statements.
func allowing(statements string) string {
	return `{` + trusted + `, "Policies": [{"PolicyDocument": {"Statement": [` + statements + `]}}]}`
}

// keyPolicyOf is a key with these statements besides the delegation to the account.
func keyPolicyOf(statements ...string) string {
	return `{"KeyPolicy": {"Statement": [` + strings.Join(append([]string{
		`{"Effect": "Allow", "Principal": {"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}}, "Action": "kms:*", "Resource": "*"}`,
	}, statements...), ",") + `]}}`
}

func TestGeneratedPageOfTheHandMadePlatform(t *testing.T) {
	t.Parallel()
	p, err := read(handMade(t), handMadeReasons)
	if err != nil {
		t.Error(err)
	}
	golden := filepath.Join("testdata", "permissions", "expected.md")
	if err := pages.Generated(golden, p.Markdown()); err != nil {
		t.Error(err)
	}
}

// Also of templates with errors, since the author compares two runs.
func TestTheOrderIsAlwaysTheSame(t *testing.T) {
	t.Parallel()
	var first string
	for range 20 {
		a := handMade(t)
		for _, id := range []string{"Secret", "Cluster", "TaskRole", "WatchRole"} {
			a.Stack("App").Resources[id].Metadata = map[string]any{"aws:cdk:path": "App/Same"}
		}
		p, wrong := read(a, handMadeReasons)
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%s\n%v", raw, wrong)
		if first == "" {
			first = text
		}
		if text != first {
			t.Fatalf("got\n%s\nand then\n%s", first, text)
		}
	}
}

func TestAPinnedStackReadsLikeOneThatIsNot(t *testing.T) {
	t.Parallel()
	reasons := slices.Concat(handMadeReasons, []reasons.Reason{newIsPassed, {
		Holders: []string{"App/New"}, Actions: []string{"kms:Decrypt"}, Resources: []string{"arn:aws:kms:ap-northeast-2:${AWS::AccountId}:key/*"}, Why: "keys",
	}})
	a := handMade(t)
	change(t, a, "App/New AWS::IAM::Role", allowing(`{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::Sub": "arn:aws:kms:ap-northeast-2:${AWS::AccountId}:key/*"}}`))
	want, err := read(a, reasons)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range a.Stacks {
		s.Account = "444455556666"
	}
	got, err := read(a, reasons)
	if err != nil {
		t.Error(err)
	}
	if got.Markdown() != want.Markdown() {
		t.Errorf("got\n%s\nwant\n%s", got.Markdown(), want.Markdown())
	}
}
