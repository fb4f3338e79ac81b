package parity

import (
	"slices"
	"strings"
	"testing"
)

const logGroup = "AWS::Logs::LogGroup"

// days makes the retention of dev's, staging's and prod's log group.
func days(t *testing.T, dev, staging, prod string) []Difference {
	t.Helper()
	const old = `"RetentionInDays": 7`
	return Differences(environments(t,
		edit{"dev", old, strings.Replace(old, "7", dev, 1)},
		edit{"staging", old, strings.Replace(old, "7", staging, 1)},
		edit{"prod", old, strings.Replace(old, "7", prod, 1)}))
}

func TestProblemsOfDeclarations(t *testing.T) {
	t.Parallel()
	const because = "The test wants it."
	retention := Declaration{Type: logGroup, Paths: []string{"Properties.RetentionInDays"}, Alone: "prod", Reason: because}
	found := days(t, "7", "7", "365")
	for name, tc := range map[string]struct {
		declared []Declaration
		found    []Difference
		want     string
	}{
		"a declared difference": {[]Declaration{retention}, found, ""},
		"an undeclared one":     {nil, found, `undeclared: Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "7", staging "7", prod "365"`},
		"a declaration that nothing needs": {
			[]Declaration{retention}, nil, "Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays",
		},
		"a path that nothing needs": {
			[]Declaration{{Type: logGroup, Paths: []string{"Properties.RetentionInDays", "Properties.KmsKeyId"}, Alone: "prod", Reason: because}},
			found, "Retention: nothing needs the declaration of Properties.KmsKeyId",
		},
		"a resource that nothing needs": {
			[]Declaration{{Type: logGroup, Of: []string{"Data/Logs", "Data/Others"}, Paths: retention.Paths, Alone: "prod", Reason: because}},
			found, "Retention: nothing needs the declaration of Data/Others",
		},
		"a declaration of another type": {
			[]Declaration{retention, {Type: "AWS::S3::Bucket", Paths: retention.Paths, Alone: "prod", Reason: because}},
			found, "Retention: nothing needs the declaration of AWS::S3::Bucket Properties.RetentionInDays",
		},
		"a declaration of another resource": {
			[]Declaration{retention, {Type: logGroup, Of: []string{"Network/Logs"}, Paths: retention.Paths, Alone: "prod", Reason: because}},
			found, "Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays Network/Logs",
		},
		"two declarations of one difference": {
			[]Declaration{retention, retention},
			found,
			`declared more than once: Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "7", staging "7", prod "365"`,
		},
		"another environment stands alone": {
			[]Declaration{retention},
			days(t, "1", "7", "7"),
			`Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays
undeclared: Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "1", staging "7", prod "7"`,
		},
		"all stand alone where one should": {
			[]Declaration{retention},
			days(t, "1", "7", "30"),
			`Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays
undeclared: Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "1", staging "7", prod "30"`,
		},
		"two are alike where none should": {
			[]Declaration{{Type: logGroup, Paths: retention.Paths, Reason: because}},
			found,
			`Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays
undeclared: Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "7", staging "7", prod "365"`,
		},
		"a declaration of everything": {
			[]Declaration{retention, {Type: logGroup, Reason: because}},
			found,
			`AWS::Logs::LogGroup: names neither resources nor paths
Retention: nothing needs the declaration of AWS::Logs::LogGroup`,
		},
		"a declaration without a reason": {
			[]Declaration{{Type: logGroup, Paths: retention.Paths, Alone: "prod"}},
			found,
			"AWS::Logs::LogGroup Properties.RetentionInDays: no reason",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(Problems([]Topic{{"Retention", tc.declared}}, tc.found), "\n")
			if got != tc.want {
				t.Errorf("problems are\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

func TestPathsOfDeclarationsMeanWhatTheySay(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		pattern, path string
		want          bool
	}{
		{"Properties.Tags[*].Value", "Properties.Tags[Name].Value", true},
		{"Properties.Tags[*].Value", "Properties.Tags[Name].Key", false},
		{"Properties.Tags[*].Value", "Properties.Tags[Name].Inner[0].Value", false},
		{"Properties.Tags[]", "Properties.Tags[]", true},
		{"Properties.Tags[*]", "Properties.Tags (order)", false},
		{"Properties.Tags", "Properties.Tags[Name]", false},
		{"Properties.Tags", "Properties.TagsMore", false},
		{"Properties.*", "Properties.Tags", false},
	} {
		if got := leadsTo(tc.pattern, tc.path); got != tc.want {
			t.Errorf("%s leads to %s: got %t, want %t", tc.pattern, tc.path, got, tc.want)
		}
	}
}

// Reasons are read by people, in a table.
func TestReasonsAreSentences(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, topic := range Declared() {
		if names[topic.Name] || len(topic.Declarations) == 0 {
			t.Errorf("topic %q is there twice or empty", topic.Name)
		}
		names[topic.Name] = true
		for _, d := range topic.Declarations {
			if !strings.HasSuffix(d.Reason, ".") || strings.ContainsAny(d.Reason, "|\n") {
				t.Errorf("%s: %s: %q is no sentence that fits into a table", topic.Name, d, d.Reason)
			}
			if !slices.Contains([]string{"", "dev", "staging", "prod"}, d.Alone) {
				t.Errorf("%s: %s: there is no environment %q", topic.Name, d, d.Alone)
			}
		}
	}
}

func TestTheTableHasARowForEachDeclaration(t *testing.T) {
	t.Parallel()
	found := Differences(environments(t,
		edit{"dev", `"RetentionInDays": 7`, `"RetentionInDays": 1`},
		edit{"prod", `["a", "b", "c"]`, `["a", "b", "c", "d|e", "f"]`},
		edit{"prod", `"Owner", "Value": "ops"`, `"Owner", "Value": "` + strings.Repeat("x", 150) + `"`},
	))
	const group = "AWS::EC2::SecurityGroup"
	topics := []Topic{
		{"Logs", []Declaration{{Type: logGroup, Paths: []string{"Properties.RetentionInDays"}, Alone: "dev", Reason: "Short."}}},
		{"Groups", []Declaration{
			{Type: group, Paths: []string{"Properties.None"}, Alone: "dev", Reason: "Nothing."},
			{Type: group, Paths: []string{"Properties.Zones[]"}, Alone: "prod", Reason: "More."},
			{Type: group, Paths: []string{"Properties.Tags[*].Value"}, Alone: "prod", Reason: "Long."},
		}},
	}
	_, got, _ := strings.Cut(Markdown(topics, found), "\n## ")
	want := `Logs

| what | dev | staging | prod | reason |
|---|---|---|---|---|
| Data/Logs (AWS::Logs::LogGroup): ` + "`RetentionInDays` | `1` | `7` | `7`" + ` | Short. |

## Groups

| what | dev | staging | prod | reason |
|---|---|---|---|---|
| Data/Group (AWS::EC2::SecurityGroup): ` + "`Zones[]` | absent | absent | `d\\|e`<br>`f`" + ` | More. |
| Data/Group (AWS::EC2::SecurityGroup): ` + "`Tags[*].Value` | `ops` | `ops` | `" + strings.Repeat("x", 100) + "…`" + ` | Long. |
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
		"`1`<br>`2`": values("1", Absent, "2", "1"),
		"present":    values(Present, Nowhere),
		"absent":     values(Absent, Absent),
		"–":          values(Nowhere),
		"7 values":   values("1", "2", "3", "4", "5", "6", "7", "7", Absent),
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
