package configurations

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"

	"pgregory.net/rapid"
)

// values are what a schema allows at its bounds, some of what is between them, and the
// examples of the name.
func values(random *rand.Rand, name string, s schema) []any {
	var list []any
	switch {
	case isA(s, "array"):
		list = lists(random, s)
	case isA(s, "object"):
		list = tables(random, s)
	default:
		list = ofSchema(random, s)
	}
	return distinct(append(list, examples()[name]...))
}

// distinct drops values that are there already.
func distinct(list []any) []any {
	var kept []any
	seen := map[string]bool{}
	for _, value := range list {
		if text := written(value); !seen[text] {
			seen[text] = true
			kept = append(kept, value)
		}
	}
	return kept
}

func same(a, b any) bool { return written(a) == written(b) }

func written(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // texts, numbers, lists and maps of them
	}
	return string(text)
}

func isA(s schema, kind string) bool {
	kinds, _ := s["type"].([]any)
	for _, k := range append(kinds, s["type"]) {
		if k == kind {
			return true
		}
	}
	return false
}

// ofSchema are values of a schema that is no list and no object.
func ofSchema(random *rand.Rand, s schema) []any {
	if several, ok := s["anyOf"].([]any); ok {
		var list []any
		for _, one := range several {
			one := one.(schema)
			if one["type"] != "string" && one["type"] != "null" { // also written as text
				list = append(list, ofSchema(random, one)...)
			}
		}
		return list
	}
	if value, ok := s["const"]; ok {
		return []any{value}
	}
	if choices, ok := s["enum"].([]any); ok {
		return some(random, choices)
	}
	_, lowest := s["minimum"]
	_, highest := s["maximum"]
	switch {
	case isA(s, "boolean"):
		return []any{true, false}
	case isA(s, "integer"), isA(s, "number"), lowest, highest:
		return numbers(random, s)
	}
	return texts(random, s)
}

// some are the first, the last and one between them.
func some(random *rand.Rand, choices []any) []any {
	var list []any
	for _, choice := range choices {
		if choice != nil {
			list = append(list, choice)
		}
	}
	if len(list) <= 3 {
		return list
	}
	return []any{list[0], list[len(list)-1], list[1+random.IntN(len(list)-2)]}
}

// numbers are the bounds, the neighbour of each, and one between them, which is more often
// small than large.
func numbers(random *rand.Rand, s schema) []any {
	lowest, highest := number(s, "minimum", 0), number(s, "maximum", 1000)
	step := number(s, "multipleOf", 1)
	between := lowest + step*math.Round((math.Pow(highest-lowest+1, random.Float64())-1)/step)
	return []any{lowest, lowest + step, between, highest - step, highest}
}

func number(s schema, name string, otherwise float64) float64 {
	if value, ok := s[name].(float64); ok {
		return value
	}
	return otherwise
}

// plainPattern is for a text without a pattern.
const plainPattern = `[ -~]{1,20}`

// texts are two of the pattern, and one of the greatest length.
func texts(random *rand.Rand, s schema) []any {
	pattern, given := s["pattern"].(string)
	if !given {
		pattern = plainPattern
	}
	var list []any
	generator := rapid.StringMatching(pattern)
	for range 2 {
		list = append(list, generator.Example(random.IntN(1<<30)))
	}
	if longest := int(number(s, "maxLength", 0)); longest > 0 {
		for _, text := range list[:2] {
			if long, ok := stretched(text.(string), regexp.MustCompile(pattern), longest); ok {
				list = append(list, long)
				break
			}
		}
	}
	return list
}

// stretched repeats parts of a text until it has a length, and still matches a pattern.
func stretched(text string, pattern *regexp.Regexp, length int) (string, bool) {
	const tried = 8 // wide, and as many places
	for width := 1; width <= min(tried, len(text)) && len(text) < length; width++ {
		for start := 0; start+width <= min(tried, len(text)); start++ {
			part := text[start : start+width]
			times := (length - len(text)) / width
			if longer := text[:start] + strings.Repeat(part, times) + text[start:]; pattern.MatchString(longer) {
				text = longer
			}
		}
	}
	return text, len(text) == length
}

// lists are an empty one, one with one entry, and one with as many as the schema takes, or
// with several.
func lists(random *rand.Rand, s schema) []any {
	items, _ := s["items"].(schema)
	most := min(int(number(s, "maxItems", 5)), 50)
	var entries []any
	if must, ok := s["contains"].(schema); ok {
		entries = ofSchema(random, must)[:1]
	}
	if choices, ok := items["enum"].([]any); ok {
		entries = append(entries, choices...)
	}
	entries = distinct(append(entries, entriesOf(random, items, most-len(entries))...))
	if len(entries) > most && items["enum"] == nil {
		entries = entries[:most]
	}
	return []any{[]any{}, entries[:min(1, len(entries))], entries}
}

// entriesOf are so many different values of a schema, if there are.
func entriesOf(random *rand.Rand, items schema, count int) []any {
	var entries []any
	for tries := 0; len(entries) < count && tries < 4*count; tries++ {
		entries = distinct(append(entries, ofSchema(random, items)...))
	}
	return entries[:max(0, min(count, len(entries)))]
}

// tables are an empty one, one with one entry, and one with several.
func tables(random *rand.Rand, s schema) []any {
	names, _ := s["propertyNames"].(schema)
	entry, _ := s["additionalProperties"].(schema)
	several := map[string]any{}
	for i := range 5 {
		name := fmt.Sprint(ofSchema(random, schema{"type": "string", "pattern": names["pattern"]})[0])
		several[name] = ofSchema(random, entry)[i%2]
	}
	one := map[string]any{"A": ofSchema(random, entry)[0]}
	return []any{map[string]any{}, one, several}
}
