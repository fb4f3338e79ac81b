package config

import (
	"fmt"
	"slices"

	"example.com/chassis/lib/config/input"
)

// readServices reads the list of services.
func (c *committed) readServices(sections map[string]any) []error {
	const example = `{"name": "billing-api", "path": "/billing"}`
	value, given := sections[servicesKey]
	items, isList := value.([]any)
	if given && !isList {
		return []error{fmt.Errorf("%s must be a list such as [%s], got %s", servicesKey, example, input.Kind(value))}
	}
	if len(items) == 0 {
		return []error{fmt.Errorf("%s must list the services, such as [%s]", servicesKey, example)}
	}
	var errs []error
	for i, item := range items {
		place := fmt.Sprintf("%s[%d]", servicesKey, i)
		fields, isObject := item.(map[string]any)
		name, err := input.Text(fields["name"])
		switch {
		case !isObject:
			errs = append(errs, fmt.Errorf("%s must be an object such as %s, got %s", place, example, input.Kind(item)))
			continue
		case fields["name"] == nil:
			errs = append(errs, fmt.Errorf("%s must have a name, such as %s", place, example))
			continue
		case err != nil:
			errs = append(errs, fmt.Errorf("%s: name %w", place, err))
			continue
		case slices.Contains(c.services, name):
			errs = append(errs, fmt.Errorf("%s: %s is listed twice", servicesKey, name))
			continue
		}
		c.services = append(c.services, name)
		c.fields[name] = fields
		errs = append(errs, readFields(servicesKey+": "+name, fields)...)
	}
	return errs
}

// readFields checks the names and the types of the fields of a service.
func readFields(place string, given map[string]any) []error {
	var errs []error
	for _, name := range sortedKeys(given) {
		f, known := find(serviceFields(), name)
		switch {
		case !known:
			hint := "docs/settings.md lists the fields of a service"
			if near, ok := input.Nearest(name, names(serviceFields())); ok {
				hint = "did you mean " + near + "?"
			}
			errs = append(errs, fmt.Errorf("%s: unknown field %q: %s", place, name, hint))
		case given[name] != nil:
			value := given[name]
			if variables, ok := value.(map[string]any); ok { // a null removes a variable
				value = input.Merge(variables)
			}
			if err := f.set(&Service{}, value); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", place, err))
			}
		}
	}
	return errs
}

// readOverrides checks the fields that a section or a run gives to services.
func (c committed) readOverrides(place string, section map[string]any) []error {
	all, errs := objectIn(section, servicesKey, place+"."+servicesKey, `{"billing-api": {"maxTasks": 20}}`)
	for _, name := range sortedKeys(all) {
		own := place + "." + servicesKey + "." + name
		if place == runPlace {
			own = place + ": " + servicesKey + "." + name
		}
		fields, err := objectIn(all, name, own, `{"maxTasks": 20}`)
		errs = append(errs, err...)
		if !slices.Contains(c.services, name) {
			hint := "use " + oneOf(c.services)
			if near, ok := input.Nearest(name, c.services); ok {
				hint = "did you mean " + near + "?"
			}
			if len(c.services) > 0 { // otherwise the list itself is wrong
				errs = append(errs, fmt.Errorf("%s: unknown service %q: %s", place, name, hint))
			}
			continue
		}
		if _, given := fields["name"]; given {
			errs = append(errs, fmt.Errorf("%s: name cannot stand here; another name is another service", own))
			continue
		}
		errs = append(errs, readFields(own, fields)...)
	}
	return errs
}
