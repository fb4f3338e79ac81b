package config

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"example.com/chassis/lib/config/input"
)

// The tests say only what they are about. The rest of cdk.json is like this.
const (
	exampleServices     = `[{"name": "service-api", "repository": "service", "path": "/service"}, {"name": "admin-api", "repository": "admin", "path": "/admin", "rateLimitPerFiveMinutes": 100}]`
	exampleEnvironments = `{"dev": {}, "staging": {}, "prod": {}}`
)

// complete adds to a cdk.json what every one must have, unless it gives that itself.
func complete(cdkJSON string) string {
	object, err := input.Object("cdk.json", []byte(cdkJSON))
	if _, given := object["context"]; err == nil && !given {
		object["context"] = map[string]any{}
	}
	context, ok := object["context"].(map[string]any)
	if err != nil || !ok {
		return cdkJSON
	}
	for name, value := range map[string]string{servicesKey: exampleServices, environmentsKey: exampleEnvironments} {
		if _, given := context[name]; !given {
			context[name] = json.RawMessage(value)
		}
	}
	if sections, ok := context[environmentsKey].(map[string]any); ok {
		for _, name := range Likes() {
			if _, given := sections[name]; !given {
				sections[name] = map[string]any{}
			}
		}
	}
	return marshal(object)
}

func marshal(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

// read is ReadContext and Load in one, as the program runs them, on a cdk.json that is
// completed.
func read(cdkJSON, cliContext string) (Environment, error) {
	return readAsIs(complete(cdkJSON), cliContext)
}

func readAsIs(cdkJSON, cliContext string) (Environment, error) {
	context, err := ReadContext(input.Files{Project: []byte(cdkJSON)}, cliContext)
	if err != nil {
		return Environment{}, err
	}
	return Load(context)
}

// given holds settings of one run, as -c passes them.
type given map[string]any

// loadFor loads the settings for an environment, as -c env=<env> does.
func loadFor(env string, set given) (Environment, error) {
	run := map[string]any{"env": env}
	maps.Copy(run, set)
	return read(`{}`, marshal(run))
}

// shipped is an environment or instance with nothing but the built-in defaults and the
// example's services.
func shipped(name, instance string) Environment {
	set := given{}
	if instance != "" {
		set["instance"] = instance
	}
	e, err := loadFor(name, set)
	if err != nil {
		panic(err)
	}
	return e
}

// lines splits an error into its lines.
func lines(err error) []string {
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

// everyProblem returns the errors of all rules.
func (e Environment) everyProblem() []error {
	return draft{Environment: e}.problems(e.where(), func([]string) bool { return true })
}

// compiled is the schema as an editor has it.
var compiled = sync.OnceValue(func() *jsonschema.Schema {
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema()))
	if err != nil {
		panic(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("cdk.schema.json", schema); err != nil {
		panic(err)
	}
	return compiler.MustCompile("cdk.schema.json")
})

// editorAccepts holds the schema against a cdk.json.
func editorAccepts(t *testing.T, cdkJSON string, want bool) {
	t.Helper()
	file, err := jsonschema.UnmarshalJSON(strings.NewReader(cdkJSON))
	if err == nil {
		err = compiled().Validate(file)
	}
	if (err == nil) != want {
		t.Errorf("the schema accepts %t, want %t: %v\n%.1000s", err == nil, want, err, cdkJSON)
	}
}

// committedIn is a cdk.json with settings that are given with -c elsewhere, written as
// people write them in a file. It is empty where a file cannot hold them.
func committedIn(env string, set given) string {
	section := map[string]any{}
	for name, value := range set {
		s, known := find(settings(), name)
		if known && s.scope == runOnly {
			return ""
		}
		section[name] = value
		if text, ok := value.(string); ok && known {
			section[name] = s.form.native(text)
		}
	}
	return complete(marshal(map[string]any{"context": map[string]any{environmentsKey: map[string]any{env: section}}}))
}

// native is a text as the value of its form.
func (f form) native(text string) any {
	var value any = text
	switch {
	case f.list:
		entries := []any{}
		for entry := range strings.SplitSeq(text, ",") {
			if entry != "" {
				entries = append(entries, strings.TrimSpace(entry))
			}
		}
		return entries
	case slices.Contains([]string{"integer", "number", "boolean"}, f.kind) && json.Valid([]byte(text)):
		return json.RawMessage(text)
	}
	return value
}
