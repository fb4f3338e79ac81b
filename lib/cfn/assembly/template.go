package assembly

import (
	"fmt"
	"slices"
)

// template is a CloudFormation template.
type template struct {
	Description                     string
	Parameters, Conditions, Outputs map[string]any
	Mappings, Transform, Hooks      any
	Resources                       map[string]struct {
		Type                                           string
		Properties, Metadata                           map[string]any
		DependsOn                                      any
		Condition, DeletionPolicy, UpdateReplacePolicy string
	}
}

// unread names the sections that nothing here reads. Rules, which only refuse
// values of parameters, and Metadata do not count.
func (t template) unread() []string {
	var found []string
	for name, section := range map[string]any{"Mappings": t.Mappings, "Transform": t.Transform, "Hooks": t.Hooks} {
		if section != nil {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found
}

// take makes the stack's contents those of a template.
func (s *Stack) take(t template) error {
	s.Description, s.unread = t.Description, t.unread()
	s.Parameters, s.Conditions, s.Outputs = t.Parameters, t.Conditions, t.Outputs
	s.Resources = make(map[string]*Resource, len(t.Resources))
	for logicalID, r := range t.Resources {
		if r.Type == "" {
			return fmt.Errorf("resource %q has no type", logicalID)
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
