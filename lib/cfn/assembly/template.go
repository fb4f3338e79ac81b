package assembly

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// template is a CloudFormation template.
type template struct {
	Description                                          string
	Parameters, Conditions, Outputs, Mappings, Resources map[string]any
	Transform, Hooks                                     any
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
	return &Resource{
		Stack: s, LogicalID: logicalID, Type: texts["Type"],
		Properties: Map(parts["Properties"]), Metadata: Map(parts["Metadata"]),
		DependsOn: names(parts["DependsOn"]), Condition: texts["Condition"],
		DeletionPolicy: texts["DeletionPolicy"], UpdateReplacePolicy: texts["UpdateReplacePolicy"],
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

// unread names the sections that nothing here reads. Rules, which only refuse
// values of parameters, and Metadata do not count.
func (t template) unread() []string {
	var found []string
	for name, there := range map[string]bool{"Mappings": t.Mappings != nil, "Transform": t.Transform != nil, "Hooks": t.Hooks != nil} {
		if there {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found
}

// take makes the stack's contents those of a template.
func (s *Stack) take(t template) error {
	s.Description, s.unread = t.Description, t.unread()
	s.Parameters, s.Conditions, s.Outputs, s.Mappings = t.Parameters, t.Conditions, t.Outputs, t.Mappings
	s.Resources = make(map[string]*Resource, len(t.Resources))
	for _, logicalID := range slices.Sorted(maps.Keys(t.Resources)) {
		r, err := s.resource(logicalID, t.Resources[logicalID])
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
