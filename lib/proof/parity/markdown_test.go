package parity

import (
	"strings"
	"testing"
)

func TestTheTableHasARowForEachDeclaration(t *testing.T) {
	t.Parallel()
	found := Differences(environments(t,
		edit{"dev", `"RetentionInDays": 7`, `"RetentionInDays": 1`},
		edit{"prod", `["a", "b", "c"]`, `["a", "b", "c", "d|e", "f"]`},
		edit{"prod", `"Owner", "Value": "ops"`, `"Owner", "Value": "` + strings.Repeat("x", 150) + `"`},
	))
	const group = "AWS::EC2::SecurityGroup"
	topics := []Topic{
		{"Logs", []Declaration{{Type: logGroup, Paths: []string{"Properties.RetentionInDays"}, Has: Each{"1", "7", "7"}, Reason: "Short."}}},
		{"Groups", []Declaration{
			{Type: group, Paths: []string{"Properties.None"}, Has: Each{"1", "2", "3"}, Reason: "Nothing."},
			{Type: group, Paths: []string{"Properties.Zones[]"}, Has: Each{Absent, Absent, "*"}, Reason: "More."},
			{Type: group, Paths: []string{"Properties.Tags[*].Value"}, Has: Each{"ops", "ops", "x*"}, Reason: "Long."},
		}},
	}
	_, got, _ := strings.Cut(Markdown(topics, found), "\n## ")
	want := `Logs

| what | dev | staging | prod | held to | reason |
|---|---|---|---|---|---|
| Data/Logs (AWS::Logs::LogGroup): ` + "`RetentionInDays` | `1` | `7` | `7`" + ` | as shown | Short. |

## Groups

| what | dev | staging | prod | held to | reason |
|---|---|---|---|---|---|
| Data/Group (AWS::EC2::SecurityGroup): ` + "`Zones[]` | absent | absent | `d\\|e`<br>`f` | absent<br>absent<br>`*`" + ` | More. |
| Data/Group (AWS::EC2::SecurityGroup): ` + "`Tags[*].Value` | `ops` | `ops` | `" + strings.Repeat("x", 100) + "…` (sum a09244d5) | `ops`<br>`ops`<br>`x*`" + ` | Long. |
`
	if got != want {
		t.Errorf("the table is\n%s\nwant\n%s", got, want)
	}
}

func TestACellShowsEachValueOnce(t *testing.T) {
	t.Parallel()
	values := func(texts ...string) []Difference {
		var all []Difference
		for _, text := range texts {
			there := text != Absent && text != Nowhere
			all = append(all, Difference{Values: []Value{{"dev", text, there}, {"prod", "0", true}}})
		}
		return all
	}
	for want, covered := range map[string][]Difference{
		"`1`<br>`2`":              values("1", Absent, "2", "1"),
		"present":                 values(Present, Nowhere),
		"absent":                  values(Absent, Absent),
		"–":                       values(Nowhere),
		"7 values (sum 6070dd37)": values("1", "2", "3", "4", "5", "6", "7", "7", Absent),
	} {
		if got := cell(covered, 0); got != want {
			t.Errorf("the cell is %s, want %s", got, want)
		}
	}
}

func TestALongValueShowsWhatIsItsOwn(t *testing.T) {
	t.Parallel()
	start, end := strings.Repeat("a", 200), strings.Repeat("z", 200)
	values := []Value{{"dev", start + "1" + end, true}, {"staging", Nowhere, false}, {"prod", start + "2" + end, true}}
	want := "…" + start[:25] + "2" + end[:74] + "…"
	if got := excerpt(values, 2); got != want {
		t.Errorf("the excerpt is %s, want %s", got, want)
	}
}

// The page is reviewed, and a value that is cut there must not change unseen.
func TestAChangeBehindTheCutShowsOnThePage(t *testing.T) {
	t.Parallel()
	page := func(texts ...string) string {
		var found []Difference
		for _, text := range texts {
			found = append(found, Difference{Values: []Value{{"prod", text, true}}})
		}
		return cell(found, 0)
	}
	long := strings.Repeat("a", 200)
	for name, tc := range map[string]struct{ before, after string }{
		"of a value":          {page(long + "b"), page(long + "c")},
		"of one among many":   {page("1", "2", "3", "4", "5", "6", "7"), page("1", "2", "3", "4", "5", "6", "8")},
		"of where values end": {page("1", "2", "3", "4", "5", "6", "7,8", "9"), page("1", "2", "3", "4", "5", "6", "7", "8,9")},
	} {
		if tc.before == tc.after {
			t.Errorf("a change %s does not show: %s", name, tc.before)
		}
	}
	if short := page("1"); short != "`1`" {
		t.Errorf("a short value is %s, want it alone", short)
	}
}
