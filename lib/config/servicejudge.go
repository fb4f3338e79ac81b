package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// serviceMistakes returns what is wrong with the services of the long-lived environments
// and of a run's. What is wrong in each long-lived environment is the list's fault, and
// said once.
func serviceMistakes(long []draft, run ...draft) []error {
	in, problems := map[string]int{}, [][]string(nil)
	drafts := slices.Concat(long, run)
	for i, d := range drafts {
		problems = append(problems, d.serviceProblems())
		for _, text := range problems[i] {
			if i < len(long) {
				in[text]++
			}
		}
	}
	var errs []error
	for i, d := range drafts {
		for _, text := range problems[i] {
			if in[text] < len(long) {
				text = d.where() + text
			}
			errs = append(errs, errors.New(text))
		}
	}
	return errs
}

// serviceProblems runs the rules on the services. A rule is skipped when a service of the
// kind has none of its fields and none is given, or when one of them is wrong by itself. A
// service with a mistake is not compared with others.
func (d draft) serviceProblems() []string {
	var problems []string
	sound := d.Environment
	sound.Services = nil
	services := slices.SortedFunc(slices.Values(d.Services), func(a, b Service) int { return strings.Compare(a.Name, b.Name) })
	for _, s := range services {
		fields := d.fields[s.Name]
		wrong := d.unreadOf(s.Name, fields)
		for _, r := range serviceRules() {
			judged := len(only(fields, r.about)) > 0 || !r.inherited && r.concerns(s.Kind)
			if !judged || intersect(r.about, wrong) {
				continue
			}
			r.check(d.Environment, s, func(format string, args ...any) {
				problems = append(problems, servicesKey+": "+shown(s.Name)+": "+fmt.Sprintf(format, args...))
				wrong = append(wrong, r.about...)
			})
		}
		if len(wrong) == 0 {
			sound.Services = append(sound.Services, s)
		}
	}
	checkTaskAddresses(sound, func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) })
	checkServices(sound, func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) })
	return problems
}

// shown is a name for a message, in which a line end or an escape must not act.
func shown(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(name)
	}
	return name
}

// unreadOf returns the fields of a service that cannot be judged: their values, or those
// of the environment in their place, could not be read, or are of a region that is none.
func (d draft) unreadOf(service string, fields map[string]any) []string {
	var unread []string
	for _, f := range serviceFields() {
		_, given := fields[f.name]
		inherits := f.inherited && !given && slices.Contains(d.unread, f.name)
		if inherits || slices.Contains(d.unread, service+"."+f.name) {
			unread = append(unread, f.name)
		}
	}
	if slices.Contains(d.unread, "region") || !slices.Contains(regions(), d.Region) {
		unread = append(unread, "secrets")
	}
	return unread
}

// checkServices compares the services with each other.
func checkServices(e Environment, fail reporter) {
	limited := 0
	for i, s := range e.Services {
		if s.RateLimitPerFiveMinutes > 0 {
			limited++
		}
		for _, other := range e.Services[:i] {
			if reason := conflict(s, other); reason != "" {
				fail("services: %s and %s %s", other.Name, s.Name, reason)
			}
		}
	}
	if resources := e.ComputeResources(); resources > maxResources {
		fail("services: %d services need about %d resources in the Compute stack, and CloudFormation takes %d in one; give some of them a platform of their own (docs/adding.md#many-services)", len(e.Services), resources, maxResources)
	}
	if limited > maxRateRules {
		fail("services: rateLimitPerFiveMinutes must be given to at most %d services, got %d", maxRateRules, limited)
	}
	if got := e.WebACLCapacity(); got > maxWebACLCapacity {
		fail("services: the web ACL's rules need %d capacity units, and it takes at most %d; give rateLimitPerFiveMinutes or allowedCidrs to fewer services", got, maxWebACLCapacity)
	}
}

// conflict says why two services cannot stand beside each other.
func conflict(a, b Service) string {
	switch {
	case a.ID() == b.ID():
		return "have names that make one construct ID, " + a.ID()
	case a.Repository == b.Repository:
		return "have one repository, " + a.Repository + "; two services cannot share the image parameter"
	case a.RepositoryID() == b.RepositoryID():
		return "have repositories that make one image parameter, " + a.ImageParameter()
	case a.DatabaseRole() == b.DatabaseRole():
		return "have one database role, " + a.DatabaseRole()
	case slices.Contains([]string{a.ImageParameter(), a.ImageParameter() + "Given"}, b.ID()), slices.Contains([]string{b.ImageParameter(), b.ImageParameter() + "Given"}, a.ID()):
		return "have a name and an image parameter that make one ID; rename the repository"
	case !a.Listens() || !b.Listens():
		return ""
	case below(a.Path, b.Path) || below(b.Path, a.Path):
		return fmt.Sprintf("have paths of which one begins the other, %s and %s", b.Path, a.Path)
	case a.Priority == b.Priority:
		return fmt.Sprintf("have the listener rule priority %d; give one of them another priority", a.Priority)
	}
	return ""
}

// below reports whether path is parent or a path below it.
func below(path, parent string) bool {
	return path == parent || strings.HasPrefix(path, strings.TrimSuffix(parent, "/")+"/")
}
