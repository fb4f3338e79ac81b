package known

import (
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

func callers() []check.Promise {
	return []check.Promise{
		{ID: "R5.4", Says: "Each function of the platform is behind the custom resources of one type, which call no other, and runs the language and the handler of that type.", Check: functionsAreCalled},
	}
}

const function = "AWS::Lambda::Function"

// language is what a function runs.
type language struct{ runtime, handler, architecture string }

var (
	// ourCode are executables that the CDK packs, for arm64.
	ourCode = language{"provided.al2023", "bootstrap", "[arm64]"}
	// These are what the CDK brings along, without an architecture.
	emptying    = language{nodejs, "index.handler", ""}
	restricting = language{nodejs, "__entrypoint__.handler", ""}
)

// nodejs is any version: package lifecycle knows which AWS maintains.
const nodejs = "nodejs"

// languages are those of the functions, by the custom resources that call them.
var languages = map[string]language{
	"Custom::CertificateSearch":    ourCode,
	"Custom::DatabaseRoles":        ourCode,
	"Custom::Migration":            ourCode,
	"Custom::S3AutoDeleteObjects":  emptying,
	"Custom::VpcRestrictDefaultSG": restricting,
}

func functionsAreCalled(v *check.Review) {
	calledBy, owner := map[*assembly.Resource]string{}, map[string]*assembly.Resource{}
	for _, r := range v.Resources() {
		if _, known := languages[r.Type]; !known || !ours(r) {
			continue
		}
		f := v.Target(r, function, "ServiceToken")
		if f == nil {
			continue
		}
		if other := calledBy[f]; other != "" && other != r.Type {
			v.Add("%s is called by %s and by %s", f, other, r.Type)
		}
		if other := owner[r.Type]; other != nil && other != f {
			v.Add("%s call %s and %s", r.Type, other, f)
		}
		calledBy[f], owner[r.Type] = r.Type, f
		v.Refers(r, f, "Arn", "ServiceToken")
	}
	for _, f := range v.Some(function) {
		if !ours(f) {
			continue
		}
		of, known := languages[calledBy[f]]
		if !known {
			v.Add("%s is called by no custom resource of the platform", f)
			continue
		}
		runs(v, f, of)
	}
}

func runs(v *check.Review, f *assembly.Resource, want language) {
	text := func(property string) string {
		if f.At(property) == nil {
			return ""
		}
		return v.Text(f.Stack, f.At(property))
	}
	got := language{text("Runtime"), text("Handler"), text("Architectures")}
	if strings.HasPrefix(got.runtime, nodejs) {
		got.runtime = nodejs
	}
	if got != want {
		v.Add("%s runs %q with the handler %q on %q, want %q, %q and %q", f, got.runtime, got.handler, got.architecture, want.runtime, want.handler, want.architecture)
	}
}
