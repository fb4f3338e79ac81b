package mutation

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Accepted is a row of a table of accepted survivors: so many of these changes at
// these places that no promise notices, and need not. A * in a place or a change stands
// for any text, so that one reason can hold for a property of every type.
type Accepted struct {
	Places, Changes []string
	Count           int
	// Line is where the row stands in its file, from 1.
	Line int
}

// acceptedHeader begins each table of accepted survivors in a file.
const acceptedHeader = "| where | change | count | why |"

// ReadAccepted reads the tables of a Markdown file that have the columns where,
// change, count and why. A cell with several places or changes has <br> between
// them. It reports every row that it cannot read.
func ReadAccepted(text string) ([]Accepted, error) {
	var rows []Accepted
	var errs []error
	owner := map[string]int{}
	inTable := false
	for i, line := range strings.Split(text, "\n") {
		switch line = strings.TrimSpace(line); {
		case line == acceptedHeader:
			inTable = true
			continue
		case !strings.HasPrefix(line, "|"):
			inTable = false
			continue
		case !inTable || strings.HasPrefix(line, "|-"):
			continue
		}
		row, err := acceptedRow(line)
		if err != nil {
			errs = append(errs, fmt.Errorf("line %d: %w", i+1, err))
			continue
		}
		row.Line = i + 1
		for _, name := range row.names() {
			if owner[name] != 0 {
				errs = append(errs, fmt.Errorf("line %d: %s is accepted in line %d already", row.Line, name, owner[name]))
			}
			owner[name] = row.Line
		}
		rows = append(rows, row)
	}
	if len(rows)+len(errs) == 0 {
		errs = append(errs, fmt.Errorf("there is no table %q", acceptedHeader))
	}
	return rows, errors.Join(errs...)
}

func acceptedRow(line string) (Accepted, error) {
	cells := strings.Split(strings.Trim(line, "|"), "|")
	if len(cells) != 4 {
		return Accepted{}, fmt.Errorf("want 4 cells, got %d", len(cells))
	}
	row := Accepted{Places: entries(cells[0]), Changes: entries(cells[1])}
	count, err := strconv.Atoi(strings.TrimSpace(cells[2]))
	if err != nil || count < 1 {
		return Accepted{}, fmt.Errorf("the count is %q, want a number from 1", strings.TrimSpace(cells[2]))
	}
	row.Count = count
	for name, cell := range map[string]string{"place": cells[0], "change": cells[1], "reason": cells[3]} {
		if slices.Contains(entries(cell), "") {
			return Accepted{}, fmt.Errorf("a %s is empty", name)
		}
	}
	return row, nil
}

// entries splits a cell, and takes the typewriter face away.
func entries(cell string) []string {
	parts := strings.Split(cell, "<br>")
	for i, part := range parts {
		parts[i] = strings.TrimSpace(strings.ReplaceAll(part, "`", ""))
	}
	return parts
}

// names are the survivors that a row speaks of, as String writes them.
func (a Accepted) names() []string {
	var names []string
	for _, place := range a.Places {
		for _, change := range a.Changes {
			names = append(names, place+": "+change)
		}
	}
	return names
}

// Against compares the survivors with those that are accepted, and returns a line
// for each that is not, and for each row that says more than there is.
func (s Scores) Against(rows []Accepted) []string {
	var wrong []string
	survivors := slices.Concat(s.Changed.Survivors, s.Added.Survivors)
	covered := map[Mutant]int{}
	for _, row := range rows {
		count := 0
		used := map[string]bool{}
		for _, m := range survivors {
			places, changes := matching(row.Places, m.Where), matching(row.Changes, m.Change)
			if len(places) == 0 || len(changes) == 0 {
				continue
			}
			if line := covered[m]; line != 0 {
				wrong = append(wrong, fmt.Sprintf("accepted twice, in the lines %d and %d: %s", line, row.Line, m))
			}
			count += m.Count
			covered[m] = row.Line
			for _, entry := range slices.Concat(places, changes) {
				used[entry] = true
			}
		}
		switch {
		case count > row.Count:
			wrong = append(wrong, fmt.Sprintf("not accepted: %d of %s, line %d accepts %d", count, strings.Join(row.Places, ", "), row.Line, row.Count))
		case count < row.Count:
			wrong = append(wrong, fmt.Sprintf("not needed: line %d accepts %d of %s, and %d survive", row.Line, row.Count, strings.Join(row.Places, ", "), count))
		}
		for _, entry := range slices.Concat(row.Places, row.Changes) {
			if count > 0 && !used[entry] {
				wrong = append(wrong, fmt.Sprintf("not needed: %q in line %d", entry, row.Line))
			}
		}
	}
	for _, m := range survivors {
		if covered[m] == 0 {
			wrong = append(wrong, "not accepted: "+m.String())
		}
	}
	return wrong
}

// matching returns the entries of a row that a text is one of.
func matching(entries []string, text string) []string {
	var found []string
	for _, entry := range entries {
		if like(entry, text) {
			found = append(found, entry)
		}
	}
	return found
}

// like says whether a text is what an entry says, in which * stands for any text.
func like(entry, text string) bool {
	first, rest, open := strings.Cut(entry, "*")
	if !open {
		return entry == text
	}
	if !strings.HasPrefix(text, first) {
		return false
	}
	for i := len(first); i <= len(text); i++ {
		if like(rest, text[i:]) {
			return true
		}
	}
	return false
}
