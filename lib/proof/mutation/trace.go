package mutation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/promises/check"
)

// Trace is what the promises about one requirement notice.
type Trace struct {
	// ID is the requirement's.
	ID string
	// Promises is how many there are about it, Noticed how many changes they notice,
	// and Alone how many of these the promises about all others do not.
	Promises, Noticed, Alone int
	// Example is one of the changes that nobody else notices, or else any.
	Example Mutant
}

// Traces changes p as Run does, and says of each requirement what its promises
// notice. It judges each change with every promise, so it takes longer.
func Traces(p check.Platform, all []check.Promise) ([]Trace, error) {
	if err := unbroken(p, all); err != nil {
		return nil, err
	}
	var traces []Trace
	index := map[string]int{}
	for _, promise := range all {
		if _, known := index[promise.ID]; !known {
			index[promise.ID] = len(traces)
			traces = append(traces, Trace{ID: promise.ID})
		}
		traces[index[promise.ID]].Promises++
	}
	Each(p, func(where, change string) {
		noticed := map[int]bool{}
		examination := check.Examine(p)
		for _, promise := range all {
			if i := index[promise.ID]; !noticed[i] && len(examination.Broken(promise)) > 0 {
				noticed[i] = true
			}
		}
		for i := range noticed {
			t := &traces[i]
			t.Noticed++
			alone := len(noticed) == 1
			if t.Example == (Mutant{}) || alone && t.Alone == 0 {
				t.Example = Mutant{Where: where, Change: change, Count: 1}
			}
			if alone {
				t.Alone++
			}
		}
	})
	slices.SortFunc(traces, func(a, b Trace) int { return natural(a.ID, b.ID) })
	return traces, nil
}

// natural compares R3.9 before R3.10, and both before what is no number.
func natural(a, b string) int {
	pad := func(id string) string {
		before, after, _ := strings.Cut(id, ".")
		return fmt.Sprintf("%s.%4s", before, after)
	}
	return strings.Compare(pad(a), pad(b))
}

// TraceTable is the traces as a table in Markdown.
func TraceTable(traces []Trace) string {
	var rows [][]string
	for _, t := range traces {
		example := "–"
		if t.Noticed > 0 {
			example = pages.Code(t.Example.Where) + ": " + t.Example.Change
		}
		rows = append(rows, []string{t.ID, strconv.Itoa(t.Promises), strconv.Itoa(t.Noticed), strconv.Itoa(t.Alone), example})
	}
	return pages.Table([]string{"requirement", "promises", "changes that they notice", "that nobody else notices", "for example"}, rows)
}
