package compute

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func attributes() []check.Promise {
	return []check.Promise{
		{ID: "R4.6", Says: "Every attribute of the load balancer and of the target groups is one that AWS knows, and has a value.", Check: knownAttributes},
		{ID: "R4.7", Says: "Requests go to all tasks of a service alike: no client stays with one task.", Check: noStickiness},
	}
}

// attributesOf lists what AWS knows of an application load balancer and its target
// groups. A misspelt attribute would be refused in the middle of a deployment.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
var attributesOf = map[string]struct {
	property string
	known    []string
}{
	parts.LoadBalancer: {"LoadBalancerAttributes", []string{
		"access_logs.s3.bucket", "access_logs.s3.enabled", "access_logs.s3.prefix",
		"client_keep_alive.seconds",
		"connection_logs.s3.bucket", "connection_logs.s3.enabled", "connection_logs.s3.prefix",
		"deletion_protection.enabled",
		"idle_timeout.timeout_seconds",
		"load_balancing.cross_zone.enabled",
		"routing.http.desync_mitigation_mode",
		"routing.http.drop_invalid_header_fields.enabled",
		"routing.http.preserve_host_header.enabled",
		"routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
		"routing.http.xff_client_port.enabled", "routing.http.xff_header_processing.mode",
		"routing.http2.enabled",
		"waf.fail_open.enabled",
		"zonal_shift.config.enabled",
	}},
	parts.TargetGroup: {"TargetGroupAttributes", []string{
		"deregistration_delay.timeout_seconds",
		"load_balancing.algorithm.anomaly_mitigation", "load_balancing.algorithm.type",
		"load_balancing.cross_zone.enabled",
		"slow_start.duration_seconds",
		"stickiness.app_cookie.cookie_name", "stickiness.app_cookie.duration_seconds",
		"stickiness.enabled", "stickiness.lb_cookie.duration_seconds", "stickiness.type",
		"target_group_health.dns_failover.minimum_healthy_targets.count",
		"target_group_health.dns_failover.minimum_healthy_targets.percentage",
		"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
		"target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
	}},
}

func knownAttributes(v *check.Review) {
	for _, kind := range []string{parts.LoadBalancer, parts.TargetGroup} {
		examined := 0
		for _, r := range v.OfType(kind) {
			for _, item := range assembly.List(r.At(attributesOf[kind].property)) {
				examined++
				name := v.Text(r.Stack, assembly.At(item, "Key"))
				if !slices.Contains(attributesOf[kind].known, name) {
					v.Add("%s has the attribute %q, which AWS does not know", r, name)
				}
				if assembly.At(item, "Value") == nil {
					v.Add("%s: attribute %s has no value", r, name)
				}
			}
		}
		if examined == 0 {
			v.Add("found no attribute of an %s", kind)
		}
	}
}

// noStickiness matters when auto scaling adds tasks: clients that stay would leave
// them idle, and the crowded ones crowded.
func noStickiness(v *check.Review) {
	for _, group := range v.Exactly(2, parts.TargetGroup) {
		given := v.Entries(group, group.At("TargetGroupAttributes"), "Key", "Value")
		if got, set := given["stickiness.enabled"]; set && got != "false" {
			v.Add("%s: stickiness is %q, want false", group, got)
		}
	}
}
