package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Load picks the environment and instance that the context asks for, lays the
// user's settings over their defaults and checks the result. Settings of this run
// (-c, or top level in cdk.json) win over those under environments.<env>.
//
// The error joins every mistake of the whole context, each on one line and always
// in the same order. The sections of the other environments are checked too, as
// far as they can be without the values of a run, so that a slip in prod's is
// told on the next dev run and not on the next release.
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
	unread, sectionErrs := e.overlay(where, section, fromSection)
	unreadNow, runErrs := e.overlay(where, run, fromRun)
	errs = append(append(errs, sectionErrs...), runErrs...)
	if known {
		unread = append(unread, unreadNow...)
		errs = append(errs, e.problems(func(about []string) bool { return !intersect(about, unread) })...)
	}

	for _, name := range Names() {
		if !known || name != e.Name {
			errs = append(errs, checkSection(name, sections[name])...)
		}
	}
	errs = append(errs, owners(e, known, sections)...)
	if err := errors.Join(errs...); err != nil {
		return Environment{}, err
	}
	return e, nil
}

// choose returns the defaults of the environment and instance that run asks for.
// When it asks for none that exists, dev's stand in, so that the other values can
// still be read.
func choose(run map[string]any) (e Environment, known bool, err error) {
	wanted := Environment{Name: Dev}
	unread, _ := wanted.overlay("", run, fromRun) // the caller tells what is wrong
	e, err = Defaults(wanted.Name, wanted.Instance)
	if err != nil {
		e, _ = Defaults(Dev, "")
		return e, false, err
	}
	return e, !slices.Contains(unread, "env"), nil
}

// checkSection checks the section of an environment that is not the chosen one:
// names, types, and each value by itself. Whether the values fit together depends
// on what else its own run will give.
func checkSection(name string, section map[string]any) []error {
	if len(section) == 0 {
		return nil
	}
	e, err := Defaults(name, "")
	if err != nil {
		return []error{err}
	}
	errs := misplaced(e, e.where(), section)
	unread, typeErrs := e.overlay(e.where(), section, fromSection)
	errs = append(errs, typeErrs...)
	return append(errs, e.problems(func(about []string) bool {
		_, given := section[about[0]]
		return len(about) == 1 && given && !intersect(about, unread)
	})...)
}

// source says where a value stands; it decides whom the value is meant for.
type source int

const (
	fromSection source = iota
	fromRun
)

// overlay lays values over e, in the order of the settings. It returns the names
// of those it could not read, and why.
func (e *Environment) overlay(where string, values map[string]any, from source) (unread []string, errs []error) {
	for _, s := range settings() {
		value, given := values[s.name]
		if !given || (from == fromSection && s.reach == reachNone) {
			continue
		}
		changed := *e
		if err := s.set(&changed, value); err != nil {
			unread = append(unread, s.name)
			errs = append(errs, fmt.Errorf("%s%w", where, err))
			continue
		}
		if from == fromRun || s.reach.includes(*e) {
			*e = changed
		}
	}
	return unread, errs
}

// misplaced tells what a section must not hold: settings that do not exist, and
// those that choose the section in the first place.
func misplaced(e Environment, where string, section map[string]any) []error {
	errs := unknownSettings(where, section)
	for _, s := range settings() {
		if _, given := section[s.name]; given && s.reach == reachNone {
			errs = append(errs, fmt.Errorf("%s%s cannot stand under %s.%s; give it with -c %s=<name>", where, s.name, sectionsKey, e.Name, s.name))
		}
	}
	return errs
}

// unknownSettings tells every name that is no setting, and the nearest one.
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
		if near, ok := nearest(name, candidates); ok {
			hint = fmt.Sprintf("did you mean %s?", near)
		}
		errs = append(errs, fmt.Errorf("%sunknown setting %q: %s", where, name, hint))
	}
	return errs
}

// where starts every line about the environment.
func (e Environment) where() string { return fmt.Sprintf("environment %q: ", e.Name) }

// sortedKeys is there because Go walks maps in a different order each time.
func sortedKeys(values map[string]any) []string { return slices.Sorted(maps.Keys(values)) }

func intersect(a, b []string) bool {
	return slices.ContainsFunc(a, func(name string) bool { return slices.Contains(b, name) })
}
