// Package source asks how much the promises would notice of a mistake in the Go source that
// defines the platform: it changes one place of it, synthesizes the platform with what comes
// of that, and judges the templates. What mutation does with templates says how well they
// are described; this says which mistakes of a programmer reach AWS.
package source

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Mutant is one change of the source.
type Mutant struct {
	// File is the path of the file, from the repository's root.
	File string
	Line int
	// Kind says what sort of change it is: constant, text, condition, comparison,
	// boolean or call.
	Kind string
	// Change says what becomes of what.
	Change string

	from, to int // the bytes that are replaced
	is       string
}

func (m Mutant) String() string { return fmt.Sprintf("%s:%d %s: %s", m.File, m.Line, m.Kind, m.Change) }

// Apply returns the source with the change in it.
func (m Mutant) Apply(text []byte) []byte {
	return slices.Concat(text[:m.from], []byte(m.is), text[m.to:])
}

// Read returns every mutant of a file of Go.
func Read(file string) ([]Mutant, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	r := reader{file: file, text: text, place: fset}
	ast.Inspect(tree, r.visit)
	return r.found, nil
}

type reader struct {
	file  string
	text  []byte
	place *token.FileSet
	found []Mutant
}

// add notes that the bytes between two places become another text.
func (r *reader) add(kind string, from, to token.Pos, is string) {
	at := r.place.Position(from)
	end := r.place.Position(to).Offset
	was, _, long := strings.Cut(string(r.text[at.Offset:end]), "\n")
	if long {
		was += " …"
	}
	change := was + " becomes " + is
	if is == "" {
		change = was + " dropped"
	}
	r.found = append(r.found, Mutant{File: r.file, Line: at.Line, Kind: kind, Change: change, from: at.Offset, to: end, is: is})
}

// weaker are comparisons that differ in one case only, or in which case they hold.
var weaker = map[token.Token]string{
	token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">", token.EQL: "!=", token.NEQ: "==", token.LAND: "||", token.LOR: "&&",
}

// visit notes what may be changed at a node, and says whether to look inside it.
func (r *reader) visit(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.ImportSpec, *ast.Field:
		return false // paths, and the tags of fields
	case *ast.IfStmt:
		r.add("condition", n.Cond.Pos(), n.Cond.End(), "!("+string(r.text[r.place.Position(n.Cond.Pos()).Offset:r.place.Position(n.Cond.End()).Offset])+")")
	case *ast.BinaryExpr:
		if is, known := weaker[n.Op]; known {
			r.add("comparison", n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), is)
		}
	case *ast.Ident:
		if other, known := map[string]string{"true": "false", "false": "true"}[n.Name]; known {
			r.add("boolean", n.Pos(), n.End(), other)
		}
	case *ast.BasicLit:
		r.literal(n)
	case *ast.ExprStmt:
		if call, is := n.X.(*ast.CallExpr); is && name(call) != "panic" {
			r.add("call", n.Pos(), n.End(), "")
		}
	case *ast.CallExpr:
		return !words[name(n)]
	}
	return true
}

// words are functions whose texts are for people only.
var words = map[string]bool{"Errorf": true, "panic": true, "Fprintln": true}

func name(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// literal notes that a number is one more, or a text another.
func (r *reader) literal(n *ast.BasicLit) {
	switch n.Kind { //nolint:exhaustive // only literals that are changed
	case token.INT, token.FLOAT:
		r.add("constant", n.Pos(), n.End(), "("+n.Value+" + 1)")
	case token.STRING:
		if text, err := strconv.Unquote(n.Value); err == nil && text != "" {
			r.add("text", n.Pos(), n.End(), strconv.Quote(text+"x"))
		}
	}
}

// Order mixes mutants by a seed, the kinds in turn: there are so many texts that a sample
// would hold little else.
func Order(mutants []Mutant, seed uint64) []Mutant {
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a sample that can be had again
	byKind := map[string][]Mutant{}
	var kinds []string
	for _, m := range mutants {
		if byKind[m.Kind] == nil {
			kinds = append(kinds, m.Kind)
		}
		byKind[m.Kind] = append(byKind[m.Kind], m)
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		list := byKind[kind]
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	var mixed []Mutant
	for i := 0; len(mixed) < len(mutants); i++ {
		for _, kind := range kinds {
			if i < len(byKind[kind]) {
				mixed = append(mixed, byKind[kind][i])
			}
		}
	}
	return mixed
}
