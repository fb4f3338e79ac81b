package assembly

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
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

// beyondASCII is a run of what CloudFormation gives back otherwise than it has got it:
// GetTemplate answers with question marks for each character beyond ASCII.
// https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1220
var beyondASCII = regexp.MustCompile(`[?\x{80}-\x{10FFFF}]+`)

// AsGivenBack returns the stack with its texts as they can be compared with a template
// that CloudFormation gives back: each run of question marks and of characters beyond
// ASCII is one question mark.
func (s *Stack) AsGivenBack() *Stack {
	other := *s
	other.Description = beyondASCII.ReplaceAllString(s.Description, "?")
	for _, section := range []*map[string]any{&other.Parameters, &other.Conditions, &other.Outputs, &other.Mappings} {
		*section = Map(givenBack(*section))
	}
	other.Resources = make(map[string]*Resource, len(s.Resources))
	for id, r := range s.Resources {
		own := *r
		own.Stack = &other
		own.Properties, own.Metadata = Map(givenBack(r.Properties)), Map(givenBack(r.Metadata))
		other.Resources[id] = &own
	}
	return &other
}

func givenBack(v any) any {
	switch v := v.(type) {
	case string:
		return beyondASCII.ReplaceAllString(v, "?")
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = givenBack(item)
		}
		return list
	case map[string]any:
		if v == nil {
			return v
		}
		m := make(map[string]any, len(v))
		for key, item := range v {
			m[key] = givenBack(item)
		}
		return m
	}
	return v
}
