package difference

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// watched is something whose parts must not change unseen.
type watched struct {
	// counts says that it is said when it comes or goes.
	counts bool
	parts  map[string]string
}

// text is a value as it reads, in the account of the platform whether that is named or not.
func text(e *check.Examination, r *assembly.Resource, v any) string {
	written := e.Text(r.Stack, v)
	if r.Stack.Account != "" {
		written = strings.ReplaceAll(written, r.Stack.Account, "${AWS::AccountId}")
	}
	return written
}

// mostWords is how long both values of a line may be together. Of longer ones, which are
// lists of metrics and patterns of events, a reader looks at the template.
const mostWords = 160

// mostThings is how many things of one kind are named before the rest is counted.
const mostThings = 8

// watchedDiffer has a line for all of which the same is said.
func watchedDiffer(was, is map[string]watched) []string {
	var said sayings
	for _, name := range names(was, is) {
		old, had := was[name]
		now, has := is[name]
		switch {
		case had && has:
			for _, text := range partsDiffer(old.parts, now.parts) {
				said.add(name, text)
			}
		case had && old.counts:
			said.add(name, "gone")
		case has && now.counts:
			said.add(name, "new")
		}
	}
	slices.Sort(said.texts)
	return said.lines(func(names []string, text string) string { return text + ": " + few(names, mostThings) })
}

// partsDiffer says what of one thing differs: values, entries of lists as a whole, and only
// the names of much.
func partsDiffer(was, is map[string]string) []string {
	heads := map[string][]string{}
	for _, part := range names(was, is) {
		if was[part] != is[part] {
			head := part[:cmp.Or(max(strings.IndexAny(part, ".["), 0), len(part))]
			if text := partDiffers(part, was, is); !slices.Contains(heads[head], text) {
				heads[head] = append(heads[head], text)
			}
		}
	}
	var texts []string
	for _, head := range names(heads, nil) {
		if len(heads[head]) > most {
			heads[head] = []string{"other " + head}
		}
		texts = append(texts, heads[head]...)
	}
	if len(heads) > most {
		return []string{"other " + strings.Join(names(heads, nil), ", ")}
	}
	return texts
}

func partDiffers(part string, was, is map[string]string) string {
	old, had := was[part]
	now, has := is[part]
	switch {
	case !has && entry(part, is) != "":
		return "no " + entry(part, is)
	case !had && entry(part, was) != "":
		return "new " + entry(part, was)
	case len(old)+len(now) > mostWords:
		return "other " + part
	}
	return fmt.Sprintf("%s %s, instead of %s", part, cmp.Or(now, "nothing"), cmp.Or(old, "nothing"))
}

// entry is the outermost entry of a list around a part of which the other side has nothing.
func entry(part string, other map[string]string) string {
	for end := range part {
		if part[end] != ']' {
			continue
		}
		whole := part[:end+1]
		there := false
		for place := range other {
			there = there || strings.HasPrefix(place, whole)
		}
		if !there {
			return whole
		}
	}
	return ""
}
