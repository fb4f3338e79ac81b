package difference

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/reachability"
)

// below is a path that stands for all that a pattern with a wildcard matches.
const below = "/x"

// outcome is what becomes of requests to a path at a listener.
type outcome struct {
	text string
	// answered says that a service answers, and restricted that only the allowed addresses
	// get there.
	answered, restricted bool
	allowed              []string
}

// paths are those that a load balancer knows, and one for any other.
func paths(e *check.Examination) []string {
	known := map[string]bool{"/": true}
	for _, r := range e.Model().Requests {
		for _, pattern := range r.Patterns {
			known[strings.TrimSuffix(pattern, "/*")] = true
			known[strings.ReplaceAll(pattern, "*", below[1:])] = true
		}
	}
	delete(known, "")
	return slices.Sorted(maps.Keys(known))
}

// requests are what becomes of the paths, by path and listener. What holds for a path and for
// all below it is one.
func requests(e *check.Examination, paths []string) map[string]outcome {
	found := map[string]outcome{}
	for _, path := range paths {
		results, err := e.Model().Path(path)
		if err != nil {
			// It is the same for every path.
			return map[string]outcome{"every path": {text: err.Error(), answered: true}}
		}
		for _, r := range results {
			found[path+" on "+r.Listener] = newOutcome(r)
		}
	}
	for _, name := range names(found, nil) {
		path, listener, _ := strings.Cut(name, " ")
		base, isBelow := strings.CutSuffix(path, below)
		if base == "" {
			base = "/"
		}
		if whole := base + " " + listener; isBelow && found[whole].text == found[name].text {
			found[base+" and below "+listener] = found[name]
			delete(found, name)
			delete(found, whole)
		}
	}
	return found
}

func newOutcome(r reachability.PathResult) outcome {
	o := outcome{text: strings.Join(r.Routed, " or "), restricted: r.Restricted, allowed: r.Allowed}
	o.answered = !strings.HasPrefix(o.text, "answers ")
	if r.Counted != nil {
		o.text += fmt.Sprintf(", at most %d requests of an address in %d s", r.Counted.Limit, r.Counted.Seconds)
	}
	if r.Restricted {
		o.text += ", for " + strings.Join(r.Allowed, ", ") + " only"
	}
	return o
}

// requestsDiffer has a line for each path of which something else becomes.
func requestsDiffer(was, is map[string]outcome) []string {
	var lines []string
	for _, path := range names(was, is) {
		switch old, now := was[path].text, is[path].text; {
		case old == now:
		case old == "":
			lines = append(lines, fmt.Sprintf("new: %s: %s", path, now))
		case now == "":
			lines = append(lines, fmt.Sprintf("gone: %s: %s", path, old))
		default:
			lines = append(lines, fmt.Sprintf("%s: %s, instead of %s", path, now, old))
		}
	}
	return lines
}
