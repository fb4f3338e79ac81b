package difference

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/proof/promises/check"
)

// settingsDiffer lists the settings behind a change. A service that comes or goes is one
// line.
func settingsDiffer(before, after check.Platform) []string {
	was, is := serviceNames(before), serviceNames(after)
	lines := compare(was, is, "new service", "service that goes")
	old, now := settings(before), settings(after)
	for _, values := range []map[string]string{old, now} {
		maps.DeleteFunc(values, func(place, _ string) bool {
			service, _, inService := strings.Cut(strings.TrimPrefix(place, "Services["), "]")
			return inService && strings.HasPrefix(place, "Services[") && slices.Contains(was, service) != slices.Contains(is, service)
		})
	}
	for _, place := range names(old, now) {
		if old[place] != now[place] {
			lines = append(lines, fmt.Sprintf("%s: %s, instead of %s", place, shown(now[place]), shown(old[place])))
		}
	}
	return lines
}

func shown(value string) string {
	if value == "" {
		return "nothing"
	}
	return value
}

func serviceNames(p check.Platform) []string {
	var names []string
	for _, s := range p.Settings.Services {
		names = append(names, s.Name)
	}
	return names
}

// settings are the values of a platform by their places.
func settings(p check.Platform) map[string]string {
	values := map[string]string{}
	encoded, err := json.Marshal(p.Settings)
	if err != nil {
		panic(err) // settings are plain values
	}
	var value any
	if err := json.Unmarshal(encoded, &value); err != nil {
		panic(err)
	}
	leaves("", value, values)
	return values
}

// leaves names an item of a list by its name, if it has one, and joins a list of values.
func leaves(place string, value any, into map[string]string) {
	switch v := value.(type) {
	case map[string]any:
		for key, item := range v {
			if key != "Name" || place == "" {
				leaves(strings.TrimPrefix(place+"."+key, "."), item, into)
			}
		}
	case []any:
		var texts []string
		for _, item := range v {
			if m, ok := item.(map[string]any); ok {
				leaves(fmt.Sprintf("%s[%v]", place, m["Name"]), item, into)
			} else {
				texts = append(texts, fmt.Sprint(item))
			}
		}
		if len(texts) > 0 {
			into[place] = strings.Join(texts, ", ")
		}
	case nil:
	default:
		into[place] = fmt.Sprint(v)
	}
}
