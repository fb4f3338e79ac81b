package promises

import (
	"encoding/json"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

func security() []Promise {
	return []Promise{
		{"R2.1", "One regional web ACL allows by default and tries, in this order, the reputation list, the admin rate rule, known bad inputs, common attacks and SQL injection.", webACLRules},
		{"R2.1", "The managed rule groups for common attacks, SQL injection, known bad inputs and bad reputation keep their blocking actions and look at every request.", managedGroupsBlock},
		{"R2.1", "SizeRestrictions_BODY of the common rule set counts instead of blocking, and no other managed rule does.", onlyBodySizeCounts},
		{"R2.2", "An IP address that sends more than 100 requests in 300 seconds to the admin path is blocked.", adminRateLimit},
		{"R2.2", "The rate rule decodes, normalises and lower-cases the path, in this order, before it compares.", adminRateTransformations},
		{"R2.2", "The rate rule counts every spelling of the admin path that the load balancer would route to admin-api, and no other path.", adminRateSpellings},
		{"R2.3", "The web ACL logs every request to one log group whose name starts with aws-waf-logs-.", webACLLogging},
		{"R2.3", "The web ACL's logs hide the authorization and cookie headers.", webACLRedaction},
		{"R2.3", "The web ACL and each of its rules have a metric with sampled requests.", webACLMetrics},
		{"R2.3", "A rule, the managed group that it runs and its metric have one name, so that log and metrics speak of the same.", webACLRuleNames},
		{"R2.4", "There are exactly five customer-managed keys, one of the Network stack and four of the Security stack, and all of them rotate.", rotatingKeys},
		{"R2.4", "Each key policy names the account root, the AWS services that must use the key themselves, and nobody else.", keyPolicies},
		{"R2.4", "Aurora, its performance data and its master secret, Redis, secrets and image repositories are encrypted with the data key.", dataIsEncrypted},
		{"R2.4", "Topics are encrypted with the alert key, queues with a key of their own, so that no key needs itself.", messagesAreEncrypted},
		{"R2.4", "Every log group is encrypted with the logs key, those of the Network stack with its own.", logGroupsAreEncrypted},
		{"R2.4", "Every function names such a log group, so that Lambda creates none without a key.", functionsLogEncrypted},
		{"R2.4", "Every role that may read a secret of ours may decrypt with the data key.", secretReadersHaveTheKey},
		{"R2.4", "The tasks' execution roles can read the Redis password, and the proxy's role the master secret, key included.", principalsHaveTheirKeys},
		{"R2.5", "There are two image repositories, service and admin, with the environment and the instance in their names.", repositoryNames},
		{"R2.5", "The repositories scan on push, their tags are immutable, and they keep the newest 30 images.", repositorySettings},
	}
}

// repositories maps the construct of each image repository to its name.
func (p Platform) repositories() map[string]string {
	environment := p.Env
	if p.Instance != "" {
		environment += "-" + p.Instance
	}
	return map[string]string{
		"ServiceImagesRepository": "chassis/" + environment + "/service",
		"AdminImagesRepository":   "chassis/" + environment + "/admin",
	}
}

func repositoryNames(p Platform) []string {
	var f findings
	f.count(p.OfType("AWS::ECR::Repository"), 2, "image repository")
	for id, name := range p.repositories() {
		r := p.named("Security", "AWS::ECR::Repository", id)
		if r == nil {
			f.add("found no repository Security/%s", id)
			continue
		}
		f.property(r, name, "RepositoryName")
	}
	slices.Sort(f)
	return f
}

func repositorySettings(p Platform) []string {
	var f findings
	repositories := p.OfType("AWS::ECR::Repository")
	f.count(repositories, 2, "image repository")
	for _, r := range repositories {
		f.property(r, true, "ImageScanningConfiguration", "ScanOnPush")
		f.property(r, "IMMUTABLE", "ImageTagMutability")
		f.lifecycle(r)
	}
	return f
}

// lifecycle checks the one rule of a repository's lifecycle policy, which is JSON
// in a string.
func (f *findings) lifecycle(r *assembly.Resource) {
	text, _ := r.At("LifecyclePolicy", "LifecyclePolicyText").(string)
	var policy any
	if err := json.Unmarshal([]byte(text), &policy); err != nil {
		f.add("%s has no readable lifecycle policy: %v", r, err)
		return
	}
	rules := assembly.List(assembly.At(policy, "rules"))
	if len(rules) != 1 {
		f.add("%s has %d lifecycle rules, want 1", r, len(rules))
		return
	}
	for _, want := range []struct {
		value any
		path  []any
	}{
		{"any", []any{"selection", "tagStatus"}},
		{"imageCountMoreThan", []any{"selection", "countType"}},
		{30.0, []any{"selection", "countNumber"}},
		{"expire", []any{"action", "type"}},
	} {
		if got := assembly.At(rules[0], want.path...); got != want.value {
			f.add("%s: lifecycle %v is %s, want %s", r, want.path, shown(got), shown(want.value))
		}
	}
}
