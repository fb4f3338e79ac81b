package config

import (
	"cmp"
	"encoding/json"
	"maps"
	"strings"
)

// Schema is the JSON schema of cdk.json, with which an editor completes and checks the
// file. It knows each value by itself and compares none. Most editors read draft 7.
func Schema() string {
	settingOf := map[string]any{}
	for _, s := range settings() {
		if s.scope != runOnly {
			settingOf[s.name] = described(s.form.schema(), s.meaning, strings.Join(defaultsOf(s), ", "))
		}
	}
	environment := maps.Clone(settingOf)
	environment[servicesKey] = map[string]any{
		"description": "fields that override those of the list, by the name of the service",
		"type":        "object", "additionalProperties": reference("override"),
	}
	override := map[string]any{}
	for _, f := range serviceFields() {
		override[f.name] = described(f.form.schema(), f.meaning, serviceDefault(f))
	}
	service := maps.Clone(override)
	delete(override, "name")
	for name := range override {
		service[name] = reference("override/properties/" + name)
	}
	for name := range settingOf {
		settingOf[name] = reference("environment/properties/" + name)
	}
	service["name"] = maps.Clone(service["name"].(map[string]any))
	service["name"].(map[string]any)["type"] = "string"
	encoded, err := json.MarshalIndent(map[string]any{
		"$schema":    "http://json-schema.org/draft-07/schema#",
		"type":       "object",
		"required":   []string{"context"},
		"properties": map[string]any{"context": contextSchema()},
		"definitions": map[string]any{
			"defaults":    closed(settingOf),
			"environment": closed(environment),
			"override":    closed(override),
			"service":     ofKinds(closed(service, "name")),
		},
	}, "", "  ")
	if err != nil {
		panic(err) // maps and texts can always be encoded
	}
	return string(encoded) + "\n"
}

// contextSchema describes the context. Its other keys belong to the CDK.
func contextSchema() map[string]any {
	schema := closed(map[string]any{
		platformKey: map[string]any{
			"description": "begins every physical name, tag and text; the database has it too. Default: " + defaultPlatform,
			"type":        "string", "pattern": platformName.String(), "maxLength": maxPlatformLength,
			"not": map[string]any{"anyOf": []any{map[string]any{"enum": reservedPlatforms()}, map[string]any{"pattern": "^(" + strings.Join(platformPrefixes(), "|") + ")"}}},
		},
		servicesKey: map[string]any{
			"description": "the services, in any order",
			"type":        "array", "minItems": 1, "items": reference("service"),
		},
		defaultsKey: reference("defaults"),
		environmentsKey: map[string]any{
			"description": "the environments by their names; there are no others",
			"type":        "object", "minProperties": 1,
			"propertyNames":        map[string]any{"pattern": instancePattern.String(), "maxLength": maxEnvironmentLength},
			"additionalProperties": reference("environment"),
		},
	}, servicesKey, environmentsKey)
	schema["patternProperties"] = map[string]any{cdkKey.String(): true}
	return schema
}

// ofKinds lets a service have the fields of its kind only. Without a kind it is web.
func ofKinds(service map[string]any) map[string]any {
	var conditions []any
	for _, kind := range kinds() {
		others := map[string]any{}
		for _, f := range serviceFields() {
			if !f.suits(kind) {
				others[f.name] = map[string]any{"type": "null"}
			}
		}
		is := map[string]any{"properties": map[string]any{"kind": map[string]any{"const": kind}}, "required": []string{"kind"}}
		if kind == Web {
			is = map[string]any{"properties": map[string]any{"kind": map[string]any{"enum": []any{kind, nil}}}}
		}
		conditions = append(conditions, map[string]any{"if": is, "then": map[string]any{"properties": others}})
	}
	service["allOf"] = conditions
	return service
}

// closed is an object without other names.
func closed(properties map[string]any, required ...string) map[string]any {
	schema := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		schema["required"] = required
	}
	return schema
}

func reference(definition string) map[string]any {
	return map[string]any{"$ref": "#/definitions/" + definition}
}

func described(schema map[string]any, meaning, value string) map[string]any {
	schema["description"] = meaning + ". Default: " + value
	return schema
}

// builtIn are the environments with built-in defaults.
func builtIn() []Environment {
	var list []Environment
	for _, name := range Likes() {
		list = append(list, Defaults(Environment{Platform: defaultPlatform, Name: name}))
	}
	return list
}

// defaultsOf are the built-in defaults of a setting, with the names of the environments
// where they differ.
func defaultsOf(s setting) []string {
	var named []string
	same := true
	for _, e := range builtIn() {
		named = append(named, e.Name+" "+s.show(e))
		same = same && s.show(e) == s.show(builtIn()[0])
	}
	if same {
		return []string{s.show(builtIn()[0])}
	}
	return named
}

// SettingsTable is the table of settings for the documentation, with the built-in default
// of each setting in the environments that have some.
func SettingsTable() string {
	table := "| setting | " + strings.Join(Likes(), " | ") + " | meaning |\n|---|" + strings.Repeat("---|", len(Likes())) + "---|\n"
	for _, s := range settings() {
		cells := []string{code(s.name)}
		for _, e := range builtIn() {
			cells = append(cells, s.show(e))
		}
		table += "| " + strings.Join(append(cells, s.meaning), " | ") + " |\n"
	}
	return table
}

// ServicesTable is the table of the fields of a service for the documentation.
func ServicesTable() string {
	table := "| field | default | of | meaning |\n|---|---|---|---|\n"
	for _, f := range serviceFields() {
		table += "| " + strings.Join([]string{code(f.name), serviceDefault(f), cmp.Or(strings.Join(f.kinds, ", "), "all"), f.meaning}, " | ") + " |\n"
	}
	return table
}

// serviceDefault is the value of a field that a service does not give.
func serviceDefault(f field[Service]) string {
	made := map[string]string{"name": "–", "path": "–", "schedule": "–", "priority": "from the name", "repository": "the name"}
	if value, ok := made[f.name]; ok {
		return value
	}
	if f.inherited {
		return "the environment's"
	}
	return f.show(Environment{}.newService("name"))
}
