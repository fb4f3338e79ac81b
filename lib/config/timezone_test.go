package config

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"
)

func TestATimeZoneIsANameOfTheDatabase(t *testing.T) {
	t.Parallel()
	const must = "timeZone must be a name of the IANA time zone database with its capitals, got "
	for zone, want := range map[string]string{
		"Asia/Seoul": "", "UTC": "", "Etc/UTC": "", "Etc/GMT+9": "", "America/Argentina/Buenos_Aires": "", "America/Port-au-Prince": "", "EST5EDT": "", "ROK": "", "GB": "",
		"":                 must + `"": such as Asia/Seoul or UTC`,
		"Local":            must + `"Local": such as Asia/Seoul or UTC`,
		"KST":              must + `"KST": such as Asia/Seoul or UTC`,
		"+09:00":           must + `"+09:00": such as Asia/Seoul or UTC`,
		"UTC+9":            must + `"UTC+9": such as Asia/Seoul or UTC`,
		"Factory":          must + `"Factory": such as Asia/Seoul or UTC`,
		"utc":              must + `"utc": did you mean Etc/UTC?`,
		"asia/seoul":       must + `"asia/seoul": did you mean Asia/Seoul?`,
		"Asia/Seoul\n":     must + `"Asia/Seoul\n": did you mean Asia/Seoul?`,
		"Seoul":            must + `"Seoul": did you mean Asia/Seoul?`,
		"Asia/Soul":        must + `"Asia/Soul": did you mean Asia/Seoul?`,
		"posix/Asia/Seoul": must + `"posix/Asia/Seoul": such as Asia/Seoul or UTC`,
	} {
		if got := told(checkTimeZone, Service{TimeZone: zone}); got != want {
			t.Errorf("%q is told\n%s\nwant\n%s", zone, got, want)
		}
	}
}

func TestTheTimeZonesAreOfTheDatabase(t *testing.T) {
	t.Parallel()
	for _, zone := range timeZones() {
		if _, err := time.LoadLocation(zone); err != nil || len(zone) > 50 {
			t.Errorf("timezones.txt has %s, which Go does not know or EventBridge Scheduler would find too long: %v", zone, err)
		}
	}
	if !slices.IsSorted(timeZones()) {
		t.Error("timezones.txt is not sorted")
	}
}
