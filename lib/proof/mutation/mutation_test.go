package mutation_test

import (
	"reflect"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/mutation"
	"example.com/chassis/lib/proof/promises/check"
)

// platform is one bucket and what it is about, of which only some is promised.
func platform() check.Platform {
	s := &assembly.Stack{ID: "Data", Name: "chassis-dev-data", Resources: map[string]*assembly.Resource{}}
	s.Resources["Files"] = &assembly.Resource{
		Stack: s, LogicalID: "Files", Type: "AWS::S3::Bucket", DeletionPolicy: "Retain", DependsOn: []string{"Key"},
		Properties: map[string]any{
			"Encrypted":   true,
			"Days":        7.0,
			"Range":       "10.0.0.0/8",
			"Anybody":     "0.0.0.0/0",
			"Description": "for people",
			"Key":         map[string]any{"Ref": "Key"},
			"Names":       []any{"a", "b"},
		},
	}
	return check.Platform{Assembly: &assembly.Assembly{Stacks: []*assembly.Stack{s}}}
}

// promised keeps the properties that it is given as they are.
func promised(names ...string) check.Promise {
	want := platform().Stacks[0].Resources["Files"].Properties
	return check.Promise{ID: "R0.0", Says: "x", Check: func(v *check.Review) {
		r := v.Stacks[0].Resources["Files"]
		if r == nil {
			v.Add("no bucket")
			return
		}
		for _, name := range names {
			if !reflect.DeepEqual(r.Properties[name], want[name]) {
				v.Add("%s", name)
			}
		}
	}}
}

func TestAChangeIsEitherNoticedOrListed(t *testing.T) {
	t.Parallel()
	p := platform()
	score, err := mutation.Run(p, []check.Promise{promised("Encrypted", "Range"), promised("Names")}, mutation.Each)
	if err != nil {
		t.Fatal(err)
	}
	want := `10 of 18 changes are noticed, 55.6 %
Data AWS::S3::Bucket.Anybody: removed
Data AWS::S3::Bucket.Days: one more
Data AWS::S3::Bucket.Days: removed
Data AWS::S3::Bucket.Days: ten times
Data AWS::S3::Bucket.DeletionPolicy: "Retain" becomes "Delete"
Data AWS::S3::Bucket.DependsOn: entry removed
Data AWS::S3::Bucket.Key: reference replaced
Data AWS::S3::Bucket.Key: removed
`
	if got := score.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !reflect.DeepEqual(p.Stacks[0].Resources["Files"].Properties, platform().Stacks[0].Resources["Files"].Properties) {
		t.Errorf("the platform is left as %v", p.Stacks[0].Resources["Files"].Properties)
	}
}

func TestABrokenPlatformIsRefused(t *testing.T) {
	t.Parallel()
	broken := check.Promise{ID: "R0.0", Says: "x", Check: func(v *check.Review) { v.Add("wrong") }}
	if _, err := mutation.Run(platform(), []check.Promise{broken}, mutation.Each); err == nil || !strings.Contains(err.Error(), "R0.0 before anything is changed: wrong") {
		t.Errorf("the error is %v", err)
	}
}

// What the CDK writes for itself is not ours to promise.
func TestTheCDKsOwnIsLeftAlone(t *testing.T) {
	t.Parallel()
	p := platform()
	s := p.Stacks[0]
	s.Resources = map[string]*assembly.Resource{"CustomXCustomResourceProviderHandler": {Stack: s, LogicalID: "CustomXCustomResourceProviderHandler", Type: "AWS::Lambda::Function"}}
	score, err := mutation.Run(p, nil, mutation.Each)
	if err != nil || score.Total != 0 {
		t.Errorf("%d changes were made (%v)", score.Total, err)
	}
}
