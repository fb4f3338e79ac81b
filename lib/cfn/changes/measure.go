package changes

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// measure rates what stands at a path of the properties.
type measure interface {
	// steps lead there. A list is passed through, item by item.
	steps() []string
	// worth is more for what is better; v is plain, and nil what is absent.
	worth(v any) rating
	// told says of a place that it gets worse.
	told(place string, was, is rating, certain bool) string
}

// rating is a value and how good it is: 0 keeps nothing, and more than most cannot be.
type rating struct {
	shown       string
	worth, most float64
}

// known is false of what only a deployment knows, and of words that the tables do not have.
func (r rating) known() bool { return !math.IsNaN(r.worth) }

// worse reports whether something is lost that was there, as far as is known.
func (r rating) worse(was rating) bool {
	switch {
	case r.known() && was.known():
		return r.worth < was.worth
	case r.known():
		return r.worth < r.most
	}
	return !was.known() || was.worth > 0
}

// becomes says how a value changes. What is not certain is said as such.
func becomes(place string, was, is rating, certain bool) string {
	switch {
	case !was.known() || !is.known():
		return place + " may become less"
	case !certain:
		return fmt.Sprintf("%s %s may become %s", place, was.shown, is.shown)
	}
	return fmt.Sprintf("%s %s becomes %s", place, was.shown, is.shown)
}

// worsened says of each place of a measure that gets worse, or may.
func (c *comparison) worsened(p *pair, m measure) []string {
	steps := m.steps()
	why, changes := c.cause(p, plainSteps(steps))
	if changes == no {
		return nil
	}
	certain := changes == will && c.certain(p, steps[0])
	found := map[string]string{}
	for _, w := range c.worlds(p, steps[0]) {
		before := side{c.before, p.before.Stack, w.before}.plain(p.before.Properties[steps[0]])
		was := places(before, steps)
		if r, amount := m.(retention); amount && r.while != "" {
			r.kept(was, before)
		}
		is := places(side{c.after, p.after.Stack, w.after}.plain(p.after.Properties[steps[0]]), steps)
		for _, place := range union(was, is) {
			if text := compared(m, place, was, is, why, certain); text != "" && found[place] == "" {
				found[place] = text + why
			}
		}
	}
	var told []string
	for _, place := range slices.Sorted(maps.Keys(found)) {
		told = append(told, found[place])
	}
	return told
}

// compared says that a place gets worse; empty when it does not. What is in an item that is
// new loses nothing. What was in one that is gone has gone with it, but a protection is missed.
func compared(m measure, place string, was, is map[string]any, why string, certain bool) string {
	old, had := at(was, place)
	now, has := at(is, place)
	switch m.(type) {
	case needed, protection:
		has = true
	}
	if !had || !has {
		return ""
	}
	before, after := m.worth(old), m.worth(now)
	// Two functions that read the same are the same, unless something behind them changes.
	same := !before.known() && before.shown == after.shown && why == ""
	if same || !after.worse(before) {
		return ""
	}
	return m.told(place, before, after, certain)
}

// plainSteps are steps without those that pick an item of a list, and what is in it.
func plainSteps(steps []string) []string {
	if i := slices.IndexFunc(steps, func(step string) bool { return strings.HasPrefix(step, item) }); i >= 0 {
		return steps[:i]
	}
	return steps
}
