package assembly

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// manifest is the part of manifest.json that describes stacks.
type manifest struct {
	Version   string          `json:"version"`
	Artifacts json.RawMessage `json:"artifacts"`
	Missing   []struct {
		Key string `json:"key"`
	} `json:"missing"`
}

// artifact is an entry of the manifest.
type artifact struct {
	Type                   string                  `json:"type"`
	Environment            string                  `json:"environment"`
	Dependencies           []string                `json:"dependencies"`
	Properties             properties              `json:"properties"`
	Metadata               map[string][]annotation `json:"metadata"`
	AdditionalMetadataFile string                  `json:"additionalMetadataFile"`
}

type annotation struct {
	Type string `json:"type"`
	Data any    `json:"data"`
}

// Read decodes the cloud assembly in dir. Stages (an assembly inside the
// assembly) are refused rather than overlooked.
func Read(dir string) (*Assembly, error) {
	a, err := read(dir)
	if err != nil {
		return nil, fmt.Errorf("read cloud assembly %s: %w", dir, err)
	}
	return a, nil
}

func read(dir string) (*Assembly, error) {
	var m manifest
	if err := decode(dir, "manifest.json", &m); err != nil {
		return nil, err
	}
	if m.Version == "" || m.Artifacts == nil {
		return nil, errors.New("manifest.json has no version and artifacts: not written by the CDK")
	}
	ids, err := keys(m.Artifacts)
	if err != nil {
		return nil, fmt.Errorf("manifest.json: artifacts: %w", err)
	}
	artifacts := map[string]artifact{}
	if err := json.Unmarshal(m.Artifacts, &artifacts); err != nil {
		return nil, fmt.Errorf("manifest.json: artifacts: %w", err)
	}
	var stacks []*Stack
	for _, id := range ids {
		switch artifacts[id].Type {
		case "cdk:cloud-assembly":
			return nil, fmt.Errorf("artifact %q is a nested assembly, which is not supported", id)
		case "aws:cloudformation:stack":
			s, err := readStack(dir, id, artifacts)
			if err != nil {
				return nil, fmt.Errorf("stack %q: %w", id, err)
			}
			stacks = append(stacks, s)
		}
	}
	if len(stacks) == 0 {
		return nil, errors.New("manifest.json lists no stack")
	}
	stacks, err = inDependencyOrder(stacks)
	if err != nil {
		return nil, err
	}
	a := &Assembly{Stacks: stacks}
	for _, lookup := range m.Missing {
		a.Missing = append(a.Missing, lookup.Key)
	}
	return a, nil
}

func readStack(dir, id string, artifacts map[string]artifact) (*Stack, error) {
	art := artifacts[id]
	var t template
	if file := art.Properties.TemplateFile; file == "" || strings.ContainsFunc(file, unicode.IsControl) {
		return nil, fmt.Errorf("the manifest names no template file: %q", file)
	}
	if err := decode(dir, art.Properties.TemplateFile, &t); err != nil {
		return nil, err
	}
	s := &Stack{
		ID: id, Name: art.Properties.StackName,
		TerminationProtection: art.Properties.TerminationProtection,
		Tags:                  art.Properties.Tags,
		Deployment:            art.Properties.all,
	}
	if s.Name == "" {
		s.Name = id
	}
	for _, dependency := range art.Dependencies {
		other, ok := artifacts[dependency]
		if !ok {
			return nil, fmt.Errorf("depends on %q, which the manifest does not list", dependency)
		}
		if other.Type == art.Type {
			s.DependsOn = append(s.DependsOn, dependency)
		}
	}
	var err error
	if s.Account, s.Region, err = environment(art.Environment); err != nil {
		return nil, err
	}
	if err = s.take(t); err != nil {
		return nil, fmt.Errorf("%s: %w", art.Properties.TemplateFile, err)
	}
	s.Messages, err = messages(dir, art)
	return s, err
}

// decode reads one JSON file of the assembly, and none outside it.
func decode(dir, name string, into any) error {
	if !filepath.IsLocal(name) {
		return fmt.Errorf("%q is outside the assembly", name)
	}
	read := os.ReadFile
	if _, isTemplate := into.(*template); isTemplate {
		read = ReadFile
	}
	raw, err := read(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// keys returns the keys of a JSON object in the order of the text.
func keys(object json.RawMessage) ([]string, error) {
	dec := json.NewDecoder(bytes.NewReader(object))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("not an object")
	}
	var found []string
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		found = append(found, fmt.Sprint(key))
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// environment splits aws://account/region; what is unknown comes back empty.
func environment(text string) (account, region string, err error) {
	rest, isAWS := strings.CutPrefix(text, "aws://")
	account, region, both := strings.Cut(rest, "/")
	if !isAWS || !both {
		return "", "", fmt.Errorf("environment %q is not aws://account/region", text)
	}
	if account == "unknown-account" {
		account = ""
	}
	if region == "unknown-region" {
		region = ""
	}
	return account, region, nil
}

// messages collects the annotations of a stack, which the CDK keeps in the
// manifest or in a file beside it.
func messages(dir string, art artifact) ([]Message, error) {
	metadata := []map[string][]annotation{art.Metadata}
	if art.AdditionalMetadataFile != "" {
		var more map[string][]annotation
		if err := decode(dir, art.AdditionalMetadataFile, &more); err != nil {
			return nil, err
		}
		metadata = append(metadata, more)
	}
	var found []Message
	for _, m := range metadata {
		for _, path := range slices.Sorted(maps.Keys(m)) {
			for _, note := range m[path] {
				level, ok := strings.CutPrefix(note.Type, "aws:cdk:")
				if ok && slices.Contains([]string{"info", "warning", "error"}, level) {
					found = append(found, Message{Level: level, Path: path, Text: fmt.Sprint(note.Data)})
				}
			}
		}
	}
	return found, nil
}

// inDependencyOrder sorts the stacks so that each follows those it depends on.
func inDependencyOrder(stacks []*Stack) ([]*Stack, error) {
	var sorted []*Stack
	placed := map[string]bool{}
	for len(sorted) < len(stacks) {
		before := len(sorted)
		for _, s := range stacks {
			waits := slices.ContainsFunc(s.DependsOn, func(id string) bool { return !placed[id] })
			if !placed[s.ID] && !waits {
				placed[s.ID] = true
				sorted = append(sorted, s)
			}
		}
		if len(sorted) == before {
			return nil, errors.New("the stacks depend on each other in a circle")
		}
	}
	return sorted, nil
}
