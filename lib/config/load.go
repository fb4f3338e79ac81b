package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"example.com/chassis/lib/config/input"
)

// Load returns the environment and instance that the context asks for, with the
// user's settings applied and checked. Settings of this run (-c, or top level in
// cdk.json) override those under environments.<env>.
//
// The error joins all mistakes of the whole context, one on each line and always in
// the same order. The sections of the other environments are checked too, as far as
// that is possible without the settings of their own runs: a mistake in prod's
// section is reported in the next run for dev, not in the next release.
func Load(context Context) (Environment, error) {
	run := context.topLevel()
	sections, errs := context.sections()

	e, known, err := choose(run)
	if err != nil {
		errs = append(errs, err)
	}
	errs = append(errs, unknownSettings("", run)...)

	where, section := "", map[string]any(nil)
	if known {
		where, section = e.where(), sections[e.Name]
	}
	errs = append(errs, misplaced(e, where, section)...)
	unread, sectionErrs := e.apply(where, section, fromSection)
	unreadNow, runErrs := e.apply(where, run, fromRun)
	errs = append(append(errs, sectionErrs...), runErrs...)
	if known {
		unread = append(unread, unreadNow...)
		errs = append(errs, e.problems(func(about []string) bool { return !intersect(about, unread) })...)
	}

	var environments []Environment
	for _, name := range Names() {
		other, sectionErrs := readSection(name, sections[name])
		switch {
		case !known || name != e.Name:
			errs = append(errs, sectionErrs...)
		case e.Instance == "":
			other = e
		}
		environments = append(environments, other)
	}
	errs = append(errs, accountConflicts(environments)...)
	if err := errors.Join(errs...); err != nil {
		return Environment{}, err
	}
	return e, nil
}

// choose returns the defaults of the environment and instance that run asks for.
// For an unknown environment it returns those of dev, so that the other values can
// be read.
func choose(run map[string]any) (e Environment, known bool, err error) {
	wanted := Environment{Name: Dev}
	unread, _ := wanted.apply("", run, fromRun) // Load applies run again and reports the errors
	e, err = Defaults(wanted.Name, wanted.Instance)
	if err != nil {
		e, _ = Defaults(Dev, "")
		return e, false, err
	}
	return e, !slices.Contains(unread, "env"), nil
}

// readSection returns an environment with its section applied, and the errors in the
// names, in the types and in each value by itself. Whether the values fit together
// also depends on the settings of a run.
func readSection(name string, section map[string]any) (Environment, []error) {
	e, err := Defaults(name, "")
	if err != nil {
		return e, []error{err}
	}
	errs := misplaced(e, e.where(), section)
	unread, typeErrs := e.apply(e.where(), section, fromSection)
	errs = append(errs, typeErrs...)
	return e, append(errs, e.problems(func(about []string) bool {
		_, given := section[about[0]]
		return len(about) == 1 && given && !intersect(about, unread)
	})...)
}

// source is the place of a value, which decides for which deployments it counts.
type source int

const (
	fromSection source = iota
	fromRun
)

// apply sets the values in e, in the order of the settings. It returns the names and
// the errors of those that it could not read.
func (e *Environment) apply(where string, values map[string]any, from source) (unread []string, errs []error) {
	for _, s := range settings() {
		value, given := values[s.name]
		if !given || (from == fromSection && s.scope == runOnly) {
			continue
		}
		changed := *e
		if err := s.set(&changed, value); err != nil {
			unread = append(unread, s.name)
			errs = append(errs, fmt.Errorf("%s%w", where, err))
			continue
		}
		if from == fromRun || s.scope.includes(*e) {
			*e = changed
		}
	}
	return unread, errs
}

// misplaced reports what a section must not hold: settings that do not exist, and
// those that choose the section.
func misplaced(e Environment, where string, section map[string]any) []error {
	errs := unknownSettings(where, section)
	for _, s := range settings() {
		if _, given := section[s.name]; given && s.scope == runOnly {
			errs = append(errs, fmt.Errorf("%s%s cannot stand under %s.%s; give it with -c %s=<name>", where, s.name, sectionsKey, e.Name, s.name))
		}
	}
	return errs
}

// unknownSettings reports every name that is no setting, with the nearest setting.
func unknownSettings(where string, values map[string]any) []error {
	var known []string
	for _, s := range settings() {
		known = append(known, s.name)
	}
	var errs []error
	for _, name := range sortedKeys(values) {
		if slices.Contains(known, name) {
			continue
		}
		candidates := known
		if _, isSection := values[name].(map[string]any); isSection && where == "" {
			candidates = append([]string{sectionsKey}, known...)
		}
		hint := "docs/settings.md lists the settings"
		if near, ok := input.Nearest(name, candidates); ok {
			hint = fmt.Sprintf("did you mean %s?", near)
		}
		errs = append(errs, fmt.Errorf("%sunknown setting %q: %s", where, name, hint))
	}
	return errs
}

// where starts every line about the environment.
func (e Environment) where() string { return fmt.Sprintf("environment %q: ", e.Name) }

// sortedKeys gives the errors the same order in every run.
func sortedKeys(values map[string]any) []string { return slices.Sorted(maps.Keys(values)) }

func intersect(a, b []string) bool {
	return slices.ContainsFunc(a, func(name string) bool { return slices.Contains(b, name) })
}
