package assembly

import (
	"encoding/json"
	"errors"
	"fmt"
)

// WithTemplate returns the stack as it is with another template, such as the one
// that `aws cloudformation get-template --query TemplateBody` prints of what is
// deployed. Everything that only a manifest knows is that of s.
func (s *Stack) WithTemplate(text []byte) (*Stack, error) {
	// A template that is not JSON comes back as one JSON string.
	var body string
	if json.Unmarshal(text, &body) == nil {
		text = []byte(body)
	}
	var t template
	if err := json.Unmarshal(text, &t); err != nil {
		return nil, fmt.Errorf("not a template in JSON: %w", err)
	}
	if len(t.Resources) == 0 {
		return nil, errors.New("not a template: it has no Resources")
	}
	other := *s
	other.Messages = nil
	if err := other.take(t); err != nil {
		return nil, err
	}
	return &other, nil
}
