package alerts

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// hopsArePermitted walks the chain. With an encrypted topic or queue a missing
// permission on the key loses alerts silently, so each hop is proved: by the
// sender's role where it has one, else by the receiver's and the key's policies.
func hopsArePermitted(v *check.Review) {
	c := chainOf(v)
	if c.rule == nil || c.relay == nil || c.topic == nil || c.alerts == nil {
		return
	}
	key := parts.Key(v, parts.AlertsKey)

	starter := v.Target(c.rule, "AWS::IAM::Role", "Targets", 0, "RoleArn")
	parts.Trusts(v, starter, "events.amazonaws.com")
	parts.Permissions(v, starter, "states:StartExecution on "+check.Token(c.relay, ""))
	serviceSends(v, "events.amazonaws.com", c.rule, check.Token(c.rule, "Arn"), c.unsent, key)

	worker := v.Target(c.relay, "AWS::IAM::Role", "RoleArn")
	parts.StateMachineMay(v, worker, publishes(c.topic, key)...)

	for _, d := range c.all() {
		for _, queue := range []*assembly.Resource{d.queue, d.undelivered} {
			serviceSends(v, "sns.amazonaws.com", d.topic, check.Token(d.topic, ""), queue, key)
		}
		pipeMay(v, d, c, key)
	}
	if machine := c.wording(v); machine != nil {
		parts.StateMachineMay(v, v.Target(machine, "AWS::IAM::Role", "RoleArn"))
	}
}

// publishes is what a role needs to publish to an encrypted topic.
// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
func publishes(topic, key *assembly.Resource) []string {
	return []string{
		"sns:Publish on " + check.Token(topic, ""),
		parts.Decrypt + " on " + check.Token(key, "Arn"),
		parts.GenerateDataKey + " on " + check.Token(key, "Arn"),
	}
}

// pipeMay compares the powers of a pipe's role with what its two ends need.
func pipeMay(v *check.Review, d chainDelivery, c chain, key *assembly.Resource) {
	if d.pipe == nil || d.queue == nil {
		return
	}
	role := v.Target(d.pipe, "AWS::IAM::Role", "RoleArn")
	if role == nil {
		return
	}
	var trusted []string
	for _, s := range iampolicy.Read(v.Assembly, role, role.At("AssumeRolePolicyDocument")) {
		trusted = append(trusted, slices.Concat([]string{s.Effect}, s.PrincipalTexts(), s.ActionTexts(), s.ConditionTexts())...)
	}
	arn := "arn:aws:pipes:" + v.Settings.Region + ":" + check.Account(role.Stack) + ":pipe/" + v.Shown(d.pipe, d.pipe.At("Name"))
	v.Texts(role.String()+" trusts", trusted, []string{
		"Allow", "Service pipes.amazonaws.com", "sts:AssumeRole",
		"StringEquals aws:SourceAccount " + check.Account(role.Stack), "StringEquals aws:SourceArn " + arn,
	})
	needs := []string{
		"sqs:ReceiveMessage on " + check.Token(d.queue, "Arn"), "sqs:DeleteMessage on " + check.Token(d.queue, "Arn"),
		"sqs:GetQueueAttributes on " + check.Token(d.queue, "Arn"), parts.Decrypt + " on " + check.Token(key, "Arn"),
	}
	if v.Listed(d.pipe, d.pipe.At("Target"), c.alerts) {
		needs = append(needs, publishes(c.alerts, key)...)
	} else if destination := v.Target(d.pipe, destinationType, "Target"); destination != nil {
		needs = append(needs, "events:InvokeApiDestination on "+check.Token(destination, "Arn"))
	}
	if machine := wordingOf(v, d.pipe); machine != nil {
		needs = append(needs, "states:StartSyncExecution on "+check.Token(machine, ""))
	}
	slices.Sort(needs) // one key for the queue and the topic
	parts.Permissions(v, role, slices.Compact(needs)...)
}

// serviceSends proves a hop on which a service sends as itself to a queue: the
// queue's policy lets it, for one source and with TLS, and the key's policy too.
func serviceSends(v *check.Review, service string, source *assembly.Resource, arn string, queue, key *assembly.Resource) {
	if queue == nil || key == nil {
		return
	}
	v.Refers(queue, key, "Arn", "KmsMasterKeyId")
	lets, refusesPlain := 0, 0
	for _, s := range iampolicy.OfResource(v.Assembly, queue) {
		switch {
		case s.Allows("sqs:SendMessage", queue):
			lets++
			v.Texts(queue.String()+": who may send", s.PrincipalTexts(), []string{"Service " + service})
			v.Texts(queue.String()+": what the sender may do", s.ActionTexts(), []string{"sqs:SendMessage"})
			v.Texts(queue.String()+": when the sender may", s.ConditionTexts(), []string{"ArnEquals aws:SourceArn " + arn})
		case s.RefusesPlain("sqs:SendMessage", queue):
			refusesPlain++
		default:
			v.Add("%s: unexpected statement %s", queue, s)
		}
	}
	if lets != 1 || refusesPlain != 1 {
		v.Add("%s: found %d statements that let %s send and %d that refuse it without TLS, want 1 and 1", queue, lets, source, refusesPlain)
	}
	for _, action := range []string{parts.Decrypt, parts.GenerateDataKey} {
		if !slices.ContainsFunc(iampolicy.OfResource(v.Assembly, key), func(s iampolicy.Statement) bool {
			return s.Effect == "Allow" && s.Covers(action) && slices.Contains(s.PrincipalTexts(), "Service "+service) && fitsSource(v, s, source)
		}) {
			v.Add("%s: %s may not %s for %s", key, service, action, queue)
		}
	}
}

// fitsSource says whether the conditions of a key's statement let a service use the key
// for a source. The name of a topic without one begins with those of stack and construct.
func fitsSource(v *check.Review, s iampolicy.Statement, source *assembly.Resource) bool {
	if len(s.Conditions) == 0 {
		return true
	}
	name := v.Text(source.Stack, source.At("TopicName"))
	if source.At("TopicName") == nil {
		name = v.Settings.StackName(source.Stack.ID) + "-" + source.LogicalID + "-1A2B3C4D5E6F"
	}
	arn := "arn:aws:sns:" + v.Settings.Region + ":" + check.Account(source.Stack) + ":" + name
	return slices.ContainsFunc(s.ConditionTexts(), func(condition string) bool {
		patterns, about := strings.CutPrefix(condition, "ArnLike aws:SourceArn ")
		return about && slices.ContainsFunc(strings.Split(patterns, ","), func(pattern string) bool { return iampolicy.Match(pattern, arn) })
	})
}
