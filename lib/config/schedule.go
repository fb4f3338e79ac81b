package config

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxSchedule is the longest expression.
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
const maxSchedule = 256

// schedulePattern is the shape of what EventBridge Scheduler accepts. What is between the
// parentheses starts and ends without a blank.
var schedulePattern = regexp.MustCompile(`^(at|cron|rate)\([0-9A-Za-z*?/,#:-]+( +[0-9A-Za-z*?/,#:-]+)*\)$`)

var (
	ratePattern = regexp.MustCompile(`^0*[1-9][0-9]{0,8} +(minute|hour|day)s?$`)
	cronStep    = regexp.MustCompile(`^0*[1-9][0-9]{0,3}$`)

	// lastOrWeekday is the last day of a month, a number of days before it, the last
	// weekday, or the weekday nearest to a day.
	lastOrWeekday = regexp.MustCompile(`^(L(-([1-9]|[12][0-9]|30))?W?|(0?[1-9]|[12][0-9]|3[01])W)$`)
	// lastOrNth is the last day of a week, the last such day of a month, or the nth.
	lastOrNth = regexp.MustCompile(`^(L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$`)
)

// checkSchedule accepts an `at` of any date, also one that is over. Otherwise the same
// settings would be refused from one day on. Only the deployment knows the time.
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
func checkSchedule(_ Environment, s Service, fail reporter) {
	if s.Schedule == "" {
		fail("schedule must be given, such as cron(0 3 * * ? *) for 03:00 each day or rate(15 minutes)")
		return
	}
	if !schedulePattern.MatchString(s.Schedule) {
		fail("schedule must be such as cron(0 3 * * ? *) for 03:00 each day, rate(15 minutes) or at(2030-12-31T23:59:59), got %q", s.Schedule)
		return
	}
	kind, rest, _ := strings.Cut(s.Schedule, "(")
	inner := strings.TrimSuffix(rest, ")")
	switch kind {
	case "rate":
		if !ratePattern.MatchString(inner) {
			fail("schedule must be a rate of minutes, hours or days from 1 on, such as rate(1 hour) or rate(15 minutes), got %q", s.Schedule)
		}
	case "at":
		// The comparison refuses what time.Parse reads beyond the layout, such as 3:00:00.
		if date, err := time.Parse(atLayout, inner); err != nil || date.Format(atLayout) != inner {
			fail("schedule must be a date and time that exist, without a zone, such as at(2030-12-31T23:59:59), got %q", s.Schedule)
		}
	case "cron":
		checkCron(s.Schedule, strings.Fields(strings.ToUpper(inner)), fail)
	}
}

const atLayout = "2006-01-02T15:04:05"

// checkCron judges the fields of a cron expression, in capitals.
func checkCron(schedule string, given []string, fail reporter) {
	fields := cronFields()
	if len(given) != len(fields) {
		fail("schedule must have six fields, cron(minutes hours day-of-month month day-of-week year), such as cron(0 3 * * ? *), got %d in %q", len(given), schedule)
		return
	}
	unset := 0
	for i, f := range fields {
		if f.unset && given[i] == "?" {
			unset++
		} else if !f.takes(given[i]) {
			fail("schedule must have %s, in the manner of cron(0 3 * * ? *), got %q in %q", f.wanted, given[i], schedule)
			return
		}
	}
	if unset != 1 {
		fail("schedule must have ? either as its day of the month or as its day of the week, such as cron(0 3 * * ? *) or cron(0 3 ? * MON-FRI *), got %q", schedule)
	}
}

// cronField is what one field of a cron expression may be.
type cronField struct {
	wanted          string
	lowest, highest int
	// names stand for the values from the lowest on.
	names []string
	// once forbids a range that goes on after the highest value, such as 20-2.
	once bool
	// unset allows a question mark.
	unset bool
	// special is what a value may be beside a number or a name.
	special *regexp.Regexp
}

// cronFields follows AWS's table, which says less than AWS takes: ranges with a step and
// ranges over the end (20-2 in its examples). Where AWS does not say, as for names in
// small letters or LW, the deployment decides.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
func cronFields() []cronField {
	return []cronField{
		{wanted: "minutes of 0 to 59, or * or such as 0,30 or 10-20 or 0/15", highest: 59},
		{wanted: "hours of 0 to 23, or * or such as 3,15 or 9-17 or 0/6", highest: 23},
		{
			wanted: "a day of the month of 1 to 31, or ? or * or such as 1,15 or 1-7 or 1/10, L for the last, L-3, LW or 15W",
			lowest: 1, highest: 31, unset: true, special: lastOrWeekday,
		},
		{
			wanted: "a month of 1 to 12 or JAN to DEC, or * or such as JAN,JUL or 4-9 or 1/3", lowest: 1, highest: 12,
			names: []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"},
		},
		{
			wanted: "a day of the week of 1 (Sunday) to 7 or SUN to SAT, or ? or * or such as MON-FRI or SAT,SUN, L, 6L for the month's last Friday or, alone, 3#2 for its second Tuesday",
			lowest: 1, highest: 7, unset: true, special: lastOrNth,
			names: []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"},
		},
		{wanted: "a year of 1970 to 2199, or * or such as 2030,2032 or 2030-2035 or 2030/2", lowest: 1970, highest: 2199, once: true},
	}
}

// takes reports whether the field may have a text. An nth day of the week stands alone.
func (f cronField) takes(text string) bool {
	parts := strings.Split(text, ",")
	if len(parts) > 1 && strings.Contains(text, "#") {
		return false
	}
	return !slices.ContainsFunc(parts, func(part string) bool { return !f.takesPart(part) })
}

// takesPart judges a value, a range or a special value, the first two with or without a
// step.
func (f cronField) takesPart(part string) bool {
	if f.special != nil && f.special.MatchString(part) {
		return true
	}
	span, step, stepped := strings.Cut(part, "/")
	if stepped && !cronStep.MatchString(step) {
		return false
	}
	if span == "*" {
		return true
	}
	start, end, ranged := strings.Cut(span, "-")
	first, known := f.value(start)
	if !known || !ranged {
		return known
	}
	last, known := f.value(end)
	return known && (first <= last || !f.once)
}

func (f cronField) value(text string) (int, bool) {
	if i := slices.Index(f.names, text); i >= 0 {
		return f.lowest + i, true
	}
	number, err := strconv.Atoi(text)
	return number, err == nil && number >= f.lowest && number <= f.highest
}
