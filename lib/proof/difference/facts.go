package difference

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/cfn/changes"
	"example.com/chassis/lib/proof/costs"
	"example.com/chassis/lib/proof/promises/check"
)

// facts are what is said of one platform.
type facts struct {
	connections map[pair]string
	rules       map[string][]pair
	public      []string
	requests    map[string]string
	escalations []string
	rights      map[string]*rights
	// alarms, protections and others are properties by what has them.
	alarms, protections, others map[string]watched

	bill costs.Bill
	// unbilled says why the bill is not whole; nothing where it is.
	unbilled []string
}

func factsOf(p check.Platform) facts {
	e := check.Examine(p)
	table, _ := e.Permissions() // what is not understood is a broken promise
	bill, err := costs.Of(p)
	f := facts{
		connections: connections(e), rules: rules(e), public: public(e), requests: requests(e),
		escalations: escalations(table), rights: rightsOf(table), alarms: alarms(e), bill: bill,
	}
	f.protections, f.others = properties(e)
	if err != nil {
		f.unbilled = []string{err.Error()}
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
	found, err := changes.Compare(before.Assembly, after.Assembly)
	if err != nil {
		return Report{}, err
	}
	lost, unprotected := endangered(found)
	was, is := b.facts, factsOf(after)
	return Report{Environment: after.Label(), Sections: []Section{
		{dataAtRisk, lost},
		{"Order", order(before.Assembly, after.Assembly, found)},
		{"Connections", connectionsDiffer(was, is)},
		{openToTheInternet, compare(was.public, is.public, "opens", "closes")},
		{"Requests", requestsDiffer(was.requests, is.requests)},
		{"Permissions", append(compare(was.escalations, is.escalations, "a way to more rights", "no way to more rights any more"), rightsDiffer(was.rights, is.rights)...)},
		{"Protection and alarms", slices.Concat(unprotected, watchedDiffer(was.alarms, is.alarms), watchedDiffer(was.protections, is.protections))},
		{"Everything else", othersDiffer(found, was.others, is.others)},
		{"Costs", billsDiffer(was, is)},
		{settings, settingsDiffer(before.Settings, after.Settings)},
	}}, nil
}

// billsDiffer is the price of a month before and after, by line.
func billsDiffer(was, is facts) []string {
	if len(was.unbilled)+len(is.unbilled) > 0 {
		return compare(was.unbilled, is.unbilled, "cannot be counted", "could not be counted")
	}
	lines := costs.Differences(was.bill, is.bill)
	if len(lines) == 0 {
		return nil
	}
	sum := fmt.Sprintf("%+d US dollars a month: %d instead of %d", is.bill.Sum()-was.bill.Sum(), is.bill.Sum(), was.bill.Sum())
	return append([]string{sum}, lines...)
}
