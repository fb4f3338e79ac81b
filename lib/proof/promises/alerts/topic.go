package alerts

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func alertTopicPromises() []check.Promise {
	return []check.Promise{
		{ID: "R2.8", Says: "CloudWatch of this account, and nobody else, may publish to the alert topic by its policy, and only over TLS.", Check: alertTopicPolicy},
		{ID: "R2.8", Says: "Every alarm of every stack notifies the alert topic when it fires, and those of the platform nothing else, whatever their state.", Check: alarmsReachTheTopic},
		{ID: "R2.8", Says: "The e-mails of the alert topic come from a sender that names the environment and the instance, and go to the addresses of the settings.", Check: alertsAreMailed},
	}
}

// alertTopic is the one standard topic of the Security stack; its FIFO topic carries
// findings, not alarms.
func alertTopic(v *check.Review) *assembly.Resource {
	topics := slices.DeleteFunc(v.Stack("Security").OfType("AWS::SNS::Topic"), isFIFO)
	return v.Lookup().Unique("standard SNS topic of the Security stack", topics)
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

func alertsAreMailed(v *check.Review) {
	topic := alertTopic(v)
	if topic == nil {
		return
	}
	v.Reads(topic, v.Settings.AlertSender(), "DisplayName")
	var got, want []string
	for _, s := range v.OfType(subscriptionType) {
		if v.Listed(s, s.At("TopicArn"), topic) && s.At("Protocol") != "sqs" { // Slack's
			got = append(got, v.Shown(s, s.At("Protocol"))+" "+v.Shown(s, s.At("Endpoint")))
		}
	}
	for _, address := range v.Settings.Alerts.Emails {
		want = append(want, "email "+address)
	}
	v.Texts("subscribers of "+topic.String(), got, want)
}

func alarmsReachTheTopic(v *check.Review) {
	topic := alertTopic(v)
	if topic == nil {
		return
	}
	for _, r := range append(v.Some(parts.Alarm), v.OfType("AWS::CloudWatch::CompositeAlarm")...) {
		if !v.Listed(r, r.At("AlarmActions"), topic) {
			v.Add("%s does not notify the alert topic", r)
		}
		if !r.Below(config.AdditionsStack) {
			v.Alone(r, check.Token(topic, ""), "AlarmActions")
			v.Absent(r, "OKActions")
			v.Absent(r, "InsufficientDataActions")
		}
		v.On(r, "ActionsEnabled")
	}
}
