package check

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"example.com/chassis/lib/config"
)

// Held changes each value of the settings of p, one at a time, and leaves the templates
// as they are. It notes of each place whether a change of it breaks a promise: otherwise
// nothing depends on it, or nobody holds the templates to it. A place that is held already
// is not tried again, and one without effect is tried once: no promise notices it, so each try
// asks all of them.
func Held(held map[string]bool, p Platform, all []Promise, withoutEffect func(place string) bool) error {
	var settings any
	if err := convert(p.Settings, &settings); err != nil {
		return err
	}
	watch := NewWatch(all)
	var failed error
	eachValue("", settings, func(any) {}, func(place string) {
		isHeld, tried := held[place] // a list has several values
		if isHeld || tried && withoutEffect(place) {
			return
		}
		var changed config.Environment
		if err := convert(settings, &changed); err != nil {
			failed = fmt.Errorf("%s: %w", place, err)
			return
		}
		held[place] = watch.Notices(Platform{p.Assembly, changed})
	})
	return failed
}

// eachValue changes what is at a place and everything inside it, one at a time, and calls
// judge while it is changed. set writes another value to the place.
func eachValue(place string, value any, set func(any), judge func(place string)) {
	try := func(to any) {
		set(to)
		judge(place)
		set(value)
	}
	switch v := value.(type) {
	case bool:
		try(!v)
	case float64:
		try(v + 1)
	case string:
		try(v + "x")
	case []any:
		for i := range v {
			eachValue(place, v[i], func(to any) { v[i] = to }, judge)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			eachValue(place+"."+key, v[key], func(to any) { v[key] = to }, judge)
		}
	}
}

func convert(from, to any) error {
	encoded, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(encoded, to)
}
