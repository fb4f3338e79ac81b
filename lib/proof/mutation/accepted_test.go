package mutation_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/mutation"
)

// table is a file with these rows.
func table(rows ...string) string {
	return "# Survivors\n\n| a | table |\n|---|---|\n| of | others |\n\n| where | change | count | why |\n|---|---|---|---|\n" +
		strings.Join(rows, "\n") + "\n\nThe end.\n"
}

func TestOnlyWhatTheTableAcceptsIsAccepted(t *testing.T) {
	t.Parallel()
	scores := mutation.Scores{
		Changed: mutation.Score{Killed: 90, Total: 94, Survivors: []mutation.Mutant{
			{Where: "Data AWS::S3::Bucket.Days", Change: "one more", Count: 1},
			{Where: "Data AWS::S3::Bucket.Days", Change: "removed", Count: 3},
		}},
		Added: mutation.Score{Killed: 10, Total: 12, Survivors: []mutation.Mutant{
			{Where: "Data AWS::SQS::Queue.Days", Change: "removed", Count: 2},
		}},
	}
	const bucket, queue = "| `Data AWS::S3::Bucket.Days` | one more<br>removed | 4 | why not |", "| Data AWS::SQS::Queue.Days | removed | 2 | why not |"
	for name, tc := range map[string]struct{ rows, want []string }{
		"everything": {[]string{bucket, queue}, nil},
		"everything in one row": {
			[]string{"| Data AWS::S3::Bucket.Days<br>Data AWS::SQS::Queue.Days | removed<br>one more | 6 | why not |"}, nil,
		},
		"a survivor that nobody accepts": {[]string{bucket}, []string{"not accepted: Data AWS::SQS::Queue.Days: removed (2)"}},
		"another change": {
			[]string{"| Data AWS::S3::Bucket.Days | removed | 3 | why not |", queue},
			[]string{"not accepted: Data AWS::S3::Bucket.Days: one more"},
		},
		"more than are accepted": {
			[]string{bucket, "| Data AWS::SQS::Queue.Days | removed | 1 | why not |"},
			[]string{"not accepted: 2 of Data AWS::SQS::Queue.Days, line 10 accepts 1"},
		},
		"fewer than are accepted": {
			[]string{bucket, "| Data AWS::SQS::Queue.Days | removed | 3 | why not |"},
			[]string{"not needed: line 10 accepts 3 of Data AWS::SQS::Queue.Days, and 2 survive"},
		},
		"a row that no survivor needs": {
			[]string{bucket, queue, "| Data AWS::SQS::Queue.Name | removed | 1 | why not |"},
			[]string{"not needed: line 11 accepts 1 of Data AWS::SQS::Queue.Name, and 0 survive"},
		},
		"a change that no survivor needs": {
			[]string{bucket, "| Data AWS::SQS::Queue.Days | removed<br>flipped | 2 | why not |"},
			[]string{`not needed: "flipped" in line 10`},
		},
		"a place that no survivor needs": {
			[]string{bucket, "| Data AWS::SQS::Queue.Days<br>Data AWS::SQS::Queue.Name | removed | 2 | why not |"},
			[]string{`not needed: "Data AWS::SQS::Queue.Name" in line 10`},
		},
		"a pattern for several places": {
			[]string{"| Data *.Days | * | 6 | why not |"}, nil,
		},
		"a pattern in each cell": {
			[]string{"| * AWS::S3::*.Days<br>*SQS* | one*<br>re*ed | 6 | why not |"}, nil,
		},
		"a pattern for other places": {
			[]string{bucket, "| Security *.Days | removed | 2 | why not |"},
			[]string{"not needed: line 10 accepts 2 of Security *.Days, and 0 survive", "not accepted: Data AWS::SQS::Queue.Days: removed (2)"},
		},
		"a pattern that takes what a row has": {
			[]string{bucket, "| Data *.Days | removed | 5 | why not |"},
			[]string{"accepted twice, in the lines 9 and 10: Data AWS::S3::Bucket.Days: removed (3)"},
		},
	} {
		rows, err := mutation.ReadAccepted(table(tc.rows...))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := scores.Against(rows); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}

func TestAnUnreadableTableIsRefused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ text, want string }{
		"no table":           {"# Survivors\n", "there is no table"},
		"no count":           {table("| a | removed | some | why not |"), `line 9: the count is "some", want a number from 1`},
		"none":               {table("| a | removed | 0 | why not |"), `line 9: the count is "0"`},
		"no reason":          {table("| a | removed | 1 | |"), "line 9: a reason is empty"},
		"an empty change":    {table("| a | removed<br> | 1 | why not |"), "line 9: a change is empty"},
		"five cells":         {table("| a | removed | 1 | why | not |"), "line 9: want 4 cells, got 5"},
		"a survivor twice":   {table("| a | removed | 1 | why not |", "| a | removed | 1 | why not |"), "line 10: a: removed is accepted in line 9 already"},
		"two rows are wrong": {table("| a | removed | 0 | why not |", "| a | removed | 1 | |"), "line 10: a reason is empty"},
	} {
		if _, err := mutation.ReadAccepted(tc.text); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: the error is %v, want %s", name, err, tc.want)
		}
	}
}
