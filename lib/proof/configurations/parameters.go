// Package configurations generates configurations of the platform from the schema of
// cdk.json, so that a new setting is among them by itself: valid ones in which each pair of
// values meets, valid ones at random, and invalid ones. Only tests import it.
package configurations

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"example.com/chassis/lib/config"
)

// Parameter is something that a configuration chooses: a setting, a field of a service of
// one kind, or its shape.
type Parameter struct {
	// Of is the kind of the services that have the field; empty for a setting.
	Of   string
	Name string
	// Values are what it may be. Many are refused beside others, and some everywhere.
	Values []any
	// schema says what they may be.
	schema schema
}

// Key names the parameter: natGateways, web.path.
func (p Parameter) Key() string {
	if p.Of == "" {
		return p.Name
	}
	return p.Of + "." + p.Name
}

// The parameters that give a configuration its shape. They always have a value.
const (
	// environmentShape is the environment, like which it is, and the instance, with blanks
	// between them.
	environmentShape = "(environment)"
	// servicesShape lists the kinds of the services.
	servicesShape = "(services)"
	// placeShape is where the settings stand.
	placeShape = "(place)"
	// platformShape is the platform's name.
	platformShape = "(platform)"
)

// The places of the settings.
const (
	inSection  = "environments"
	inDefaults = "defaults"
	inRun      = "-c"
)

// shapes are the parameters that give the shape. The names have the fewest and the most
// characters.
func shapes() []Parameter {
	var environments []any
	for _, name := range config.Likes() {
		for _, instance := range []string{"", " a", " twenty-letters-long1"} {
			environments = append(environments, name+" "+name+instance)
		}
		environments = append(environments, "twelve-chars "+name, "q "+name+" twenty-letters-long1")
	}
	return []Parameter{
		{Name: environmentShape, Values: environments},
		{Name: servicesShape, Values: []any{"web", "worker", "job", "web worker", "web job", "worker job", "web worker job", "web web worker worker job job", strings.Repeat("web ", 20), strings.Repeat("worker job ", 12)}},
		{Name: placeShape, Values: []any{inRun, inSection, inDefaults}},
		{Name: platformShape, Values: []any{"chassis", "twelvechars1", "a"}},
	}
}

// schema is a part of a JSON schema.
type schema = map[string]any

// Parameters are all of them, with values from a source of random numbers.
func Parameters(random *rand.Rand) []Parameter {
	var whole struct {
		Definitions struct {
			Environment, Override struct{ Properties map[string]schema }
			Service               struct{ AllOf []condition }
		}
	}
	if err := json.Unmarshal([]byte(config.Schema()), &whole); err != nil {
		panic(err) // it is made by this program
	}
	all := shapes()
	settings, fields := whole.Definitions.Environment.Properties, whole.Definitions.Override.Properties
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if name != "services" && name != "like" { // which the shape gives
			all = append(all, Parameter{Name: name, Values: values(random, name, settings[name]), schema: settings[name]})
		}
	}
	for _, kind := range kinds(fields) {
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if name != "kind" && !forbidden(whole.Definitions.Service.AllOf, kind, name) {
				all = append(all, Parameter{Of: kind, Name: name, Values: values(random, name, fields[name]), schema: fields[name]})
			}
		}
	}
	return all
}

// condition is how the schema says which fields a kind of service does not have.
type condition struct {
	If struct {
		Properties struct{ Kind schema }
	}
	Then struct{ Properties map[string]schema }
}

// kinds are the kinds of services.
func kinds(fields map[string]schema) []string {
	var list []string
	for _, kind := range fields["kind"]["enum"].([]any) {
		if name, ok := kind.(string); ok {
			list = append(list, name)
		}
	}
	return list
}

func forbidden(conditions []condition, kind, field string) bool {
	return slices.ContainsFunc(conditions, func(c condition) bool {
		is := c.If.Properties.Kind
		choices, _ := is["enum"].([]any)
		_, none := c.Then.Properties[field]
		return none && (is["const"] == kind || slices.Contains(choices, any(kind)))
	})
}
