package config

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/config/input"
)

// committed is what cdk.json says.
type committed struct {
	platform string
	// services are the names in the order of the list, and fields what it says of each.
	services []string
	fields   map[string]map[string]any
	defaults layer
	// names are those of the environments in the order in which a change is released, by
	// whom they are like and by name; and sections what is said of each.
	names    []string
	sections map[string]layer
}

// commit reads the team's part of cdk.json. The errors are those in its shape; each
// layer holds its own.
func (c Context) commit() (committed, []error) {
	result := committed{platform: defaultPlatform, fields: map[string]map[string]any{}, sections: map[string]layer{}}
	errs := slices.Clone(c.errs)
	for _, o := range c.outside {
		errs = append(errs, o.err())
	}
	if value, ok := c.sections[platformKey]; ok {
		name, err := input.Text(value)
		if err != nil {
			err = fmt.Errorf("%s %w", platformKey, err)
		} else if err = checkPlatform(name); err == nil {
			result.platform = name
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	errs = append(errs, result.readServices(c.sections)...)
	const example = `{"natGateways": 2}`
	shared, err := objectIn(c.sections, defaultsKey, defaultsKey, example)
	errs = append(errs, err...)
	all, err := objectIn(c.sections, environmentsKey, environmentsKey, `{"prod": `+example+`}`)
	if errs = append(errs, err...); len(all) == 0 && len(err) == 0 {
		errs = append(errs, fmt.Errorf("%s must list the environments, such as {\"dev\": {}, \"prod\": {}}", environmentsKey))
	}
	result.names = sortedKeys(all)
	errs = append(errs, checkEnvironmentNames(result.names)...)
	for _, name := range result.names {
		section, err := objectIn(all, name, environmentsKey+"."+name, example)
		errs = append(errs, err...)
		result.sections[name] = result.readLayer(environmentsKey+"."+name, section)
	}
	slices.SortStableFunc(result.names, func(a, b string) int { return result.rank(a) - result.rank(b) })
	result.defaults = result.readLayer(defaultsKey, shared)
	result.refuseEverywhere()
	return result, errs
}

// rank is the place of an environment among those that it may be like.
func (c committed) rank(name string) int {
	e := Environment{Name: name, Like: name}
	e.apply(only(c.sections[name].values, []string{"like"}))
	return slices.Index(Likes(), e.Like)
}

// objectIn returns the object under a name, which is at a place of cdk.json. A name that
// is not there is an empty one.
func objectIn(parent map[string]any, name, place, example string) (map[string]any, []error) {
	value, given := parent[name]
	object, ok := value.(map[string]any)
	if given && !ok {
		return nil, []error{fmt.Errorf("%s must be an object such as %s, got %s", place, example, input.Kind(value))}
	}
	return object, nil
}

// choose returns the environment and instance that run asks for; nil when that cannot be
// read, or there is none.
func (c committed) choose(run map[string]any) (*Environment, error) {
	wanted := Environment{}
	if intersect(wanted.apply(input.Merge(run)), []string{"env", "instance"}) {
		return nil, nil
	}
	hint := "use " + oneOf(c.names)
	switch near, ok := input.Nearest(wanted.Name, c.names); {
	case len(c.names) == 0:
		return nil, nil
	case wanted.Name == "" && slices.Contains(c.names, Dev):
		wanted.Name = Dev
	case wanted.Name == "":
		return nil, fmt.Errorf("env must be given with -c env=<name>: %s", oneOf(c.names))
	case slices.Contains(c.names, wanted.Name):
	default:
		if ok {
			hint = "did you mean " + near + "?"
		}
		return nil, fmt.Errorf("unknown environment %q: %s", wanted.Name, hint)
	}
	return &wanted, nil
}
