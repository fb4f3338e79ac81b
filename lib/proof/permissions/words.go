package permissions

import (
	"strings"

	"example.com/chassis/lib/proof/pages"
)

// words rewords the texts of an environment for the page, before they are made Markdown.
type words func(text string) string

// prose shows names in a cell.
func (w words) prose(texts ...string) string { return w.joined(pages.Prose, ", ", texts) }

// code shows texts as they are: a * outside of code would start emphasis.
func (w words) code(texts ...string) string { return w.joined(pages.Code, ", ", texts) }

// conditions shows what must hold together.
func (w words) conditions(texts []string) string { return w.joined(pages.Code, " and ", texts) }

func (w words) joined(show func(string) string, separator string, texts []string) string {
	var shown []string
	for _, text := range texts {
		shown = append(shown, show(w(text)))
	}
	return strings.Join(shown, separator)
}
