package configurations

import (
	"slices"
	"strings"
	"testing"
)

const seed = 1

// A person reads one line for one mistake, whatever it is and wherever it stands.
func TestEachMistakeIsOneLineThatNamesIt(t *testing.T) {
	t.Parallel()
	all := Mistakes(seed)
	if len(all) < 500 {
		t.Errorf("only %d mistakes are tried", len(all))
	}
	for _, m := range all {
		switch _, err := m.Load(); {
		case err == nil:
			t.Errorf("%s: %s is accepted: %.500s", m.Name, written(m.Value), m)
		case strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), m.Name):
			t.Errorf("%s: %.200s is refused with\n%.600s\nwant one line with the name: %.500s", m.Name, written(m.Value), err, m)
		}
	}
}

// A value that does not fit to the others is one mistake. Left out is what is wrong in
// several places: entries of a list, and values on which those of several services depend.
func TestAContradictionIsOneLine(t *testing.T) {
	t.Parallel()
	several := []string{"region", "account", "cpu", "memoryMiB", "minTasks", "maxTasks"}
	refusals := map[string]bool{}
	for i := range 10 {
		random(source(seed, i), func(c choice, p Parameter, value any) {
			if isA(p.schema, "array") || isA(p.schema, "object") || slices.Contains(several, p.Name) {
				return
			}
			_, err := c.configuration().Load()
			refusals[err.Error()] = true
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%s %s is refused with\n%.600s\nwant one line: %.1000s", p.Key(), written(value), err, c.configuration())
			}
		})
	}
	if len(refusals) < 20 {
		t.Errorf("only %d contradictions were found", len(refusals))
	}
}

// What the generator leaves out is not tried. A setting whose values are all refused needs
// examples.
func TestEverySettingTakesTwoValuesAtLeast(t *testing.T) {
	t.Parallel()
	c := cover{parameters: Parameters(source(seed, 0))}
	for _, p := range c.parameters[len(shapes()):] {
		taken := 0
		for _, value := range p.Values {
			if _, ok := c.companyOf(p, value); ok {
				taken++
			}
			if taken == 2 {
				break
			}
		}
		if taken < 2 {
			t.Errorf("%s has %d values that some configuration accepts; give examples", p.Key(), taken)
		}
	}
}

func TestASeedGivesTheSameConfigurations(t *testing.T) {
	t.Parallel()
	for i, c := range Random(seed, 0, 5) {
		if again := Random(seed, i, 1)[0]; again.String() != c.String() {
			t.Errorf("got %s, then %s", c, again)
		}
		if _, err := c.Load(); err != nil {
			t.Errorf("%s is refused: %v", c, err)
		}
	}
}
