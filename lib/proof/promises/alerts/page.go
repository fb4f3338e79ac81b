package alerts

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// Page is the page of the alarms that the templates of some platforms hold. It names an
// alarm by its section of the runbook, since services share a row while theirs are alike.
func Page(platforms ...check.Platform) string {
	var out strings.Builder
	out.WriteString("# Alarms\n\n" +
		"What the templates of each environment hold, so that a changed metric or threshold shows in a review. What to do is in the\n" +
		"[runbook](../runbook.md). Missing data is what CloudWatch takes a period without a value for.\n\n" +
		"| alarm | in | fires at | on | missing data |\n|---|---|---|---|---|\n")
	environments := map[string][]string{} // by the rest of the row
	for _, p := range platforms {
		v := check.Examine(p).Review()
		for _, alarm := range ownAlarms(v) {
			condition := ""
			if words := conditionOf(v, alarm); words != nil {
				condition = words[1]
			}
			row := strings.Join([]string{parts.AlarmSection(v, alarm), condition, comparison(v, alarm), missingData(alarm)}, " | ")
			if !slices.Contains(environments[row], p.Label()) {
				environments[row] = append(environments[row], p.Label())
			}
		}
	}
	for _, row := range slices.Sorted(maps.Keys(environments)) {
		section, rest, _ := strings.Cut(row, " | ")
		fmt.Fprintf(&out, "| [%s](../runbook.md#%s) | %s | %s |\n", section, section, strings.Join(environments[row], ", "), rest)
	}
	return out.String()
}

// comparison is what an alarm compares with its threshold: the expression, and below it
// each metric by the names of its dimensions. Metrics of several nodes share a line.
func comparison(v *check.Review, alarm *assembly.Resource) string {
	ids := map[string][]string{}
	for _, m := range parts.AlarmMetrics(v, alarm) {
		text := fmt.Sprintf("%s of %s %s by %s", m.Statistic, m.Namespace, m.Name, strings.Join(slices.Sorted(maps.Keys(m.Dimensions)), ", "))
		ids[text] = append(ids[text], m.ID)
	}
	var lines []string
	if expression := parts.Expression(alarm); expression != "" {
		lines = append(lines, "`"+expression+"`")
	}
	for _, text := range slices.Sorted(maps.Keys(ids)) {
		if id := strings.Join(ids[text], ", "); id != "" {
			text = id + ": " + text
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "<br>")
}

// missingData is what an alarm takes a period without a value for.
func missingData(alarm *assembly.Resource) string { return fmt.Sprint(alarm.At("TreatMissingData")) }
