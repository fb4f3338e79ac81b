package source_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/mutation/source"
)

const text = `package some

import "fmt"

type T struct {
	A int ` + "`json:\"a\"`" + `
}

func f(n int) error {
	if n < 10 && true {
		g("name", 2.5)
	}
	return fmt.Errorf("too %s", "many")
}
`

func read(t *testing.T) []source.Mutant {
	t.Helper()
	file := filepath.Join(t.TempDir(), "some.go")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	mutants, err := source.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return mutants
}

func TestEachPlaceOfTheSourceIsChanged(t *testing.T) {
	t.Parallel()
	var got []string
	for _, m := range read(t) {
		got = append(got, m.Kind+" "+m.Change)
	}
	want := []string{
		"condition n < 10 && true becomes !(n < 10 && true)",
		"comparison && becomes ||",
		"comparison < becomes <=",
		"constant 10 becomes (10 + 1)",
		"boolean true becomes false",
		`call g("name", 2.5) dropped`,
		`text "name" becomes "namex"`,
		"constant 2.5 becomes (2.5 + 1)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAMutantIsTheSourceWithOnePlaceChanged(t *testing.T) {
	t.Parallel()
	for _, m := range read(t) {
		if m.Kind == "call" {
			want := strings.Replace(text, `g("name", 2.5)`, "", 1)
			if got := string(m.Apply([]byte(text))); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	}
}

// The same seed is the same sample, and no kind crowds the others out.
func TestASampleCanBeHadAgain(t *testing.T) {
	t.Parallel()
	mutants := read(t)
	first := source.Order(mutants, 1)
	if again := source.Order(mutants, 1); !reflect.DeepEqual(first, again) || len(first) != len(mutants) {
		t.Errorf("it is %v, and then %v", first, again)
	}
	kinds := map[string]bool{}
	for _, m := range first[:6] {
		kinds[m.Kind] = true
	}
	if len(kinds) != 6 {
		t.Errorf("the first six are of %v", kinds)
	}
}
