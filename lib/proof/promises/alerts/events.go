package alerts

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/eventpattern"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func events() []check.Promise {
	return []check.Promise{
		{ID: "R2.8", Says: "Of the corpus of events, each rule catches exactly its own: failed deployments, tasks that died, failovers of the database, ends of alarms, and where tasks run to their end those that failed.", Check: eventsAreCaught},
		{ID: "R2.8", Says: "Each of these rules publishes to the alert topic what happened, with the section of the runbook, in a role that may do nothing else.", Check: eventsArePublished},
		{ID: "R8.9", Says: "A message about an event is JSON whatever the texts of the event hold, such as quotation marks.", Check: eventsAreReadable},
		{ID: "R8.9", Says: "The end of every alarm is such an event: of each alarm here but those that the message itself could make fire again, and not of a new one, nor of one that fires, nor of another instance's.", Check: endsAreTold},
	}
}

// eventFiles are events of AWS. In them CHASSIS stands for how the platform's names
// begin, DATABASE for its cluster, CONTAINER for a service, and FAMILY for that of its tasks.
//
//go:embed testdata/events/*.json
var eventFiles embed.FS

// eventRules are those that tell of events by themselves; the rule on scans starts
// a chain of its own.
func eventRules(v *check.Review) []*assembly.Resource {
	return own(v.Stack("Compute").OfType("AWS::Events::Rule"))
}

// eventSections are the sections of the runbook about the events that an environment tells.
func eventSections(e config.Environment) []string {
	sections := []string{"deployment-failed", "task-died", "database-failover", "alarm-over"}
	if e.HasRuns() {
		sections = append(sections, "run-failed")
	}
	return sections
}

// section is the section of the runbook that a rule's message names.
func section(v *check.Review, rule *assembly.Resource) string {
	template := v.Text(rule.Stack, rule.At("Targets", 0, "InputTransformer", "InputTemplate"))
	_, anchor, _ := strings.Cut(strings.TrimSuffix(template, `"}`), "docs/runbook.md#")
	return anchor
}

// eventRulesBySection are the rules by the first words of the events that they catch, and by
// the section of the runbook that they name.
func eventRulesBySection(v *check.Review) map[string]*assembly.Resource {
	v = v.Lookup()
	found := map[string]*assembly.Resource{}
	for _, rule := range eventRules(v) {
		found[section(v, rule)] = rule
	}
	sections := eventSections(v.Settings)
	for _, id := range sections {
		if found[id] == nil {
			v.Add("no rule tells of %s", id)
		}
	}
	v.Count(eventRules(v), len(sections), "rule of the Compute stack")
	return found
}

func eventsAreCaught(v *check.Review) {
	rules := eventRulesBySection(v)
	for id, events := range caughtEvents(v, rules, v.Settings.Services[0], "") {
		hasDetails(v, rules[id], events)
	}
}

// caughtEvents are the events of the corpus about something, with a service in them, by the
// section of the rule that catches them.
func caughtEvents(v *check.Review, rules map[string]*assembly.Resource, s config.Service, about string) map[string][]map[string]any {
	names := strings.NewReplacer("CHASSIS", v.Prefix("-"), "ACCOUNT", check.Account(v.Stack("Compute")), "REGION", v.Settings.Region,
		"DATABASE", v.Settings.ClusterIdentifier(), "CONTAINER", s.Name, "FAMILY", v.Settings.TaskFamily(s.Name), "DESCRIBED", strings.TrimSuffix(v.Settings.Describe(""), ": "))
	files, err := eventFiles.ReadDir("testdata/events")
	if err != nil || len(files) == 0 {
		v.Add("there is no corpus of events: %v", err)
	}
	patterns := map[string]eventpattern.Pattern{}
	for id, rule := range rules {
		if pattern, ok := patternOf(v, rule); ok {
			patterns[id] = pattern
		}
	}
	caught := map[string][]map[string]any{}
	for _, file := range files {
		name := strings.TrimSuffix(file.Name(), ".json")
		if !strings.Contains(name, about) || !happens(v, name) {
			continue
		}
		raw, err := eventFiles.ReadFile(path.Join("testdata/events", file.Name()))
		if err != nil {
			v.Add("%s: %v", file.Name(), err)
			continue
		}
		var event map[string]any
		if err := json.Unmarshal([]byte(names.Replace(string(raw))), &event); err != nil {
			v.Add("%s: %v", file.Name(), err)
			continue
		}
		for _, id := range caughtBy(v, rules, patterns, name, event) {
			caught[id] = append(caught[id], event)
		}
	}
	return caught
}

