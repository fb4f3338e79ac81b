package checktest

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Shapes are an event with each of its fields, however deep, in turn missing, null, empty, of
// another type or very long. They are named for what is odd.
func Shapes(event any) map[string]any {
	found := map[string]any{}
	for _, path := range paths(event, nil) {
		for name, value := range odd {
			copied := assembly.CopyOf(event)
			set(copied, path, value)
			found[strings.Join(path, ".")+" is "+name] = copied
		}
	}
	return found
}

// missing is the value of a field that is not there.
type missing struct{}

var odd = map[string]any{
	"missing": missing{}, "null": nil, "empty": "", "a number": 3.5, "true": true, "false": false, "a text": "3", "an empty list": []any{},
	"a list": []any{nil, 1.0, "two", []any{"three"}, map[string]any{"four": nil}}, "an empty object": map[string]any{},
	"an object": map[string]any{`"a\`: []any{nil}}, "quoted": "\"\\\n\t<&>'{{", "very long": strings.Repeat("長い ", 10_000),
}

func paths(value any, to []string) [][]string {
	fields, _ := value.(map[string]any)
	var found [][]string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		path := append(slices.Clone(to), name)
		found = append(append(found, path), paths(fields[name], path)...)
	}
	return found
}

func set(in any, path []string, value any) {
	fields := in.(map[string]any)
	if len(path) > 1 {
		set(fields[path[0]], path[1:], value)
		return
	}
	if fields[path[0]] = value; isMissing(value) {
		delete(fields, path[0])
	}
}

func isMissing(value any) bool {
	_, is := value.(missing)
	return is
}
