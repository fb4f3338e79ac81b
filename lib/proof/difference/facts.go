package difference

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/changes"
	"example.com/chassis/lib/proof/costs"
	"example.com/chassis/lib/proof/promises"
	"example.com/chassis/lib/proof/promises/check"
)

// facts are what is said of one platform.
type facts struct {
	examination *check.Examination
	connections map[pair]string
	rules       map[string][]pair
	external    []string
	paths       []string
	escalations []string
	rights      map[string]*rights
	// alarms, protections and others are properties by what has them.
	alarms, protections, others map[string]watched

	bill costs.Bill
	// unbilled says why the bill is not whole; nothing where it is.
	unbilled []string
	// obscure is what the models do not understand, and broken the promises that are not kept.
	obscure, broken []string
}

func factsOf(p check.Platform) facts {
	e := check.Examine(p)
	table, err := e.Permissions()
	f := facts{
		examination: e, connections: connections(e), rules: rules(e), external: external(e), paths: paths(e),
		escalations: escalations(table), rights: rightsOf(table), alarms: alarms(e), obscure: slices.Clone(e.Model().Unknown),
	}
	if err != nil {
		f.obscure = append(f.obscure, strings.Split(err.Error(), "\n")...)
	}
	f.protections, f.others = properties(e)
	if f.bill, err = costs.Of(p); err != nil {
		f.unbilled = []string{err.Error()}
	}
	for _, verdict := range e.Judge(promises.All()) {
		for _, wrong := range verdict.Wrong {
			if !slices.Contains(f.obscure, wrong) {
				f.broken = append(f.broken, verdict.ID+": "+wrong)
			}
		}
	}
	return f
}

// Before is a platform with which others are compared.
type Before struct {
	platform check.Platform
	facts    facts
}

// From begins comparisons with a platform, which is examined once.
func From(platform check.Platform) Before { return Before{platform, factsOf(platform)} }

// To says what a change to another platform does.
func (b Before) To(after check.Platform) (Report, error) {
	before := b.platform
	if was, is := before.Prefix("-"), after.Prefix("-"); was != is {
		return Report{}, fmt.Errorf("the two sides are of %s and of %s, not of one environment", was, is)
	}
	deployed, err := changes.Compare(before.Assembly, after.Assembly)
	if err != nil {
		return Report{}, err
	}
	lost, unprotected := endangered(deployed.Changes)
	was, is := b.facts, factsOf(after)
	paths := slices.Compact(slices.Sorted(slices.Values(slices.Concat(was.paths, is.paths))))
	answersBefore, answers := requests(was.examination, paths), requests(is.examination, paths)
	return Report{Environment: after.Label(), Sections: []Section{
		{dataAtRisk, lost},
		{"Order", order(before.Assembly, after.Assembly, deployed)},
		{notUnderstood, slices.Concat(news(was.obscure, is.obscure), news(was.unbilled, is.unbilled))},
		{"Broken promises", news(was.broken, is.broken)},
		{"Connections", connectionsDiffer(was, is)},
		{openToTheInternet, append(doorsDiffer(doors(was.examination, answersBefore), doors(is.examination, answers)), compare(was.external, is.external, "opens", "closes")...)},
		{"Requests", requestsDiffer(answersBefore, answers)},
		{"Permissions", append(compare(was.escalations, is.escalations, "a way to more rights", "no way to more rights any more"), rightsDiffer(was.rights, is.rights)...)},
		{"Protection and alarms", slices.Concat(unprotected, watchedDiffer(was.alarms, is.alarms), watchedDiffer(was.protections, is.protections))},
		{"Everything else", othersDiffer(deployed.Changes, was.others, is.others)},
		{"Costs", billsDiffer(was, is)},
		{settings, settingsDiffer(before.Settings, after.Settings)},
	}}, nil
}

// news are the facts that only the new side has.
func news(was, is []string) []string {
	lines := slices.DeleteFunc(slices.Clone(is), func(fact string) bool { return slices.Contains(was, fact) })
	slices.Sort(lines)
	return slices.Compact(lines)
}

// billsDiffer is the price of a month before and after, by line.
func billsDiffer(was, is facts) []string {
	if len(was.unbilled)+len(is.unbilled) > 0 {
		return nil // said where all is that is not understood
	}
	lines := costs.Differences(was.bill, is.bill)
	if len(lines) == 0 {
		return nil
	}
	sum := fmt.Sprintf("%+d US dollars a month: %d instead of %d", is.bill.Sum()-was.bill.Sum(), is.bill.Sum(), was.bill.Sum())
	return append([]string{sum}, lines...)
}
