package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEverySchedulerExpressionIsAccepted(t *testing.T) {
	t.Parallel()
	for _, schedule := range []string{
		"rate(1 minute)", "rate(1 minutes)", "rate(5 minutes)", "rate(5 minute)", "rate(1 hours)", "rate(12 hours)", "rate(1 day)", "rate(365 days)", "rate(05 minutes)", "rate(5  minutes)",
		"at(2030-12-31T23:59:59)", "at(2028-02-29T00:00:00)", "at(2001-01-01T00:00:00)",
		"cron(0 3 * * ? *)", "cron(00 03 * * ? *)", "cron(* * * * ? *)", "cron(0  3 * * ? *)",
		"cron(*/5 * * * ? *)", "cron(0/15 * * * ? *)", "cron(0/60 * * * ? *)", "cron(0 0/24 * * ? *)", "cron(5,35 13-20 ? * MON-FRI *)", "cron(0-15/1 8-8 ? * 2,3,4,5,6,7 *)", "cron(1-31/30 1-1 ? * 1,7 *)",
		"cron(0/30 20-2 ? * MON-FRI *)", "cron(50-10 3 * * ? *)", "cron(0 3 25-5 * ? *)", "cron(0 3 1 NOV-FEB ? *)", "cron(0 3 ? * FRI-MON *)",
		"cron(0 3 1 1 ? *)", "cron(0 3 1,15 JAN,JUL ? *)", "cron(0 3 1 JAN-JUN/2 ? *)", "cron(0 3 1 1/3 ? *)", "cron(0 3 1/10 * ? *)", "cron(0 3 31 12 ? *)",
		"cron(0 3 L * ? *)", "cron(0 3 L-3 * ? *)", "cron(0 3 LW * ? *)", "cron(0 3 15W * ? *)", "cron(0 3 1W * ? *)", "cron(0 3 1,L * ? *)",
		"cron(0 3 ? * 1 *)", "cron(0 3 ? * 7 *)", "cron(0 3 ? * * *)", "cron(0 3 ? * L *)", "cron(0 3 ? * 6L *)", "cron(0 3 ? * FRIL *)", "cron(0 3 ? * 3#2 *)", "cron(0 3 ? * MON#1 *)", "cron(0 3 ? * 2-6/2 *)", "cron(0 3 ? * sat,sun *)",
		"cron(0 3 * * ? 1970)", "cron(0 3 * * ? 2199)", "cron(0 3 * * ? 2030-2035)", "cron(0 3 * * ? 2030,2032)", "cron(0 3 * * ? 2030/2)",
		"cron(" + strings.Repeat("0,", 100) + "0 3 * * ? *)",
	} {
		if got := told(checkSchedule, Service{Schedule: schedule}); got != "" {
			t.Errorf("%s is refused: %s", schedule, got)
		}
	}
}

const (
	notShaped   = "schedule must be such as cron(0 3 * * ? *) for 03:00 each day, rate(15 minutes) or at(2030-12-31T23:59:59), got %q"
	notRate     = "schedule must be a rate of minutes, hours or days from 1 on, such as rate(1 hour) or rate(15 minutes), got %q"
	notDate     = "schedule must be a date and time that exist, without a zone, such as at(2030-12-31T23:59:59), got %q"
	notOneUnset = "schedule must have ? either as its day of the month or as its day of the week, such as cron(0 3 * * ? *) or cron(0 3 ? * MON-FRI *), got %q"
)

