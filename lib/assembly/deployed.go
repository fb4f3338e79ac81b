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
	other.Description, other.Messages = t.Description, nil
	other.Parameters, other.Conditions, other.Outputs = t.Parameters, t.Conditions, t.Outputs
	other.Resources = make(map[string]*Resource, len(t.Resources))
	for logicalID, r := range t.Resources {
		if r.Type == "" {
			return nil, fmt.Errorf("resource %q has no type", logicalID)
		}
		other.Resources[logicalID] = &Resource{
			Stack: &other, LogicalID: logicalID, Type: r.Type,
			Properties: r.Properties, Metadata: r.Metadata,
			DependsOn: names(r.DependsOn), Condition: r.Condition,
			DeletionPolicy: r.DeletionPolicy, UpdateReplacePolicy: r.UpdateReplacePolicy,
		}
	}
	return &other, nil
}
