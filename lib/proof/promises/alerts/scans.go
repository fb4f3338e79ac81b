package alerts

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// scans holds an event of each kind of image scan, and by its name what an event of the
// corpus has instead. A name that starts with "alert-" says that people must hear of it.
//
//go:embed testdata/scans.json
var scans string

// Scan is an event of the corpus and what has to become of it.
type Scan struct {
	Name string
	// Alerts says whether people must hear of it.
	Alerts bool
	Event  map[string]any
}

// Scans returns the corpus for a service of p, in the order of the names.
func Scans(p check.Platform, s config.Service) ([]Scan, error) {
	text := strings.NewReplacer(
		"PLATFORM", p.Settings.Platform, "DEPLOYMENT", strings.TrimSuffix(p.Settings.RepositoryPrefix(), "/"), "REPOSITORY", p.Settings.RepositoryName(s),
		"REGION", p.Settings.Region, "ACCOUNT", check.Account(p.Stack("Security")),
	).Replace(scans)
	var corpus struct {
		Basic, Enhanced json.RawMessage
		Changes         map[string]map[string]any
	}
	if err := json.Unmarshal([]byte(text), &corpus); err != nil {
		return nil, err
	}
	var found []Scan
	for _, name := range slices.Sorted(maps.Keys(corpus.Changes)) {
		scan := Scan{Name: name, Alerts: strings.HasPrefix(name, "alert-")}
		event := corpus.Basic
		if strings.Contains(name, "-enhanced-") {
			event = corpus.Enhanced
		}
		if err := json.Unmarshal(event, &scan.Event); err != nil {
			return nil, err
		}
		change(scan.Event, corpus.Changes[name])
		found = append(found, scan)
	}
	return found, nil
}

// change gives an event what it has instead; null removes a field. Only the details are
// changed one by one.
func change(event, instead map[string]any) {
	for field, value := range instead {
		if field == "detail" {
			change(assembly.Map(event[field]), assembly.Map(value))
			continue
		}
		event[field] = value
		if value == nil {
			delete(event, field)
		}
	}
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

// scansAreCaught runs the corpus of each service through the rule's pattern.
func scansAreCaught(v *check.Review) {
	rule := findingsRule(v)
	if rule == nil {
		return
	}
	v.Reads(rule, "ENABLED", "State")
	pattern, ok := patternOf(v, rule)
	if !ok {
		return
	}
	for _, s := range v.Settings.Services {
		corpus, err := Scans(v.Platform, s)
		if err != nil || len(corpus) == 0 {
			v.Add("the corpus of scan events holds %d events: %v", len(corpus), err)
		}
		for _, scan := range corpus {
			if caught := pattern.Matches(scan.Event); caught != scan.Alerts {
				v.Add("%s: catches the event %s of %s: %t, want %t", rule, scan.Name, s.Name, caught, scan.Alerts)
			}
		}
	}
}

// imagesAreScanned judges the account's registry too, where a setting hands it to the
// platform.
func imagesAreScanned(v *check.Review) {
	registries := v.OfType("AWS::ECR::RegistryScanningConfiguration")
	v.Count(registries, count(v.Settings.Registry.EnhancedScanning), "configuration of the account's registry")
	for _, r := range registries {
		v.Reads(r, "ENHANCED", "ScanType")
		v.Reads(r, "[{RepositoryFilters:[{Filter:"+v.Settings.RepositoryPattern()+",FilterType:WILDCARD}],ScanFrequency:SCAN_ON_PUSH}]", "Rules")
	}
	for _, r := range v.Exactly(len(v.Settings.Services), "AWS::ECR::Repository") {
		v.Reads(r, true, "ImageScanningConfiguration", "ScanOnPush")
	}
}
