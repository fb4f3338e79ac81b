package parity

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// ofStack returns what a stack has besides its resources.
func (s side) ofStack() map[string]any {
	tags := map[string]any{}
	for key, value := range s.stack.Tags {
		tags[key] = value
	}
	var waitsFor []any
	for _, id := range s.stack.DependsOn {
		waitsFor = append(waitsFor, id)
	}
	return given(map[string]any{
		"Name": s.stack.Name, "Description": s.stack.Description,
		"Account": s.stack.Account, "Region": s.stack.Region,
		"DependsOn": waitsFor, "TerminationProtection": s.stack.TerminationProtection, "Tags": tags, "Deployment": s.deployment(),
		"Parameters": s.stack.Parameters, "Conditions": s.stack.Conditions, "Outputs": s.outputs(),
	})
}

// deployment returns what the manifest says besides. Where the template is stored
// matters, and its file name does not: that is the template's own hash.
func (s side) deployment() map[string]any {
	deployment := maps.Clone(s.stack.Deployment)
	maps.DeleteFunc(deployment, func(key string, _ any) bool {
		return slices.Contains([]string{"stackName", "terminationProtection", "tags"}, key)
	})
	if url, stored := deployment["stackTemplateAssetObjectUrl"].(string); stored {
		deployment["stackTemplateAssetObjectUrl"] = url[:max(0, strings.LastIndex(url, "/"))]
	}
	return deployment
}

// outputs returns the stack's outputs. The CDK makes up the name of those that
// another stack imports, so they go by what they hand on.
func (s side) outputs() map[string]any {
	outputs := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.stack.Outputs)) {
		output := s.stack.Outputs[name]
		if strings.HasPrefix(name, "ExportsOutput") {
			name = written(s.resolved(assembly.At(output, "Value")))
			for outputs[name] != nil {
				name += " again"
			}
			exported := maps.Clone(assembly.Map(output))
			delete(exported, "Export")
			output = exported
		}
		outputs[name] = output
	}
	return outputs
}

// ofResource returns what a template says of a resource.
func ofResource(r *assembly.Resource) map[string]any {
	var waitsFor []any
	for _, logicalID := range r.DependsOn {
		waitsFor = append(waitsFor, map[string]any{"Ref": logicalID})
	}
	return given(map[string]any{
		"Type": r.Type, "Properties": r.Properties, "Metadata": r.Metadata, "Condition": r.Condition,
		"DependsOn": waitsFor, "DeletionPolicy": r.DeletionPolicy, "UpdateReplacePolicy": r.UpdateReplacePolicy,
	})
}

// given leaves out the texts that are empty because nobody gave them.
func given(contents map[string]any) map[string]any {
	maps.DeleteFunc(contents, func(_ string, v any) bool { return v == "" })
	return contents
}
