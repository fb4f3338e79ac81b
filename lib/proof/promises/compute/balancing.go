package compute

import (
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func balancing() []check.Promise {
	return slices.Concat([]check.Promise{
		{ID: "R4.6", Says: "One load balancer faces the internet from the public subnets of all zones.", Check: balancerInPublicSubnets},
		{ID: "R4.6", Says: "Port 80 only redirects to HTTPS, with 301.", Check: plainIsRedirected},
		{ID: "R4.6", Says: "Port 443 speaks TLS 1.3 and 1.2 with post-quantum key exchange and answers 404, in plain text, where no rule matches.", Check: httpsListener},
		{ID: "R4.6", Says: "The path of each web service and everything below it go to the service, with the priority of its settings, and nothing else goes anywhere.", Check: routedPaths},
		{ID: "R4.6", Says: "The load balancer drops invalid header fields and defends against request smuggling.", Check: balancerHardening},
		{ID: "R4.6", Says: "The load balancer is protected from deletion where the settings say so.", Check: balancerProtection},
		{ID: "R4.6", Says: "The load balancer comes after the certificate search and the reader scaling, so that their failure can be rolled back.", Check: balancerComesLater},
	}, accessLogging(), attributes(), []check.Promise{
		{ID: "R4.7", Says: "A target is checked every 15 s on the health path of its service, has 5 s to answer 200, and is out after 2 failures and in after 2 successes.", Check: healthChecks},
		{ID: "R4.7", Says: "Each web service has one target group of its own, whose targets are IP addresses that speak HTTP, and there is no other target group.", Check: targetGroups},
		{ID: "R4.9", Says: "The web ACL is associated with the load balancer.", Check: webACLAssociated},
	})
}

// listenerOn returns the listener on a port.
func listenerOn(v *check.Review, port string) *assembly.Resource {
	v.Exactly(2, parts.Listener)
	return v.Lookup().Unique("listener on port "+port, v.WithText(parts.Listener, port, "Port"))
}

// onlyAction complains unless a listener or rule has one action, of this type.
func onlyAction(v *check.Review, r *assembly.Resource, property, kind string) {
	if r == nil {
		return
	}
	if n := len(assembly.List(r.At(property))); n != 1 {
		v.Add("%s has %d actions, want 1", r, n)
	}
	v.Reads(r, kind, property, 0, "Type")
}

func balancerInPublicSubnets(v *check.Review) {
	balancer := v.Only("Compute", parts.LoadBalancer)
	v.Reads(balancer, "internet-facing", "Scheme")
	v.Reads(balancer, "application", "Type")
	var subnets []string
	for _, zone := range v.Settings.Network.Zones {
		subnets = append(subnets, "public in "+zone)
	}
	parts.InSubnets(v, balancer, subnets...)
}

func plainIsRedirected(v *check.Review) {
	plain := listenerOn(v, "80")
	v.Refers(plain, v.Only("Compute", parts.LoadBalancer), "", "LoadBalancerArn")
	v.Reads(plain, "HTTP", "Protocol")
	onlyAction(v, plain, "DefaultActions", "redirect")
	redirect := []any{"DefaultActions", 0, "RedirectConfig"}
	v.Reads(plain, "HTTP_301", append(redirect, "StatusCode")...)
	v.Reads(plain, "HTTPS", append(redirect, "Protocol")...)
	v.Reads(plain, "443", append(redirect, "Port")...)
	for part, same := range map[string]string{"Host": "#{host}", "Path": "/#{path}", "Query": "#{query}"} {
		if got := plain.At(append(redirect, part)...); got != nil && got != same {
			v.Add("%s redirects to another %s: %s", plain, strings.ToLower(part), assembly.Written(got))
		}
	}
	for _, rule := range v.OfType(parts.ListenerRule) {
		if v.Listed(rule, rule.At("ListenerArn"), plain) {
			v.Add("%s answers on port 80", rule)
		}
	}
}

func httpsListener(v *check.Review) {
	https := listenerOn(v, "443")
	v.Refers(https, v.Only("Compute", parts.LoadBalancer), "", "LoadBalancerArn")
	v.Reads(https, "HTTPS", "Protocol")
	v.Reads(https, "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "SslPolicy")
	onlyAction(v, https, "DefaultActions", "fixed-response")
	answer := []any{"DefaultActions", 0, "FixedResponseConfig"}
	v.Reads(https, 404, append(answer, "StatusCode")...)
	v.Reads(https, "text/plain", append(answer, "ContentType")...)
	if https.At(append(answer, "MessageBody")...) == nil {
		v.Add("%s answers 404 without a word, which a browser shows as a broken page", https)
	}
}

// listening are the services to which the load balancer sends requests.
func listening(v *check.Review) []parts.Service {
	return slices.DeleteFunc(parts.Services(v), func(s parts.Service) bool { return !s.Listens() })
}

func routedPaths(v *check.Review) {
	https := listenerOn(v, "443")
	services := listening(v)
	rules := v.Exactly(len(services), parts.ListenerRule)
	for _, rule := range rules {
		v.Refers(rule, https, "", "ListenerArn")
		onlyAction(v, rule, "Actions", "forward")
	}
	for _, s := range services {
		if s.Targets == nil {
			continue
		}
		own := slices.DeleteFunc(slices.Clone(rules), func(rule *assembly.Resource) bool {
			return !v.Listed(rule, rule.At("Actions", 0, "TargetGroupArn"), s.Targets)
		})
		rule := v.Unique("rule that forwards to "+s.Name, own)
		if rule == nil {
			continue
		}
		v.Reads(rule, s.Priority, "Priority")
		if n := len(assembly.List(rule.At("Conditions"))); n != 1 {
			v.Add("%s has %d conditions, want one on the path", rule, n)
		}
		v.Reads(rule, "path-pattern", "Conditions", 0, "Field")
		paths := append(v.OneOrMany(rule.Stack, rule.At("Conditions", 0, "PathPatternConfig", "Values")),
			v.OneOrMany(rule.Stack, rule.At("Conditions", 0, "Values"))...)
		v.Texts(rule.String()+": paths", paths, s.PathPatterns())
	}
}

func balancerHardening(v *check.Review) {
	balancer := v.Only("Compute", parts.LoadBalancer)
	attributes := parts.Attributes(v, balancer)
	if got := attributes["routing.http.drop_invalid_header_fields.enabled"]; got != "true" {
		v.Add("%s: dropping invalid header fields is %q, want true", balancer, got)
	}
	if got := attributes["routing.http.desync_mitigation_mode"]; got != "defensive" && got != "strictest" {
		v.Add("%s: desync mitigation is %q, want defensive or strictest", balancer, got)
	}
}

func balancerProtection(v *check.Review) {
	balancer := v.Only("Compute", parts.LoadBalancer)
	got := parts.Attributes(v, balancer)["deletion_protection.enabled"]
	if want := strconv.FormatBool(v.Settings.LoadBalancer.Protected); balancer != nil && got != want {
		v.Add("%s: deletion protection is %q, want %s", balancer, got, want)
	}
}

// balancerComesLater looks for what is likeliest to fail in a first deployment:
// a load balancer that is there and protected by then could not be deleted.
func balancerComesLater(v *check.Review) {
	alb := v.Only("Compute", parts.LoadBalancer)
	if alb == nil {
		return
	}
	for _, r := range slices.Concat(v.OfType("Custom::CertificateSearch"), v.OfType(parts.ScalingPolicy)) {
		of, _ := v.Follow(r.Stack, r.At("ScalingTargetId"))
		if of.Resource != nil && of.Resource.At("ServiceNamespace") != "rds" {
			continue
		}
		if !slices.Contains(alb.DependsOn, r.LogicalID) {
			v.Add("%s does not wait for %s", alb, r)
		}
	}
}

func healthChecks(v *check.Review) {
	for _, s := range parts.Services(v) {
		if s.Targets == nil {
			continue
		}
		v.On(s.Targets, "HealthCheckEnabled")
		v.Reads(s.Targets, s.HealthPath, "HealthCheckPath")
		v.Reads(s.Targets, 15, "HealthCheckIntervalSeconds")
		v.Reads(s.Targets, 5, "HealthCheckTimeoutSeconds")
		v.Reads(s.Targets, 2, "UnhealthyThresholdCount")
		v.Reads(s.Targets, 2, "HealthyThresholdCount")
		v.Reads(s.Targets, 200, "Matcher", "HttpCode")
		v.Optional(s.Targets, "traffic-port", "HealthCheckPort")
		v.Optional(s.Targets, "HTTP", "HealthCheckProtocol")
	}
}

func targetGroups(v *check.Review) {
	used := map[*assembly.Resource]string{}
	services := listening(v)
	v.Exactly(len(services), parts.TargetGroup)
	for _, s := range services {
		v.Reads(s.Targets, "ip", "TargetType")
		v.Reads(s.Targets, "HTTP", "Protocol")
		v.Target(s.Targets, "AWS::EC2::VPC", "VpcId")
		if other, taken := used[s.Targets]; taken && s.Targets != nil {
			v.Add("%s and %s both use %s", other, s.Name, s.Targets)
		}
		used[s.Targets] = s.Name
	}
}

func webACLAssociated(v *check.Review) {
	association := v.Only("Compute", "AWS::WAFv2::WebACLAssociation")
	v.Refers(association, v.Only("Compute", parts.LoadBalancer), "", "ResourceArn")
	v.Refers(association, v.Only("Security", "AWS::WAFv2::WebACL"), "Arn", "WebACLArn")
}
