package alerts

import (
	"embed"
	"encoding/json"
	"path"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/eventpattern"
	"example.com/chassis/lib/proof/promises/check"
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
func Scans(p check.Platform) ([]Scan, error) {
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
		text := strings.NewReplacer("CHASSIS", p.Prefix("/"), "ACCOUNT", account).Replace(string(raw))
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
func resolved(v *check.Review, s *assembly.Stack, value any) any {
	if list := assembly.List(value); list != nil {
		var items []any
		for _, item := range list {
			items = append(items, resolved(v, s, item))
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
		items[name] = resolved(v, s, item)
	}
	return items
}

// findingsRule is the one rule of the Security stack; those of the Compute stack
// tell of events by themselves.
func findingsRule(v *check.Review) *assembly.Resource {
	return v.Lookup().Unique("rule of the Security stack", v.Stack("Security").OfType("AWS::Events::Rule"))
}

// scansAreCaught runs the corpus through the rule's pattern.
func scansAreCaught(v *check.Review) {
	rule := findingsRule(v)
	corpus, err := Scans(v.Platform)
	if err != nil || len(corpus) == 0 {
		v.Add("the corpus of scan events holds %d events: %v", len(corpus), err)
	}
	if rule == nil {
		return
	}
	v.Reads(rule, "ENABLED", "State")
	v.Absent(rule, "EventBusName") // AWS's own events come on the default bus
	pattern := assembly.Map(resolved(v, rule.Stack, rule.At("EventPattern")))
	for _, scan := range corpus {
		caught, err := eventpattern.Match(pattern, scan.Event)
		if err != nil {
			v.Add("%s: its pattern is refused: %v", rule, err)
			break
		}
		if caught != scan.Alerts {
			v.Add("%s: catches the event %s: %t, want %t", rule, scan.Name, caught, scan.Alerts)
		}
	}
}

// imagesAreScanned judges the account's registry too, where a setting hands it to the
// platform.
func imagesAreScanned(v *check.Review) {
	registries := v.OfType("AWS::ECR::RegistryScanningConfiguration")
	if len(registries) > 1 {
		v.Add("%v configure the one registry of the account", registries)
	}
	for _, r := range registries {
		v.Reads(r, "ENHANCED", "ScanType")
		if rules := assembly.List(r.At("Rules")); len(rules) != 1 {
			v.Add("%s has %d rules, want 1", r, len(rules))
		}
		v.Reads(r, "SCAN_ON_PUSH", "Rules", 0, "ScanFrequency")
		v.Reads(r, "[{Filter:chassis/*,FilterType:WILDCARD}]", "Rules", 0, "RepositoryFilters")
	}
	for _, r := range v.OfType("AWS::ECR::Repository") {
		v.Reads(r, true, "ImageScanningConfiguration", "ScanOnPush")
	}
	v.Exactly(2, "AWS::ECR::Repository")
}
