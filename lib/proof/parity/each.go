package parity

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/proof/pages"
)

// Each is what dev, staging and prod have: a value, Present, Absent, or Nowhere. In a
// value * stands for any text, and where two environments have the same words here,
// they have the same value.
type Each [3]string

// What some environments have and others lack.
var (
	inProd           = Each{Absent, Absent, Present}
	inStagingAndProd = Each{Absent, Present, Present}
)

// allows says whether the environments have what is expected of each. What is inside
// a resource says nothing of an environment that lacks the resource, which is another
// difference.
func (e Each) allows(values []Value) bool {
	had := map[string]string{}
	for i, v := range values {
		if !v.There && v.Text == Nowhere {
			continue
		}
		text, again := had[e[i]]
		if !fits(e[i], v) || again && text != v.Text {
			return false
		}
		had[e[i]] = v.Text
	}
	return true
}

func fits(expected string, v Value) bool {
	if !v.There {
		return expected == v.Text
	}
	pattern := "(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(expected), `\*`, ".*") + "$"
	return expected != Absent && expected != Nowhere && regexp.MustCompile(pattern).MatchString(v.Text)
}

// shown tells a reader who sees the values how much of them is held.
func (e Each) shown() string {
	if !slices.ContainsFunc(e[:], func(expected string) bool { return strings.Contains(expected, "*") }) {
		return "as shown"
	}
	var cells []string
	for _, expected := range e {
		if !slices.Contains([]string{Absent, Present, Nowhere}, expected) {
			expected = pages.Code(expected)
		}
		cells = append(cells, expected)
	}
	return strings.Join(cells, "<br>")
}

// rise says whether the values are numbers, each larger than the one before.
func rise(values []Value) bool {
	var numbers []float64
	for _, v := range values {
		number, err := strconv.ParseFloat(v.Text, 64)
		if err != nil || len(numbers) > 0 && number <= numbers[len(numbers)-1] {
			return false
		}
		numbers = append(numbers, number)
	}
	return true
}
