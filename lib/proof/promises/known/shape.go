package known

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
)

// shape is what a value may hold, read from a text: "Name" is a text, a number or a reference,
// "Names[]" a list of them, "Size{Width Height}" an object, "Sizes[Width Height]" a list of
// objects, and "Size*" anything.
type shape struct {
	kind byte // of its mark, or 0
	keys map[string]*shape
}

var word = regexp.MustCompile(`\w[^\s{}\[\]*]*|[{}*]|\[\]|[\[\]]`)

// parsed reads the shape of an object.
func parsed(text string) *shape {
	words := word.FindAllString(text, -1)
	return &shape{kind: '{', keys: keysOf(&words)}
}

// keysOf reads up to the mark that closes an object.
func keysOf(words *[]string) map[string]*shape {
	keys := map[string]*shape{}
	var last *shape
	for len(*words) > 0 {
		next := (*words)[0]
		*words = (*words)[1:]
		switch next {
		case "}", "]":
			return keys
		case "[]":
			last.kind = 'l'
		case "*", "{", "[":
			last.kind = next[0]
			if next != "*" {
				last.keys = keysOf(words)
			}
		default:
			last = &shape{}
			keys[next] = last
		}
	}
	return keys
}

// strange lists the places in a value that the shape does not have.
func (s *shape) strange(place string, value any) []string {
	_, _, reference := assembly.Intrinsic(value)
	list, isList := value.([]any)
	object, isObject := value.(map[string]any)
	isObject = isObject && !reference
	switch {
	case s.kind == '*', s.kind == 0 && !isList && !isObject:
		return nil
	case s.kind == '{' && isObject:
		return s.inside(place, object)
	case (s.kind == '[' || s.kind == 'l') && isList:
		return s.items(place, list)
	}
	return []string{place + " of this form"}
}

func (s *shape) items(place string, list []any) []string {
	item := &shape{}
	if s.kind == '[' {
		item = &shape{kind: '{', keys: s.keys}
	}
	var found []string
	for i := range list {
		found = append(found, item.strange(joined(place, i), list[i])...)
	}
	return found
}

func (s *shape) inside(place string, object map[string]any) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		known, given := s.keys[name]
		if !given {
			found = append(found, joined(place, name))
			continue
		}
		found = append(found, known.strange(joined(place, name), object[name])...)
	}
	return found
}

func joined(place string, step any) string {
	if place == "" {
		return fmt.Sprint(step)
	}
	return fmt.Sprint(place, ".", step)
}
