package promises

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func balancing() []Promise {
	return slices.Concat([]Promise{
		{"R4.6", "One load balancer faces the internet from the public subnets of both zones.", balancerInPublicSubnets},
		{"R4.6", "Port 80 only redirects to HTTPS, with 301.", plainIsRedirected},
		{"R4.6", "Port 443 speaks TLS 1.3 and 1.2 with post-quantum key exchange and answers 404, in plain text, where no rule matches.", httpsListener},
		{"R4.6", "/service and /service/* go to service-api, /admin and /admin/* to admin-api, and nothing else goes anywhere.", routedPaths},
		{"R4.6", "The load balancer drops invalid header fields and defends against request smuggling.", balancerHardening},
		{"R4.6", "The load balancer is protected from deletion in prod and only there.", balancerProtection},
		{"R4.6", "The load balancer comes after the certificate search and the reader scaling, so that their failure can be rolled back.", balancerComesLater},
	}, accessLogging(), attributes(), []Promise{
		{"R4.7", "A target is checked every 15 s on /health, has 5 s to answer 200, and is out after 2 failures and in after 2 successes.", healthChecks},
		{"R4.7", "Each service has one target group of its own, whose targets are IP addresses that speak HTTP.", targetGroups},
		{"R4.9", "The web ACL is associated with the load balancer.", webACLAssociated},
	})
}

const (
	loadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	listener     = "AWS::ElasticLoadBalancingV2::Listener"
	listenerRule = "AWS::ElasticLoadBalancingV2::ListenerRule"
	targetGroup  = "AWS::ElasticLoadBalancingV2::TargetGroup"
)

// listener returns the load balancer's listener on a port.
func (v *review) listener(port string) *assembly.Resource {
	v.count(v.OfType(listener), 2, listener)
	found := v.unique("listener on port "+port, v.withText(listener, port, "Port"))
	v.refers(found, v.only("Compute", loadBalancer), "", "LoadBalancerArn")
	return found
}

// onlyAction complains unless a listener or rule has one action, of this type.
func (v *review) onlyAction(r *assembly.Resource, property, kind string) {
	if r == nil {
		return
	}
	if n := len(assembly.List(r.At(property))); n != 1 {
		v.add("%s has %d actions, want 1", r, n)
	}
	v.reads(r, kind, property, 0, "Type")
}

func balancerInPublicSubnets(p Platform) []string {
	v := review{Platform: p}
	balancer := v.only("Compute", loadBalancer)
	if balancer == nil {
		return v.findings
	}
	v.reads(balancer, "internet-facing", "Scheme")
	v.reads(balancer, "application", "Type")
	var got []string
	for _, s := range v.subnetsOf(balancer, balancer.At("Subnets")) {
		got = append(got, s.zone+" "+s.tier())
	}
	v.texts(balancer.String()+": subnets", got, []string{zoneA + " public", zoneC + " public"})
	return v.findings
}

func plainIsRedirected(p Platform) []string {
	v := review{Platform: p}
	plain := v.listener("80")
	v.reads(plain, "HTTP", "Protocol")
	v.onlyAction(plain, "DefaultActions", "redirect")
	redirect := []any{"DefaultActions", 0, "RedirectConfig"}
	v.reads(plain, "HTTP_301", append(redirect, "StatusCode")...)
	v.reads(plain, "HTTPS", append(redirect, "Protocol")...)
	v.reads(plain, "443", append(redirect, "Port")...)
	for part, same := range map[string]string{"Host": "#{host}", "Path": "/#{path}", "Query": "#{query}"} {
		if got := plain.At(append(redirect, part)...); got != nil && got != same {
			v.add("%s redirects to another %s: %s", plain, strings.ToLower(part), shown(got))
		}
	}
	for _, rule := range p.OfType(listenerRule) {
		if v.listed(rule, rule.At("ListenerArn"), plain) {
			v.add("%s answers on port 80", rule)
		}
	}
	return v.findings
}

