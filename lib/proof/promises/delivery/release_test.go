package delivery

import (
	"slices"
	"strings"
	"testing"

	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/checktest"
)

const (
	done   = "UPDATE_COMPLETE"
	locked = "Stack:arn is in UPDATE_IN_PROGRESS state and can not be updated."
	broken = "Stack:arn is in UPDATE_ROLLBACK_FAILED state and can not be updated."
)

// own begins the images that the recorded platform may run, in account 1 and region r.
const own = "1.dkr.ecr.r.amazonaws.com/chassis/prod/"

// inFull writes own for ~.
var inFull = strings.NewReplacer("~", own)

// A misspelled name that released nothing and succeeded would not be noticed.
func TestAReleaseRefusesAWrongInput(t *testing.T) {
	for name, tc := range map[string]struct{ parameters, input, images, got string }{
		"nothing":                  {"AImage BImage", `{}`, `["AImage","BImage"]`, "{}"},
		"no object":                {"AImage BImage", `"AImage"`, `["AImage","BImage"]`, "AImage"},
		"a slip beside an image":   {"AImage BImage", `{"Aimage": "~a:1", "BImage": "~b:1"}`, `["AImage","BImage"]`, "Aimage: ~a:1"},
		"no image parameter":       {"AImage BootstrapVersion", `{"BootstrapVersion": "~x"}`, `["AImage"]`, "BootstrapVersion: ~x"},
		"none":                     {"AImage BImage", `{"AImage": "none", "BImage": "~b:1"}`, `["AImage","BImage"]`, "AImage: none"},
		"an empty text":            {"AImage", `{"AImage": ""}`, `["AImage"]`, "AImage: "},
		"a list":                   {"AImage BImage", `{"AImage": ["~a:1"]}`, `["AImage","BImage"]`, `AImage: ["~a:1"]`},
		"a stack without any":      {"", `{"AImage": "~a:1"}`, "[]", "AImage: ~a:1"},
		"another registry":         {"AImage", `{"AImage": "docker.io/library/a:1"}`, `["AImage"]`, "AImage: docker.io/library/a:1"},
		"a registry like this one": {"AImage", `{"AImage": "1.dkr.ecr.r.amazonaws.com.example.com/chassis/prod/a:1"}`, `["AImage"]`, "AImage: 1.dkr.ecr.r.amazonaws.com.example.com/chassis/prod/a:1"},
		"another account":          {"AImage BImage", `{"AImage": "2.dkr.ecr.r.amazonaws.com/chassis/prod/a:1", "BImage": "~b:1"}`, `["AImage","BImage"]`, "AImage: 2.dkr.ecr.r.amazonaws.com/chassis/prod/a:1"},
		"another region":           {"AImage", `{"AImage": "1.dkr.ecr.s.amazonaws.com/chassis/prod/a:1"}`, `["AImage"]`, "AImage: 1.dkr.ecr.s.amazonaws.com/chassis/prod/a:1"},
		"another environment":      {"AImage", `{"AImage": "1.dkr.ecr.r.amazonaws.com/chassis/dev/a:1"}`, `["AImage"]`, "AImage: 1.dkr.ecr.r.amazonaws.com/chassis/dev/a:1"},
		"one behind another":       {"AImage", `{"AImage": "docker.io/~a:1"}`, `["AImage"]`, "AImage: docker.io/~a:1"},
	} {
		t.Run(name, func(t *testing.T) {
			e := execution{t: t, input: checktest.Decoded(t, inFull.Replace(tc.input)), looks: []stack{{done, strings.Fields(tc.parameters)}}}
			want := "WrongInput: want an image that begins with " + own + " for some of " + tc.images + ", got " + inFull.Replace(tc.got)
			if got := run(&e); got != want || e.updates != nil {
				t.Errorf("the release ends with %s after %d updates, want %s", got, len(e.updates), want)
			}
		})
	}
}

// What the release asks CloudFormation for, and how it ends.
func TestAReleaseKeepsEveryParameterThatItIsNotGiven(t *testing.T) {
	two, seven := strings.Fields("AImage BImage BootstrapVersion"), strings.Fields("AImage BImage CImage DImage EImage FImage BootstrapVersion")
	const a = "AImage=a:1 BImage BootstrapVersion"
	for name, tc := range map[string]struct {
		input    string
		looks    []stack
		refusals []string
		updates  []string
		want     string
	}{
		"one of two":                   {`{"AImage": "~a:1"}`, []stack{{done, two}}, nil, []string{a}, "Released"},
		"two of two":                   {`{"BImage": "~b:2", "AImage": "~a:1"}`, []stack{{done, two}}, nil, []string{"AImage=a:1 BImage=b:2 BootstrapVersion"}, "Released"},
		"one of seven":                 {`{"EImage": "~e:1"}`, []stack{{done, seven}}, nil, []string{"AImage BImage CImage DImage EImage=e:1 FImage BootstrapVersion"}, "Released"},
		"the only one":                 {`{"AImage": "~a:1"}`, []stack{{done, two[:1]}}, nil, []string{"AImage=a:1"}, "Released"},
		"an image that already runs":   {`{"AImage": "~a:1"}`, []stack{{done, two}}, []string{"No updates are to be performed."}, []string{a}, "Released"},
		"a stack that was rolled back": {`{"AImage": "~a:1"}`, []stack{{"UPDATE_ROLLBACK_COMPLETE", two}, {done, two}}, nil, []string{a}, "Released"},
		"a rollback that failed":       {`{"AImage": "~a:1"}`, []stack{{"UPDATE_ROLLBACK_FAILED", two}}, []string{broken}, []string{a}, "NotReleased: " + broken},
		"a deployment that adds a service": {
			`{"CImage": "~c:1"}`,
			[]stack{{"UPDATE_IN_PROGRESS", two}, {"UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", two}, {done, seven}},
			nil,
			[]string{"AImage BImage CImage=c:1 DImage EImage FImage BootstrapVersion"},
			"Released",
		},
		"a deployment between look and update": {
			`{"AImage": "~a:1"}`,
			[]stack{{done, seven}, {done, two}},
			[]string{locked},
			[]string{"AImage=a:1 BImage CImage DImage EImage FImage BootstrapVersion", a},
			"Released",
		},
		"tasks that do not get healthy": {
			`{"AImage": "~a:1"}`,
			[]stack{
				{done, two},
				{"UPDATE_IN_PROGRESS", two},
				{"UPDATE_ROLLBACK_IN_PROGRESS", two},
				{"UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", two},
				{"UPDATE_ROLLBACK_COMPLETE", two},
			},
			nil,
			[]string{a},
			"NotReleased: UPDATE_ROLLBACK_COMPLETE",
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := execution{t: t, input: checktest.Decoded(t, inFull.Replace(tc.input)), looks: tc.looks, refusals: tc.refusals}
			if got := run(&e); got != tc.want {
				t.Errorf("the release ends with %s, want %s", got, tc.want)
			}
			if !slices.Equal(e.updates, tc.updates) {
				t.Errorf("asks for %q, want %q", e.updates, tc.updates)
			}
			if len(e.looks) > 1 {
				t.Errorf("%d looks are left", len(e.looks))
			}
		})
	}
}

// run is how the recorded release ends.
func run(e *execution) string {
	e.t.Helper()
	p := recorded.Platform(e.t)
	machine := checktest.Find(e.t, &p, "Security/PipelineMachine")
	return e.run(checktest.Decoded(e.t, p.Text(machine.Stack, machine.At("DefinitionString"))))
}
