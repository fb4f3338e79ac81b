package permissions

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

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
func (v *survey) functionPermissions() {
	for _, r := range v.OfType("AWS::Lambda::Permission") {
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
				v.problem(r, "does not know the property %s", property)
			}
		}
		statements := v.read(r, map[string]any{"Statement": map[string]any{
			"Effect": "Allow", "Action": r.At("Action"), "Resource": r.At("FunctionName"), "Principal": v.functionPrincipal(r), "Condition": conditions,
		}})
		for _, function := range v.holders(r, "FunctionName") {
			for _, s := range statements {
				v.says(s, function)
			}
		}
	}
}

// functionPrincipal writes the principal of a Lambda permission as a policy would.
func (v *survey) functionPrincipal(r *assembly.Resource) any {
	switch text := v.Text(r.Stack, r.At("Principal")); {
	case text == "*" || text == "":
		return r.At("Principal")
	case serviceName.MatchString(text):
		return map[string]any{"Service": r.At("Principal")}
	}
	return map[string]any{"AWS": r.At("Principal")}
}
