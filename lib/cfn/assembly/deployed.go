package assembly

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
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
	if len(t.objects["Resources"]) == 0 {
		return nil, errors.New("not a template: it has no Resources")
	}
	other := *s
	other.Messages = nil
	if err := other.take(t); err != nil {
		return nil, err
	}
	return &other, nil
}

// mostBytes bounds the file of a template. CloudFormation takes 1 MB, and the same template
// is some times as long with the white space that the AWS CLI prints.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const mostBytes = 16 << 20

// ReadFile reads the file of a template. It refuses one that is too long to be that.
func ReadFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > mostBytes {
		return nil, fmt.Errorf("%s has %d MB, and CloudFormation takes templates of 1 MB", path, info.Size()>>20)
	}
	return os.ReadFile(path)
}

// NotDeployed returns the stack without anything in it.
func (s *Stack) NotDeployed() *Stack {
	other := *s
	other.Messages = nil
	other.Description, other.Beside, other.unread = "", nil, nil
	other.Parameters, other.Conditions, other.Outputs, other.Mappings = nil, nil, nil, nil
	other.Resources = map[string]*Resource{}
	return &other
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
	for _, section := range []*map[string]any{&other.Parameters, &other.Conditions, &other.Outputs, &other.Mappings, &other.Beside} {
		*section = Map(givenBack(*section))
	}
	other.Resources = make(map[string]*Resource, len(s.Resources))
	for id, r := range s.Resources {
		own := *r
		own.Stack = &other
		own.Properties, own.Metadata, own.Beside = Map(givenBack(r.Properties)), Map(givenBack(r.Metadata)), Map(givenBack(r.Beside))
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
