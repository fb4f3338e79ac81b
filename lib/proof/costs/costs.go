// Package costs says what a platform costs a month while nobody uses it. It counts in the
// templates what AWS bills by the hour or the month, and has the prices in one table.
package costs

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// hoursOfMonth is how AWS's own calculator turns a price an hour into one a month.
const hoursOfMonth = 730

// Line is an item of a platform's bill.
type Line struct {
	item
	parts []part
}

// item is what all platforms say of a line.
type item struct {
	Name string
	// Group is its row in the summary.
	Group string
	// Drives says what makes it grow, and LessBy what turns it down.
	Drives, LessBy string
	read           func(*reader) []part
}

// part is a number of units at a price.
type part struct {
	units float64
	price price
}

// Bill is what a platform costs while it is idle.
type Bill struct {
	// Settings is what the platform was made from.
	Settings config.Environment
	Lines    []Line
}

// Of reads the bill of a platform. The error says what has no price, or is not there.
func Of(p check.Platform) (Bill, error) {
	r := &reader{Review: check.Examine(p).Review()}
	bill := Bill{Settings: p.Settings}
	for _, i := range items() {
		if parts := i.read(r); len(parts) > 0 {
			bill.Lines = append(bill.Lines, Line{i, parts})
		}
	}
	for _, kind := range unknownTypes(p) {
		r.miss("%s is neither billed by the hour nor listed in lib/proof/costs/types.go", kind)
	}
	if len(r.missing) > 0 {
		return bill, fmt.Errorf("%s: %s", p.Label(), strings.Join(r.missing, "; "))
	}
	return bill, nil
}

func (p part) month() float64 { return p.units * p.price.month() }

// month is a line's price a month.
func (l Line) month() float64 {
	sum := 0.0
	for _, p := range l.parts {
		sum += p.month()
	}
	return sum
}

// dollars is a line's price a month, rounded to a dollar. Sums add what is rounded, so
// that each column of a page adds up.
func (l Line) dollars() int { return int(math.Round(l.month())) }

// Sum is the price of a month.
func (b Bill) Sum() int {
	sum := 0
	for _, l := range b.Lines {
		sum += l.dollars()
	}
	return sum
}

// group is the price of a month of the lines of a group.
func (b Bill) group(name string) int {
	sum := 0
	for _, l := range b.Lines {
		if l.Group == name {
			sum += l.dollars()
		}
	}
	return sum
}

// line is the price of a month of the line with that name; nothing where there is none.
func (b Bill) line(name string) float64 {
	for _, l := range b.Lines {
		if l.Name == name {
			return l.month()
		}
	}
	return 0
}

// units are how many of a price the platform has.
func (b Bill) units(name string) float64 {
	sum := 0.0
	for _, l := range b.Lines {
		for _, p := range l.parts {
			if p.price.Name == name {
				sum += p.units
			}
		}
	}
	return sum
}

// plain writes a number without zeros that say nothing: 0.5, 8.
func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// Differences are the lines whose price a month differs, in US dollars.
func Differences(was, is Bill) []string {
	var names, lines []string
	for _, b := range []Bill{was, is} {
		for _, l := range b.Lines {
			if !slices.Contains(names, l.Name) {
				names = append(names, l.Name)
			}
		}
	}
	for _, name := range names {
		if from, to := was.line(name), is.line(name); math.Round(from) != math.Round(to) {
			lines = append(lines, fmt.Sprintf("%s: %.0f instead of %.0f", name, math.Round(to), math.Round(from)))
		}
	}
	return lines
}
