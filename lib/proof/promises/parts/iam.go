package parts

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
)

// Grants renders statements as pairs of action and resource, each with its
// conditions, so that what a role may do can be compared as a whole.
func Grants(list []iampolicy.Statement) []string {
	var pairs []string
	for _, s := range list {
		for _, action := range s.ActionTexts() {
			for _, resource := range s.ResourceTexts() {
				pair := action + " on " + resource
				if s.Effect != "Allow" {
					pair = s.Effect + " " + pair
				}
				if len(s.Conditions) > 0 {
					pair += " if " + strings.Join(s.ConditionTexts(), " and ")
				}
				pairs = append(pairs, pair)
			}
		}
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

// IdentityStatements are those of every policy of an identity: of those that are resources of
// their own, and of those inside of a role, a user or a group.
func IdentityStatements(v *check.Review) []iampolicy.Statement {
	var found []iampolicy.Statement
	for _, r := range v.Resources() {
		if !strings.HasPrefix(r.Type, "AWS::IAM::") {
			continue
		}
		found = append(found, iampolicy.Read(v.Assembly, r, r.At("PolicyDocument"))...)
		for _, inside := range assembly.List(r.At("Policies")) {
			found = append(found, iampolicy.Read(v.Assembly, r, assembly.At(inside, "PolicyDocument"))...)
		}
	}
	return found
}

// Permissions complains unless a role's own policies grant exactly these pairs of
// action and resource, and no policy of AWS adds to them.
func Permissions(v *check.Review, role *assembly.Resource, want ...string) {
	if role == nil {
		return
	}
	v.Texts(role.String()+" may", Grants(iampolicy.OfRole(v.Assembly, role)), want)
	v.Texts(role.String()+" has policies of AWS", iampolicy.Elsewhere(v.Assembly, role), nil)
}

// Trusts complains unless exactly one AWS service may assume a role, under exactly these
// conditions.
func Trusts(v *check.Review, role *assembly.Resource, service string, conditions ...string) {
	if role == nil {
		return
	}
	var who []string
	for _, s := range iampolicy.Read(v.Assembly, role, role.At("AssumeRolePolicyDocument")) {
		for _, principal := range s.PrincipalTexts() {
			who = append(who, strings.Join(append([]string{s.Effect, principal}, s.ActionTexts()...), " "))
		}
		v.Texts(role.String()+": conditions of its trust", s.ConditionTexts(), conditions)
	}
	v.Texts(role.String()+" trusts", who, []string{"Allow Service " + service + " sts:AssumeRole"})
}

// logsAndTraces is what a state machine does for its logs and traces.
var logsAndTraces = []string{
	"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
	"logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
	"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
}

// StateMachineMay complains unless a role is of a state machine of the account with logs
// and traces, and lets it do exactly what is wanted beside these.
func StateMachineMay(v *check.Review, role *assembly.Resource, want ...string) {
	if role == nil {
		return
	}
	account := check.Account(role.Stack)
	Trusts(v, role, "states.amazonaws.com",
		"ArnLike aws:SourceArn arn:aws:states:"+v.Settings.Region+":"+account+":stateMachine:*", "StringEquals aws:SourceAccount "+account)
	may := slices.Clone(want)
	for _, action := range logsAndTraces {
		may = append(may, action+" on *")
	}
	Permissions(v, role, may...)
}