func TestAScheduleThatIsNoneSaysWhatItMayBe(t *testing.T) {
	t.Parallel()
	for want, schedules := range map[string][]string{
		notShaped: {
			"0 3 * * *", "daily", "@daily", "every(5 minutes)", "cron", "cron()", "cron(0 3 * * ? *", "Cron(0 3 * * ? *)", "cron (0 3 * * ? *)", " cron(0 3 * * ? *)", "cron( 0 3 * * ? *)", "cron(0 3 * * ? * )",
			"cron(0 3 * * ? *)\n", "cron(0\t3 * * ? *)", "cron(0\u00a03 * * ? *)", "cron(0 3 ? * frı *)", "cron(${Minute} 3 * * ? *)", "rate(1 hour) rate(2 hours)", "at(2030-12-31T23:59:59.5)",
		},
		notRate: {
			"rate(0 minutes)", "rate(-5 minutes)", "rate(30 seconds)", "rate(1 week)", "rate(1 month)", "rate(5)", "rate(minutes)", "rate(5minutes)", "rate(5 Minutes)", "rate(5 minutes 1 hour)", "rate(9999999999 days)",
		},
		notDate: {
			"at(2030-02-29T00:00:00)", "at(2030-04-31T00:00:00)", "at(2030-13-01T00:00:00)", "at(2030-12-31T24:00:00)", "at(2030-12-31T23:60:00)", "at(2030-12-31T3:00:00)", "at(2030-12-31 03:00:00)", "at(2030-12-31T03:00)", "at(2030-12-31)",
			"at(2030-12-31T23:59:59Z)", "at(2030-12-31T23:59:59,5)",
		},
		notOneUnset: {"cron(0 3 * * * *)", "cron(0 3 ? * ? *)", "cron(0 3 1 * MON *)", "cron(0 3 1 * * *)"},
	} {
		for _, schedule := range schedules {
			if got, want := told(checkSchedule, Service{Schedule: schedule}), fmt.Sprintf(want, schedule); got != want {
				t.Errorf("%q is told\n%s\nwant\n%s", schedule, got, want)
			}
		}
	}
}

