package assembly

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

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
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	var stacks []*Stack
	for _, id := range m.order {
		switch m.artifacts[id].kind {
		case "cdk:cloud-assembly":
			return nil, fmt.Errorf("artifact %q is a nested assembly, which is not supported", id)
		case stackArtifact:
			s, err := readStack(dir, id, m.artifacts)
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
	return &Assembly{Stacks: stacks, Missing: m.missing}, nil
}

func readStack(dir, id string, artifacts map[string]artifact) (*Stack, error) {
	art := artifacts[id]
	if art.templateFile == "" || strings.ContainsFunc(art.templateFile, unprintable) {
		return nil, fmt.Errorf("the manifest names no template file: %q", art.templateFile)
	}
	if strings.ContainsFunc(art.stackName, unprintable) {
		return nil, fmt.Errorf("its name %q has characters that cannot be printed", art.stackName)
	}
	t, err := loadTemplate(dir, art.templateFile)
	if err != nil {
		return nil, err
	}
	s := &Stack{
		ID: id, Name: art.stackName, TerminationProtection: art.terminationProtection,
		Tags: art.tags, Deployment: art.properties, Uploads: uploads(dir, art, artifacts),
	}
	if s.Name == "" {
		s.Name = id
	}
	for _, dependency := range art.dependencies {
		other, ok := artifacts[dependency]
		if !ok {
			return nil, fmt.Errorf("depends on %q, which the manifest does not list", dependency)
		}
		if other.kind == art.kind {
			s.DependsOn = append(s.DependsOn, dependency)
		}
	}
	if s.Account, s.Region, err = environment(art.environment); err != nil {
		return nil, err
	}
	if err = s.take(t); err != nil {
		return nil, fmt.Errorf("%s: %w", art.templateFile, err)
	}
	found, err := notes(dir, art)
	s.annotate(found)
	return s, err
}

// load reads one file of the assembly, and none outside it.
func load(dir, name string) ([]byte, error) {
	if !filepath.IsLocal(name) {
		return nil, fmt.Errorf("%q is outside the assembly", name)
	}
	return os.ReadFile(filepath.Join(dir, name))
}

// loadTemplate reads a template of the assembly.
func loadTemplate(dir, name string) (template, error) {
	if !filepath.IsLocal(name) {
		return template{}, fmt.Errorf("%q is outside the assembly", name)
	}
	text, err := ReadFile(filepath.Join(dir, name))
	if err != nil {
		return template{}, err
	}
	whole, err := decodedTemplate(text)
	if err != nil {
		return template{}, fmt.Errorf("%s: %w", name, err)
	}
	t, err := newTemplate(whole)
	if err != nil {
		return template{}, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// environment splits aws://account/region; what is unknown comes back empty.
func environment(text string) (account, region string, err error) {
	rest, isAWS := strings.CutPrefix(text, "aws://")
	account, region, both := strings.Cut(rest, "/")
	if !isAWS || !both || strings.ContainsFunc(text, unprintable) {
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
