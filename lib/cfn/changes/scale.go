package changes

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// retention is a property that says for how long, or how much of, the past is kept. When
// it gets smaller, AWS deletes the rest within hours.
type retention struct {
	property string
	// absent is what AWS takes where the property is left out.
	absent float64
	// endless is the number that means for ever, where one does.
	endless string
	// while is a property beside it without which nothing is kept.
	while string
}

// undocumented is what is absent where nobody says what AWS takes then.
var undocumented = math.NaN()

// forEver is how long something is kept that has no end.
var forEver = math.Inf(1)

func (r retention) steps() []string { return strings.Split(r.property, ".") }

// kept takes out the places at which nothing is kept; v is the plain value of the property.
func (r retention) kept(all map[string]any, v any) {
	steps := r.steps()
	last := len(steps) - 1
	for place := range all {
		beside := places(v, append(slices.Clone(steps[:last]), r.while))
		if v := beside[strings.TrimSuffix(place, steps[last])+r.while]; v == nil || v == "false" {
			delete(all, place)
		}
	}
}

func (r retention) worth(v any) rating {
	n := math.NaN()
	switch v := v.(type) {
	case nil:
		n = r.absent
	case string:
		if n = number(v); v == r.endless && v != "" {
			n = forEver
		}
	case map[string]any:
		n = period(v)
	}
	if math.IsNaN(n) {
		return rating{shown: fmt.Sprint(v), worth: n, most: forEver}
	}
	return rating{shown: amount(n), worth: n, most: forEver}
}

func (r retention) told(place string, was, is rating, certain bool) string {
	return becomes(place, was, is, certain)
}

// number reads a text; not a number is what is none, as no number is less than it.
func number(text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return n
}

func amount(n float64) string {
	if math.IsInf(n, 1) {
		return "for ever"
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// units are the words for time inside a period, in days.
var units = map[string]float64{"hours": 1.0 / 24, "days": 1, "weeks": 7, "months": 30, "years": 365, "infinite": forEver}

// period reads an object that says how long: a number, and its unit as its key or beside it.
// Without a unit it is a count.
func period(v map[string]any) float64 {
	n, unit := math.NaN(), 1.0
	for key, item := range v {
		text, _ := item.(string)
		switch {
		case key == "Unlimited" && text == "true", strings.ToLower(text) == "infinite":
			return forEver
		case units[strings.ToLower(text)] != 0:
			unit = units[strings.ToLower(text)]
		case !math.IsNaN(number(text)):
			n = number(text)
			if u := units[strings.ToLower(key)]; u != 0 {
				unit = u
			}
		}
	}
	return n * unit
}

// safeguard is a property that keeps content, or lets it be restored. Its words go from the
// worst to the best; absent is the one that AWS takes where it is left out.
type safeguard struct{ property, absent, words string }

func (g safeguard) steps() []string { return strings.Split(g.property, ".") }

func (g safeguard) worth(v any) rating {
	words := strings.Fields(g.words)
	shown := g.absent
	switch v := v.(type) {
	case nil:
	case string:
		shown = v
	default:
		shown = fmt.Sprint(v)
	}
	n := float64(slices.Index(words, shown))
	if n < 0 {
		n = math.NaN()
	}
	return rating{shown: shown, worth: n, most: float64(len(words) - 1)}
}

func (g safeguard) told(place string, was, is rating, certain bool) string {
	return becomes(place, was, is, certain)
}

// needed is a property that must stay, and each of its items if it is a list.
type needed string

func (n needed) steps() []string { return strings.Split(string(n), ".") }

func (n needed) worth(v any) rating {
	if list, is := v.([]any); v == nil || is && len(list) == 0 || assembly.Map(v) != nil && len(assembly.Map(v)) == 0 {
		return rating{most: 1}
	}
	return rating{worth: 1, most: 1}
}

func (n needed) told(place string, _, _ rating, certain bool) string { return removed(place, certain) }

// removed says that something goes that should stay.
func removed(place string, certain bool) string {
	if certain {
		return place + " is removed"
	}
	return place + " may be removed"
}
