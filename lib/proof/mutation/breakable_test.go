package mutation_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/mutation"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises"
	"example.com/chassis/lib/proof/promises/check"
)

// A promise that no change can break says nothing. Each of them notices one of these
// coarse changes, or some change of a single place in a recorded platform. What takes
// more than one change is tested with the promise.
func TestEveryPromiseNoticesSomeChange(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("one change after the other, which takes minutes under the race detector and races with nothing")
	}
	left := promises.All()
	platforms := []func(*testing.T) check.Platform{recorded.Platform, recorded.Kinds}
	for _, read := range platforms {
		whole := check.Examine(read(t))
		for _, promise := range left {
			if wrong := whole.Broken(promise); len(wrong) > 0 {
				t.Fatalf("the recorded %s of %s breaks %s: %s", read(t).Label(), read(t).Settings.Platform, promise.ID, wrong[0])
			}
		}
	}
	try := func(p check.Platform) {
		examination := check.Examine(p)
		var kept []check.Promise
		for _, promise := range left {
			if len(examination.Broken(promise)) == 0 {
				kept = append(kept, promise)
			}
		}
		left = kept
	}
	for _, change := range coarse() {
		for _, read := range platforms {
			p := read(t)
			change(&p)
			try(p)
		}
	}
	for _, read := range platforms {
		// A sample of all stacks first, after which few promises are left to judge.
		p, tried := read(t), map[string]bool{}
		for _, every := range []int{8, 1} {
			n := 0
			mutation.Each(p, func(where, change string) {
				key := where + change
				if n++; n%every == 0 && len(left) > 0 && !tried[key] {
					tried[key] = true
					try(p)
				}
			})
		}
	}
	for _, promise := range left {
		t.Errorf("no change breaks %s: %s", promise.ID, promise.Says)
	}
}

