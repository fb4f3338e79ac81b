// Package difference says what a change of the platform does, in the words of whoever
// reviews it: what is lost, in which order it must be deployed, who can reach whom
// otherwise, who may do what otherwise, and what it costs. It compares what the models say
// of two platforms, and no lines of templates.
package difference

import (
	"fmt"
	"maps"
	"slices"
	"strings"

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
func Of(before, after check.Platform) (Report, error) {
	if was, is := before.Prefix("-"), after.Prefix("-"); was != is {
		return Report{}, fmt.Errorf("the two sides are of %s and of %s, not of one environment", was, is)
	}
	found, err := changes.Compare(before.Assembly, after.Assembly)
	if err != nil {
		return Report{}, err
	}
	var lost, unprotected []string
	for _, c := range found {
		switch {
		case c.Endangers():
			lost = append(lost, c.String())
		case len(c.Weakened) > 0 || c.Action == changes.Unprotect:
			unprotected = append(unprotected, c.String())
		}
	}
	var first []string
	for _, e := range changes.First(before.Assembly, after.Assembly) {
		first = append(first, e.String())
	}
	was, is := check.Examine(before), check.Examine(after)
	return Report{Environment: after.Label(), Sections: []Section{
		{"Data at risk", lost},
		{"Order", first},
		{"Connections", compare(connections(was), connections(is), "opens", "closes")},
		{"Open to the internet", compare(public(was), public(is), "opens", "closes")},
		{"Requests", compare(requests(was), requests(is), "now", "no more")},
		{"Permissions", permissionsDiffer(was, is)},
		{"Protection and alarms", append(unprotected, changed(alarms(was), alarms(is))...)},
		{"Settings", settingsDiffer(before, after)},
		{"Costs", cost(before, after)},
	}}, nil
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

// names are the keys of both sides, each once and in order.
func names[V any](was, is map[string]V) []string {
	all := slices.AppendSeq(slices.Collect(maps.Keys(was)), maps.Keys(is))
	slices.Sort(all)
	return slices.Compact(all)
}

// facts are what a platform says of some things, by the name of each, and by what of it.
type facts map[string]map[string]string

// changed returns a line for each thing that differs: what is gone, what is otherwise, and
// in one line what is new.
func changed(was, is facts) []string {
	var lines, more []string
	for _, name := range slices.Sorted(maps.Keys(was)) {
		now, there := is[name]
		if !there {
			lines = append(lines, "gone: "+name)
			continue
		}
		for _, part := range slices.Sorted(maps.Keys(was[name])) {
			if old := was[name][part]; old != now[part] {
				lines = append(lines, fmt.Sprintf("%s: %s %s, instead of %s", name, part, now[part], old))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if was[name] == nil {
			more = append(more, name)
		}
	}
	if len(more) > 0 {
		lines = append(lines, "new: "+strings.Join(more, ", "))
	}
	return lines
}

// connections are those that are allowed, with their ports and their way.
func connections(e *check.Examination) []string {
	var list []string
	for _, c := range e.Model().Connections() {
		if !c.Open() {
			continue
		}
		var traffic []string
		for _, t := range c.Allowed {
			traffic = append(traffic, t.String())
		}
		list = append(list, fmt.Sprintf("%s to %s on %s, by way of %s", c.From.Name, c.To.Name, strings.Join(traffic, " and "), c.Via))
	}
	return list
}

// public are the components with an address on the internet, and what of the account the
// internet may use.
func public(e *check.Examination) []string {
	var facts []string
	for _, c := range e.Model().Components {
		if c.Public {
			facts = append(facts, c.Name+" has an address on the internet")
		}
	}
	table, _ := e.Permissions() // what is not understood is a broken promise
	for _, x := range table.External {
		facts = append(facts, right(x.String()+" may", strings.Join(x.Actions, ", "), x.On, x.Conditions))
	}
	return facts
}

// requests are where each service's path leads, and what the web ACL says of it.
func requests(e *check.Examination) []string {
	var facts []string
	for _, s := range e.Settings.Services {
		if !s.Listens() {
			continue
		}
		results, err := e.Model().Path(s.Path)
		if err != nil {
			facts = append(facts, fmt.Sprintf("%s: %v", s.Path, err))
		}
		for _, r := range results {
			fact := fmt.Sprintf("%s on %s leads to %s", r.Path, r.Listener, strings.Join(r.Routed, " or "))
			if r.Counted != nil {
				fact += fmt.Sprintf(", at most %d requests of an address in %d s", r.Counted.Limit, r.Counted.Seconds)
			}
			if r.Restricted {
				fact += ", for some addresses only"
			}
			facts = append(facts, fact)
		}
	}
	return facts
}

// cost is the price of a month before and after, by line.
func cost(before, after check.Platform) []string {
	was, errBefore := costs.Of(before)
	is, errAfter := costs.Of(after)
	for _, err := range []error{errBefore, errAfter} {
		if err != nil {
			return []string{"cannot be counted: " + err.Error()}
		}
	}
	if was.Sum() == is.Sum() {
		return nil
	}
	lines := []string{fmt.Sprintf("%+d US dollars a month: %d instead of %d", is.Sum()-was.Sum(), is.Sum(), was.Sum())}
	return append(lines, costs.Differences(was, is)...)
}
