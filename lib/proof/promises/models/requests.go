package models

import (
	"slices"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/reachability"
)

func requestsArrive(v *check.Review) {
	arrived := map[string]bool{}
	for _, r := range v.Model().Requests {
		switch {
		case r.Broken != "":
			v.Add("%s: %s", r, r.Broken)
		case !r.TLS:
			v.Add("%s is forwarded without TLS", r)
		default:
			arrived[r.Service.Name] = true
		}
	}
	for _, s := range v.Settings.Services {
		switch {
		case s.Listens() && !arrived[s.Name]:
			v.Add("no request reaches %s", s.Name)
		case !s.Listens() && arrived[s.Name]:
			v.Add("requests reach %s", s.Name)
		}
	}
}

// everySpellingIsJudged relies on the web ACL's rules as such; that they have the limits
// and the addresses of the settings is promised elsewhere.
func everySpellingIsJudged(v *check.Review) {
	for _, s := range v.Settings.Services {
		limited, restricted := s.RateLimitPerFiveMinutes > 0, len(s.AllowedCIDRs) > 0
		if !limited && !restricted {
			continue
		}
		reached := false
		for _, path := range append(reachability.Spellings(s.Path), forwarded(v.Model())...) {
			results, err := v.Model().Path(path)
			if err != nil {
				v.Add("%s", err)
				return
			}
			for _, result := range results {
				if !slices.Contains(result.Routed, s.Name) {
					continue
				}
				reached = true
				if limited && result.Counted == nil {
					v.Add("%s reaches %s through %s and is not counted", path, s.Name, result.Listener)
				}
				if restricted && !result.Restricted {
					v.Add("%s reaches %s through %s from any address", path, s.Name, result.Listener)
				}
			}
		}
		if !reached {
			v.Add("no path reaches %s", s.Name)
		}
	}
}

// forwarded are paths for every pattern of every listener, so that a path is judged that
// is no spelling of a service's own.
func forwarded(m *reachability.Model) []string {
	var paths []string
	for _, r := range m.Requests {
		for _, pattern := range r.Patterns {
			for _, text := range []string{"", "x", "x/y"} {
				paths = append(paths, strings.ReplaceAll(strings.ReplaceAll(pattern, "*", text), "?", "x"))
			}
		}
	}
	return paths
}
