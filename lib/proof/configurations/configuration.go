package configurations

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
)

// choice is the value of each parameter that has one, by its key.
type choice map[string]any

// with is the choice with a further value.
func (c choice) with(key string, value any) choice {
	more := maps.Clone(c)
	more[key] = value
	return more
}

// and is the choice with those of another, which win.
func (c choice) and(other choice) choice {
	more := choice{}
	maps.Copy(more, c)
	maps.Copy(more, other)
	return more
}

// Configuration is the team's part of cdk.json, and the settings of a run.
type Configuration struct {
	// Team is the sections of the context.
	Team map[string]any
	Run  map[string]any
	// Chosen is what it was made from.
	Chosen map[string]any
}

// defaultRegion is where an environment is that says nothing.
var defaultRegion = config.Defaults(config.Environment{Platform: "chassis", Name: config.Dev}).Region

// configuration makes the configuration of a choice.
func (c choice) configuration() Configuration {
	at := strings.Fields(c[environmentShape].(string))
	settings := map[string]any{}
	kinds := strings.Fields(c[servicesShape].(string))
	services := make([]any, len(kinds))
	for i, kind := range kinds {
		service := map[string]any{"name": fmt.Sprintf("%s-%d", kind, i), "kind": kind}
		switch kind {
		case config.Web:
			service["path"] = fmt.Sprintf("/%d", i)
		case config.Job:
			service["schedule"] = "rate(1 hour)"
		}
		services[i] = service
	}
	for key, value := range c {
		kind, field, ofService := strings.Cut(key, ".")
		switch {
		case value == nil, strings.HasPrefix(key, "("):
		case !ofService:
			settings[key] = value
		case slices.Contains(kinds, kind): // the others of the kind are as they come
			services[slices.Index(kinds, kind)].(map[string]any)[field] = value
		}
	}
	section, run := map[string]any{}, map[string]any{"env": at[0]}
	if len(at) > 2 {
		run["instance"] = at[2]
	}
	if at[1] != at[0] {
		section["like"] = at[1]
		if settings["cidr"] == nil || c[placeShape] == inRun {
			section["cidr"] = "10.50.0.0/16"
		}
	}
	team := map[string]any{
		"platform": c[platformShape], "services": services, "defaults": map[string]any{},
		"environments": map[string]any{at[0]: section},
	}
	switch c[placeShape] {
	case inRun:
		maps.Copy(run, settings)
	case inDefaults:
		team["defaults"] = settings
	default:
		maps.Copy(section, settings)
	}
	region, _ := settings["region"].(string)
	if region == "" {
		region = defaultRegion
	}
	made := Configuration{Team: team, Run: run, Chosen: c}
	text := strings.ReplaceAll(made.String(), regionMark, region)
	var pair []map[string]any
	if err := json.Unmarshal([]byte(text), &pair); err != nil {
		panic(err) // it was just written
	}
	made.Team, made.Run = pair[0], pair[1]
	return made
}

// String is the configuration as JSON: the sections of cdk.json, and what -c gives.
func (c Configuration) String() string {
	encoder := new(strings.Builder)
	e := json.NewEncoder(encoder)
	e.SetEscapeHTML(false)
	if err := e.Encode([]any{c.Team, c.Run}); err != nil {
		panic(err) // texts, numbers, lists and maps of them
	}
	return strings.TrimSpace(encoder.String())
}

// Load reads the configuration as the program does.
func (c Configuration) Load() (config.Environment, error) {
	project, err := json.Marshal(map[string]any{"context": c.Team})
	if err != nil {
		return config.Environment{}, err
	}
	run, err := json.Marshal(c.Run)
	if err != nil {
		return config.Environment{}, err
	}
	context, err := config.ReadContext(input.Files{Project: project}, string(run))
	if err != nil {
		return config.Environment{}, err
	}
	return config.Load(context)
}

func (c choice) isValid() bool {
	_, err := c.configuration().Load()
	return err == nil
}
