// Package scanalerts takes what image scans find to people: in the
// order in which they are published, once for each scan, and never lost without an
// alarm.
//
//	rule → state machine → FIFO topic → FIFO queue → pipe → alert topic → e-mail
//	                                  → FIFO queue → pipe → Slack
//
// AWS refuses the short way: a rule cannot target a FIFO topic, and a FIFO topic
// takes no e-mail address and no webhook.
package scanalerts

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// Props is what the chain uses and what it leads to.
type Props struct {
	// Repositories are the names of the repositories whose scans count.
	Repositories []string
	// Alerts is the topic with the e-mail subscribers; it also takes the chain's own
	// alarms.
	Alerts awssns.ITopic
	// TopicKey and QueueKey are two, because a queue's key names the topic that may
	// send to it: one key for both would need itself.
	TopicKey, QueueKey awskms.Key
	LogsKey            awskms.IKey
}

// New defines the chain from the end of a scan to the people who must know, and
// returns the names of its alarms.
func New(scope constructs.Construct, env config.Environment, props Props) (alarmNames []string) {
	scope = constructs.NewConstruct(scope, jsii.String("Findings"))
	topic := newTopic(scope, env, props)
	relay := newRelay(scope, env, props, topic)
	rule := newRule(scope, env, props, relay)
	deliveries := []delivery{newMail(scope, env, props, topic)}
	if env.Alerts.SlackWebhookSecret != "" {
		deliveries = append(deliveries, newSlack(scope, env, props, topic))
	}
	return watch(scope, env, props, rule, relay, topic, deliveries)
}

// newTopic defines the topic that orders the findings of a repository and drops
// what comes twice within five minutes.
// https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html
func newTopic(scope constructs.Construct, env config.Environment, props Props) awssns.Topic {
	return awssns.NewTopic(scope, jsii.String("Topic"), &awssns.TopicProps{
		TopicName:  jsii.String(env.FindingsTopicName()),
		Fifo:       jsii.Bool(true),
		MasterKey:  props.TopicKey,
		EnforceSSL: jsii.Bool(true),
	})
}
