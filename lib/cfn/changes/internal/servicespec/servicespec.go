// Package servicespec makes the table of properties that force a replacement from
// the database of resource types that the CDK's command line carries. That
// database is npm's @aws-cdk/aws-service-spec, which is built from the registry
// schemas of CloudFormation and from its older resource specification:
// https://github.com/cdklabs/awscdk-service-spec.
package servicespec

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// File is the database inside the package.
const File = "db.json.gz"

// database is the part of the file that the table needs.
type database struct {
	Schema struct {
		Resource struct {
			Entities []resource `json:"entities"`
		} `json:"resource"`
		TypeDefinition struct {
			Entities []definition `json:"entities"`
		} `json:"typeDefinition"`
	} `json:"schema"`
}

type resource struct {
	Type                  string              `json:"cloudFormationType"`
	Properties            map[string]property `json:"properties"`
	PrimaryIdentifier     []string            `json:"primaryIdentifier"`
	RefIdentifier         []string            `json:"cfnRefIdentifier"`
	Stateful              bool                `json:"isStateful"`
	AdditionalReplacement [][]string          `json:"additionalReplacementProperties"`
}

// definition is the type of a structured property.
type definition struct {
	ID         string              `json:"$id"`
	Properties map[string]property `json:"properties"`
}

type property struct {
	Type propertyType `json:"type"`
	// CausesReplacement is yes, maybe, no or empty.
	CausesReplacement string `json:"causesReplacement"`
}

type propertyType struct {
	Type      string `json:"type"`
	Reference struct {
		ID string `json:"$ref"`
	} `json:"reference"`
	Element *propertyType  `json:"element"`
	Types   []propertyType `json:"types"`
}

// Table reads the npm package in dir (node_modules/aws-cdk) and returns the table, with
// the corrections.
func Table(dir string, corrections Corrections) (string, error) {
	text, err := table(dir, corrections)
	if err != nil {
		return "", fmt.Errorf("make the table of replacements from %s: %w", dir, err)
	}
	return text, nil
}

func table(dir string, corrections Corrections) (string, error) {
	var npm struct{ Name, Version string }
	raw, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(raw, &npm); err != nil {
		return "", fmt.Errorf("package.json: %w", err)
	}
	db, sum, err := read(filepath.Join(dir, File))
	if err != nil {
		return "", err
	}
	if len(db.Schema.Resource.Entities) == 0 {
		return "", errors.New("the database has no resource types")
	}
	source := fmt.Sprintf("%s of npm package %s %s, sha256 %x", File, npm.Name, npm.Version, sum)
	return format(source, db, corrections)
}

func read(path string) (*database, []byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	sum := sha256.New()
	unzipped, err := gzip.NewReader(io.TeeReader(file, sum))
	if err != nil {
		return nil, nil, err
	}
	var db database
	if err := json.NewDecoder(unzipped).Decode(&db); err != nil {
		return nil, nil, err
	}
	// To the end, so that the sum is that of the whole file.
	if _, err := io.Copy(io.Discard, unzipped); err != nil {
		return nil, nil, err
	}
	return &db, sum.Sum(nil), nil
}
