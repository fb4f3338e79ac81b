package input

import "strings"

// Nearest returns the candidate that the user most likely meant by name, if any is
// similar enough. Capitals do not matter. The first of equals wins.
func Nearest(name string, candidates []string) (string, bool) {
	best, bestEdits := "", -1
	for _, candidate := range candidates {
		edits, near := typos(strings.ToLower(name), strings.ToLower(candidate))
		if near && (bestEdits < 0 || edits < bestEdits) {
			best, bestEdits = candidate, edits
		}
	}
	return best, bestEdits >= 0
}

// typos is the number of typing errors from candidate to name, and whether they are
// few enough: one in three letters. A name that begins or ends the candidate
// ("domain") counts as one error. A name that goes on after it ("environment" for
// "env") counts with all its letters.
func typos(name, candidate string) (count int, near bool) {
	const shortest = 3 // fewer letters begin or end many names
	edits := distance(name, candidate)
	if edits <= max(1, min(len(name), len(candidate))/3) {
		return edits, true
	}
	if len(name) < shortest {
		return 0, false
	}
	if strings.HasPrefix(candidate, name) || strings.HasSuffix(candidate, name) {
		return 1, true
	}
	return edits, strings.HasPrefix(name, candidate)
}

// distance is the Levenshtein distance: how many letters to insert, delete or change.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, letter := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, other := range to {
			change := diagonal
			if letter != other {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
