package permissions

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

// resourcePolicies reads the policies of resources, by whom they name.
func (a *analysis) resourcePolicies() {
	policies := map[string]*assembly.Resource{}
	for _, policy := range iampolicy.ResourcePolicies {
		for _, r := range a.OfType(policy.Type) {
			holders := []string{a.of(r)}
			if policy.Of != "" {
				holders = a.holders(r, policy.Of)
				a.refuseShared(policies, r, holders)
			} else if r.At(policy.Document) == nil {
				continue // the resource has no policy
			}
			for _, s := range a.read(r, r.At(policy.Document)) {
				for _, holder := range holders {
					a.addNamed(s, holder)
				}
			}
		}
	}
}

// refuseShared reports a second policy of a resource: these types set the whole policy, so
// CloudFormation lets the one that it deploys last replace the other, and which that is no
// template says. A policy of several resources says of each what is meant for another.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html
func (a *analysis) refuseShared(policies map[string]*assembly.Resource, r *assembly.Resource, holders []string) {
	if len(holders) > 1 {
		a.problem(r, "is one policy of %s; each wants its own", strings.Join(holders, " and "))
	}
	for _, holder := range holders {
		if first := policies[holder]; first != nil && first != r {
			a.problem(r, "is a second policy of %s, which replaces that of %s or is replaced by it", holder, a.of(first))
		}
		policies[holder] = r
	}
}

// holders are the resources that a policy belongs to. One that cannot be found has a
// policy which its own rows do not show, so it is refused.
func (a *analysis) holders(r *assembly.Resource, property string) []string {
	list := assembly.List(r.At(property))
	if list == nil && r.At(property) != nil {
		list = []any{r.At(property)}
	}
	if len(list) == 0 {
		a.problem(r, "%s names no resource", property)
	}
	var found []string
	for _, item := range list {
		t, _ := a.Follow(r.Stack, item)
		if t.Resource == nil {
			a.problem(r, "is the policy of %q, which no template has", a.Text(r.Stack, item))
			continue
		}
		found = append(found, a.of(t.Resource))
	}
	return found
}

// permissionConditions are the properties of a Lambda permission that narrow it, as
// the operators and keys of the conditions that Lambda makes of them.
// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
var permissionConditions = map[string][2]string{
	"SourceArn": {"ArnLike", "aws:SourceArn"}, "SourceAccount": {"StringEquals", "aws:SourceAccount"},
	"PrincipalOrgID": {"StringEquals", "aws:PrincipalOrgID"}, "EventSourceToken": {"StringEquals", "lambda:EventSourceToken"},
	"FunctionUrlAuthType": {"StringEquals", "lambda:FunctionUrlAuthType"}, "InvokedViaFunctionUrl": {"Bool", "lambda:InvokedViaFunctionUrl"},
}

// functionPermissions reads the permissions of Lambda functions, which are policies
// in all but form.
func (a *analysis) functionPermissions() {
	for _, r := range a.OfType("AWS::Lambda::Permission") {
		conditions := map[string]any{}
		for _, property := range slices.Sorted(maps.Keys(r.Properties)) {
			condition, narrows := permissionConditions[property]
			switch {
			case narrows:
				keys := assembly.Map(conditions[condition[0]])
				if keys == nil {
					keys = map[string]any{}
				}
				keys[condition[1]] = r.At(property)
				conditions[condition[0]] = keys
			case !slices.Contains([]string{"Action", "FunctionName", "Principal"}, property):
				a.problem(r, "does not know the property %s", property)
			}
		}
		statements := a.read(r, map[string]any{"Statement": map[string]any{
			"Effect": "Allow", "Action": r.At("Action"), "Resource": r.At("FunctionName"), "Principal": a.functionPrincipal(r), "Condition": conditions,
		}})
		for _, function := range a.holders(r, "FunctionName") {
			for _, s := range statements {
				a.addNamed(s, function)
			}
		}
	}
}

// functionPrincipal writes the principal of a Lambda permission as a policy would.
func (a *analysis) functionPrincipal(r *assembly.Resource) any {
	switch text := a.Text(r.Stack, r.At("Principal")); {
	case text == "*" || text == "":
		return r.At("Principal")
	case serviceName.MatchString(text):
		return map[string]any{"Service": r.At("Principal")}
	}
	return map[string]any{"AWS": r.At("Principal")}
}
