// Package check is what a promise is written with: the platform that it judges, the
// review that collects what is wrong, and the verdicts on a list of promises. It
// knows CloudFormation and the names of Chassis, and no component.
package check

import (
	"fmt"
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
)

// Platform is one synthesized deployment of Chassis.
type Platform struct {
	*assembly.Assembly
	// Settings is what the templates were made from.
	Settings config.Environment
}

// Read reads the platform that a cloud assembly holds, with its settings.
func Read(dir string) (Platform, error) {
	a, err := assembly.Read(dir)
	if err != nil {
		return Platform{}, err
	}
	return ReadWith(a, dir)
}

// ReadWith is Read of an assembly that has been read from dir.
func ReadWith(a *assembly.Assembly, dir string) (Platform, error) {
	settings, err := config.Saved(dir)
	if err != nil {
		return Platform{}, err
	}
	p := Platform{a, settings}
	for _, s := range a.Stacks {
		if got := s.Tags["Environment"]; got != settings.Name || s.Tags["Instance"] != settings.Instance {
			return Platform{}, fmt.Errorf("%s: the stack %s is tagged as another environment or instance than %s, of which the settings are", dir, s.ID, settings.Label())
		}
	}
	return p, nil
}

// Ephemeral says whether nothing of the platform outlives its stacks.
func (p Platform) Ephemeral() bool { return p.Settings.Ephemeral }

// Label is the environment with its instance: staging-pr-42.
func (p Platform) Label() string { return p.Settings.Label() }

// Prefix is how the names of this platform begin: chassis-staging-pr-42 with "-",
// chassis/staging-pr-42 with "/".
func (p Platform) Prefix(separator string) string {
	return p.Settings.Platform + separator + p.Label()
}

// Named returns the resource of a type that a construct of the stack defines, or nil.
func (p Platform) Named(stack, resourceType, construct string) *assembly.Resource {
	for _, r := range p.Stack(stack).OfType(resourceType) {
		if assembly.Construct(r.LogicalID) == construct {
			return r
		}
	}
	return nil
}

// Resources returns every resource of every stack, by stack and then by logical id.
func (p Platform) Resources() []*assembly.Resource {
	var found []*assembly.Resource
	for _, s := range p.Stacks {
		for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
			found = append(found, s.Resources[id])
		}
	}
	return found
}

// WithText returns the resources of a type whose property reads want.
func (p Platform) WithText(resourceType, want string, path ...any) []*assembly.Resource {
	var found []*assembly.Resource
	for _, r := range p.OfType(resourceType) {
		if p.Text(r.Stack, r.At(path...)) == want {
			found = append(found, r)
		}
	}
	return found
}

// Listed says whether value, a reference in the template of from or a list of them,
// refers to r.
func (p Platform) Listed(from *assembly.Resource, value any, r *assembly.Resource) bool {
	return from != nil && p.Refers(from.Stack, value, r)
}

// Shown is a value inside r for a message.
func (p Platform) Shown(r *assembly.Resource, value any) string {
	if value == nil {
		return "absent"
	}
	return p.Text(r.Stack, value)
}

// Token is how a reference to r reads in a text.
func Token(r *assembly.Resource, attribute string) string {
	if attribute != "" {
		attribute = "." + attribute
	}
	return "${" + r.String() + attribute + "}"
}

// Account is the account of a stack as it reads inside an ARN.
func Account(s *assembly.Stack) string {
	if s != nil && s.Account != "" {
		return s.Account
	}
	return "${AWS::AccountId}"
}

// Is says whether r is there and of a type.
func Is(r *assembly.Resource, resourceType string) bool {
	return r != nil && r.Type == resourceType
}
