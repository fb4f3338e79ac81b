package alerts_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/alerts"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

// message is what becomes of an event on its way to people.
type message struct {
	Group         string `json:"message group"`
	Deduplication string `json:"de-duplication id"`
	Mail          string `json:"e-mail"`
	Slack         string `json:"Slack"`
}

// render runs an event through the state machine and the two pipes, as the
// templates have them.
func render(t *testing.T, p check.Platform, event map[string]any) message {
	t.Helper()
	definition, err := alerts.RelayDefinition(p)
	if err != nil {
		t.Fatal(err)
	}
	arguments := assembly.At(definition, "States", "Publish", "Arguments")
	m := message{
		Group:         evaluate(t, assembly.At(arguments, "MessageGroupId"), event),
		Deduplication: evaluate(t, assembly.At(arguments, "MessageDeduplicationId"), event),
	}
	body := evaluate(t, assembly.At(arguments, "Message"), event)
	for _, pipe := range p.OfType("AWS::Pipes::Pipe") {
		template, _ := pipe.At("TargetParameters", "InputTemplate").(string)
		switch {
		case pipe.At("Enrichment") != nil: // takes what is no finding
		case strings.Contains(pipe.LogicalID, "Slack"):
			m.Slack = fill(t, template, "body", body)
		default:
			m.Mail = fill(t, template, "body", body)
		}
	}
	return m
}

// evaluate computes one JSONata expression of the state machine, "{% … %}".
func evaluate(t *testing.T, expression any, event map[string]any) string {
	t.Helper()
	result, ok := checktest.Evaluate(t, expression, event).(string)
	if !ok {
		t.Fatalf("%v is no text", expression)
	}
	return result
}

// fill puts a field of a message into a pipe's input template. A path that stands alone
// gives the text as it is; inside JSON it becomes a string, in which a pipe escapes
// nothing.
func fill(t *testing.T, template, field, text string) string {
	t.Helper()
	path := "<$." + field + ">"
	if template == path {
		return text
	}
	filled := strings.ReplaceAll(template, path, `"`+text+`"`)
	if !json.Valid([]byte(filled)) {
		t.Errorf("%s is no JSON", filled)
	}
	return filled
}

// R2.7: what a person reads, for every event of the corpus that people must hear of.
func TestGeneratedMessagesReadAsTheyShould(t *testing.T) {
	p := recorded.Platform(t)
	corpus, err := alerts.Scans(p, p.Settings.Services[0])
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, scan := range corpus {
		if !scan.Alerts {
			continue
		}
		m := render(t, p, scan.Event)
		fmt.Fprintf(&got, "%s\n  group   %s\n  once    %s\n  e-mail  %s\n  Slack   %s\n\n", scan.Name, m.Group, m.Deduplication, m.Mail, m.Slack)
	}
	if err := pages.Generated(filepath.Join(recorded.Root(t), "lib/proof/platformtest/testdata/findings.golden"), got.String()); err != nil {
		t.Error(err)
	}
}

// docs/alerts.md shows both messages of one event of the corpus.
func TestGeneratedExamplesAreWhatPeopleRead(t *testing.T) {
	p := recorded.Platform(t)
	corpus, err := alerts.Scans(p, p.Settings.Services[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, scan := range corpus {
		if scan.Name != "alert-basic-critical" {
			continue
		}
		m := render(t, p, scan.Event)
		for name, text := range map[string]string{"e-mail": m.Mail, "slack": m.Slack} {
			if err := pages.GeneratedPart(filepath.Join(recorded.Root(t), "docs/alerts.md"), name, "\n    "+text+"\n\n"); err != nil {
				t.Error(err)
			}
		}
		return
	}
	t.Fatal("the corpus has no alert-basic-critical")
}
