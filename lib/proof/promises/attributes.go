package promises

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

func attributes() []Promise {
	return []Promise{
		{"R4.6", "Every attribute of the load balancer and of the target groups is one that AWS knows, and has a value.", knownAttributes},
		{"R4.7", "Requests go to all tasks of a service alike: no client stays with one task.", noStickiness},
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
	loadBalancer: {"LoadBalancerAttributes", []string{
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
	targetGroup: {"TargetGroupAttributes", []string{
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

func knownAttributes(p Platform) []string {
	v := review{Platform: p}
	for _, kind := range []string{loadBalancer, targetGroup} {
		examined := 0
		for _, r := range p.OfType(kind) {
			for _, item := range assembly.List(r.At(attributesOf[kind].property)) {
				examined++
				name := v.Text(r.Stack, assembly.At(item, "Key"))
				if !slices.Contains(attributesOf[kind].known, name) {
					v.add("%s has the attribute %q, which AWS does not know", r, name)
				}
				if assembly.At(item, "Value") == nil {
					v.add("%s: attribute %s has no value", r, name)
				}
			}
		}
		if examined == 0 {
			v.add("found no attribute of an %s", kind)
		}
	}
	return v.findings
}

// noStickiness matters when auto scaling adds tasks: clients that stay would leave
// them idle, and the crowded ones crowded.
func noStickiness(p Platform) []string {
	v := review{Platform: p}
	v.count(p.OfType(targetGroup), 2, targetGroup)
	for _, group := range p.OfType(targetGroup) {
		given := v.entries(group, group.At("TargetGroupAttributes"), "Key", "Value")
		if got, set := given["stickiness.enabled"]; set && got != "false" {
			v.add("%s: stickiness is %q, want false", group, got)
		}
	}
	return v.findings
}
