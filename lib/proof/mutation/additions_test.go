package mutation_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/mutation"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
)

// small is a platform with a role, its policy, and a queue with who may use it.
func small() check.Platform {
	s := &assembly.Stack{ID: "Data", Region: "eu-west-1", Tags: map[string]string{"Project": "x"}, Resources: map[string]*assembly.Resource{}}
	add := func(id, kind string, properties map[string]any) {
		s.Resources[id] = &assembly.Resource{Stack: s, LogicalID: id, Type: kind, Properties: properties}
	}
	add("Role", "AWS::IAM::Role", map[string]any{"AssumeRolePolicyDocument": map[string]any{"Statement": []any{
		map[string]any{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": map[string]any{"Service": "ec2.amazonaws.com"}},
	}}})
	add("Policy", "AWS::IAM::Policy", map[string]any{
		"Roles":          []any{map[string]any{"Ref": "Role"}},
		"PolicyDocument": map[string]any{"Statement": []any{map[string]any{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "x"}}},
	})
	add("Queue", "AWS::SQS::Queue", map[string]any{"QueueName": "x"})
	add("Letters", "AWS::SQS::QueuePolicy", map[string]any{
		"Queues": []any{map[string]any{"Ref": "Queue"}},
		"PolicyDocument": map[string]any{"Statement": []any{
			map[string]any{"Effect": "Deny", "Principal": map[string]any{"AWS": "*"}, "Action": "sqs:*", "Resource": "x"},
			map[string]any{"Effect": "Allow", "Principal": map[string]any{"AWS": []any{"one"}}, "Action": "sqs:SendMessage", "Resource": "x"},
		}},
	})
	return check.Platform{Assembly: &assembly.Assembly{Stacks: []*assembly.Stack{s}}}
}

func TestEachAdditionIsThereWhileItIsJudged(t *testing.T) {
	t.Parallel()
	p := small()
	s := p.Stacks[0]
	// What each addition must have put where, when its turn comes.
	there := map[string]struct {
		in   string
		want any
		path []any
	}{
		"Data AWS::SQS::Queue: resource added: a copy":                                                                         {"AddedByMutation", "x", []any{"QueueName"}},
		"Data AWS::SQS::Queue.DelaySeconds: property added: 900":                                                               {"Queue", 900.0, []any{"DelaySeconds"}},
		"Data AWS::IAM::Policy.Roles: item added: [\"administrator\"]":                                                         {"Policy", "administrator", []any{"Roles", 1}},
		"Data AWS::SQS::QueuePolicy.Queues: item added":                                                                        {"Letters", "elsewhere", []any{"Queues", 1}},
		"Data AWS::IAM::Role: statement added: kms:Decrypt on *":                                                               {"Role", "*", []any{"Policies", 0, "PolicyDocument", "Statement", 0, "Resource"}},
		"Data AWS::IAM::Role: statement added: sqs:SendMessage on one":                                                         {"Role", "arn:aws:sqs:eu-west-1:999999999999:other", []any{"Policies", 0, "PolicyDocument", "Statement", 0, "Resource"}},
		"Data AWS::IAM::Role: statement added: iam:PassRole on one":                                                            {"Role", "arn:aws:iam::${AWS::AccountId}:role/administrator", []any{"Policies", 0, "PolicyDocument", "Statement", 0, "Resource", "Fn::Sub"}},
		"Data AWS::SQS::QueuePolicy.PolicyDocument.Statement: principal added: another account":                                {"Letters", "arn:aws:iam::999999999999:root", []any{"PolicyDocument", "Statement", 2, "Principal", "AWS"}},
		"Data AWS::SQS::QueuePolicy.PolicyDocument.Statement[].Principal.AWS: principal added: arn:aws:iam::999999999999:root": {"Letters", "arn:aws:iam::999999999999:root", []any{"PolicyDocument", "Statement", 1, "Principal", "AWS", 1}},
		"Data AWS::SQS::QueuePolicy: statement added beside AWS::SQS::Queue: a second policy for another account":              {"AddedByMutation", "Queue", []any{"Queues", 0, "Ref"}},
		"Data AWS::Pipes::Pipe: target added beside AWS::SQS::Queue: a pipe out of it":                                         {"AddedByMutation", "x", []any{"Tags", 0, "Value"}},
		"Data AWS::IAM::Policy.PolicyDocument.Statement[].Action: statement added: all actions of the service":                 {"Policy", "sqs:*", []any{"PolicyDocument", "Statement", 0, "Action", 1}},
	}
	mutation.EachAdded(p, func(where, change string) {
		name := where + ": " + change
		tc, expected := there[name]
		if !expected {
			return
		}
		if got := s.Resources[tc.in].At(tc.path...); got != tc.want {
			t.Errorf("%s: found %v, want %v", name, got, tc.want)
		}
		delete(there, name)
	})
	for name := range there {
		t.Errorf("%s is not made", name)
	}
	if !reflect.DeepEqual(p, small()) {
		t.Error("the platform is not as it was")
	}
}

// Each kind of addition has a place in the recorded platform.
func TestEveryKindOfAdditionIsMade(t *testing.T) {
	t.Parallel()
	made := map[string]bool{}
	kind := regexp.MustCompile(`^(resource|peer|target|statement|principal|property|item) added`)
	p := recorded.Platform(t)
	mutation.EachAdded(p, func(where, change string) {
		name := kind.FindString(change)
		if name == "" {
			t.Errorf("%s: %s is of no kind", where, change)
		}
		made[strings.TrimSuffix(name, " added")] = true
	})
	if len(made) != 7 {
		t.Errorf("only %v are made", made)
	}
}
