package permissions

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// actsAs wants every role that a resource is given to be one of the templates: what
// another may do is in no table. A service-linked role may do what AWS says.
func (v *survey) actsAs(r *assembly.Resource, value any) {
	for _, item := range assembly.List(value) {
		v.actsAs(r, item)
	}
	body := assembly.Map(value)
	for _, key := range slices.Sorted(maps.Keys(body)) {
		role := body[key]
		if !givesRole(key) {
			v.actsAs(r, role)
			continue
		}
		if t, _ := v.Follow(r.Stack, role); t.Resource != nil && t.Resource.Type == "AWS::IAM::Role" {
			continue
		}
		if text := v.Text(r.Stack, role); !strings.Contains(text, ":role/aws-service-role/") {
			v.problem(r, "%s is %s, which no template holds", key, v.readable(text))
		}
	}
}

// givesRole says whether a property of that name says in which role something acts.
func givesRole(key string) bool {
	return key == "Role" || strings.HasSuffix(strings.ToLower(key), "rolearn") || key == "DeliverLogsPermissionArn"
}
