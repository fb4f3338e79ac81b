package costs

import (
	"fmt"
	"strings"

	"example.com/chassis/lib/proof/pages"
)

// Table is the bill with its quantities and prices.
func (b Bill) Table() string {
	var rows [][]string
	for _, l := range b.Lines {
		var quantities, unit []string
		for _, p := range l.parts {
			quantities = append(quantities, plain(p.units)+" × "+p.price.Name)
			unit = append(unit, p.price.shown())
		}
		rows = append(rows, []string{l.Name, strings.Join(quantities, "<br>"), strings.Join(unit, "<br>"), fmt.Sprint(l.dollars())})
	}
	rows = append(rows, []string{"**sum**", "", "", fmt.Sprintf("**%d**", b.Sum())})
	return pages.Table([]string{"item", "quantity", "unit price", "a month"}, rows)
}

// shown is a price with its unit, and a question mark where it is not confirmed.
func (p price) shown() string {
	text := plain(p.Dollars) + " a " + p.Per
	if p.Per == hour {
		text = plain(p.Dollars) + " an hour"
	}
	if p.Doubt != "" {
		text += " (?)"
	}
	return text
}

// Summary has a row for each group of lines, and a column for each bill.
func Summary(bills ...Bill) string {
	head, sums := []string{""}, []string{"**sum**"}
	for _, b := range bills {
		head = append(head, b.Settings.Label())
		sums = append(sums, fmt.Sprintf("**%d**", b.Sum()))
	}
	var rows [][]string
	seen := map[string]bool{}
	for _, i := range items() {
		if seen[i.Group] {
			continue
		}
		seen[i.Group] = true
		row := []string{i.Group}
		for _, b := range bills {
			row = append(row, fmt.Sprint(b.group(i.Group)))
		}
		rows = append(rows, row)
	}
	return pages.Table(head, append(rows, sums))
}

// Drivers says of each line what makes it grow and what turns it down.
func Drivers() string {
	var rows [][]string
	for _, i := range items() {
		rows = append(rows, []string{i.Name, i.Drives, i.LessBy})
	}
	return pages.Table([]string{"item", "driven by", "turned down by"}, rows)
}

// Instances are the prices of throw-away instances.
func Instances(bills ...Bill) string {
	var rows [][]string
	for _, b := range bills {
		rows = append(rows, []string{b.Settings.Label(), fmt.Sprintf("%.2f", float64(b.Sum())/hoursOfMonth), fmt.Sprint(b.Sum())})
	}
	return pages.Table([]string{"instance", "an hour", "a month"}, rows)
}

// Runs are the prices of an hour of one task that runs to its end, of the environment's size.
func Runs(bills ...Bill) string {
	var rows [][]string
	for _, b := range bills {
		size := b.Settings.Tasks
		cpu, memory := float64(size.CPUUnits)/unitsPerVCPU, float64(size.MemoryMiB)/mibPerGB
		dollars := (cpu*monthly("vCPU "+size.CPUArchitecture) + memory*monthly("GB "+size.CPUArchitecture)) / hoursOfMonth
		rows = append(rows, []string{b.Settings.Label(), plain(cpu) + " vCPU, " + plain(memory) + " GB, " + size.CPUArchitecture, fmt.Sprintf("%.3f", dollars)})
	}
	return pages.Table([]string{"environment", "size", "an hour"}, rows)
}

// Prices lists every price with its source.
func Prices() string {
	var rows [][]string
	for _, list := range [][]price{prices, byUse} {
		for _, p := range list {
			confirmed := "yes"
			if p.Doubt != "" {
				confirmed = "no: " + p.Doubt
			}
			rows = append(rows, []string{p.Name, plain(p.Dollars), p.Per, p.Offer, p.Usage, confirmed})
		}
	}
	return "Read on " + read + ".\n\n" + pages.Table([]string{"unit", "US dollars", "per", "offer", "usage type", "confirmed"}, rows)
}
