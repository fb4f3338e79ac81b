package lifecycle

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

const (
	logGroup   = "AWS::Logs::LogGroup"
	repository = "AWS::ECR::Repository"
)

// fixedName is the name of a resource that its template spells out; empty for a generated
// one. An account has one OIDC provider for a URL.
func fixedName(v *check.Review, r *assembly.Resource) string {
	property := nameOf[r.Type].property
	if r.Type == "AWS::IAM::OIDCProvider" {
		property = "Url"
	}
	name := v.Text(r.Stack, r.At(property))
	if property == "" || strings.Contains(name, "${") {
		return ""
	}
	return name
}

// comesBack says whether a resource of the platform has a fixed name and is not there
// whatever the settings say. What belongs to a service is there as long as the service, and
// can be imported when that comes back.
func comesBack(v *check.Review, r *assembly.Resource) bool {
	name := fixedName(v, r)
	if name == "" || r.Below(config.AdditionsStack) {
		return false
	}
	var lasting []string
	switch r.Type {
	case logGroup:
		lasting = parts.LastingLogGroups(v.Settings)
	case repository:
		for _, s := range v.Settings.Services {
			lasting = append(lasting, v.Settings.RepositoryName(s))
		}
	}
	return !slices.Contains(lasting, name)
}

func nothingIsInTheWay(v *check.Review) {
	examined := 0
	for _, r := range v.Resources() {
		kept := strings.HasPrefix(r.DeletionPolicy, "Retain") || r.UpdateReplacePolicy == "Retain"
		if !comesBack(v, r) {
			continue
		}
		examined++
		if kept {
			v.Add("%s (%s) is kept under the name %q, want it deleted with what it belongs to", r, r.Type, fixedName(v, r))
		}
	}
	if examined == 0 {
		v.Add("found no fixed name, not even of %v", slices.Sorted(maps.Keys(nameOf)))
	}
}

// scanningIsKept has nothing to examine where no setting configures the registry.
func scanningIsKept(v *check.Review) {
	found := v.OfType(registryScanning)
	if v.Settings.Registry.EnhancedScanning {
		v.Count(found, 1, registryScanning)
	}
	for _, r := range found {
		if r.DeletionPolicy != "RetainExceptOnCreate" || r.UpdateReplacePolicy != "Retain" {
			v.Add("%s: policies on deletion and replacement are %q and %q, want RetainExceptOnCreate and Retain", r, r.DeletionPolicy, r.UpdateReplacePolicy)
		}
	}
}