// coarse lists changes of stacks, of what only people read, and of the settings.
func coarse() []func(*check.Platform) {
	stacks := func(change func(*assembly.Stack)) func(*check.Platform) {
		return func(p *check.Platform) {
			for _, s := range p.Stacks {
				change(s)
			}
		}
	}
	resources := func(change func(*assembly.Resource)) func(*check.Platform) {
		return func(p *check.Platform) {
			for _, r := range p.Resources() {
				change(r)
			}
		}
	}
	every := func(kind, property string, value any) func(*check.Platform) {
		return resources(func(r *assembly.Resource) {
			if r.Type == kind {
				r.Properties[property] = value
			}
		})
	}
	return []func(*check.Platform){
		every("AWS::CloudWatch::Alarm", "Threshold", 1e18),
		every("AWS::CloudWatch::Alarm", "AlarmDescription", "x"),
		every("AWS::CloudWatch::Alarm", "Metrics", []any{}),
		every("AWS::Events::Rule", "EventPattern", map[string]any{"source": []any{"x"}}),
		every("AWS::Events::Rule", "Targets", []any{map[string]any{"InputTransformer": map[string]any{"InputTemplate": "<x"}}}),
		every("AWS::StepFunctions::StateMachine", "DefinitionString", "{}"),
		every("AWS::IAM::Policy", "PolicyDocument", map[string]any{"Statement": []any{}}),
		every("AWS::IAM::ManagedPolicy", "ManagedPolicyName", "x"),
		every("AWS::ECS::TaskDefinition", "ContainerDefinitions", []any{map[string]any{"Name": "x"}}),
		every("AWS::Lambda::Function", "Handler", "x"),
		every("AWS::EC2::Instance", "UserData", "x"),
		every("AWS::KMS::Alias", "AliasName", "x"),
		resources(func(r *assembly.Resource) {
			if slices.Contains([]string{"AWS::Pipes::Pipe", "AWS::SecretsManager::Secret", "AWS::StepFunctions::StateMachine"}, r.Type) {
				delete(r.Stack.Resources, r.LogicalID)
			}
		}),
		stacks(func(s *assembly.Stack) {
			for i := range 100 {
				id := fmt.Sprint("More", i)
				s.Resources[id] = &assembly.Resource{Stack: s, LogicalID: id, Type: "AWS::CDK::Metadata"}
			}
		}),
		stacks(func(s *assembly.Stack) { s.Name += "x" }),
		stacks(func(s *assembly.Stack) { s.Region = "elsewhere" }),
		stacks(func(s *assembly.Stack) { s.Tags = nil }),
		stacks(func(s *assembly.Stack) { s.TerminationProtection = false }),
		stacks(func(s *assembly.Stack) { s.DependsOn = nil }),
		stacks(func(s *assembly.Stack) { s.Description += " – x" }),
		stacks(func(s *assembly.Stack) { s.Messages = []assembly.Message{{Level: "error"}} }),
		stacks(func(s *assembly.Stack) {
			for _, output := range s.Outputs {
				delete(assembly.Map(output), "Description")
			}
		}),
		stacks(func(s *assembly.Stack) {
			for id, output := range s.Outputs {
				if assembly.At(output, "Export") != nil {
					delete(s.Outputs, id)
				}
			}
		}),
		stacks(func(s *assembly.Stack) { s.Outputs["Secret"] = map[string]any{"Value": "{{resolve:ssm-secure:token}}"} }),
		resources(func(r *assembly.Resource) { delete(r.Properties, "Description") }),
		resources(func(r *assembly.Resource) {
			if r.Properties != nil {
				r.Properties["Unheard"] = "of"
			}
		}),
		resources(func(r *assembly.Resource) { r.Beside = map[string]any{"CreationPolicy": map[string]any{}} }),
		stacks(func(s *assembly.Stack) {
			for id, r := range maps.Clone(s.Resources) {
				reference := map[string]any{"Ref": id}
				s.Resources[config.AdditionsStack+id] = &assembly.Resource{
					Stack: s, LogicalID: config.AdditionsStack + id, Type: r.Type, Properties: map[string]any{"Target": reference},
					Metadata: map[string]any{"aws:cdk:path": s.ID + "/" + config.AdditionsStack + "/" + id},
				}
			}
		}),
		resources(func(r *assembly.Resource) {
			if r.Properties["LogGroupName"] != nil {
				r.Properties["LogGroupName"] = strings.Repeat("name", 200)
			}
		}),
		resources(func(r *assembly.Resource) {
			if nag := assembly.Map(r.Metadata["cdk_nag"]); nag != nil {
				nag["rules_to_suppress"] = []any{map[string]any{"id": "AwsSolutions-IAM5"}}
			}
		}),
		func(p *check.Platform) { p.Missing = []string{"question"} },
		func(p *check.Platform) { p.Settings.Database.Readers, p.Settings.Cache.Nodes = 0, 1 },
		added("AWS::S3::Bucket", nil),
		added("AWS::DynamoDB::Table", nil),
		added("AWS::SecretsManager::Secret", map[string]any{"SecretString": "token"}),
		added("AWS::SNS::Subscription", map[string]any{"TopicArn": "arn:aws:sns:ap-northeast-2:999999999999:other", "Protocol": "sqs", "Endpoint": "x"}),
		func(p *check.Platform) { p.Settings.Ephemeral = true },
		func(p *check.Platform) {
			for i := range p.Settings.Services {
				p.Settings.Services[i].Kind = config.Worker
			}
		},
	}
}

// added gives the platform a resource of a team's own.
func added(kind string, properties map[string]any) func(*check.Platform) {
	return func(p *check.Platform) {
		s := &assembly.Stack{ID: config.AdditionsStack, Name: p.Settings.StackName(config.AdditionsStack), Resources: map[string]*assembly.Resource{}}
		s.Resources["New"] = &assembly.Resource{
			Stack: s, LogicalID: "New", Type: kind, Properties: properties,
			Metadata: map[string]any{"aws:cdk:path": config.AdditionsStack + "/New"},
		}
		p.Stacks = append(p.Stacks, s)
	}
}
