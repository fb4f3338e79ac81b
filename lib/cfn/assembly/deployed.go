package assembly

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
)

// WithTemplate returns the stack as it is with another template, such as the one
// that `aws cloudformation get-template --query TemplateBody` prints of what is
// deployed. Everything that only a manifest knows is that of s.
func (s *Stack) WithTemplate(text []byte) (*Stack, error) {
	whole, err := deployedTemplate(text)
	if err != nil {
		return nil, err
	}
	t, err := newTemplate(whole)
	if err != nil {
		return nil, err
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

// deployedTemplate decodes what get-template prints: the template, the same inside one text
// (such as one that is not JSON), or, without --query, either beside the stages.
func deployedTemplate(text []byte) (any, error) {
	whole, err := decodedTemplate(text)
	if body, given := Map(whole)["TemplateBody"]; given && Map(whole)["Resources"] == nil {
		whole = body
	}
	if body, isText := whole.(string); isText {
		return decodedTemplate([]byte(body))
	}
	return whole, err
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
	other.Messages, other.Template = nil, nil
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
	other.Template = Map(givenBack(s.Template))
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
		for _, key := range slices.Sorted(maps.Keys(v)) {
			given := beyondASCII.ReplaceAllString(key, "?")
			if _, taken := m[given]; taken {
				given = key // nothing may get lost
			}
			m[given] = givenBack(v[key])
		}
		return m
	}
	return v
}
