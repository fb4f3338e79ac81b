package compute

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/checktest"
)

// Whatever ECS answers, a starter computes how many tasks it has: a run that breaks off there
// would neither start the job nor try again.
func TestNoShapeOfAnAnswerBreaksAStarter(t *testing.T) {
	t.Parallel()
	states := assembly.At(starterDefinition(t), "States")
	for state, field := range map[string]string{"Look": "running", "Start": "refused"} {
		answers := checktest.Shapes(map[string]any{"result": map[string]any{"TaskArns": []any{"arn"}, "Tasks": []any{}, "Failures": []any{}}})
		for name, answer := range answers {
			expression := assembly.At(states, state, "Output")
			counted, err := checktest.ByReference(t, expression, map[string]any{"result": assembly.At(answer, "result")})
			if _, isNumber := assembly.At(counted, field).(float64); err != nil || !isNumber {
				t.Errorf("%s: %s counts %v: %v", name, state, counted, err)
			}
		}
	}
}
