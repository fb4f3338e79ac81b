package alerts

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

const (
	queueType        = "AWS::SQS::Queue"
	subscriptionType = "AWS::SNS::Subscription"
	pipeType         = "AWS::Pipes::Pipe"
	destinationType  = "AWS::Events::ApiDestination"
)

func alertChain() []check.Promise {
	return []check.Promise{
		{ID: "R2.6", Says: "Of the corpus of scan events, the rule catches exactly those of finished scans of this deployment's repositories with a critical or high finding.", Check: scansAreCaught},
		{ID: "R2.6", Says: "The repositories ask for their own scans; where the account's registry is configured, it scans all images of the platform at each push.", Check: imagesAreScanned},
		{ID: "R2.7", Says: "The rule starts one state machine, tries for 24 hours, and puts aside in a standard queue what it could not hand on.", Check: ruleStartsRelay},
		{ID: "R2.7", Says: "The state machine publishes to the FIFO topic, with the repository as message group and the event's id against duplicates, and tries again when that fails.", Check: relayPublishes},
		{ID: "R2.7", Says: "The state machine is a standard one, traces, and logs everything, the events themselves included.", Check: relayIsWatched},
		{ID: "R2.7", Says: "The FIFO topic refuses to take a message without TLS.", Check: findingsOverTLS},
		{ID: "R2.7", Says: "Only FIFO queues subscribe to the FIFO topic, with raw messages; a message that cannot be delivered waits 14 days in a FIFO dead-letter queue.", Check: queuesSubscribe},
		{ID: "R2.7", Says: "A message that cannot be delivered goes to the dead-letter queue before the alarm on its queue's age fires, and the next one of its repository follows.", Check: undeliveredIsPutAside},
		{ID: "R2.7", Says: "From each of these queues one pipe takes one message at a time: one to the alert topic, as it is, and with Slack one to Slack.", Check: pipesDeliver},
		{ID: "R2.7", Says: "The URL of the Slack webhook is a reference to Secrets Manager, which a stack parameter has read again.", Check: webhookIsSecret},
		{ID: "R2.7", Says: "At every hop from the rule to the alert topic, and from there to Slack, the sender may send, the receiver lets it, both may use the key, and nobody may do more.", Check: hopsArePermitted},
		{ID: "R2.7", Says: "An alarm watches everything that can hold up or lose a finding or an alert for Slack: the rule, the state machine, the topics, each queue's age, each dead-letter queue and each pipe.", Check: chainIsWatched},
	}
}

// chain is the way of a finding, found by following references from the rule.
type chain struct {
	rule, unsent, relay, topic, alerts *assembly.Resource
	// deliveries are the ways of findings out of the FIFO topic, others those of everything
	// else out of the alert topic.
	deliveries, others []chainDelivery
}

// chainDelivery is one way out of a topic.
type chainDelivery struct {
	topic, subscription, queue, undelivered, pipe *assembly.Resource
}

func (c chain) all() []chainDelivery { return slices.Concat(c.deliveries, c.others) }

// wording is the state machine that words what leaves the alert topic, or nil.
func (c chain) wording(v *check.Review) *assembly.Resource {
	for _, d := range c.others {
		return wordingOf(v, d.pipe)
	}
	return nil
}

// wordingOf is the state machine of a pipe, or nil.
func wordingOf(v *check.Review, pipe *assembly.Resource) *assembly.Resource {
	if pipe == nil || pipe.At("Enrichment") == nil {
		return nil
	}
	return parts.Behind(v.Lookup(), pipe, parts.StateMachine, "Enrichment")
}

func chainOf(v *check.Review) chain {
	v = v.Lookup()
	var c chain
	c.rule = findingsRule(v)
	c.relay = parts.Behind(v, c.rule, parts.StateMachine, "Targets", 0, "Arn")
	c.unsent = parts.Behind(v, c.rule, queueType, "Targets", 0, "DeadLetterConfig", "Arn")
	c.alerts = alertTopic(v)
	for _, topic := range v.Stack("Security").OfType("AWS::SNS::Topic") {
		if isFIFO(topic) {
			if c.topic != nil {
				v.Add("found a second FIFO topic, %s", topic)
			}
			c.topic = topic
		}
	}
	if c.topic == nil {
		v.Add("found no FIFO topic")
		return c
	}
	c.deliveries = deliveriesOf(v, c.topic)
	c.others = deliveriesOf(v, c.alerts)
	if len(c.deliveries) == 0 {
		v.Add("nothing subscribes to %s", c.topic)
	}
	return c
}

// deliveriesOf are the ways out of a topic through queues.
func deliveriesOf(v *check.Review, topic *assembly.Resource) (found []chainDelivery) {
	for _, s := range own(v.OfType(subscriptionType)) {
		if topic == nil || !v.Listed(s, s.At("TopicArn"), topic) || s.At("Protocol") == "email" {
			continue
		}
		d := chainDelivery{topic: topic, subscription: s}
		d.queue = parts.Behind(v, s, queueType, "Endpoint")
		d.undelivered = parts.Behind(v, d.queue, queueType, "RedrivePolicy", "deadLetterTargetArn")
		for _, pipe := range v.OfType(pipeType) {
			if v.Listed(pipe, pipe.At("Source"), d.queue) {
				if d.pipe != nil {
					v.Add("%s is emptied by two pipes", d.queue)
				}
				d.pipe = pipe
			}
		}
		if d.pipe == nil {
			v.Add("%s is emptied by no pipe", s)
		}
		found = append(found, d)
	}
	return found
}