func httpsListener(p Platform) []string {
	v := review{Platform: p}
	https := v.listener("443")
	v.reads(https, "HTTPS", "Protocol")
	v.reads(https, "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "SslPolicy")
	v.onlyAction(https, "DefaultActions", "fixed-response")
	answer := []any{"DefaultActions", 0, "FixedResponseConfig"}
	v.reads(https, 404, append(answer, "StatusCode")...)
	v.reads(https, "text/plain", append(answer, "ContentType")...)
	if https.At(append(answer, "MessageBody")...) == nil {
		v.add("%s answers 404 without a word, which a browser shows as a broken page", https)
	}
	return v.findings
}

func routedPaths(p Platform) []string {
	v := review{Platform: p}
	https := v.listener("443")
	services := v.services()
	rules := p.OfType(listenerRule)
	v.count(rules, len(services), listenerRule)
	priorities := map[string]bool{}
	for _, rule := range rules {
		v.refers(rule, https, "", "ListenerArn")
		v.onlyAction(rule, "Actions", "forward")
		v.number(rule, "Priority")
		priority := v.Text(rule.Stack, rule.At("Priority"))
		if priorities[priority] {
			v.add("%s has the priority %s of another rule", rule, priority)
		}
		priorities[priority] = true
	}
	for _, s := range services {
		if s.targets == nil {
			continue
		}
		own := slices.DeleteFunc(slices.Clone(rules), func(rule *assembly.Resource) bool {
			return !v.listed(rule, rule.At("Actions", 0, "TargetGroupArn"), s.targets)
		})
		rule := v.unique("rule that forwards to "+s.name, own)
		if rule == nil {
			continue
		}
		if n := len(assembly.List(rule.At("Conditions"))); n != 1 {
			v.add("%s has %d conditions, want one on the path", rule, n)
		}
		v.reads(rule, "path-pattern", "Conditions", 0, "Field")
		paths := append(v.oneOrMany(rule, rule.At("Conditions", 0, "PathPatternConfig", "Values")),
			v.oneOrMany(rule, rule.At("Conditions", 0, "Values"))...)
		v.texts(rule.String()+": paths", paths, []string{s.path, s.path + "/*"})
	}
	return v.findings
}

func balancerHardening(p Platform) []string {
	v := review{Platform: p}
	balancer := v.only("Compute", loadBalancer)
	attributes := v.entries(balancer, balancer.At("LoadBalancerAttributes"), "Key", "Value")
	if got := attributes["routing.http.drop_invalid_header_fields.enabled"]; got != "true" {
		v.add("%s: dropping invalid header fields is %q, want true", balancer, got)
	}
	if got := attributes["routing.http.desync_mitigation_mode"]; got != "defensive" && got != "strictest" {
		v.add("%s: desync mitigation is %q, want defensive or strictest", balancer, got)
	}
	if got := attributes["waf.fail_open.enabled"]; got != "" && got != "false" {
		v.add("%s lets requests through that the web ACL could not judge", balancer)
	}
	return v.findings
}

func balancerProtection(p Platform) []string {
	v := review{Platform: p}
	balancer := v.only("Compute", loadBalancer)
	attributes := v.entries(balancer, balancer.At("LoadBalancerAttributes"), "Key", "Value")
	want := perEnvironment[string]{dev: "false", staging: "false", prod: "true"}.of(p)
	got := attributes["deletion_protection.enabled"]
	if got == "" {
		got = "false"
	}
	if balancer != nil && got != want {
		v.add("%s: deletion protection is %s, want %s", balancer, got, want)
	}
	return v.findings
}

// balancerComesLater looks for what is likeliest to fail in a first deployment:
// a load balancer that is there and protected by then could not be deleted.
func balancerComesLater(p Platform) []string {
	v := review{Platform: p}
	alb := v.only("Compute", loadBalancer)
	if alb == nil {
		return v.findings
	}
	for _, r := range slices.Concat(p.OfType("Custom::CertificateSearch"), p.OfType(scalingPolicy)) {
		of, _ := p.Follow(r.Stack, r.At("ScalingTargetId"))
		if of.Resource != nil && of.Resource.At("ServiceNamespace") != "rds" {
			continue
		}
		if !slices.Contains(alb.DependsOn, r.LogicalID) {
			v.add("%s does not wait for %s", alb, r)
		}
	}
	return v.findings
}

func healthChecks(p Platform) []string {
	v := review{Platform: p}
	groups := p.OfType(targetGroup)
	v.count(groups, 2, targetGroup)
	for _, group := range groups {
		v.on(group, "HealthCheckEnabled")
		v.reads(group, "/health", "HealthCheckPath")
		v.reads(group, 15, "HealthCheckIntervalSeconds")
		v.reads(group, 5, "HealthCheckTimeoutSeconds")
		v.reads(group, 2, "UnhealthyThresholdCount")
		v.reads(group, 2, "HealthyThresholdCount")
		v.reads(group, 200, "Matcher", "HttpCode")
		if group.At("HealthCheckPort") != nil {
			v.reads(group, "traffic-port", "HealthCheckPort")
		}
		if group.At("HealthCheckProtocol") != nil {
			v.reads(group, "HTTP", "HealthCheckProtocol")
		}
	}
	return v.findings
}

func targetGroups(p Platform) []string {
	v := review{Platform: p}
	v.count(p.OfType(targetGroup), 2, targetGroup)
	used := map[*assembly.Resource]bool{}
	for _, s := range v.services() {
		v.reads(s.targets, "ip", "TargetType")
		v.reads(s.targets, "HTTP", "Protocol")
		v.target(s.targets, "AWS::EC2::VPC", "VpcId")
		if used[s.targets] && s.targets != nil {
			v.add("both services use %s", s.targets)
		}
		used[s.targets] = true
	}
	return v.findings
}

func webACLAssociated(p Platform) []string {
	v := review{Platform: p}
	association := v.only("Compute", "AWS::WAFv2::WebACLAssociation")
	v.refers(association, v.only("Compute", loadBalancer), "", "ResourceArn")
	v.refers(association, v.only("Security", "AWS::WAFv2::WebACL"), "Arn", "WebACLArn")
	return v.findings
}
