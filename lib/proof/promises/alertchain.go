package promises

import (
	"encoding/json"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

const (
	queueType        = "AWS::SQS::Queue"
	subscriptionType = "AWS::SNS::Subscription"
	pipeType         = "AWS::Pipes::Pipe"
	destinationType  = "AWS::Events::ApiDestination"
)

func alertChain() []Promise {
	return []Promise{
		{"R2.6", "Of the corpus of scan events, the rule catches exactly those of finished scans of this environment's repositories with a critical or high finding.", scansAreCaught},
		{"R2.6", "The repositories ask for their own scans; without enhancedScanning the account's registry is left alone.", scanningIsLocal},
		{"R2.7", "The rule starts one state machine, tries for 24 hours, and puts aside in a standard queue what it could not hand on.", ruleStartsRelay},
		{"R2.7", "The state machine publishes to the FIFO topic, with the repository as message group and the event's id against duplicates, and tries again when that fails.", relayPublishes},
		{"R2.7", "The state machine is a standard one, traces, and logs everything, the events themselves included.", relayIsWatched},
		{"R2.7", "The FIFO topic refuses to take a message without TLS.", findingsOverTLS},
		{"R2.7", "Only FIFO queues subscribe to the FIFO topic, with raw messages, and whatever cannot be delivered waits 14 days in a FIFO dead-letter queue.", queuesSubscribe},
		{"R2.7", "A message that cannot be delivered is put aside before the alarm on its queue's age rings, and holds up its repository no longer.", undeliveredIsPutAside},
		{"R2.7", "From each of these queues one pipe takes one message at a time: one to the alert topic, as it is, and at most one to Slack.", pipesDeliver},
		{"R2.7", "The URL of the Slack webhook is a reference to Secrets Manager, which a stack parameter has read again.", webhookIsSecret},
		{"R2.7", "At every hop from the rule to the alert topic the sender may send, the receiver lets it, both may use the key, and nobody may do more.", hopsArePermitted},
		{"R2.7", "An alarm watches everything that can hold up or lose a finding: the rule, the state machine, the topic, each queue's age, each dead-letter queue and each pipe.", chainIsWatched},
	}
}

// chain is the way of a finding, found by following references from the rule.
type chain struct {
	rule, unsent, relay, topic, alerts *assembly.Resource
	deliveries                         []chainDelivery
}

// chainDelivery is one way out of the FIFO topic.
type chainDelivery struct {
	subscription, queue, undelivered, pipe *assembly.Resource
}

func (v *review) chain() chain {
	var c chain
	c.rule = v.findingsRule()
	c.relay = v.target(c.rule, "AWS::StepFunctions::StateMachine", "Targets", 0, "Arn")
	c.unsent = v.target(c.rule, queueType, "Targets", 0, "DeadLetterConfig", "Arn")
	c.alerts = v.alertTopic(&v.findings)
	for _, topic := range v.OfType("AWS::SNS::Topic") {
		if isFIFO(topic, "FifoTopic") {
			if c.topic != nil {
				v.add("found a second FIFO topic, %s", topic)
			}
			c.topic = topic
		}
	}
	if c.topic == nil {
		v.add("found no FIFO topic")
		return c
	}
	for _, s := range v.OfType(subscriptionType) {
		if !v.listed(s, s.At("TopicArn"), c.topic) {
			continue
		}
		d := chainDelivery{subscription: s}
		d.queue = v.target(s, queueType, "Endpoint")
		d.undelivered = v.target(d.queue, queueType, "RedrivePolicy", "deadLetterTargetArn")
		for _, pipe := range v.OfType(pipeType) {
			if v.listed(pipe, pipe.At("Source"), d.queue) {
				if d.pipe != nil {
					v.add("%s is emptied by two pipes", d.queue)
				}
				d.pipe = pipe
			}
		}
		if d.pipe == nil {
			v.add("%s is emptied by no pipe", s)
		}
		c.deliveries = append(c.deliveries, d)
	}
	if len(c.deliveries) == 0 {
		v.add("nothing subscribes to %s", c.topic)
	}
	return c
}

func isFIFO(r *assembly.Resource, property string) bool { return r.At(property) == true }

func ruleStartsRelay(p Platform) []string {
	v := review{Platform: p}
	c := v.chain()
	if n := len(assembly.List(c.rule.At("Targets"))); n != 1 {
		v.add("%s has %d targets, want the state machine", c.rule, n)
	}
	v.reads(c.rule, 24*60*60, "Targets", 0, "RetryPolicy", "MaximumEventAgeInSeconds")
	v.reads(c.rule, 185, "Targets", 0, "RetryPolicy", "MaximumRetryAttempts")
	// An input of its own would replace the event that the state machine words.
	for _, name := range []string{"Input", "InputPath", "InputTransformer"} {
		v.absent(c.rule, "Targets", 0, name)
	}
	if c.unsent != nil && isFIFO(c.unsent, "FifoQueue") {
		v.add("%s is a FIFO queue, which EventBridge refuses as a dead-letter queue", c.unsent)
	}
	v.reads(c.unsent, 14*24*60*60, "MessageRetentionPeriod")
	return v.findings
}

// findingsRelay is the state machine that publishes findings; another may release
// images.
func (v *review) findingsRelay() *assembly.Resource {
	machines := slices.DeleteFunc(v.OfType(machineType), func(r *assembly.Resource) bool { return r.At("StateMachineName") != nil })
	return v.unique("state machine of the findings", machines)
}

// RelayDefinition is the state machine's definition with every reference rendered
// as text.
func RelayDefinition(p Platform) (map[string]any, error) {
	v := review{Platform: p}
	relay := v.findingsRelay()
	var definition map[string]any
	err := json.Unmarshal([]byte(v.shown(relay, relay.At("DefinitionString"))), &definition)
	return definition, err
}

func relayPublishes(p Platform) []string {
	v := review{Platform: p}
	c := v.chain()
	if c.relay == nil || c.topic == nil {
		return v.findings
	}
	definition, err := RelayDefinition(p)
	if err != nil {
		v.add("%s has no readable definition: %v", c.relay, err)
		return v.findings
	}
	name, _ := definition["StartAt"].(string)
	state := assembly.Map(assembly.At(definition, "States", name))
	is := func(want any, path ...any) {
		if got := assembly.At(state, path...); got != want {
			v.add("%s: %s of its first state is %s, want %s", c.relay, dotted(path), shown(got), shown(want))
		}
	}
	if definition["QueryLanguage"] != "JSONata" {
		v.add("%s: its query language is %s, want JSONata", c.relay, shown(definition["QueryLanguage"]))
	}
	if n := len(assembly.Map(definition["States"])); n != 1 {
		v.add("%s has %d states, want one that publishes", c.relay, n)
	}
	is("Task", "Type")
	is(true, "End")
	is("arn:aws:states:::sns:publish", "Resource")
	is(token(c.topic, ""), "Arguments", "TopicArn")
	is("{% $states.input.id %}", "Arguments", "MessageDeduplicationId")
	is("States.ALL", "Retry", 0, "ErrorEquals", 0)
	for _, argument := range []string{"Message", "MessageGroupId"} {
		if text, _ := assembly.At(state, "Arguments", argument).(string); !strings.HasPrefix(text, "{%") {
			v.add("%s: %s is %q, want an expression", c.relay, argument, text)
		}
	}
	if attempts, _ := assembly.At(state, "Retry", 0, "MaxAttempts").(float64); attempts < 3 {
		v.add("%s tries %v times again, want at least 3", c.relay, attempts)
	}
	return v.findings
}

func relayIsWatched(p Platform) []string {
	v := review{Platform: p}
	relay := v.findingsRelay()
	if relay != nil && relay.At("StateMachineType") != nil {
		v.reads(relay, "STANDARD", "StateMachineType")
	}
	v.reads(relay, true, "TracingConfiguration", "Enabled")
	v.reads(relay, "ALL", "LoggingConfiguration", "Level")
	v.reads(relay, true, "LoggingConfiguration", "IncludeExecutionData")
	v.target(relay, "AWS::Logs::LogGroup", "LoggingConfiguration", "Destinations", 0, "CloudWatchLogsLogGroup", "LogGroupArn")
	return v.findings
}

func findingsOverTLS(p Platform) []string {
	v := review{Platform: p}
	c := v.chain()
	if c.topic == nil {
		return v.findings
	}
	refuses := slices.ContainsFunc(p.resourceStatements(c.topic), func(s iampolicy.Statement) bool {
		return s.RefusesPlain("sns:Publish", c.topic)
	})
	if !refuses {
		v.add("%s does not refuse a message without TLS", c.topic)
	}
	return v.findings
}
