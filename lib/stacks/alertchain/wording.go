package alertchain

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/alarms"
	"example.com/chassis/lib/stacks/baseline"
)

// newWording defines the state machine that words for Slack what the alert topic gets. A
// pipe waits for its answer, so it is an express one.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-enrichment.html
//
// What cannot be read, such as a team's text that only looks like JSON, is told as it is.
func (c chain) newWording(scope constructs.Construct, env config.Environment) awsstepfunctions.StateMachine {
	read := awsstepfunctions.Pass_Jsonata(scope, jsii.String("Word"), &awsstepfunctions.PassJsonataProps{
		Outputs: baseline.JSONata(answer(reading(env))),
	})
	asItIs := awsstepfunctions.Pass_Jsonata(scope, jsii.String("AsItIs"), &awsstepfunctions.PassJsonataProps{
		Outputs: baseline.JSONata(answer("$text := $string($body)")),
	})
	// A state that only computes catches no errors; one around it does.
	try := awsstepfunctions.Parallel_Jsonata(scope, jsii.String("Try"), &awsstepfunctions.ParallelJsonataProps{
		Outputs: baseline.JSONata("[$states.result[0]]"),
	})
	try.Branch(read)
	try.AddCatch(asItIs, &awsstepfunctions.CatchProps{
		Errors: jsii.Strings("States.ALL"), Outputs: baseline.JSONata("$states.input"),
	})
	// It may take less time than the queue hides a message.
	timeout := awscdk.Duration_Seconds(jsii.Number(visibilitySeconds / 2))
	props := baseline.StateMachineProps("Words alarms and events for Slack", try, timeout, c.wordings)
	props.StateMachineType = awsstepfunctions.StateMachineType_EXPRESS
	machine := awsstepfunctions.NewStateMachine(scope, jsii.String("Wording"), props)
	baseline.Accept(baseline.DefaultPolicy(machine.Role()), baseline.InlinePolicy(), baseline.StateMachine())
	return machine
}

// answer is the list of what the pipe hands on: the text, or nothing if there is none. The
// pipe gives a list of one message, of which $body is what the topic got.
func answer(statements string) string {
	return "($body := $states.input[0].body; " + statements + "; $exists($text) ? [{'text': " + plain("$text") + "}] : [])"
}

// reading sets $text, unless the message is a finding, which has a way of its own to Slack.
// Alarms of CloudWatch and our events are JSON.
func reading(env config.Environment) string {
	prefix := findingPrefix(env) + env.RepositoryPrefix()
	return strings.Join([]string{
		"$json := $type($body) = 'string' and $substring($string($body), 0, 1) = '{'",
		"$told := $json ? $parse($body) : $body",
		fmt.Sprintf("$text := $exists($told.AlarmName) ? %s : $exists($told.%s) ? %s : $substring($string($body), 0, %d) != '%s' ? $string($body)",
			alarm(env), alarms.MessageKeys[0], event(), len(prefix), prefix),
	}, "; ")
}

// alarm is the text about an alarm, or about its end.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
func alarm(env config.Environment) string {
	console := "https://" + env.Region + ".console.aws.amazon.com/cloudwatch/home?region=" + env.Region + "#alarmsV2:alarm/"
	return sentences(
		"($told.NewStateValue = 'OK' ? 'OVER' : $told.NewStateValue) & ' ' & $told.AlarmName",
		"$told.AlarmDescription", "$told.NewStateReason", "$told.StateChangeTime",
		"'See "+console+"' & $encodeUrlComponent($string($told.AlarmName))",
	)
}

// event is the text about an event.
func event() string {
	var fields []string
	for _, key := range alarms.MessageKeys {
		fields = append(fields, "$told.`"+key+"`")
	}
	last := len(fields) - 1
	fields[last] = "'What to do: ' & " + fields[last]
	return sentences(fields...)
}

// sentences joins those of some texts that are there, whatever they are.
func sentences(texts ...string) string {
	return "$join([" + strings.Join(texts, ", ") + "][$boolean($)].$string($), ' | ')"
}

// plain makes a text one that means the same inside quotation marks, to which a pipe adds
// it without escaping anything, and to Slack, where three characters are markup. Nobody
// reads more than some lines.
// https://docs.slack.dev/messaging/formatting-message-text
func plain(text string) string {
	for _, replace := range [][2]string{
		{`/[\s\x00-\x1f]+/`, `' '`},
		{`'\\'`, `'/'`},
		{`'"'`, `"'"`},
		{`'&'`, `'&amp;'`},
		{`'<'`, `'&lt;'`},
		{`'>'`, `'&gt;'`},
	} {
		text = "$replace(" + text + ", " + replace[0] + ", " + replace[1] + ")"
	}
	return "$substring(" + text + ", 0, 3000)"
}
