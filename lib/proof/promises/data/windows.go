package data

import (
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func windows() []check.Promise {
	return []check.Promise{
		{ID: "R3.4", Says: "Backups, snapshots and maintenance of database and cache happen between midnight and six in Seoul, each in a window of its own that AWS accepts.", Check: nightlyWindows},
		{ID: "R3.4", Says: "The writer and a reader that can replace it are under maintenance on different days.", Check: instancesAreApart},
	}
}

// nightlyWindows reads every window as minutes of the day, UTC.
func nightlyWindows(v *check.Review) {
	check := func(r *assembly.Resource, backup, maintenance string) {
		if r == nil {
			return
		}
		one, two := windowOf(v, r, backup), windowOf(v, r, maintenance)
		if one[0] < two[1] && two[0] < one[1] {
			v.Add("%s: %s and %s overlap", r, backup, maintenance)
		}
	}
	check(v.Only("Data", parts.DBCluster), "PreferredBackupWindow", "PreferredMaintenanceWindow")
	check(v.Only("Data", parts.ReplicationGroup), "SnapshotWindow", "PreferredMaintenanceWindow")
	for _, instance := range v.OfType("AWS::RDS::DBInstance") {
		windowOf(v, instance, "PreferredMaintenanceWindow")
	}
}

func instancesAreApart(v *check.Review) {
	days := map[string][]string{}
	for _, instance := range v.OfType("AWS::RDS::DBInstance") {
		tier := v.Text(instance.Stack, instance.At("PromotionTier"))
		day, _, given := strings.Cut(v.Text(instance.Stack, instance.At("PreferredMaintenanceWindow")), ":")
		if !given {
			v.Add("%s: RDS chooses its window, perhaps that of another", instance)
		}
		days[tier] = append(days[tier], day)
	}
	for _, day := range days["0"] {
		if slices.Contains(days["1"], day) {
			v.Add("the writer and a reader are both under maintenance on %s", day)
		}
	}
}

// windowOf is a window's begin and end in minutes of the day. It complains unless it
// lies between 15:00 and 21:00 UTC, midnight and six in Seoul, and has half an hour.
func windowOf(v *check.Review, r *assembly.Resource, property string) [2]int {
	text := v.Text(r.Stack, r.At(property))
	var at [2]int
	begin, end, found := strings.Cut(text, "-")
	for i, moment := range []string{begin, end} {
		if day, clock, weekly := strings.Cut(moment, ":"); weekly && len(day) == 3 {
			moment = clock
		}
		var hour, minute int
		if n, err := fmt.Sscanf(moment, "%2d:%2d", &hour, &minute); err != nil || n != 2 || len(moment) != 5 {
			found = false
		}
		at[i] = hour*60 + minute
	}
	if !found || at[0] < 15*60 || at[1] > 21*60 || at[1]-at[0] < 30 {
		v.Add("%s: %s is %q, want half an hour or more between 15:00 and 21:00 UTC", r, property, text)
	}
	return at
}
