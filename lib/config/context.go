package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/config/input"
)

// Context is the context of the CDK: the settings of this run, the sections of
// cdk.json under "environments", and the CDK's own keys.
type Context map[string]any

// sectionsKey is the context key that maps an environment to its settings.
const sectionsKey = "environments"

// ReadContext reads the context of cdk.json and overrides it with cliContext. That
// is the environment variable CDK_CONTEXT_JSON, in which the CDK's command line
// passes the merged context. Without the command line it may be empty or hold only
// a few settings, such as {"env":"prod"}.
func ReadContext(cdkJSON []byte, cliContext string) (Context, error) {
	context := Context{}
	project, err := input.Object("cdk.json", cdkJSON)
	if value, ok := project["context"]; ok {
		committed, isObject := value.(map[string]any)
		if !isObject {
			err = fmt.Errorf("cdk.json: context must be an object, got %s", input.JSON(value))
		}
		maps.Copy(context, committed)
	}
	if cliContext == "" {
		return context, err
	}
	given, cliErr := input.Object("CDK_CONTEXT_JSON", []byte(cliContext))
	maps.Copy(context, given)
	return context, errors.Join(err, cliErr)
}

// ForCDK returns the keys that belong to the CDK, such as feature flags. An app that
// runs without the CDK's command line needs them, or its templates differ.
func (c Context) ForCDK() map[string]any {
	own := map[string]any{}
	for key, value := range c {
		if isCDKKey(key) {
			own[key] = value
		}
	}
	return own
}

// isCDKKey reports whether a context key belongs to the CDK. `cdk acknowledge` and
// `cdk cli-telemetry` write the two names into the context.
func isCDKKey(key string) bool {
	return strings.ContainsAny(key, ":/@") || key == "acknowledged-issue-numbers" || key == "cli-telemetry"
}

// topLevel returns the settings of this run: the keys that are neither the sections
// nor the CDK's.
func (c Context) topLevel() map[string]any {
	values := map[string]any{}
	for key, value := range c {
		if key != sectionsKey && !isCDKKey(key) {
			values[key] = value
		}
	}
	return values
}

// sections returns the settings of each environment, and the errors in their shape.
func (c Context) sections() (map[string]map[string]any, []error) {
	value, ok := c[sectionsKey]
	if !ok {
		return nil, nil
	}
	all, ok := value.(map[string]any)
	if !ok {
		return nil, []error{fmt.Errorf(`%s must be an object such as {"prod": {"natGateways": 2}}, got %s`, sectionsKey, input.JSON(value))}
	}
	var errs []error
	sections := map[string]map[string]any{}
	for _, name := range sortedKeys(all) {
		section, isObject := all[name].(map[string]any)
		switch {
		case !slices.Contains(Names(), name):
			errs = append(errs, fmt.Errorf("%s: %w", sectionsKey, unknownEnvironment(name)))
		case !isObject:
			errs = append(errs, fmt.Errorf("%s.%s must be an object of settings, got %s", sectionsKey, name, input.JSON(all[name])))
		default:
			sections[name] = section
		}
	}
	return sections, errs
}
