package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Context is what the user gave, as the CDK calls it: the settings of this run,
// the sections of cdk.json under "environments", and the CDK's own keys.
type Context map[string]any

// sectionsKey is the context key that maps an environment to its settings.
const sectionsKey = "environments"

// ReadContext reads the context of cdk.json and lays cliContext over it: the
// environment variable CDK_CONTEXT_JSON, in which the CDK's command line passes
// the merged context. By hand it may be empty or hold a few settings only, such
// as {"env":"prod"}.
func ReadContext(cdkJSON []byte, cliContext string) (Context, error) {
	context := Context{}
	project, err := decodeObject("cdk.json", cdkJSON)
	if value, ok := project["context"]; ok {
		committed, isObject := value.(map[string]any)
		if !isObject {
			err = fmt.Errorf("cdk.json: context must be an object, got %s", inJSON(value))
		}
		for key, value := range committed {
			context[key] = value
		}
	}
	if cliContext == "" {
		return context, err
	}
	given, cliErr := decodeObject("CDK_CONTEXT_JSON", []byte(cliContext))
	for key, value := range given {
		context[key] = value
	}
	return context, errors.Join(err, cliErr)
}

// ForCDK returns the keys that belong to the CDK, feature flags above all. An app
// that is not run by the CDK's command line has to be given them, or its
// templates differ.
func (c Context) ForCDK() map[string]any {
	own := map[string]any{}
	for key, value := range c {
		if isCDKKey(key) {
			own[key] = value
		}
	}
	return own
}

// isCDKKey says whether a context key belongs to the CDK. The two names are what
// `cdk acknowledge` and `cdk cli-telemetry` write into the context.
func isCDKKey(key string) bool {
	return strings.ContainsAny(key, ":/@") || key == "acknowledged-issue-numbers" || key == "cli-telemetry"
}

// topLevel returns the settings of this run: what stands beside the sections and
// is not the CDK's.
func (c Context) topLevel() map[string]any {
	values := map[string]any{}
	for key, value := range c {
		if key != sectionsKey && !isCDKKey(key) {
			values[key] = value
		}
	}
	return values
}

// sections returns each environment's settings, and what is wrong with the shape.
func (c Context) sections() (map[string]map[string]any, []error) {
	value, ok := c[sectionsKey]
	if !ok {
		return nil, nil
	}
	all, ok := value.(map[string]any)
	if !ok {
		return nil, []error{fmt.Errorf(`%s must be an object such as {"prod": {"natGateways": 2}}, got %s`, sectionsKey, inJSON(value))}
	}
	var errs []error
	sections := map[string]map[string]any{}
	for _, name := range sortedKeys(all) {
		section, isObject := all[name].(map[string]any)
		switch {
		case !slices.Contains(Names(), name):
			errs = append(errs, fmt.Errorf("%s: %w", sectionsKey, unknownEnvironment(name)))
		case !isObject:
			errs = append(errs, fmt.Errorf("%s.%s must be an object of settings, got %s", sectionsKey, name, inJSON(all[name])))
		default:
			sections[name] = section
		}
	}
	return sections, errs
}

// decodeObject reads a JSON object. Numbers stay as they were written.
func decodeObject(source string, data []byte) (map[string]any, error) {
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, fmt.Errorf("%s is not valid JSON%s: %w", source, lineOf(data, err), err)
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(whole))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", source, err)
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s must be a JSON object, got %s", source, inJSON(value))
	}
	return object, nil
}

// lineOf says where a syntax error is, for files of more than one line.
func lineOf(data []byte, err error) string {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return ""
	}
	before := data[:min(int(syntax.Offset), len(data))]
	return fmt.Sprintf(" (line %d)", bytes.Count(before, []byte("\n"))+1)
}
