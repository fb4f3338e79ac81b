// Package difference says what a change of the platform does, in the words of whoever
// reviews it: what is lost, in which order it must be deployed, who can reach whom
// otherwise, who may do what otherwise, and what it costs. It compares what the models say
// of two platforms, and no lines of templates.
package difference

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/changes"
	"example.com/chassis/lib/proof/costs"
	"example.com/chassis/lib/proof/promises/check"
)

// Report is what a change does, section by section in the order in which it is read.
type Report struct {
	Environment string
	Sections    []Section
}

// Section is one subject. Without lines the change does nothing there.
type Section struct {
	Title string
	// Lines are facts, a sentence each.
	Lines []string
}

// Of compares two platforms, which are of one environment.
func Of(before, after check.Platform) (Report, error) { return From(before).To(after) }

// OfDeployed compares a platform with the templates that are deployed, which do not tell
// the settings that they were made from.
func OfDeployed(templates *assembly.Assembly, after check.Platform) (Report, error) {
	before := check.Platform{Assembly: templates, Settings: after.Settings}
	if len(before.Resources()) == 0 {
		return First(after)
	}
	r, err := Of(before, after)
	r.Sections = slices.DeleteFunc(r.Sections, func(s Section) bool { return s.Title == settings })
	return r, err
}

// First is the report of a platform of which nothing is deployed: everything is new.
func First(after check.Platform) (Report, error) {
	bill, err := costs.Of(after)
	if err != nil {
		return Report{}, err
	}
	return Report{Environment: after.Label(), Sections: []Section{
		{"Costs", []string{fmt.Sprintf("nothing is deployed yet; the platform will cost %d US dollars a month while it is idle; what is deployed under another name stays as it is", bill.Sum())}},
	}}, nil
}

// endangered are the changes that lose data, and those that only weaken a protection.
func endangered(found []changes.Change) (lost, unprotected []string) {
	var data, others sayings
	for _, c := range found {
		text := strings.TrimPrefix(c.String(), c.Name)
		switch {
		case c.Endangers():
			data.add(c.Name, text)
		case len(c.Weakened) > 0 || c.Action == changes.Unprotect:
			others.add(c.Name, text)
		}
	}
	words := func(names []string, text string) string { return few(names, most) + text }
	return data.lines(words), others.lines(words)
}

// order is what does not happen by one deployment of everything.
func order(before, after *assembly.Assembly, deployed changes.Deployment) []string {
	var lines []string
	for _, e := range deployed.First {
		lines = append(lines, e.String())
	}
	for _, m := range changes.MovedPorts(before, after) {
		lines = append(lines, m.String())
	}
	for _, r := range changes.Refusals(before, after, deployed.Changes) {
		lines = append(lines, "would be refused: "+r.String())
	}
	return lines
}

// Titles of sections.
const (
	dataAtRisk        = "Data at risk"
	notUnderstood     = "Not understood"
	openToTheInternet = "Open to the internet"
	settings          = "Settings"
)

// Approvals name the sections whose lines somebody must accept before the change may land,
// as labels of GitHub: data is at risk, the internet gains a door, or something is new that
// the models do not understand.
func (r Report) Approvals() []string {
	titles := []string{}
	for _, s := range r.Sections {
		door := s.Title == openToTheInternet && slices.ContainsFunc(s.Lines, func(line string) bool { return strings.HasPrefix(line, "opens: ") })
		if door || len(s.Lines) > 0 && (s.Title == dataAtRisk || s.Title == notUnderstood) {
			titles = append(titles, strings.ReplaceAll(strings.ToLower(s.Title), " ", "-"))
		}
	}
	return titles
}

// MarshalJSON adds the approvals, and has a list for every section.
func (r Report) MarshalJSON() ([]byte, error) {
	for i, s := range r.Sections {
		r.Sections[i].Lines = slices.Concat([]string{}, s.Lines)
	}
	return json.Marshal(struct {
		Environment string
		Approvals   []string
		Sections    []Section
	}{r.Environment, r.Approvals(), r.Sections})
}

// Empty reports whether the change does nothing that the report is about.
func (r Report) Empty() bool {
	return !slices.ContainsFunc(r.Sections, func(s Section) bool { return len(s.Lines) > 0 })
}

// compare returns a line for each fact that is on one side only, those that are new first.
func compare(was, is []string, come, gone string) []string {
	var lines []string
	for _, side := range []struct {
		facts, others []string
		word          string
	}{{is, was, come}, {was, is, gone}} {
		for _, fact := range slices.Compact(slices.Sorted(slices.Values(side.facts))) {
			if !slices.Contains(side.others, fact) {
				lines = append(lines, side.word+": "+fact)
			}
		}
	}
	return lines
}

// most is how many of a kind are named before the rest is counted.
const most = 4

// few joins names, and counts the rest.
func few(names []string, most int) string {
	if rest := len(names) - most; rest > 1 {
		names = append(names[:most:most], fmt.Sprintf("%d more", rest))
	}
	return strings.Join(names, ", ")
}

// sayings are what is said of things, so that what is said of several has one line.
type sayings struct {
	texts []string // in the order in which they came
	about map[string][]string
}

func (s *sayings) add(name, text string) {
	if s.about == nil {
		s.about = map[string][]string{}
	}
	if s.about[text] == nil {
		s.texts = append(s.texts, text)
	}
	s.about[text] = append(s.about[text], name)
}

func (s *sayings) lines(word func(names []string, text string) string) []string {
	var lines []string
	for _, text := range s.texts {
		lines = append(lines, word(s.about[text], text))
	}
	return lines
}

// names are the keys of both sides, each once and in order.
func names[V any](was, is map[string]V) []string {
	all := slices.AppendSeq(slices.Collect(maps.Keys(was)), maps.Keys(is))
	slices.Sort(all)
	return slices.Compact(all)
}
