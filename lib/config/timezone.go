package config

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"example.com/chassis/lib/config/input"
)

// timeZoneNames are those of the IANA time zone database, which EventBridge Scheduler
// reads. They are a list because time.LoadLocation reads the machine's files first: there
// it also finds Local and posix/Asia/Seoul, and asia/seoul where a disk ignores capitals.
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zones
//
//go:embed timezones.txt
var timeZoneNames string

var timeZones = sync.OnceValue(func() []string { return strings.Fields(timeZoneNames) })

func checkTimeZone(_ Environment, s Service, fail reporter) {
	if slices.Contains(timeZones(), s.TimeZone) {
		return
	}
	hint := "such as Asia/Seoul or UTC"
	if near, ok := input.Nearest(s.TimeZone, slices.DeleteFunc(slices.Clone(timeZones()), isAbbreviation)); ok && s.TimeZone != "" {
		hint = "did you mean " + near + "?"
	}
	fail("timeZone must be a name of the IANA time zone database with its capitals, got %q: %s", s.TimeZone, hint)
}

// isAbbreviation reports whether a zone has no region. Those are a letter apart from each
// other, so KST would look like EST.
func isAbbreviation(zone string) bool { return !strings.Contains(zone, "/") }
