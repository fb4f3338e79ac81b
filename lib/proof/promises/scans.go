package promises

import (
	"embed"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/eventpattern"
)

// scans are events of image scans. In them CHASSIS stands for how the names of the
// platform's repositories begin, ACCOUNT for its account.
//
//go:embed testdata/scans/*.json
var scans embed.FS

// Scan is an event of the corpus and what has to become of it.
type Scan struct {
	Name string
	// Alerts says whether people must hear of it.
	Alerts bool
	Event  map[string]any
}

// Scans returns the corpus for p, in the order of the names. A name that starts
// with "alert-" says that people must hear of the event.
func Scans(p Platform) ([]Scan, error) {
	files, err := scans.ReadDir("testdata/scans")
	if err != nil {
		return nil, err
	}
	var found []Scan
	for _, file := range files {
		raw, err := scans.ReadFile(path.Join("testdata/scans", file.Name()))
		if err != nil {
			return nil, err
		}
		account := "${AWS::AccountId}" // as a text of an unpinned stack has it
		if s := p.Stack("Security"); s != nil && s.Account != "" {
			account = s.Account
		}
		text := strings.NewReplacer("CHASSIS", p.prefix("/"), "ACCOUNT", account).Replace(string(raw))
		name := strings.TrimSuffix(file.Name(), ".json")
		scan := Scan{Name: name, Alerts: strings.HasPrefix(name, "alert-")}
		if err := json.Unmarshal([]byte(text), &scan.Event); err != nil {
			return nil, err
		}
		found = append(found, scan)
	}
	return found, nil
}

// resolved is a value of a template with every reference rendered as text.
func (v *review) resolved(s *assembly.Stack, value any) any {
	if list := assembly.List(value); list != nil {
		var items []any
		for _, item := range list {
			items = append(items, v.resolved(s, item))
		}
		return items
	}
	fields := assembly.Map(value)
	if fields == nil {
		return value
	}
	if len(fields) == 1 {
		for name := range fields {
			if name == "Ref" || strings.HasPrefix(name, "Fn::") {
				return v.Text(s, value)
			}
		}
	}
	items := map[string]any{}
	for name, item := range fields {
		items[name] = v.resolved(s, item)
	}
	return items
}

// findingsRule is the one rule of the Security stack; those of the Compute stack
// tell of events by themselves.
func (v *review) findingsRule() *assembly.Resource {
	rule := v.unique("rule of the Security stack", v.Stack("Security").OfType("AWS::Events::Rule"))
	v.reads(rule, "ENABLED", "State")
	v.absent(rule, "EventBusName") // AWS's own events come on the default bus
	return rule
}

// scansAreCaught runs the corpus through the rule's pattern.
func scansAreCaught(p Platform) []string {
	v := review{Platform: p}
	rule := v.findingsRule()
	corpus, err := Scans(p)
	if err != nil || len(corpus) == 0 {
		v.add("the corpus of scan events holds %d events: %v", len(corpus), err)
	}
	if rule == nil {
		return v.findings
	}
	pattern := assembly.Map(v.resolved(rule.Stack, rule.At("EventPattern")))
	for _, scan := range corpus {
		caught, err := eventpattern.Match(pattern, scan.Event)
		if err != nil {
			v.add("%s: its pattern is refused: %v", rule, err)
			break
		}
		if caught != scan.Alerts {
			v.add("%s: catches the event %s: %t, want %t", rule, scan.Name, caught, scan.Alerts)
		}
	}
	return v.findings
}

// scanningIsLocal keeps the account's registry out of the templates unless a
// setting asks for it.
func scanningIsLocal(p Platform) []string {
	v := review{Platform: p}
	v.count(v.OfType("AWS::ECR::RegistryScanningConfiguration"), 0, "registry scanning configuration")
	for _, r := range v.OfType("AWS::ECR::Repository") {
		v.reads(r, true, "ImageScanningConfiguration", "ScanOnPush")
	}
	v.count(v.OfType("AWS::ECR::Repository"), 2, "image repository")
	slices.Sort(v.findings)
	return v.findings
}
