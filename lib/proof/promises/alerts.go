package promises

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

func alerts() []Promise {
	return []Promise{
		{"R2.8", "CloudWatch of this account, and nobody else, may publish to the alert topic by its policy, and only over TLS.", alertTopicPolicy},
		{"R2.8", "Every alarm of every stack notifies the alert topic.", alarmsReachTheTopic},
		{"R2.8", "The e-mails of the alert topic come from a sender that names the environment and the instance.", alertsNameTheirSender},
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
		case s.Effect == "Allow" && slices.Equal(s.PrincipalTexts(), []string{"Service cloudwatch.amazonaws.com"}):
			publishes++
			f.texts(topic.String()+": actions of CloudWatch", s.ActionTexts(), []string{"sns:Publish"})
			f.texts(topic.String()+": conditions of CloudWatch", s.ConditionTexts(), []string{"StringEquals aws:SourceAccount " + account(topic)})
			if !s.Names(topic) {
				f.add("%s does not name the topic", s)
			}
		case s.RefusesPlain("sns:Publish", topic):
			refusesPlain++
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

func alertsNameTheirSender(p Platform) []string {
	var f findings
	topic := p.alertTopic(&f)
	if topic == nil {
		return f
	}
	sender := p.Text(topic.Stack, topic.At("DisplayName"))
	if label := strings.TrimPrefix(p.prefix("-"), "chassis-"); !slices.Contains(strings.Fields(sender), label) {
		f.add("%s sends its e-mails as %q, want %s in it", topic, sender, label)
	}
	return f
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