func TestAWrongCronFieldIsNamed(t *testing.T) {
	t.Parallel()
	for schedule, want := range map[string]string{
		"cron(0 3 * * *)":           `six fields, cron(minutes hours day-of-month month day-of-week year), such as cron(0 3 * * ? *), got 5 in `,
		"cron(0 0 3 * * ? *)":       `six fields, cron(minutes hours day-of-month month day-of-week year), such as cron(0 3 * * ? *), got 7 in `,
		"cron(60 3 * * ? *)":        `minutes of 0 to 59, or * or such as 0,30 or 10-20 or 0/15, in the manner of cron(0 3 * * ? *), got "60" in `,
		"cron(? 3 * * ? *)":         `minutes…got "?" in `,
		"cron(-1 3 * * ? *)":        `minutes…got "-1" in `,
		"cron(0/0 3 * * ? *)":       `minutes…got "0/0" in `,
		"cron(/5 3 * * ? *)":        `minutes…got "/5" in `,
		"cron(0/ 3 * * ? *)":        `minutes…got "0/" in `,
		"cron(0, 3 * * ? *)":        `minutes…got "0," in `,
		"cron(1-2-3 3 * * ? *)":     `minutes…got "1-2-3" in `,
		"cron(*-5 3 * * ? *)":       `minutes…got "*-5" in `,
		"cron(L 3 * * ? *)":         `minutes…got "L" in `,
		"cron(JAN 3 * * ? *)":       `minutes…got "JAN" in `,
		"cron(0 24 * * ? *)":        `hours of 0 to 23, or * or such as 3,15 or 9-17 or 0/6, in the manner of cron(0 3 * * ? *), got "24" in `,
		"cron(0 9-24 * * ? *)":      `hours…got "9-24" in `,
		"cron(0 3 0 * ? *)":         `a day of the month of 1 to 31, or ? or * or such as 1,15 or 1-7 or 1/10, L for the last, L-3, LW or 15W, in the manner of cron(0 3 * * ? *), got "0" in `,
		"cron(0 3 32 * ? *)":        `a day of the month…got "32" in `,
		"cron(0 3 W * ? *)":         `a day of the month…got "W" in `,
		"cron(0 3 32W * ? *)":       `a day of the month…got "32W" in `,
		"cron(0 3 1-5W * ? *)":      `a day of the month…got "1-5W" in `,
		"cron(0 3 L-31 * ? *)":      `a day of the month…got "L-31" in `,
		"cron(0 3 15L * ? *)":       `a day of the month…got "15L" in `,
		"cron(0 3 3#2 * ? *)":       `a day of the month…got "3#2" in `,
		"cron(0 3 1,? * ? *)":       `a day of the month…got "1,?" in `,
		"cron(0 3 1 0 ? *)":         `a month of 1 to 12 or JAN to DEC, or * or such as JAN,JUL or 4-9 or 1/3, in the manner of cron(0 3 * * ? *), got "0" in `,
		"cron(0 3 1 13 ? *)":        `a month…got "13" in `,
		"cron(0 3 1 MON ? *)":       `a month…got "MON" in `,
		"cron(0 3 1 JUNE ? *)":      `a month…got "JUNE" in `,
		"cron(0 3 1 ? ? *)":         `a month…got "?" in `,
		"cron(0 3 ? * 0 *)":         `a day of the week of 1 (Sunday) to 7 or SUN to SAT, or ? or * or such as MON-FRI or SAT,SUN, L, 6L for the month's last Friday or, alone, 3#2 for its second Tuesday, in the manner of cron(0 3 * * ? *), got "0" in `,
		"cron(0 3 ? * 8 *)":         `a day of the week…got "8" in `,
		"cron(0 3 ? * 0-6 *)":       `a day of the week…got "0-6" in `,
		"cron(0 3 ? * MONDAY *)":    `a day of the week…got "MONDAY" in `,
		"cron(0 3 ? * 8L *)":        `a day of the week…got "8L" in `,
		"cron(0 3 ? * L-1 *)":       `a day of the week…got "L-1" in `,
		"cron(0 3 ? * 3W *)":        `a day of the week…got "3W" in `,
		"cron(0 3 ? * 3#6 *)":       `a day of the week…got "3#6" in `,
		"cron(0 3 ? * 3# *)":        `a day of the week…got "3#" in `,
		"cron(0 3 ? * 3#1,6#3 *)":   `a day of the week…got "3#1,6#3" in `,
		"cron(0 3 ? * 2,6#3 *)":     `a day of the week…got "2,6#3" in `,
		"cron(0 3 * * ? 1969)":      `a year of 1970 to 2199, or * or such as 2030,2032 or 2030-2035 or 2030/2, in the manner of cron(0 3 * * ? *), got "1969" in `,
		"cron(0 3 * * ? 2200)":      `a year…got "2200" in `,
		"cron(0 3 * * ? 30)":        `a year…got "30" in `,
		"cron(0 3 * * ? ?)":         `a year…got "?" in `,
		"cron(0 3 * * ? 2035-2030)": `a year…got "2035-2030" in `,
	} {
		start, end, cut := strings.Cut("schedule must have "+want+fmt.Sprintf("%q", schedule), "…")
		got := told(checkSchedule, Service{Schedule: schedule})
		if got != start && (!cut || !strings.HasPrefix(got, start) || !strings.HasSuffix(got, end)) {
			t.Errorf("%s is told\n%s\nwant\n%s…%s", schedule, got, start, end)
		}
	}
}

func TestAScheduleHasAtMost256Characters(t *testing.T) {
	t.Parallel()
	const tooLong = "services: api: schedule must have at most 256 characters, got 257"
	longest := "cron(" + strings.Repeat("0,", 119) + "00 3 * * ? *)"
	for schedule, want := range map[string][]string{longest: nil, strings.Replace(longest, " ", "  ", 1): {tooLong}} {
		file := complete(`{"context": {"services": [{"name": "api", "kind": "job", "schedule": "` + schedule + `"}]}}`)
		if _, err := readAsIs(file, ""); len(longest) != 256 || !slices.Equal(lines(err), want) {
			t.Errorf("an expression of %d characters is told %q, want %q", len(schedule), lines(err), want)
		}
		editorAccepts(t, file, want == nil)
	}
}

// told joins what a rule says of a service.
func told(check func(Environment, Service, reporter), s Service) string {
	var lines []string
	check(Environment{}, s, func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) })
	return strings.Join(lines, "\n")
}

// The editor's pattern is read as JavaScript, which knows no more than these signs.
func TestThePatternOfASchedulePleasesEditors(t *testing.T) {
	t.Parallel()
	if strange := regexp.MustCompile(`\(\?|\\[^()]`).FindString(schedulePattern.String()); strange != "" {
		t.Errorf("the pattern contains %s", strange)
	}
}
