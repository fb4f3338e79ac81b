package eventpattern

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/netip"
	"reflect"
	"slices"
	"strings"
)

// maxNumeric bounds what numeric compares, on either side of zero. EventBridge does
// not compare beyond it, so neither a limit nor an event's number may lie there.
// https://github.com/aws/event-ruler#numeric-matching
const maxNumeric = 5.0e9

func exactly(want any) (test, error) {
	if n, ok := number(want); ok {
		return func(leaf any) bool {
			got, ok := number(leaf)
			return ok && got == n
		}, nil
	}
	switch want.(type) {
	case nil, string, bool:
		return func(leaf any) bool { return leaf == want }, nil
	}
	return nil, fmt.Errorf("want a string, a number, true, false or null, got %v", want)
}

// number reads what JSON decoders and Go code make of a number. JSON has none that
// is infinite or not a number, and comparing with one would be false in silence.
func number(value any) (float64, bool) {
	var n float64
	v := reflect.ValueOf(value)
	switch text, isText := value.(json.Number); {
	case isText:
		var err error
		if n, err = text.Float64(); err != nil {
			return 0, false
		}
	case v.CanInt():
		n = float64(v.Int())
	case v.CanUint():
		n = float64(v.Uint())
	case v.CanFloat():
		n = v.Float()
	default:
		return 0, false
	}
	return n, !math.IsInf(n, 0) && !math.IsNaN(n)
}

// affix is prefix or suffix, of a string or of {"equals-ignore-case": string}.
func affix(name string, operand any, has func(text, part string) bool) (test, error) {
	nested, ok := operand.(map[string]any)
	if !ok {
		return compare(name, operand, has)
	}
	below, part, err := only(nested)
	if err != nil {
		return nil, err
	}
	if below != "equals-ignore-case" {
		return nil, fmt.Errorf("%s: unknown operator %q", name, below)
	}
	return compare(name, part, func(text, part string) bool {
		return has(strings.ToLower(text), strings.ToLower(part))
	})
}

// textual are the operators on one string that stand both in a leaf and below
// anything-but.
func textual(name string, operand any) (test, error) {
	switch name {
	case "prefix":
		return compare(name, operand, strings.HasPrefix)
	case "suffix":
		return compare(name, operand, strings.HasSuffix)
	case "equals-ignore-case":
		return compare(name, operand, strings.EqualFold)
	case "wildcard":
		pattern, _ := operand.(string)
		parts, err := wildcardParts(pattern)
		if err != nil {
			return nil, err
		}
		return compare(name, operand, func(text, _ string) bool { return wildcard(parts, text) })
	}
	return nil, fmt.Errorf("unknown operator %q", name)
}

// emptyIsKnown are the operators whose empty operand has a recorded meaning: each text begins
// with it, and only the empty one equals it.
// https://github.com/localstack/localstack/tree/main/tests/aws/services/events/event_pattern_templates
var emptyIsKnown = []string{"prefix", "equals-ignore-case"}

// compare refuses an empty operand where no document says what it would match.
func compare(name string, operand any, matches func(text, want string) bool) (test, error) {
	want, ok := operand.(string)
	if !ok || want == "" && !slices.Contains(emptyIsKnown, name) {
		return nil, fmt.Errorf("%s takes a string, got %v", name, operand)
	}
	return func(leaf any) bool {
		text, ok := leaf.(string)
		return ok && matches(text, want)
	}, nil
}

// anythingBut takes a string, a number, a list of either kind, or one operator on a
// string. It wants a leaf: an absent field is not anything.
func anythingBut(operand any) (test, error) {
	var unwanted []test
	switch v := operand.(type) {
	case map[string]any:
		name, given, err := only(v)
		if err != nil {
			return nil, err
		}
		texts, isList := given.([]any)
		if !isList {
			texts = []any{given}
		}
		for _, text := range texts {
			t, err := textual(name, text)
			if err != nil {
				return nil, fmt.Errorf("anything-but: %w", err)
			}
			unwanted = append(unwanted, t)
		}
	case []any:
		for _, item := range v {
			if kind(item) == "" || kind(item) != kind(v[0]) {
				return nil, fmt.Errorf("anything-but takes only strings or only numbers, got %v", operand)
			}
			t, err := exactly(item)
			if err != nil {
				return nil, err
			}
			unwanted = append(unwanted, t)
		}
	default:
		return anythingBut([]any{operand})
	}
	if len(unwanted) == 0 {
		return nil, errors.New("anything-but takes a value, got an empty list")
	}
	return func(leaf any) bool {
		return !slices.ContainsFunc(unwanted, func(matches test) bool { return matches(leaf) })
	}, nil
}

// cidr matches addresses in a range of IPv4 or IPv6.
func cidr(operand any) (test, error) {
	text, _ := operand.(string)
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return nil, fmt.Errorf("cidr takes a range such as 10.0.0.0/24, got %v", operand)
	}
	return func(leaf any) bool {
		text, _ := leaf.(string)
		address, err := netip.ParseAddr(text)
		return err == nil && prefix.Contains(address)
	}, nil
}

func kind(value any) string {
	if _, ok := number(value); ok {
		return "number"
	}
	if _, ok := value.(string); ok {
		return "string"
	}
	return ""
}

// numeric takes one comparison, or a lower bound and then an upper one:
// [">", 0, "<=", 5]. Other pairs have no documented meaning.
func numeric(operand any) (test, error) {
	list, _ := operand.([]any)
	if len(list) != 2 && len(list) != 4 {
		return nil, fmt.Errorf("numeric takes one comparison or a range, got %v", operand)
	}
	var holds []func(float64) bool
	var limits []float64
	var signs string
	for pair := range slices.Chunk(list, 2) {
		limit, ok := number(pair[1])
		if !ok || math.Abs(limit) > maxNumeric {
			return nil, fmt.Errorf("numeric takes numbers from -5.0e9 to 5.0e9, got %v", pair[1])
		}
		sign, _ := pair[0].(string)
		compare, ok := comparisons[sign]
		if !ok {
			return nil, fmt.Errorf("numeric knows <, <=, =, >= and >, got %v", pair[0])
		}
		holds = append(holds, func(n float64) bool { return compare(n, limit) })
		limits = append(limits, limit)
		signs += sign[:1]
	}
	if len(limits) == 2 && (signs != "><" || limits[0] >= limits[1]) {
		return nil, fmt.Errorf("a range is a lower bound and then a greater upper one, got %v", operand)
	}
	return func(leaf any) bool {
		n, ok := number(leaf)
		return ok && math.Abs(n) <= maxNumeric &&
			!slices.ContainsFunc(holds, func(holds func(float64) bool) bool { return !holds(n) })
	}, nil
}

var comparisons = map[string]func(n, limit float64) bool{
	"<":  func(n, limit float64) bool { return n < limit },
	"<=": func(n, limit float64) bool { return n <= limit },
	"=":  func(n, limit float64) bool { return n == limit },
	">=": func(n, limit float64) bool { return n >= limit },
	">":  func(n, limit float64) bool { return n > limit },
}
