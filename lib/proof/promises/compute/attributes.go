package compute

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func attributes() []check.Promise {
	return []check.Promise{
		{ID: "R4.6", Says: "The load balancer and the target groups have the attributes that the other promises are about, each with a value, and no others.", Check: knownAttributes},
		{ID: "R4.7", Says: "Requests go to all tasks of a service alike: no client stays with one task.", Check: noStickiness},
	}
}

// knownAttributes are refused by AWS in the middle of a deployment when one is misspelt.
func knownAttributes(v *check.Review) {
	v.Some(parts.LoadBalancer)
	for kind, want := range map[string][]string{
		parts.LoadBalancer: {
			"access_logs.s3.bucket", "access_logs.s3.enabled", "access_logs.s3.prefix",
			"deletion_protection.enabled",
			"idle_timeout.timeout_seconds",
			"routing.http.desync_mitigation_mode",
			"routing.http.drop_invalid_header_fields.enabled",
		},
		parts.TargetGroup: {"deregistration_delay.timeout_seconds", "stickiness.enabled"},
	} {
		for _, r := range v.OfType(kind) {
			v.Texts(r.String()+": attributes", slices.Collect(maps.Keys(parts.Attributes(v, r))), want)
			for _, item := range assembly.List(r.At(parts.AttributesOf[kind])) {
				if assembly.At(item, "Value") == nil {
					v.Add("%s: attribute %v has no value", r, assembly.At(item, "Key"))
				}
			}
		}
	}
}

// noStickiness matters when auto scaling adds tasks: clients that stay would leave
// them idle, and the crowded ones crowded.
func noStickiness(v *check.Review) {
	for _, group := range v.OfType(parts.TargetGroup) {
		if got := parts.Attributes(v, group)["stickiness.enabled"]; got != "false" {
			v.Add("%s: stickiness is %q, want false", group, got)
		}
	}
}
