package assembly

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// template is a CloudFormation template.
type template struct {
	Description                               string
	Parameters, Conditions, Outputs, Mappings map[string]any
	Transform, Hooks                          any
	Resources                                 map[string]json.RawMessage
}

// entry is a resource of a template.
type entry struct {
	Type                                           string
	Properties, Metadata                           map[string]any
	DependsOn                                      any
	Condition, DeletionPolicy, UpdateReplacePolicy string
}

// readEntry decodes a resource, and says in words what a decoder would say in its own.
func readEntry(logicalID string, text json.RawMessage) (entry, error) {
	if strings.HasPrefix(logicalID, "Fn::") {
		return entry{}, fmt.Errorf("resource %s: loops (AWS::LanguageExtensions) are not read", logicalID)
	}
	var parts map[string]json.RawMessage
	if json.Unmarshal(text, &parts) != nil {
		return entry{}, fmt.Errorf("resource %s is no object", logicalID)
	}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		var value any
		if err := json.Unmarshal(parts[name], &value); err != nil {
			return entry{}, err
		}
		_, isText := value.(string)
		_, isObject := value.(map[string]any)
		switch name {
		case "Type", "Condition", "DeletionPolicy", "UpdateReplacePolicy":
			if !isText {
				return entry{}, fmt.Errorf("resource %s: %s must be text, got %s", logicalID, name, brief(value))
			}
		case "Properties", "Metadata":
			if !isObject && value != nil {
				return entry{}, fmt.Errorf("resource %s: %s must be an object, got %s", logicalID, name, brief(value))
			}
		}
	}
	var e entry
	if err := json.Unmarshal(text, &e); err != nil {
		return entry{}, fmt.Errorf("resource %s: %w", logicalID, err)
	}
	if e.Type == "" {
		return entry{}, fmt.Errorf("resource %q has no type", logicalID)
	}
	return e, nil
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
		r, err := readEntry(logicalID, t.Resources[logicalID])
		if err != nil {
			return err
		}
		s.Resources[logicalID] = &Resource{
			Stack: s, LogicalID: logicalID, Type: r.Type,
			Properties: r.Properties, Metadata: r.Metadata,
			DependsOn: names(r.DependsOn), Condition: r.Condition,
			DeletionPolicy: r.DeletionPolicy, UpdateReplacePolicy: r.UpdateReplacePolicy,
		}
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
