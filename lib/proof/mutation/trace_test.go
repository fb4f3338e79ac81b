package mutation_test

import (
	"reflect"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/mutation"
	"example.com/chassis/lib/proof/promises/check"
)

func named(id string, p check.Promise) check.Promise {
	p.ID = id
	return p
}

func TestEachRequirementIsTracedToWhatItAloneNotices(t *testing.T) {
	t.Parallel()
	p := platform()
	all := []check.Promise{
		named("R1.10", promised("Encrypted", "Names")),
		named("R1.9", promised("Encrypted")),
		named("R1.10", promised("Range")),
		named("Other", promised()),
	}
	traces, err := mutation.Traces(p, all)
	if err != nil {
		t.Fatal(err)
	}
	// The removal of the bucket is noticed by all. Encrypted is flipped or removed, the
	// range widened or removed, and of the names each is removed, changed or all are.
	want := []mutation.Trace{
		{ID: "Other", Promises: 1, Noticed: 1, Alone: 0, Example: mutation.Mutant{Where: "Data AWS::S3::Bucket", Change: "resource removed", Count: 1}},
		{ID: "R1.9", Promises: 1, Noticed: 3, Alone: 0, Example: mutation.Mutant{Where: "Data AWS::S3::Bucket", Change: "resource removed", Count: 1}},
		{ID: "R1.10", Promises: 2, Noticed: 10, Alone: 7, Example: mutation.Mutant{Where: "Data AWS::S3::Bucket.Names", Change: "removed", Count: 1}},
	}
	if !reflect.DeepEqual(traces, want) {
		t.Errorf("got %+v\nwant %+v", traces, want)
	}
	if !reflect.DeepEqual(p, platform()) {
		t.Error("the platform is not as it was")
	}
	if table := mutation.TraceTable(traces); !strings.HasSuffix(table, "| R1.10 | 2 | 10 | 7 | `Data AWS::S3::Bucket.Names`: removed |\n") {
		t.Errorf("the table is\n%s", table)
	}
}

func TestABrokenPlatformIsTracedToNothing(t *testing.T) {
	t.Parallel()
	broken := check.Promise{ID: "R0.0", Check: func(v *check.Review) { v.Add("wrong") }}
	if _, err := mutation.Traces(platform(), []check.Promise{broken}); err == nil || !strings.Contains(err.Error(), "before anything is changed") {
		t.Errorf("the error is %v", err)
	}
}
