package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/config/input"
)

// Context is the context of the CDK, sorted by the place that its values come from.
type Context struct {
	// sections holds what cdk.json has under defaultsKey and environmentsKey.
	sections map[string]any
	// run holds the settings of one run, given with -c.
	run map[string]any
	// outside lists what the files have outside the sections.
	outside []outsider
	// cdk holds the keys that belong to the CDK, such as feature flags.
	cdk map[string]any
}

// outsider is a name at the top level of a file's context.
type outsider struct {
	file, name string
	value      any
}

const (
	// defaultsKey is the context key of the settings that all environments share.
	defaultsKey = "defaults"
	// environmentsKey is the context key that maps an environment to its settings.
	environmentsKey = "environments"
)

func sectionKeys() []string { return []string{defaultsKey, environmentsKey} }

// ReadContext sorts the context of the files and of cliContext. That is the environment
// variable CDK_CONTEXT_JSON, in which the CDK's command line passes the context of -c
// and of the files in one. Without the command line it may be empty or hold only a few
// settings, such as {"env":"prod"}.
//
// In cliContext a setting of a file looks like one that is given with -c. So the files
// may not have any outside their sections.
func ReadContext(files input.Files, cliContext string) (Context, error) {
	var errs []error
	merged, outside := map[string]any{}, []outsider(nil)
	for _, file := range []struct {
		name string
		data []byte
		read func(source string, data []byte) (map[string]any, error)
	}{
		{"cdk.json", files.Project, contextOf},
		{"cdk.context.json", files.Lookups, input.Object},
		{"~/.cdk.json", files.User, contextOf},
	} {
		committed := file.name == "cdk.json"
		if file.data == nil && !committed {
			continue
		}
		values, err := file.read(file.name, file.data)
		errs = append(errs, err)
		for _, name := range sortedKeys(values) {
			switch {
			case committed && (isCDKKey(name) || slices.Contains(sectionKeys(), name)):
				merged[name] = values[name]
			case !isCDKKey(name):
				outside = append(outside, outsider{file.name, name, values[name]})
			}
		}
	}
	if cliContext != "" {
		given, err := input.Object("CDK_CONTEXT_JSON", []byte(cliContext))
		errs = append(errs, err)
		for _, o := range outside {
			delete(given, o.name)
		}
		maps.Copy(merged, given)
	}

	context := Context{sections: map[string]any{}, run: map[string]any{}, outside: outside, cdk: map[string]any{}}
	for name, value := range merged {
		switch {
		case isCDKKey(name):
			context.cdk[name] = value
		case slices.Contains(sectionKeys(), name):
			context.sections[name] = value
		default:
			context.run[name] = value
		}
	}
	return context, errors.Join(errs...)
}

// contextOf returns the context in a file of the layout of cdk.json.
func contextOf(source string, data []byte) (map[string]any, error) {
	object, err := input.Object(source, data)
	value, ok := object["context"]
	if !ok {
		return nil, err
	}
	context, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: context must be an object, got %s", source, input.Kind(value))
	}
	return context, nil
}

// ForCDK returns the keys that belong to the CDK, such as feature flags. An app that
// runs without the CDK's command line needs them, or its templates differ.
func (c Context) ForCDK() map[string]any { return c.cdk }

// isCDKKey reports whether a context key belongs to the CDK. `cdk acknowledge` and
// `cdk cli-telemetry` write the two names into the context.
func isCDKKey(key string) bool {
	return strings.ContainsAny(key, ":/@") || key == "acknowledged-issue-numbers" || key == "cli-telemetry"
}

// split returns the shared settings, those of each environment, and the errors in the
// shape of both.
func (c Context) split() (defaults map[string]any, environments map[string]map[string]any, errs []error) {
	object := func(place, example string, value any) map[string]any {
		object, ok := value.(map[string]any)
		if !ok {
			errs = append(errs, fmt.Errorf("%s must be an object such as %s, got %s", place, example, input.Kind(value)))
		}
		return object
	}
	const example = `{"natGateways": 2}`
	if value, ok := c.sections[defaultsKey]; ok {
		defaults = object(defaultsKey, example, value)
	}
	environments = map[string]map[string]any{}
	if value, ok := c.sections[environmentsKey]; ok {
		all := object(environmentsKey, `{"prod": `+example+`}`, value)
		for _, name := range sortedKeys(all) {
			if !slices.Contains(Names(), name) {
				errs = append(errs, fmt.Errorf("%s: %w", environmentsKey, unknownEnvironment(name)))
				continue
			}
			environments[name] = object(environmentsKey+"."+name, example, all[name])
		}
	}
	return defaults, environments, errs
}

// sortedKeys gives the errors the same order in every run.
func sortedKeys(values map[string]any) []string { return slices.Sorted(maps.Keys(values)) }
