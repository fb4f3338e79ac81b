// Package alertchain delivers alerts to people: each once to every recipient, and with an
// alarm when one is lost. The findings of image scans have a way of their own, which keeps
// their order:
//
//	rule → state machine → FIFO topic → FIFO queue → pipe → alert topic → e-mail
//	                                  → FIFO queue → pipe → Slack
//
// AWS supports no shorter chain: a rule cannot target a FIFO topic, and a FIFO topic
// accepts no e-mail address and no webhook as a subscriber. Everything else that the alert
// topic gets, such as alarms and events, reaches Slack by
//
//	alert topic → queue → pipe with a state machine, which words it → Slack
package alertchain

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// Props is what the chain uses.
type Props struct {
	// Alerts is the topic with the e-mail subscribers; it also takes the chain's own
	// alarms.
	Alerts awssns.Topic
	// Key encrypts topics and queues.
	Key, LogsKey awskms.IKey
}

// chain is what its parts share.
type chain struct {
	Props
	// wordings are the logs of the state machines.
	wordings, pipes awslogs.ILogGroup
}

// New defines the ways of alerts to the recipients, and returns the names of the alarms
// on them.
func New(scope constructs.Construct, env config.Environment, props Props) (alarmNames []string) {
	findings := constructs.NewConstruct(scope, jsii.String("Findings"))
	c := chain{
		Props:    props,
		wordings: baseline.NewLogGroup(findings, "RelayLogGroup", env, props.LogsKey, env.RelayLogGroupName()),
		pipes:    baseline.NewLogGroup(findings, "PipesLogGroup", env, props.LogsKey, env.PipesLogGroupName()),
	}
	topic := c.newTopic(findings, env)
	relay := c.newRelay(findings, env, topic)
	trigger := c.newTrigger(findings, env, relay)
	deliveries := []delivery{c.newMail(findings, env, topic)}
	if env.Alerts.SlackWebhookSecret != "" {
		webhook := newWebhook(findings, env)
		deliveries = append(deliveries, c.newFindingsToSlack(findings, env, topic, webhook))
		alarmNames = c.newAlertsToSlack(scope, env, webhook)
	}
	return append(alarmNames, c.newAlarms(findings, env, trigger, relay, topic, deliveries)...)
}

// newTopic defines the topic, which keeps the order of a repository's findings and drops
// duplicates within five minutes.
// https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html
func (c chain) newTopic(scope constructs.Construct, env config.Environment) awssns.Topic {
	return awssns.NewTopic(scope, jsii.String("Topic"), &awssns.TopicProps{
		TopicName:  jsii.String(env.FindingsTopicName()),
		Fifo:       jsii.Bool(true),
		MasterKey:  c.Key,
		EnforceSSL: jsii.Bool(true),
	})
}
