package difference

import (
	"fmt"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/reachability"
)

// below is a path that stands for all that a pattern with a wildcard matches.
const below = "/x"

// requests are what becomes of the paths that a load balancer knows, and of any other: who
// answers, and what the web ACL says.
func requests(e *check.Examination) map[string]string {
	paths := map[string]bool{"/": true}
	for _, r := range e.Model().Requests {
		for _, pattern := range r.Patterns {
			paths[strings.TrimSuffix(pattern, "/*")] = true
			paths[strings.ReplaceAll(pattern, "*", below[1:])] = true
		}
	}
	delete(paths, "")
	found := map[string]string{}
	for path := range paths {
		results, err := e.Model().Path(path)
		if err != nil {
			found[path] = err.Error()
		}
		for _, r := range results {
			found[fmt.Sprintf("%s on %s", path, r.Listener)] = outcome(r)
		}
	}
	for _, name := range names(found, nil) {
		text := found[name]
		path, listener, _ := strings.Cut(name, " ")
		if base, isBelow := strings.CutSuffix(path, below); isBelow {
			if base == "" {
				base = "/"
			}
			if whole := base + " " + listener; found[whole] == text {
				delete(found, name)
				delete(found, whole)
				found[base+" and below "+listener] = text
			}
		}
	}
	return found
}

func outcome(r reachability.PathResult) string {
	text := strings.Join(r.Routed, " or ")
	if r.Counted != nil {
		text += fmt.Sprintf(", at most %d requests of an address in %d s", r.Counted.Limit, r.Counted.Seconds)
	}
	if r.Restricted {
		text += ", for some addresses only"
	}
	return text
}

// requestsDiffer has a line for each path of which something else becomes.
func requestsDiffer(was, is map[string]string) []string {
	var lines []string
	for _, path := range names(was, is) {
		switch old, now := was[path], is[path]; {
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
