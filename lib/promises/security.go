package promises

import (
	"encoding/json"
	"slices"

	"example.com/chassis/lib/assembly"
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
		{"R2.4", "There are exactly four customer-managed keys, one of the Network stack and three of the Security stack, and all of them rotate.", fourRotatingKeys},
		{"R2.4", "Each key policy names the account root, the one AWS service that must use the key itself if there is one, and nobody else.", keyPolicies},
		{"R2.4", "Aurora, its performance data and its master secret, Redis, secrets and image repositories are encrypted with the data key.", dataIsEncrypted},
		{"R2.4", "Topics and queues are encrypted with the alert key.", messagesAreEncrypted},
		{"R2.4", "Every log group is encrypted with the logs key, those of the Network stack with its own.", logGroupsAreEncrypted},
		{"R2.4", "Every function names such a log group, so that Lambda creates none without a key.", functionsLogEncrypted},
		{"R2.4", "Every role that may read a secret of ours may decrypt with the data key.", secretReadersHaveTheKey},
		{"R2.4", "The tasks' execution roles can read the Redis password, and the proxy's role the master secret, key included.", principalsHaveTheirKeys},
		{"R2.5", "There are two image repositories, service and admin, with the environment and the instance in their names.", repositoryNames},
		{"R2.5", "The repositories scan on push, their tags are immutable, and they keep the newest 30 images.", repositorySettings},
		{"R2.8", "CloudWatch of this account, and nobody else, may publish to the alert topic by its policy, and only over TLS.", alertTopicPolicy},
		{"R2.8", "Every alarm of every stack notifies the alert topic.", alarmsReachTheTopic},
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

// alertTopic is the one standard topic; FIFO topics carry findings, not alarms.
func (p Platform) alertTopic(f *findings) *assembly.Resource {
	topics := slices.DeleteFunc(p.OfType("AWS::SNS::Topic"), func(r *assembly.Resource) bool { return r.At("FifoTopic") == true })
	f.count(topics, 1, "standard SNS topic")
	if len(topics) != 1 {
		return nil
	}
	return topics[0]
}

func alertTopicPolicy(p Platform) []string {
	var f findings
	topic := p.alertTopic(&f)
	if topic == nil {
		return f
	}
	var publishes, refusesPlain int
	for _, s := range p.resourceStatements(topic) {
		switch {
		case s.Effect == "Allow" && slices.Equal(s.Principals, []string{"Service cloudwatch.amazonaws.com"}):
			publishes++
			f.texts(topic.String()+": actions of CloudWatch", s.Actions, []string{"sns:Publish"})
			f.texts(topic.String()+": conditions of CloudWatch", s.Conditions, []string{"StringEquals aws:SourceAccount " + account(topic)})
			if !s.names(topic) {
				f.add("%s does not name the topic", s)
			}
		case s.Effect == "Deny" && slices.Equal(s.Conditions, []string{"Bool aws:SecureTransport false"}):
			if slices.Contains(s.Principals, "*") || slices.Contains(s.Principals, "AWS *") {
				if s.covers("sns:Publish") && s.names(topic) {
					refusesPlain++
				}
			}
		default:
			f.add("%s: unexpected statement %s", topic, s)
		}
	}
	if publishes != 1 {
		f.add("%s: found %d statements for cloudwatch.amazonaws.com, want 1", topic, publishes)
	}
	if refusesPlain != 1 {
		f.add("%s: found %d statements that refuse to publish without TLS, want 1", topic, refusesPlain)
	}
	return f
}

// account is the account of a resource as assembly.Text renders it.
func account(r *assembly.Resource) string {
	if r.Stack.Account != "" {
		return r.Stack.Account
	}
	return "${AWS::AccountId}"
}

func alarmsReachTheTopic(p Platform) []string {
	var f findings
	topic := p.alertTopic(&f)
	alarms := slices.Concat(p.OfType("AWS::CloudWatch::Alarm"), p.OfType("AWS::CloudWatch::CompositeAlarm"))
	if len(alarms) == 0 {
		f.add("found no alarm")
	}
	for _, r := range alarms {
		if !p.listed(r, r.At("AlarmActions"), topic) {
			f.add("%s does not notify the alert topic", r)
		}
		if enabled := r.At("ActionsEnabled"); enabled != nil && enabled != true {
			f.add("%s has its actions switched off", r)
		}
	}
	return f
}
