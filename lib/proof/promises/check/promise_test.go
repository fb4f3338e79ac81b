package check_test

import (
	"reflect"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// buckets is a platform with so many buckets, which are encrypted or not.
func buckets(encrypted ...bool) check.Platform {
	s := &assembly.Stack{ID: "Data", Resources: map[string]*assembly.Resource{}}
	for i, value := range encrypted {
		id := string(rune('A' + i))
		s.Resources[id] = &assembly.Resource{Stack: s, LogicalID: id, Type: "AWS::S3::Bucket", Properties: map[string]any{"Encrypted": value}}
	}
	return check.Platform{Assembly: &assembly.Assembly{Stacks: []*assembly.Stack{s}}}
}

// bucketPromises look the same bucket up, and one of them counts by itself.
func bucketPromises() []check.Promise {
	encrypted := func(v *check.Review) {
		for _, r := range v.Exactly(1, "AWS::S3::Bucket") {
			v.Reads(r, true, "Encrypted")
		}
	}
	return []check.Promise{
		{ID: "R1", Says: "The bucket is encrypted.", Check: encrypted},
		{ID: "R2", Says: "The bucket is in stack Data.", Check: func(v *check.Review) { v.Only("Data", "AWS::S3::Bucket") }},
		{ID: "R3", Says: "There are no queues.", Check: func(v *check.Review) { v.Count(v.OfType("AWS::SQS::Queue"), 0, "queue") }},
	}
}

type outcome struct {
	wrong    []string
	stumbled bool
}

func judged(p check.Platform) map[string]outcome {
	found := map[string]outcome{}
	for _, verdict := range check.Judge(p, bucketPromises()) {
		found[verdict.ID] = outcome{verdict.Wrong, verdict.Stumbled}
	}
	return found
}

func TestAKeptPromiseIsNeitherWrongNorStumbled(t *testing.T) {
	t.Parallel()
	if got, want := judged(buckets(true)), map[string]outcome{"Found": {}, "R1": {}, "R2": {}, "R3": {}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAWrongCountFailsOnce(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		p    check.Platform
		want map[string]outcome
	}{
		"no bucket": {buckets(), map[string]outcome{
			"Found": {wrong: []string{"found 0 of AWS::S3::Bucket, want 1: []"}}, "R1": {stumbled: true}, "R2": {stumbled: true}, "R3": {},
		}},
		// What is wrong besides is still reported by its promise.
		"two buckets, of which one is in plain text": {buckets(true, false), map[string]outcome{
			"Found": {wrong: []string{"found 2 of AWS::S3::Bucket, want 1: [Data/A Data/B]"}},
			"R1":    {wrong: []string{"Data/B: Encrypted is false, want true"}}, "R2": {stumbled: true}, "R3": {},
		}},
	} {
		if got := judged(tc.p); !reflect.DeepEqual(got, tc.want) {
			t.Errorf("%s: got %v, want %v", name, got, tc.want)
		}
	}
}

func TestABrokenPromiseTellsWhatItsLookupsDidNotFind(t *testing.T) {
	t.Parallel()
	got := bucketPromises()[0].Broken(buckets(true, false))
	want := []string{"Data/B: Encrypted is false, want true", "found 2 of AWS::S3::Bucket, want 1: [Data/A Data/B]"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
