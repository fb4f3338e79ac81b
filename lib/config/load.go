package config

import (
	"cmp"
	"errors"
	"slices"

	"example.com/chassis/lib/config/input"
)

// Load returns the environment and instance that the context asks for, with the
// user's settings applied and checked. The defaults section overrides the built-in
// defaults, the environment's section overrides both, and a value of this run (-c)
// overrides all.
//
// The error joins all mistakes of the whole context, one on each line and always in
// the same order. The sections of the other environments are checked too, as far as
// that is possible without the settings of their own runs: a mistake in prod's
// section is reported in the next run for dev, not in the next release.
func Load(context Context) (Environment, error) {
	c, errs := context.commit()
	run := c.readLayer(runPlace, context.run)
	for _, o := range context.outside {
		run.values[o.name] = unread{} // perhaps -c gives it too
	}
	chosen, err := c.choose(run.values)
	if err != nil {
		errs = append(errs, err)
	}
	errs = append(errs, run.errs...)
	long, more := c.longLived()
	errs = append(errs, more...)
	all, d, runs := slices.Clone(long), draft{}, []draft(nil)
	if chosen != nil {
		d = c.draft(chosen.Name, chosen.Instance, run.values)
		runs = append(runs, d)
		errs = append(errs, d.problems(d.where(), func([]string) bool { return true })...)
		if chosen.Instance == "" {
			all[slices.Index(c.names, d.Name)] = d
		} else {
			all = append(all, d)
		}
	}
	errs = append(errs, overlaps(environmentsOf(all))...)
	errs = append(errs, serviceMistakes(long, runs...)...)
	errs = append(errs, accountConflicts(environmentsOf(all))...)
	if len(errs) > 0 {
		return Environment{}, mistakes(errs)
	}
	return d.Environment, nil
}

// LoadAll returns the long-lived environments that cdk.json lists, in the order in which
// a change is released. Its error joins all mistakes, as that of Load does.
func LoadAll(context Context) ([]Environment, error) {
	c, errs := context.commit()
	long, more := c.longLived()
	errs = append(append(errs, more...), serviceMistakes(long)...)
	all := environmentsOf(long)
	if errs = append(errs, accountConflicts(all)...); len(errs) > 0 {
		return nil, mistakes(errs)
	}
	return all, nil
}

// draft is an environment with the values that it was made from.
type draft struct {
	Environment
	values map[string]any
	// fields is what the list, the section and the run say of each service.
	fields map[string]map[string]any
	// unread are the settings, and with the service's name before them the fields, that
	// could not be read. readLayer has reported them.
	unread []string
}

// draft returns an environment or instance with the values of cdk.json and of a run.
func (c committed) draft(name, instance string, run map[string]any) draft {
	values := input.Merge(c.defaults.values, c.sections[name].values)
	e := Environment{Platform: c.platform, Name: name, Instance: instance}
	e.apply(only(input.Merge(values, run), placement()))
	e = Defaults(e)
	d := draft{Environment: e, values: input.Merge(e.inherits(values), run), fields: map[string]map[string]any{}}
	d.unread = d.apply(d.values)
	for _, service := range c.services {
		s := d.newService(service)
		d.fields[service] = input.Merge(c.fields[service], overridesOf(c.sections[name].values, service), overridesOf(run, service))
		for _, field := range apply(&s, serviceFields(), d.fields[service]) {
			d.unread = append(d.unread, service+"."+field)
			if field == "kind" {
				s.Kind = "" // so that no rule asks for what the default kind needs
			}
		}
		d.Services = append(d.Services, s.ofKind())
	}
	slices.SortStableFunc(d.Services, func(a, b Service) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.Name, b.Name))
	})
	return d
}

// placement lists the settings on which built-in defaults depend.
func placement() []string { return []string{"like", "region", "zones", "cidr"} }

func only(values map[string]any, names []string) map[string]any {
	kept := map[string]any{}
	for _, name := range names {
		if value, ok := values[name]; ok {
			kept[name] = value
		}
	}
	return kept
}

// longLived returns a draft of each environment, and the errors in the values of
// cdk.json by themselves. Whether values fit together also depends on the settings of a
// run. Without its place an environment is never complete.
func (c committed) longLived() (drafts []draft, errs []error) {
	errs = append(errs, c.defaults.errs...)
	for _, name := range c.names {
		errs = append(errs, c.sections[name].errs...)
		d := c.draft(name, "", nil)
		errs = append(errs, d.problems(d.where(), func(about []string) bool {
			_, given := d.values[about[0]]
			return len(about) == 1 && given || slices.Contains(placement(), about[0])
		})...)
		drafts = append(drafts, d)
	}
	return drafts, append(errs, overlaps(environmentsOf(drafts))...)
}

func environmentsOf(drafts []draft) []Environment {
	list := make([]Environment, len(drafts))
	for i, d := range drafts {
		list[i] = d.Environment
	}
	return list
}

// overridesOf returns the fields that a place gives to a service.
func overridesOf(values map[string]any, service string) map[string]any {
	all, _ := values[servicesKey].(map[string]any)
	fields, _ := all[service].(map[string]any)
	return fields
}

// inherits returns the values of cdk.json that count for e, which may be an instance.
func (e Environment) inherits(values map[string]any) map[string]any {
	inherited := map[string]any{}
	for _, s := range settings() {
		if value, given := values[s.name]; given && s.scope.includes(e) {
			inherited[s.name] = value
		}
	}
	return inherited
}

// apply sets the values in e, in the order of the settings. It returns the names of
// those that could not be read, which readLayer has reported.
func (e *Environment) apply(values map[string]any) (unread []string) {
	return apply(e, settings(), values)
}

func apply[O any](to *O, fields []field[O], values map[string]any) (unread []string) {
	for _, f := range fields {
		value, given := values[f.name]
		if !given {
			continue
		}
		changed := *to
		if f.set(&changed, value) != nil {
			unread = append(unread, f.name)
			continue
		}
		*to = changed
	}
	return unread
}

// where starts every line about the environment.
func (e Environment) where() string { return `environment "` + e.Name + `": ` }

func intersect(a, b []string) bool {
	return slices.ContainsFunc(a, func(name string) bool { return slices.Contains(b, name) })
}

// withoutRepeats drops each error that says what one before it says: the environment
// of this run is checked with the values of cdk.json alone, too.
func withoutRepeats(errs []error) []error {
	seen := map[string]bool{}
	return slices.DeleteFunc(errs, func(err error) bool {
		repeated := seen[err.Error()]
		seen[err.Error()] = true
		return repeated
	})
}

// mistakes joins errors for the user, each once. Whatever field a credential stands in, no
// line repeats it.
func mistakes(errs []error) error {
	for i, err := range errs {
		if text := credentials.ReplaceAllString(err.Error(), "***"); text != err.Error() {
			errs[i] = errors.New(text)
		}
	}
	return errors.Join(withoutRepeats(errs)...)
}
