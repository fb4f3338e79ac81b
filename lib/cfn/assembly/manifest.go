package assembly

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// manifest is the part of manifest.json that describes stacks.
type manifest struct {
	artifacts map[string]artifact
	order     []string // of the artifacts, as the text has them
	missing   []string
}

// artifact is an entry of the manifest. Of one that is no stack only the type and the file
// are read.
type artifact struct {
	kind                   string
	file                   string // of what is no stack
	environment            string
	dependencies           []string
	templateFile           string
	stackName              string
	terminationProtection  bool
	tags                   map[string]string
	properties             map[string]any // all of them
	annotations            []annotation
	additionalMetadataFile string
}

type annotation struct {
	kind, path string
	data       any
}

const stackArtifact = "aws:cloudformation:stack"

func readManifest(dir string) (*manifest, error) {
	const file = "manifest.json"
	text, err := load(dir, file)
	if err != nil {
		return nil, err
	}
	whole, err := decoded(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var k kinds
	top := k.object(whole, "the whole")
	version := k.text(top["version"], "version")
	if k.err == nil && (version == "" || top["artifacts"] == nil) {
		k.err = errors.New("it has no version and artifacts: not written by the CDK")
	}
	m := &manifest{artifacts: map[string]artifact{}, order: keys(text, "artifacts")}
	for id, v := range k.object(top["artifacts"], "artifacts") {
		m.artifacts[id] = k.artifact(v, "artifacts."+id)
	}
	for i, lookup := range k.list(top["missing"], "missing") {
		place := fmt.Sprintf("missing.%d", i)
		m.missing = append(m.missing, k.text(k.object(lookup, place)["key"], place+".key"))
	}
	if k.err != nil {
		return nil, fmt.Errorf("%s: %w", file, k.err)
	}
	return m, nil
}

// keys returns the keys of an object inside a JSON text in the order of the text.
func keys(text []byte, name string) []string {
	var sections map[string]json.RawMessage
	if json.Unmarshal(text, &sections) != nil {
		return nil
	}
	dec := json.NewDecoder(strings.NewReader(string(sections[name])))
	var found []string
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil
	}
	for dec.More() {
		key, err := dec.Token()
		var skipped json.RawMessage
		if err != nil || dec.Decode(&skipped) != nil {
			return nil
		}
		found = append(found, fmt.Sprint(key))
	}
	return found
}

// kinds reads values that must be of a kind, and keeps the first that is of another one,
// with its place. What is not given is empty.
type kinds struct{ err error }

func (k *kinds) wrong(v any, place, want string) {
	if v != nil && k.err == nil {
		k.err = fmt.Errorf("%s must be %s, got %s", place, want, brief(v))
	}
}

func (k *kinds) text(v any, place string) string {
	text, ok := v.(string)
	if !ok {
		k.wrong(v, place, "text")
	}
	return text
}

func (k *kinds) flag(v any, place string) bool {
	flag, ok := v.(bool)
	if !ok {
		k.wrong(v, place, "true or false")
	}
	return flag
}

func (k *kinds) object(v any, place string) map[string]any {
	object, ok := v.(map[string]any)
	if !ok {
		k.wrong(v, place, "an object")
	}
	return object
}

func (k *kinds) list(v any, place string) []any {
	list, ok := v.([]any)
	if !ok {
		k.wrong(v, place, "a list")
	}
	return list
}

func (k *kinds) artifact(v any, place string) artifact {
	if v == nil && k.err == nil {
		k.err = errors.New(place + " must be an object, got null")
	}
	fields := k.object(v, place)
	found := artifact{kind: k.text(fields["type"], place+".type")}
	if found.kind != stackArtifact {
		found.file, _ = At(fields, "properties", "file").(string)
		return found
	}
	found.environment = k.text(fields["environment"], place+".environment")
	for i, id := range k.list(fields["dependencies"], place+".dependencies") {
		found.dependencies = append(found.dependencies, k.text(id, fmt.Sprintf("%s.dependencies.%d", place, i)))
	}
	found.annotations = k.annotations(fields["metadata"], place+".metadata")
	found.additionalMetadataFile = k.text(fields["additionalMetadataFile"], place+".additionalMetadataFile")
	place += ".properties"
	given := k.object(fields["properties"], place)
	found.properties = Map(plain(given))
	found.templateFile = k.text(given["templateFile"], place+".templateFile")
	found.stackName = k.text(given["stackName"], place+".stackName")
	found.terminationProtection = k.flag(given["terminationProtection"], place+".terminationProtection")
	for name, tag := range k.object(given["tags"], place+".tags") {
		if found.tags == nil {
			found.tags = map[string]string{}
		}
		found.tags[name] = k.text(tag, place+".tags."+name)
	}
	return found
}
