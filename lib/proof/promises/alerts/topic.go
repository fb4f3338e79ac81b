package alerts

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
)

func alertTopicPromises() []check.Promise {
	return []check.Promise{
		{ID: "R2.8", Says: "CloudWatch of this account, and nobody else, may publish to the alert topic by its policy, and only over TLS.", Check: alertTopicPolicy},
		{ID: "R2.8", Says: "Every alarm of every stack notifies the alert topic.", Check: alarmsReachTheTopic},
		{ID: "R2.8", Says: "The e-mails of the alert topic come from a sender that names the environment and the instance.", Check: alertsNameTheirSender},
	}
}

// alertTopic is the one standard topic; FIFO topics carry findings, not alarms.
func alertTopic(v *check.Review) *assembly.Resource {
	topics := slices.DeleteFunc(v.OfType("AWS::SNS::Topic"), func(r *assembly.Resource) bool { return r.At("FifoTopic") == true })
	return v.Lookup().Unique("standard SNS topic", topics)
}

func alertTopicPolicy(v *check.Review) {
	topic := alertTopic(v)
	if topic == nil {
		return
	}
	var publishes, refusesPlain int
	for _, s := range iampolicy.OfResource(v.Assembly, topic) {
		switch {
		case s.Effect == "Allow" && slices.Equal(s.PrincipalTexts(), []string{"Service cloudwatch.amazonaws.com"}):
			publishes++
			v.Texts(topic.String()+": actions of CloudWatch", s.ActionTexts(), []string{"sns:Publish"})
			v.Texts(topic.String()+": conditions of CloudWatch", s.ConditionTexts(), []string{"StringEquals aws:SourceAccount " + check.Account(topic.Stack)})
			if !s.Names(topic) {
				v.Add("%s does not name the topic", s)
			}
		case s.RefusesPlain("sns:Publish", topic):
			refusesPlain++
		default:
			v.Add("%s: unexpected statement %s", topic, s)
		}
	}
	if publishes != 1 {
		v.Add("%s: found %d statements for cloudwatch.amazonaws.com, want 1", topic, publishes)
	}
	if refusesPlain != 1 {
		v.Add("%s: found %d statements that refuse to publish without TLS, want 1", topic, refusesPlain)
	}
}

func alertsNameTheirSender(v *check.Review) {
	topic := alertTopic(v)
	if topic == nil {
		return
	}
	sender := v.Text(topic.Stack, topic.At("DisplayName"))
	if label := strings.TrimPrefix(v.Prefix("-"), "chassis-"); !slices.Contains(strings.Fields(sender), label) {
		v.Add("%s sends its e-mails as %q, want %s in it", topic, sender, label)
	}
}

func alarmsReachTheTopic(v *check.Review) {
	topic := alertTopic(v)
	alarms := slices.Concat(v.OfType("AWS::CloudWatch::Alarm"), v.OfType("AWS::CloudWatch::CompositeAlarm"))
	if len(alarms) == 0 {
		v.Add("found no alarm")
	}
	for _, r := range alarms {
		if !v.Listed(r, r.At("AlarmActions"), topic) {
			v.Add("%s does not notify the alert topic", r)
		}
		if enabled := r.At("ActionsEnabled"); enabled != nil && enabled != true {
			v.Add("%s has its actions switched off", r)
		}
	}
}
