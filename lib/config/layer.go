package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"example.com/chassis/lib/config/input"
)

// runPlace is the place of the settings of one run.
const runPlace = "-c"

// layer holds the settings of one place: -c, defaults, or environments.<env>.
type layer struct {
	place  string
	values map[string]any
	errs   []error
}

// unread stands for a value that is refused already, and that no setting can read. It
// overrides the values below it, so that no rule judges one that the user did not mean.
type unread struct{}

// readLayer checks the names and the types of the settings in one place.
func (c committed) readLayer(place string, given map[string]any) layer {
	l := layer{place: place, values: map[string]any{}}
	maps.Copy(l.values, given)
	for _, name := range sortedKeys(given) {
		s, known := find(settings(), name)
		switch {
		case name == servicesKey && place != defaultsKey:
			l.errs = append(l.errs, c.readOverrides(place, given)...)
		case !known && !slices.Contains(sectionKeys(), name):
			l.errs = append(l.errs, unknownSetting(place, name, given[name]))
		case !known || s.scope == runOnly && place != runPlace:
			l.errs = append(l.errs, misplaced(place, name))
			delete(l.values, name)
		}
	}
	for _, s := range settings() {
		value, ok := l.values[s.name]
		if !ok || value == nil { // a null removes what is below
			continue
		}
		if err := s.set(&Environment{}, value); err != nil {
			l.errs = append(l.errs, fmt.Errorf("%s: %w", place, err))
		}
	}
	return l
}

// refuseEverywhere reports each of the shared values once that every environment refuses
// for the same reason.
func (c *committed) refuseEverywhere() {
	for _, s := range settings() {
		value, given := c.defaults.values[s.name]
		if !given {
			continue
		}
		alone := committed{platform: c.platform, sections: map[string]layer{}}
		var refusal error
		reasons := map[string]bool{}
		for _, name := range c.names {
			at := only(input.Merge(c.defaults.values, c.sections[name].values), placement())
			alone.defaults.values = input.Merge(at, map[string]any{s.name: value})
			d := alone.draft(name, "", nil)
			refusal = errors.Join(d.problems(defaultsKey+": ", func(about []string) bool { return slices.Equal(about, []string{s.name}) })...)
			reasons[fmt.Sprint(refusal)] = true
		}
		if refusal != nil && len(reasons) == 1 {
			c.defaults.errs = append(c.defaults.errs, refusal)
			c.defaults.values[s.name] = unread{}
		}
	}
}

// err says where a name belongs that a file has outside its sections.
func (o outsider) err() error {
	if _, known := find(settings(), o.name); known || slices.Contains(sectionKeys(), o.name) {
		return misplaced(o.file, o.name)
	}
	return unknownSetting(o.file, o.name, o.value)
}

// misplaced refuses a known name in a place where it may not stand.
func misplaced(place, name string) error {
	remedy := "move it to context.defaults in cdk.json, which the environments and -c override"
	if s, known := find(settings(), name); name == servicesKey && place == defaultsKey {
		remedy = "the list under context.services is shared by all environments already"
	} else if !known {
		remedy = "it belongs to the top level of context in cdk.json"
	} else if s.scope == runOnly {
		remedy = fmt.Sprintf("give it with -c %s=<name>", name)
	}
	return fmt.Errorf("%s: %s cannot stand here; %s", place, name, remedy)
}

// unknownSetting reports a name that does not exist, with the nearest that does. Only
// the sections are objects.
func unknownSetting(place, name string, value any) error {
	known := [][]string{names(settings()), sectionKeys()}
	if _, isObject := value.(map[string]any); isObject {
		slices.Reverse(known)
	}
	hint := "docs/settings.md lists the settings"
	if _, ofService := find(serviceFields(), name); ofService {
		hint = "it is a field of a service, such as services.<service>." + name
	}
	for _, candidates := range known {
		if near, ok := input.Nearest(name, candidates); ok {
			hint = fmt.Sprintf("did you mean %s?", near)
			break
		}
	}
	return fmt.Errorf("%s: unknown setting %q: %s", place, name, hint)
}
