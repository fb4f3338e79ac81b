package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// SettingsFile is the file of a cloud assembly with the settings that it was made from,
// so that whatever judges the templates knows what they should hold. It has the names of
// secrets and none of their values.
const SettingsFile = "settings.json"

// Save writes the settings into a cloud assembly.
func (e Environment) Save(assembly string) error {
	encoded, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(assembly, SettingsFile), append(encoded, '\n'), 0o644)
}

// Saved reads the settings that a cloud assembly was made from.
func Saved(assembly string) (Environment, error) {
	file := filepath.Join(assembly, SettingsFile)
	encoded, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return Environment{}, fmt.Errorf("%s is no platform of Chassis: it has no %s", assembly, SettingsFile)
	}
	if err != nil {
		return Environment{}, err
	}
	var e Environment
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&e); err != nil {
		return Environment{}, fmt.Errorf("%s is of another version: %w", file, err)
	}
	return e, nil
}
