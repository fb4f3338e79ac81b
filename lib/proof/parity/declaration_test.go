package parity

import (
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
	retention := Declaration{Type: logGroup, Paths: []string{"Properties.RetentionInDays"}, Has: Each{"7", "7", "365"}, Reason: because}
	rising := Declaration{Type: logGroup, Paths: retention.Paths, Rising: true, Reason: because}
	found := days(t, "7", "7", "365")
	for name, tc := range map[string]struct {
		declared []Declaration
		found    []Difference
		want     string
	}{
		"a declared difference": {[]Declaration{retention}, found, ""},
		"an undeclared one":     {nil, found, `undeclared: Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "7", staging "7", prod "365"`},
		"a declaration that nothing needs": {
			[]Declaration{retention}, nil, `Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays ["7" "7" "365"]`,
		},
		"a path that nothing needs": {
			[]Declaration{{Type: logGroup, Paths: []string{"Properties.RetentionInDays", "Properties.KmsKeyId"}, Has: retention.Has, Reason: because}},
			found, "Retention: nothing needs the declaration of Properties.KmsKeyId",
		},
		"a resource that nothing needs": {
			[]Declaration{{Type: logGroup, Of: []string{"Data/Logs", "Data/Others"}, Paths: retention.Paths, Has: retention.Has, Reason: because}},
			found, "Retention: nothing needs the declaration of Data/Others",
		},
		"a declaration of another type": {
			[]Declaration{retention, {Type: "AWS::S3::Bucket", Paths: retention.Paths, Has: retention.Has, Reason: because}},
			found, `Retention: nothing needs the declaration of AWS::S3::Bucket Properties.RetentionInDays ["7" "7" "365"]`,
		},
		"a declaration of another resource": {
			[]Declaration{retention, {Type: logGroup, Of: []string{"Network/Logs"}, Paths: retention.Paths, Has: retention.Has, Reason: because}},
			found, `Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays Network/Logs ["7" "7" "365"]`,
		},
		"two declarations of one difference": {
			[]Declaration{retention, retention},
			found,
			`declared more than once: Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "7", staging "7", prod "365"`,
		},
		"the other way round": {
			[]Declaration{retention},
			days(t, "365", "365", "7"),
			`Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays ["7" "7" "365"]
undeclared: Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "365", staging "365", prod "7"`,
		},
		"another value in the same direction": {
			[]Declaration{retention},
			days(t, "7", "7", "30"),
			`Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays ["7" "7" "365"]
undeclared: Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "7", staging "7", prod "30"`,
		},
		"numbers that rise": {[]Declaration{rising}, days(t, "7", "30", "365"), ""},
		"numbers that should rise further": {
			[]Declaration{rising},
			days(t, "7", "30", "30"),
			`Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays rising
undeclared: Data/Logs (AWS::Logs::LogGroup) Properties.RetentionInDays: dev "7", staging "30", prod "30"`,
		},
		"a declaration without values": {
			[]Declaration{retention, {Type: logGroup, Paths: retention.Paths, Reason: because}},
			found,
			`AWS::Logs::LogGroup Properties.RetentionInDays ["" "" ""]: wants either values or that they rise
Retention: nothing needs the declaration of AWS::Logs::LogGroup Properties.RetentionInDays ["" "" ""]`,
		},
		"a declaration of values that rise as well": {
			[]Declaration{{Type: logGroup, Paths: retention.Paths, Has: retention.Has, Rising: true, Reason: because}},
			days(t, "7", "30", "365"),
			"AWS::Logs::LogGroup Properties.RetentionInDays rising: wants either values or that they rise",
		},
		"a declaration of everything": {
			[]Declaration{retention, {Type: logGroup, Has: inProd, Reason: because}},
			found,
			`AWS::Logs::LogGroup ["absent" "absent" "present"]: names neither resources nor paths
Retention: nothing needs the declaration of AWS::Logs::LogGroup ["absent" "absent" "present"]`,
		},
		"a declaration without a reason": {
			[]Declaration{{Type: logGroup, Paths: retention.Paths, Has: retention.Has}},
			found,
			`AWS::Logs::LogGroup Properties.RetentionInDays ["7" "7" "365"]: no reason`,
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
		}
	}
}
