package mutation

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Scores are the outcome for what is changed or removed, and for what is added. They are
// apart because the second says nothing of how well the platform itself is described.
type Scores struct{ Changed, Added Score }

// Summaries are a line for each score.
func (s Scores) Summaries() []string {
	return []string{"changed or removed: " + s.Changed.Summary(), "added: " + s.Added.Summary()}
}

// String is a line for each score with a line for each survivor after it.
func (s Scores) String() string {
	return "changed or removed: " + s.Changed.String() + "added: " + s.Added.String()
}

// JSON is the same for machines.
func (s Scores) JSON() ([]byte, error) { return json.MarshalIndent(s, "", "  ") }

// Percent is the share of the mutants that some promise noticed.
func (s Score) Percent() float64 {
	if s.Total == 0 {
		return 0
	}
	return 100 * float64(s.Killed) / float64(s.Total)
}

// String is one line and then one for each survivor.
func (s Score) String() string {
	var out strings.Builder
	fmt.Fprintln(&out, s.Summary())
	for _, m := range s.Survivors {
		fmt.Fprintln(&out, m)
	}
	return out.String()
}

// Summary is the score without its survivors.
func (s Score) Summary() string {
	return fmt.Sprintf("%d of %d changes are noticed, %.1f %%", s.Killed, s.Total, s.Percent())
}
