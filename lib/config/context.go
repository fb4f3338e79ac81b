package config

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/config/input"
)

// Context is the context of the CDK, sorted by the place that its values come from.
type Context struct {
	// sections holds what cdk.json has under the section keys.
	sections map[string]any
	// run holds the settings of one run, given with -c.
	run map[string]any
	// errs are the names in places where they may not stand.
	errs []error
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

// The keys at the top level of the context that are the team's. Only cdk.json may have
// them.
const (
	// platformKey is the name that begins all names.
	platformKey = "platform"
	// servicesKey lists the services. In a section it maps a service to fields that
	// override those of the list.
	servicesKey = "services"
	// defaultsKey is for the settings that all environments share.
	defaultsKey = "defaults"
	// environmentsKey maps an environment to its settings. There are no others.
	environmentsKey = "environments"
)

// Sections lists the keys of the team at the top level of the context.
func Sections() []string { return sectionKeys() }

func sectionKeys() []string {
	return []string{platformKey, servicesKey, defaultsKey, environmentsKey}
}

// ReadContext sorts the context of the files and of cliContext. That is the environment
// variable CDK_CONTEXT_JSON, in which the CDK's command line passes the context of -c
// and of the files in one. Without the command line it may be empty or hold only a few
// settings, such as {"env":"prod"}.
//
// In cliContext a setting of a file looks like one that is given with -c. So the files
// may not have any outside their sections.
func ReadContext(files input.Files, cliContext string) (Context, error) {
	var errs []error
	c := Context{sections: map[string]any{}, run: map[string]any{}, cdk: map[string]any{}}
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
			case committed && isCDKKey(name):
				c.cdk[name] = values[name]
			case committed && slices.Contains(sectionKeys(), name):
				c.sections[name] = values[name]
			case !isCDKKey(name):
				c.outside = append(c.outside, outsider{file.name, name, values[name]})
			}
		}
	}
	if cliContext != "" {
		given, err := input.Object("CDK_CONTEXT_JSON", []byte(cliContext))
		errs = append(errs, err)
		for _, o := range c.outside {
			delete(given, o.name)
		}
		for _, name := range sortedKeys(given) {
			c.addRun(name, given[name])
		}
	}
	return c, errors.Join(errs...)
}

// addRun adds a value of the command line's context.
func (c *Context) addRun(name string, value any) {
	switch {
	case isCDKKey(name):
		c.cdk[name] = value
	case slices.Contains(sectionKeys(), name):
		// The command line passes what cdk.json has. Only -c can have changed it.
		if !input.Same(value, c.sections[name]) {
			c.errs = append(c.errs, misplaced(runPlace, name))
		}
	case strings.HasPrefix(name, servicesKey+"."):
		path := strings.SplitN(name, ".", 4) // a variable of environment or secrets may be the last
		if len(path) < 3 || slices.Contains(path, "") {
			c.errs = append(c.errs, fmt.Errorf("%s: %s must name a service and one of its fields, such as services.<service>.maxTasks", runPlace, name))
			return
		}
		input.Put(c.run, path, value)
	case strings.HasPrefix(name, environmentsKey+"."), strings.HasPrefix(name, defaultsKey+"."):
		c.errs = append(c.errs, fmt.Errorf("%s: %s cannot stand here; give the setting alone, such as -c env=<name> -c maxTasks=20", runPlace, name))
	default:
		c.run[name] = value
	}
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

// cdkKey is a context key that belongs to the CDK. `cdk acknowledge` and
// `cdk cli-telemetry` write the two names into the context.
var cdkKey = regexp.MustCompile(`[:/@]|^(acknowledged-issue-numbers|cli-telemetry)$`)

func isCDKKey(key string) bool { return cdkKey.MatchString(key) }

// sortedKeys gives the errors the same order in every run.
func sortedKeys(values map[string]any) []string { return slices.Sorted(maps.Keys(values)) }
