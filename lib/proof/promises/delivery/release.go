package delivery

import (
	"encoding/json"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func releaseKeepsTheTemplate(v *check.Review) {
	if len(parts.ExternalRoles(v)) == 0 {
		v.Count(v.WithText(parts.StateMachine, v.Prefix("-")+"-release", "StateMachineName"), 0, "state machine of the release")
		return
	}
	machine := parts.ReleaseMachine(v)
	if machine == nil {
		return
	}
	var definition struct {
		States map[string]struct {
			Type, Resource string
			Arguments      map[string]any
		}
	}
	if err := json.Unmarshal([]byte(v.Text(machine.Stack, machine.At("DefinitionString"))), &definition); err != nil {
		v.Add("%s: its definition cannot be read: %v", machine, err)
		return
	}
	var calls []string
	var parameters string
	for _, state := range definition.States {
		if state.Type == "Task" {
			_, call, _ := strings.Cut(state.Resource, ":aws-sdk:")
			calls = append(calls, call)
			if call == "cloudformation:updateStack" {
				if state.Arguments["UsePreviousTemplate"] != true || state.Arguments["TemplateBody"] != nil || state.Arguments["TemplateURL"] != nil {
					v.Add("%s does not keep the template of the stack", machine)
				}
				parameters, _ = state.Arguments["Parameters"].(string)
			}
			if state.Arguments["StackName"] != v.Prefix("-")+"-compute" {
				v.Add("%s: %s is about the stack %v", machine, call, state.Arguments["StackName"])
			}
		}
	}
	v.Texts(machine.String()+": calls", calls, []string{"cloudformation:updateStack", "cloudformation:describeStacks"})
	// A parameter that is not named would fall back to its default.
	for name := range v.Stack("Compute").Parameters {
		if !strings.Contains(parameters, "{'ParameterKey': '"+name+"', 'UsePreviousValue': true}") {
			v.Add("%s does not keep the parameter %s", machine, name)
		}
		if given := strings.Contains(parameters, "'ParameterKey': '"+name+"', 'ParameterValue': $states.input."+name+"}"); given != strings.HasSuffix(name, "Image") {
			v.Add("%s sets the parameter %s from its input: %t", machine, name, given)
		}
	}
	role := v.Target(machine, "AWS::IAM::Role", "RoleArn")
	account := check.Account(machine.Stack)
	stack := " on arn:aws:cloudformation:ap-northeast-2:" + account + ":stack/" + v.Prefix("-") + "-compute/*"
	want := []string{
		"cloudformation:describeStacks" + stack, "cloudformation:updateStack" + stack,
		"iam:PassRole on arn:aws:iam::" + account + ":role/cdk-hnb659fds-cfn-exec-role-" + account + "-ap-northeast-2 if StringEquals iam:PassedToService cloudformation.amazonaws.com",
		"ssm:GetParameters on arn:aws:ssm:ap-northeast-2:" + account + ":parameter/cdk-bootstrap/hnb659fds/version",
	}
	for _, action := range []string{
		"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
		"logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
		"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
	} {
		want = append(want, action+" on *")
	}
	parts.Permissions(v, role, want...)
	parts.StateMachinesTrust(v, role)
}
