package config

import "regexp"

// AnyLabel stands for the label of any deployment.
const AnyLabel = "<env>"

// AnyName writes a text as it reads in any deployment: its label, where names have it,
// becomes AnyLabel, as in chassis-<env>-cluster. Other names stay.
func (e Environment) AnyName(text string) string {
	start := `\b(?:` + e.Platform + `[-/]|` + e.Title() + ` )|:environment:`
	own := regexp.MustCompile(`(` + start + `)` + e.Label() + `(_release)?\b`)
	return own.ReplaceAllString(text, "${1}"+AnyLabel+"${2}")
}
