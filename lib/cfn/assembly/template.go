package assembly

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// template is a CloudFormation template.
type template struct {
	description string
	// objects are the sections that are read, by their names.
	objects map[string]map[string]any
	// beside are the sections that change nothing of the others, and unread are all other
	// ones: what they mean is not known here.
	beside, unread map[string]any
}

// UnmarshalJSON reads the sections, and says in words what is wrong with one.
func (t *template) UnmarshalJSON(text []byte) error {
	var whole any
	if err := json.Unmarshal(text, &whole); err != nil {
		return err
	}
	sections := Map(whole)
	if sections == nil {
		return errors.New("a template must be an object, got " + brief(whole))
	}
	*t = template{objects: map[string]map[string]any{}, beside: map[string]any{}, unread: map[string]any{}}
	for _, name := range slices.Sorted(maps.Keys(sections)) {
		if err := t.section(name, sections[name]); err != nil {
			return err
		}
	}
	return nil
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
		if v != nil && Map(v) == nil {
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
		return nil, fmt.Errorf("resource %s: loops (AWS::LanguageExtensions) are not read", logicalID)
	}
	parts := Map(v)
	if parts == nil {
		return nil, fmt.Errorf("resource %s is no object", logicalID)
	}
	texts := map[string]string{}
	for _, name := range []string{"Condition", "DeletionPolicy", "Type", "UpdateReplacePolicy"} {
		value, given := parts[name]
		text, isText := value.(string)
		if given && !isText {
			return nil, fmt.Errorf("resource %s: %s must be text, got %s", logicalID, name, brief(value))
		}
		texts[name] = text
	}
	for _, name := range []string{"Metadata", "Properties"} {
		if value := parts[name]; value != nil && Map(value) == nil {
			return nil, fmt.Errorf("resource %s: %s must be an object, got %s", logicalID, name, brief(value))
		}
	}
	if texts["Type"] == "" {
		return nil, fmt.Errorf("resource %q has no type", logicalID)
	}
	beside := maps.Clone(parts)
	for _, name := range []string{"Condition", "DeletionPolicy", "DependsOn", "Metadata", "Properties", "Type", "UpdateReplacePolicy"} {
		delete(beside, name)
	}
	return &Resource{
		Stack: s, LogicalID: logicalID, Type: texts["Type"],
		Properties: Map(parts["Properties"]), Metadata: Map(parts["Metadata"]),
		DependsOn: names(parts["DependsOn"]), Condition: texts["Condition"],
		DeletionPolicy: texts["DeletionPolicy"], UpdateReplacePolicy: texts["UpdateReplacePolicy"],
		Beside: beside,
	}, nil
}

// brief is a value for a message, cut short.
func brief(v any) string {
	const most = 60
	text := Written(v)
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "..."
	}
	return text
}

// take makes the stack's contents those of a template.
func (s *Stack) take(t template) error {
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

// names reads a DependsOn, which is a name or a list of them.
func names(v any) []string {
	if name, ok := v.(string); ok {
		return []string{name}
	}
	var found []string
	for _, item := range List(v) {
		if name, ok := item.(string); ok {
			found = append(found, name)
		}
	}
	return found
}
