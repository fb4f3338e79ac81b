package config

import (
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
	shared, sections, errs := context.split()
	for _, o := range context.outside {
		errs = append(errs, o.err())
	}
	defaults, run := readLayer(defaultsKey, shared), readLayer(runPlace, context.run)
	defaults.refuseEverywhere()
	for _, o := range context.outside {
		run.values[o.name] = unread{} // perhaps -c gives it too
	}
	chosen, known, err := choose(run.values)
	if err != nil {
		errs = append(errs, err)
	}
	errs = append(append(errs, run.errs...), defaults.errs...)

	var environments []Environment
	for _, name := range Names() {
		section := readLayer(environmentsKey+"."+name, sections[name])
		errs = append(errs, section.errs...)
		committed := input.Merge(defaults.values, section.values)
		e, sectionErrs := readEnvironment(name, committed)
		errs = append(errs, sectionErrs...)
		if known && name == chosen.Name {
			unread := chosen.apply(input.Merge(chosen.inherits(committed), run.values))
			errs = append(errs, chosen.problems(chosen.where(), func(about []string) bool { return !intersect(about, unread) })...)
			if chosen.Instance == "" {
				e = chosen
			}
		}
		environments = append(environments, e)
	}
	if chosen.Instance != "" {
		environments = append(environments, chosen)
	}
	errs = append(errs, accountConflicts(environments)...)
	if len(errs) > 0 {
		return Environment{}, errors.Join(withoutRepeats(errs)...)
	}
	return chosen, nil
}

// choose returns the defaults of the environment and instance that run asks for, and
// whether it says so in a way that can be read.
func choose(run map[string]any) (e Environment, known bool, err error) {
	wanted := Environment{Name: Dev}
	if intersect(wanted.apply(input.Merge(run)), []string{"env", "instance"}) {
		return Environment{}, false, nil
	}
	e, err = Defaults(wanted.Name, wanted.Instance)
	return e, err == nil, err
}

// readEnvironment returns an environment with the values of cdk.json applied, and the
// errors in each value by itself. Whether the values fit together also depends on the
// settings of a run.
func readEnvironment(name string, values map[string]any) (Environment, []error) {
	e, err := Defaults(name, "")
	if err != nil {
		return e, []error{err}
	}
	unread := e.apply(values)
	return e, e.problems(e.where(), func(about []string) bool {
		_, given := values[about[0]]
		return len(about) == 1 && given && !intersect(about, unread)
	})
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
	for _, s := range settings() {
		value, given := values[s.name]
		if !given {
			continue
		}
		changed := *e
		if s.set(&changed, value) != nil {
			unread = append(unread, s.name)
			continue
		}
		*e = changed
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
