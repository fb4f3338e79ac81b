// Package scanalerts delivers the findings of image scans to people: in the order of
// publication, once for each scan, and with an alarm when one is lost.
//
//	rule → state machine → FIFO topic → FIFO queue → pipe → alert topic → e-mail
//	                                  → FIFO queue → pipe → Slack
//
// AWS supports no shorter chain: a rule cannot target a FIFO topic, and a FIFO topic
// accepts no e-mail address and no webhook as a subscriber.
package scanalerts

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// Props is what the chain uses.
type Props struct {
	// Alerts is the topic with the e-mail subscribers; it also takes the chain's own
	// alarms.
	Alerts awssns.ITopic
	// TopicKey and QueueKey are two keys, because the policy of a queue's key names the
	// topic that may send to it: one key for both would depend on itself.
	TopicKey, QueueKey awskms.Key
	LogsKey            awskms.IKey
}

// New defines the chain from a finished scan to the recipients, and returns the names of
// its alarms.
func New(scope constructs.Construct, env config.Environment, props Props) (alarmNames []string) {
	scope = constructs.NewConstruct(scope, jsii.String("Findings"))
	topic := newTopic(scope, env, props)
	relay := newRelay(scope, env, props, topic)
	trigger := newTrigger(scope, env, props, relay)
	deliveries := []delivery{newMail(scope, env, props, topic)}
	if env.Alerts.SlackWebhookSecret != "" {
		deliveries = append(deliveries, newSlack(scope, env, props, topic))
	}
	return newAlarms(scope, env, props, trigger, relay, topic, deliveries)
}

// newTopic defines the topic, which keeps the order of a repository's findings and drops
// duplicates within five minutes.
// https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html
func newTopic(scope constructs.Construct, env config.Environment, props Props) awssns.Topic {
	return awssns.NewTopic(scope, jsii.String("Topic"), &awssns.TopicProps{
		TopicName:  jsii.String(env.FindingsTopicName()),
		Fifo:       jsii.Bool(true),
		MasterKey:  props.TopicKey,
		EnforceSSL: jsii.Bool(true),
	})
}
