package alertchain

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctionstasks"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// newRelay defines the state machine that words a finding and publishes it. It is a
// standard one: there are few executions, their history is kept for 90 days, and a
// failed one can be redriven.
func (c chain) newRelay(scope constructs.Construct, env config.Environment, topic awssns.Topic) awsstepfunctions.StateMachine {
	relay := awsstepfunctions.NewStateMachine(scope, jsii.String("Relay"), baseline.StateMachineProps(
		"Words the findings of an image scan and publishes them in order",
		publish(scope, env, topic), awscdk.Duration_Minutes(jsii.Number(30)), c.wordings,
	))
	// The task grants sns:Publish, but not the use of the topic's key.
	c.Key.Grant(relay, jsii.String("kms:Decrypt"), jsii.String("kms:GenerateDataKey"))
	baseline.Accept(baseline.DefaultPolicy(relay.Role()), baseline.InlinePolicy(), baseline.StateMachine())
	return relay
}

// publish is the only state. A FIFO topic keeps the order within a message group, which
// is the repository, and drops events that EventBridge delivers again.
func publish(scope constructs.Construct, env config.Environment, topic awssns.Topic) awsstepfunctionstasks.SnsPublish {
	task := awsstepfunctionstasks.SnsPublish_Jsonata(scope, jsii.String("Publish"), &awsstepfunctionstasks.SnsPublishJsonataProps{
		Topic:                  topic,
		Message:                awsstepfunctions.TaskInput_FromText(baseline.JSONata(sentence(env))),
		MessageGroupId:         baseline.JSONata(group),
		MessageDeduplicationId: baseline.JSONata("$states.input.id"),
	})
	task.AddRetry(&awsstepfunctions.RetryProps{
		Errors:      jsii.Strings("States.ALL"),
		Interval:    awscdk.Duration_Seconds(jsii.Number(2)),
		BackoffRate: jsii.Number(2),
		MaxDelay:    awscdk.Duration_Minutes(jsii.Number(1)),
		// About nine minutes in total.
		MaxAttempts:    jsii.Number(12),
		JitterStrategy: awsstepfunctions.JitterType_FULL,
	})
	return task
}

// repository is the repository's name. An event of basic scanning holds the name, one of
// Amazon Inspector the ARN.
const repository = "[$split($string($states.input.detail.`repository-name`),':repository/')[-1],'unknown'][$boolean($)][0]"

// group is the repository in the 128 characters that SNS takes. The CDK counts those of the
// expression, so it has no spaces.
// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
const group = "$substring(" + repository + ",0,128)"

// findingPrefix begins every sentence about a finding.
func findingPrefix(env config.Environment) string { return env.Describe("image ") }

// sentence is the text that people read. It is one line without quotation marks, because
// it becomes a string in the JSON for Slack, and a pipe does not escape it.
//
// Basic scanning omits a severity without findings. Tags and numbers that are missing or
// something else count as none, and what may be long is cut, so that no event loses its alert.
func sentence(env config.Environment) string {
	return strings.Join([]string{
		"($detail := $states.input.detail; $counts := $detail.`finding-severity-counts`; $tags := $detail.`image-tags`[$boolean($)][$type($) = 'string']; ",
		"$repository := $substring(" + repository + ", 0, 256); $digest := $substring($string($detail.`image-digest`), 0, 100); ",
		"$substring($replace('" + findingPrefix(env) + "' & $repository",
		" & ($count($tags) > 0 ? ':' & $substring($join($tags, ', '), 0, 1000) : ', untagged')",
		" & ' (' & $digest & ') has ' & " + number("CRITICAL") + " & ' CRITICAL and ' & " + number("HIGH") + " & ' HIGH findings.'",
		" & ' See https://' & $states.input.region & '.console.aws.amazon.com/ecr/repositories/private/' & $states.input.account",
		" & '/' & $repository & '/_/image/' & $digest & '/scan-results?region=' & $states.input.region",
		`, /["\\\x00-\x1f]+/, ' '), 0, 3000))`,
	}, "")
}

// number is the number of findings of a severity.
func number(severity string) string {
	return "$sum([0, $counts." + severity + "[$boolean($)][$type($) = 'number']])"
}