// isFIFO says whether a topic or a queue is a FIFO one.
func isFIFO(r *assembly.Resource) bool { return r.At("FifoTopic") == true || r.At("FifoQueue") == true }

func ruleStartsRelay(v *check.Review) {
	c := chainOf(v)
	v.Target(c.rule, parts.StateMachine, "Targets", 0, "Arn")
	v.Target(c.rule, queueType, "Targets", 0, "DeadLetterConfig", "Arn")
	if n := len(assembly.List(c.rule.At("Targets"))); n != 1 {
		v.Add("%s has %d targets, want the state machine", c.rule, n)
	}
	v.Reads(c.rule, 24*60*60, "Targets", 0, "RetryPolicy", "MaximumEventAgeInSeconds")
	v.Reads(c.rule, 185, "Targets", 0, "RetryPolicy", "MaximumRetryAttempts")
	// An input of its own would replace the event that the state machine words.
	for _, name := range []string{"Input", "InputPath", "InputTransformer"} {
		v.Absent(c.rule, "Targets", 0, name)
	}
	if c.unsent != nil && isFIFO(c.unsent) {
		v.Add("%s is a FIFO queue, which EventBridge refuses as a dead-letter queue", c.unsent)
	}
	v.Reads(c.unsent, 14*24*60*60, "MessageRetentionPeriod")
}

// RelayDefinition is the definition of the state machine that publishes findings, with
// every reference rendered as text.
func RelayDefinition(p check.Platform) (map[string]any, error) {
	v := check.Examine(p).Review()
	relay := chainOf(v).relay
	if relay == nil {
		return nil, errors.New("the rule on scans starts no state machine")
	}
	var definition map[string]any
	err := json.Unmarshal([]byte(v.Shown(relay, relay.At("DefinitionString"))), &definition)
	return definition, err
}

func relayPublishes(v *check.Review) {
	c := chainOf(v)
	if c.relay == nil || c.topic == nil {
		return
	}
	definition, err := RelayDefinition(v.Platform)
	if err != nil {
		v.Add("%s has no readable definition: %v", c.relay, err)
		return
	}
	name, _ := definition["StartAt"].(string)
	state := assembly.Map(assembly.At(definition, "States", name))
	reads := func(want any, path ...any) {
		if got := assembly.At(state, path...); got != want {
			v.Add("%s: %s of its first state is %s, want %s", c.relay, check.Dotted(path), assembly.Written(got), assembly.Written(want))
		}
	}
	if definition["QueryLanguage"] != "JSONata" {
		v.Add("%s: its query language is %s, want JSONata", c.relay, assembly.Written(definition["QueryLanguage"]))
	}
	if n := len(assembly.Map(definition["States"])); n != 1 {
		v.Add("%s has %d states, want one that publishes", c.relay, n)
	}
	reads("Task", "Type")
	reads(true, "End")
	reads("arn:aws:states:::sns:publish", "Resource")
	reads(check.Token(c.topic, ""), "Arguments", "TopicArn")
	reads("{% $states.input.id %}", "Arguments", "MessageDeduplicationId")
	reads("States.ALL", "Retry", 0, "ErrorEquals", 0)
	for _, argument := range []string{"Message", "MessageGroupId"} {
		if text, _ := assembly.At(state, "Arguments", argument).(string); !strings.HasPrefix(text, "{%") {
			v.Add("%s: %s is %q, want an expression", c.relay, argument, text)
		}
	}
	if attempts, _ := assembly.At(state, "Retry", 0, "MaxAttempts").(float64); attempts < 3 {
		v.Add("%s tries %v times again, want at least 3", c.relay, attempts)
	}
}

func relayIsWatched(v *check.Review) {
	relay := chainOf(v).relay
	if relay == nil {
		return
	}
	v.Optional(relay, "STANDARD", "StateMachineType")
	v.Reads(relay, true, "TracingConfiguration", "Enabled")
	v.Reads(relay, "ALL", "LoggingConfiguration", "Level")
	v.Reads(relay, true, "LoggingConfiguration", "IncludeExecutionData")
	v.Target(relay, "AWS::Logs::LogGroup", "LoggingConfiguration", "Destinations", 0, "CloudWatchLogsLogGroup", "LogGroupArn")
}

func findingsOverTLS(v *check.Review) {
	c := chainOf(v)
	if c.topic == nil {
		return
	}
	refuses := slices.ContainsFunc(iampolicy.OfResource(v.Assembly, c.topic), func(s iampolicy.Statement) bool {
		return s.RefusesPlain("sns:Publish", c.topic)
	})
	if !refuses {
		v.Add("%s does not refuse a message without TLS", c.topic)
	}
}
