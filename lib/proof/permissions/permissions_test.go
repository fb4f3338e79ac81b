package permissions

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
)

var update = flag.Bool("update", false, "write the golden files anew")

// handMadeReasons are what the hand-made platform needs, and no more.
var handMadeReasons = []reason{
	{holders: []string{"Keys/DataKey"}, what: []string{"kms:*"}, on: []string{"*"}, to: []string{KindAccount}, why: "the account decides"},
	{
		holders: []string{"Keys/ClosedKey"}, what: []string{"kms:Decrypt"}, on: []string{"*"}, to: []string{"service sns.amazonaws.com"},
		when: []string{"StringEquals aws:SourceAccount ${AWS::AccountId}"}, why: "this key alone",
	},
	{holders: []string{"App/TaskRole"}, what: []string{"s3:Get*"}, on: []string{"arn:aws:s3:::reports/*"}, why: "reports have dates in their names"},
	{holders: []string{"App/Limit"}, what: []string{"NotAction iam:CreateUser"}, on: []string{"*"}, why: "a limit"},
	{
		holders: []string{"App/People"}, effect: "Deny", what: []string{"ec2:RunInstances"},
		on: []string{"NotResource arn:aws:ec2:ap-northeast-2:${AWS::AccountId}:instance/i-1"}, why: "a refusal",
	},
	{holders: []string{"App/WatchRole"}, what: []string{notExpanded}, on: []string{"arn:aws:iam::aws:policy/ReadOnlyAccess"}, why: "it watches"},
	{
		holders: []string{"App/Queue"}, effect: "Deny", what: []string{"sqs:*"}, on: []string{itself}, to: []string{KindEveryone},
		when: []string{"Bool aws:SecureTransport false"}, why: "a refusal",
	},
	{
		about: letsIn, holders: []string{"App/DeployRole"}, what: []string{"sts:AssumeRoleWithWebIdentity"}, on: []string{itself},
		to: []string{"identity provider ci.example.com"}, when: []string{"StringEquals ci.example.com:sub repo:a,repo:b"}, why: "workflows",
	},
	{about: anyAccount, holders: []string{"App/Queue"}, what: []string{"sqs:SendMessage"}, on: []string{itself}, to: []string{"service sns.amazonaws.com"}, why: "messages"},
	{about: anyAccount, holders: []string{"App/TaskRole"}, what: assumes, on: []string{itself}, to: []string{"service ecs-tasks.amazonaws.com"}, why: "it is passed"},
	{about: anyAccount, holders: []string{"App/WatchRole"}, what: assumes, on: []string{itself}, to: []string{"service ec2.amazonaws.com"}, why: "it is passed"},
	{about: anyAccount, holders: []string{"App/ProxyRole"}, what: assumes, on: []string{itself}, to: []string{"service rds.amazonaws.com"}, why: "it is passed"},
}

var assumes = []string{"sts:AssumeRole"}

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
	var decoded map[string]any
	if err := json.Unmarshal([]byte(properties), &decoded); err != nil {
		t.Fatalf("%s: %v", properties, err)
	}
	s.Resources[id].Properties = decoded
}

// allowing is a role that a service may assume and that has these statements.
func allowing(statements string) string {
	return `{"AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}},
		"Policies": [{"PolicyDocument": {"Statement": [` + statements + `]}}]}`
}

// keyPolicyOf is a key with these statements besides the delegation to the account.
func keyPolicyOf(statements ...string) string {
	return `{"KeyPolicy": {"Statement": [` + strings.Join(append([]string{
		`{"Effect": "Allow", "Principal": {"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}}, "Action": "kms:*", "Resource": "*"}`,
	}, statements...), ",") + `]}}`
}

func TestTheHandMadePlatformReads(t *testing.T) {
	t.Parallel()
	p, err := permissionsFor(handMade(t), handMadeReasons)
	if err != nil {
		t.Error(err)
	}
	for _, left := range unused(handMadeReasons, []Table{p}) {
		t.Errorf("no need for the reason of %s", left)
	}
	golden := filepath.Join("testdata", "permissions", "expected.md")
	got := p.Markdown()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update if that is meant. Got\n%s", golden, got)
	}
}

// Even of templates that are refused, since whoever mends them compares.
func TestTheOrderIsAlwaysTheSame(t *testing.T) {
	t.Parallel()
	var first string
	for range 20 {
		a := handMade(t)
		for _, id := range []string{"Secret", "Cluster", "TaskRole", "WatchRole"} {
			a.Stack("App").Resources[id].Metadata = map[string]any{"aws:cdk:path": "App/Same"}
		}
		p, wrong := permissionsFor(a, handMadeReasons)
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
	reasons := slices.Concat(handMadeReasons, []reason{newIsPassed, {
		holders: []string{"App/New"}, what: []string{"kms:Decrypt"}, on: []string{"arn:aws:kms:ap-northeast-2:${AWS::AccountId}:key/*"}, why: "keys",
	}})
	a := handMade(t)
	change(t, a, "App/New AWS::IAM::Role", allowing(`{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::Sub": "arn:aws:kms:ap-northeast-2:${AWS::AccountId}:key/*"}}`))
	want, err := permissionsFor(a, reasons)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range a.Stacks {
		s.Account = "444455556666"
	}
	got, err := permissionsFor(a, reasons)
	if err != nil {
		t.Error(err)
	}
	if got.Markdown() != want.Markdown() {
		t.Errorf("got\n%s\nwant\n%s", got.Markdown(), want.Markdown())
	}
}
