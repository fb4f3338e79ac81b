package delivery

import (
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/checktest"
)

// Whatever a release is given, it says what is wrong instead of breaking off, and nothing but
// images of the platform passes.
func TestNoShapeOfAnInputBreaksTheRelease(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	machine := checktest.Find(t, &p, "Security/PipelineMachine")
	definition := checktest.Decoded(t, p.Text(machine.Stack, machine.At("DefinitionString")))
	expression := assembly.At(definition, "States", "Look", "Output", "mistake")
	result := map[string]any{"Stacks": []any{map[string]any{"Parameters": []any{
		map[string]any{"ParameterKey": "AImage"}, map[string]any{"ParameterKey": "BImage"}, map[string]any{"ParameterKey": "BootstrapVersion"},
	}}}}
	passed := 0
	for name, shape := range checktest.Shapes(map[string]any{"input": map[string]any{"AImage": own + "a:1", "BImage": own + "b:1"}}) {
		input := assembly.At(shape, "input")
		said, err := checktest.ByReference(t, expression, map[string]any{"result": result, "context": map[string]any{"Execution": map[string]any{
			"Input": input, "Id": "arn:aws:states:r:1:execution:release:x",
		}}})
		right := len(assembly.Map(input)) > 0
		for _, image := range assembly.Map(input) {
			text, _ := image.(string)
			right = right && strings.HasPrefix(text, own)
		}
		if mistake, isText := said.(string); err != nil || !isText || (mistake == "") != right {
			t.Errorf("%s: the mistake is %.200v: %v", name, said, err)
		} else if right {
			passed++
		}
	}
	if passed != 2 {
		t.Errorf("%d inputs passed, want those without one of two images", passed)
	}
}