// happens says whether the platform tells an event of the corpus from others.
func happens(v *check.Review, name string) bool {
	switch {
	case strings.HasPrefix(name, "quiet-database-restart-of-an-instance"):
		// Where CloudFormation cuts the names of instances, those of two deployments with
		// long names begin alike, and no pattern tells them apart.
		return strings.HasSuffix(v.Settings.DatabaseInstancePrefix(), "-aurora")
	case strings.HasPrefix(name, "run-failed"), strings.HasPrefix(name, "quiet-run"):
		return v.Settings.HasRuns()
	}
	return true
}

// patternOf is the pattern of a rule. It complains, and the result is false, where
// EventBridge would refuse it.
func patternOf(v *check.Review, rule *assembly.Resource) (eventpattern.Pattern, bool) {
	pattern, err := eventpattern.Compile(assembly.Map(resolved(v, rule.Stack, rule.At("EventPattern"))))
	if err != nil {
		v.Add("%s: its pattern is refused: %v", rule, err)
	}
	return pattern, err == nil
}

// caughtBy complains unless an event is caught by the rule whose section its name
// begins with, and by no other. It returns the sections of the rules that catch it.
func caughtBy(v *check.Review, rules map[string]*assembly.Resource, patterns map[string]eventpattern.Pattern, name string, event map[string]any) (ids []string) {
	for id, pattern := range patterns {
		rule, caught := rules[id], pattern.Matches(event)
		if want := strings.HasPrefix(name, id); caught != want {
			v.Add("%s: catches the event %s: %t, want %t", rule, name, caught, want)
		}
		if !caught {
			continue
		}
		// Anybody in the account may put an event on the bus, but not as AWS.
		for _, field := range []string{"source", "detail-type"} {
			other := maps.Clone(event)
			other[field] = "another"
			if pattern.Matches(other) {
				v.Add("%s: catches the event %s with another %s", rule, name, field)
			}
		}
		ids = append(ids, id)
	}
	return ids
}

// hasDetails complains unless every detail that a rule's message shows is in one of the
// events that it catches. EventBridge leaves out what is not there.
func hasDetails(v *check.Review, rule *assembly.Resource, events []map[string]any) {
	for field, path := range assembly.Map(rule.At("Targets", 0, "InputTransformer", "InputPathsMap")) {
		there := slices.ContainsFunc(events, func(event map[string]any) bool {
			switch at := within(event, fmt.Sprint(path)).(type) {
			case string:
				return at != ""
			case float64:
				return true
			}
			return false
		})
		if !there {
			v.Add("%s: <%s> of the message is %v, and no event has a text there", rule, field, path)
		}
	}
}

// within returns what a path such as $.detail.containers[0].reason leads to.
func within(event any, path string) any {
	for _, step := range strings.Split(strings.TrimPrefix(path, "$."), ".") {
		key, index, listed := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		event = assembly.At(event, key)
		if n, err := strconv.Atoi(index); listed && err == nil {
			event = assembly.At(event, n)
		}
	}
	return event
}

func eventsArePublished(v *check.Review) {
	topic := alertTopic(v)
	eventRulesBySection(v)
	var sections []string
	for _, rule := range eventRules(v) {
		id := section(v, rule)
		sections = append(sections, id)
		v.Reads(rule, "ENABLED", "State")
		v.Absent(rule, "Targets", 0, "RetryPolicy") // EventBridge tries for a day
		if n := len(assembly.List(rule.At("Targets"))); n != 1 {
			v.Add("%s has %d targets, want the topic", rule, n)
		}
		if topic != nil && !v.Listed(rule, rule.At("Targets", 0, "Arn"), topic) {
			v.Add("%s does not tell the alert topic", rule)
		}
		template := v.Text(rule.Stack, rule.At("Targets", 0, "InputTransformer", "InputTemplate"))
		if begins := `{"alert":"` + v.Settings.Describe(""); !strings.HasPrefix(template, begins) {
			v.Add("%s says %s, which does not begin with the platform's name", rule, template)
		}
		for name, field := range assembly.Map(rule.At("Targets", 0, "InputTransformer", "InputPathsMap")) {
			if !strings.Contains(template, "<"+name+">") {
				v.Add("%s reads %v of the event and does not tell it", rule, field)
			}
		}
		if n := len(assembly.Map(rule.At("Targets", 0, "InputTransformer", "InputPathsMap"))); n < 2 {
			v.Add("%s tells %d details of %s, want what and why", rule, n, id)
		}
		role := v.Target(rule, "AWS::IAM::Role", "Targets", 0, "RoleArn")
		parts.Trusts(v, role, "events.amazonaws.com")
		if topic != nil && role != nil {
			parts.Permissions(v, role, "sns:Publish on "+check.Token(topic, ""), "kms:Decrypt on "+v.Text(topic.Stack, topic.At("KmsMasterKeyId")), "kms:GenerateDataKey on "+v.Text(topic.Stack, topic.At("KmsMasterKeyId")))
		}
	}
	v.Texts("sections of the runbook that the rules name", sections, eventSections(v.Settings))
}
