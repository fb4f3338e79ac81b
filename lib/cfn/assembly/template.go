package assembly

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// template is a CloudFormation template.
type template struct {
	// whole is all of it as it is written: each number is its text.
	whole       map[string]any
	description string
	// objects are the sections that are read, by their names.
	objects map[string]map[string]any
	// beside are the sections that change nothing of the others, and unread are all other
	// ones: what they mean is not known here.
	beside, unread map[string]any
}

// yaml is a line that a template in YAML has, and none in JSON.
var yaml = regexp.MustCompile(`(?m)^(---|["']?\w+["']?[ \t]*:([ \t\r]|$))`)

// decodedTemplate reads the text of a template.
func decodedTemplate(text []byte) (any, error) {
	whole, err := decoded(text)
	if err != nil && yaml.Match(text) && !bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		return nil, errors.New("a template in YAML cannot be read: convert it to JSON first")
	}
	return whole, err
}

// newTemplate takes a template apart, and says in words what is wrong with a section.
func newTemplate(whole any) (template, error) {
	t := template{whole: Map(whole), objects: map[string]map[string]any{}, beside: map[string]any{}, unread: map[string]any{}}
	if t.whole == nil {
		return t, errors.New("a template must be an object, got " + brief(whole))
	}
	sections := Map(plain(whole))
	for _, name := range slices.Sorted(maps.Keys(sections)) {
		if err := t.section(name, sections[name]); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (t *template) section(name string, v any) error {
	switch name {
	case "Description":
		text, isText := v.(string)
		if !isText {
			return errors.New("the section Description must be text, got " + brief(v))
		}
		t.description = text
	case "Parameters", "Conditions", "Outputs", "Mappings", "Resources":
		if Map(v) == nil {
			return fmt.Errorf("the section %s must be an object, got %s", name, brief(v))
		}
		t.objects[name] = Map(v)
	case "AWSTemplateFormatVersion", "Metadata", "Rules": // rules only refuse values of parameters
		t.beside[name] = v
	default: // Transform, Hooks, and whatever comes
		t.unread[name] = v
	}
	return nil
}

// resource reads a resource of a template, and says in words what a decoder would say in
// its own.
func (s *Stack) resource(logicalID string, v any) (*Resource, error) {
	if strings.HasPrefix(logicalID, "Fn::") {
		return nil, fmt.Errorf("resource %s: %s", logicalID, notRead(logicalID, v))
	}
	if logicalID == "" {
		return nil, errors.New("a resource has no name")
	}
	parts := Map(v)
	if parts == nil {
		return nil, fmt.Errorf("resource %s is no object", logicalID)
	}
	texts, err := attributes(parts)
	if err != nil {
		return nil, fmt.Errorf("resource %s: %w", logicalID, err)
	}
	for _, name := range []string{"Metadata", "Properties"} {
		if value := parts[name]; value != nil && Map(value) == nil {
			return nil, fmt.Errorf("resource %s: %s must be an object, got %s", logicalID, name, brief(value))
		}
	}
	if texts["Type"] == "" {
		return nil, fmt.Errorf("resource %q has no type", logicalID)
	}
	dependsOn, err := names(parts)
	if err != nil {
		return nil, fmt.Errorf("resource %s: %w", logicalID, err)
	}
	beside := maps.Clone(parts)
	for _, name := range []string{"Condition", "DeletionPolicy", "DependsOn", "Metadata", "Properties", "Type", "UpdateReplacePolicy"} {
		delete(beside, name)
	}
	return &Resource{
		Stack: s, LogicalID: logicalID, Type: texts["Type"],
		Properties: Map(parts["Properties"]), Metadata: Map(parts["Metadata"]),
		DependsOn: dependsOn, Condition: texts["Condition"],
		DeletionPolicy: texts["DeletionPolicy"], UpdateReplacePolicy: texts["UpdateReplacePolicy"],
		Beside: beside,
	}, nil
}

// attributes reads those of a resource that are texts.
func attributes(parts map[string]any) (map[string]string, error) {
	texts := map[string]string{}
	for _, name := range []string{"Condition", "DeletionPolicy", "Type", "UpdateReplacePolicy"} {
		value, given := parts[name]
		text, isText := value.(string)
		switch {
		case given && !isText:
			return nil, fmt.Errorf("%s must be text, got %s", name, brief(value))
		case given && text == "" && name != "Type":
			return nil, fmt.Errorf("%s is empty", name)
		case strings.ContainsFunc(text, unprintable): // it would break the lines of a report
			return nil, fmt.Errorf("%s %s has characters that cannot be printed", name, shortened(strconv.Quote(text)))
		}
		texts[name] = text
	}
	return texts, nil
}

// brief is a value for a message, cut short.
func brief(v any) string { return shortened(Written(v)) }

func shortened(text string) string {
	const most = 60
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "..."
	}
	return text
}

// take makes the stack's contents those of a template.
func (s *Stack) take(t template) error {
	s.Template = t.whole
	s.Description, s.Beside, s.unread = t.description, t.beside, slices.Sorted(maps.Keys(t.unread))
	s.Parameters, s.Conditions, s.Outputs, s.Mappings = t.objects["Parameters"], t.objects["Conditions"], t.objects["Outputs"], t.objects["Mappings"]
	resources := t.objects["Resources"]
	s.Resources = make(map[string]*Resource, len(resources))
	for _, logicalID := range slices.Sorted(maps.Keys(resources)) {
		r, err := s.resource(logicalID, resources[logicalID])
		if err != nil {
			return err
		}
		s.Resources[logicalID] = r
	}
	return nil
}

// names reads the DependsOn of a resource, which is a name or a list of them.
func names(parts map[string]any) ([]string, error) {
	v, given := parts["DependsOn"]
	if name, ok := v.(string); ok {
		return []string{name}, nil
	}
	list, isList := v.([]any)
	found := make([]string, 0, len(list))
	for _, item := range list {
		name, ok := item.(string)
		isList = isList && ok
		found = append(found, name)
	}
	if given && !isList {
		return nil, errors.New("DependsOn must be text or a list of texts, got " + brief(v))
	}
	return found, nil
}
