package configurations

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// Mistake is a configuration in which one value is wrong, and where that stands.
type Mistake struct {
	Configuration
	// Name is of the setting or field, and Value what is wrong with it.
	Name  string
	Value any
}

// Mistakes are configurations with one wrong value each: of another type, beside a bound,
// none of the choices, or of another pattern. Each is tried in each place of settings.
func Mistakes(seed uint64) []Mistake {
	random := source(seed, 0)
	var all []Mistake
	for _, p := range Parameters(random)[len(shapes()):] {
		for i, value := range wrong(random, p.schema) {
			base := choice{
				environmentShape: plain()[(i+int(seed))%len(plain())], servicesShape: "web worker job",
				placeShape: shapes()[2].Values[random.IntN(3)], platformShape: "chassis",
			}
			if longLived(base) || base[placeShape] == inRun { // otherwise the value may not count
				all = append(all, Mistake{base.with(p.Key(), value).configuration(), p.Name, value})
			}
		}
	}
	return all
}

// longLived says whether the environment is no instance.
func longLived(c choice) bool { return len(strings.Fields(c[environmentShape].(string))) < 3 }

// wrong are values that a schema does not allow.
func wrong(random *rand.Rand, s schema) []any {
	var list []any
	lists, isTable := isA(s, "array"), isA(s, "object")
	switch {
	case isTable:
		return []any{true, 1.0, []any{"a"}, map[string]any{"A": 1.0}, map[string]any{"A": []any{}}, map[string]any{"1A": "a"}, map[string]any{"DB_HOST": "a"}}
	case lists:
		items, _ := s["items"].(schema)
		for _, value := range wrong(random, items) {
			if value != nil {
				list = append(list, []any{value})
			}
		}
		if most := int(number(s, "maxItems", 0)); most > 0 && most < 100 && items["enum"] == nil {
			if entries := entriesOf(random, items, most+1); len(entries) > most {
				if must, ok := s["contains"].(schema); ok {
					entries[0] = ofSchema(random, must)[0]
				}
				list = append(list, distinct(entries))
			}
		}
		return append(list, true, map[string]any{"a": "b"})
	}
	list = append(list, []any{}, map[string]any{"a": "b"})
	if several, ok := s["anyOf"].([]any); ok {
		for _, one := range several {
			if bounds := one.(schema); bounds["maximum"] != nil || bounds["enum"] != nil {
				list = append(list, wrong(random, bounds)...)
			}
		}
		return slices.DeleteFunc(list, func(value any) bool { return value == 0.0 && several[0].(schema)["const"] == 0.0 }) // off
	}
	if choices, ok := s["enum"].([]any); ok {
		if _, isNumber := choices[0].(float64); isNumber {
			return append(list, choices[0].(float64)+1, 0.0, "many", true)
		}
		return append(list, "no-such-thing", choices[0].(string)+"x", 1.0, true)
	}
	if isA(s, "boolean") {
		return append(list, "yes", 1.0, "True")
	}
	if isA(s, "string") && !isA(s, "integer") && !isA(s, "number") {
		return append(list, wrongTexts(s)...)
	}
	step := number(s, "multipleOf", 1)
	list = append(list, "many", true)
	if isA(s, "integer") {
		list = append(list, 1.5)
	}
	if _, bounded := s["minimum"]; bounded {
		list = append(list, number(s, "minimum", 0)-step, number(s, "maximum", 0)+step)
	}
	return list
}

// wrongTexts are texts of another pattern or one character too long.
func wrongTexts(s schema) []any {
	list := []any{true, 1.0}
	given, ok := s["pattern"].(string)
	if !ok {
		return list
	}
	pattern := regexp.MustCompile(given)
	for _, text := range []string{"\x00", " ", "é", "a b", "x\ny", "-", "A", "1"} {
		if !pattern.MatchString(text) {
			list = append(list, text)
		}
	}
	if longest := int(number(s, "maxLength", 0)); longest > 0 {
		for _, text := range []string{"a", "/a", "a.b"} {
			if long, ok := stretched(text, pattern, longest+1); ok && pattern.MatchString(long) {
				list = append(list, long)
			}
		}
	}
	return list
}
