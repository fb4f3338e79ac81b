package parts

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// AttributesOf is the property with the attributes of a type.
var AttributesOf = map[string]string{LoadBalancer: "LoadBalancerAttributes", TargetGroup: "TargetGroupAttributes"}

// Attributes are the attributes of a load balancer or a target group.
func Attributes(v *check.Review, r *assembly.Resource) map[string]string {
	if r == nil {
		return nil
	}
	return v.Entries(r, r.At(AttributesOf[r.Type]), "Key", "Value")
}
