package input

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Files are the files whose context the CDK's command line merges with -c.
type Files struct {
	// Project is cdk.json.
	Project []byte
	// Lookups is cdk.context.json beside it; nil without one.
	Lookups []byte
	// User is .cdk.json in the home directory; nil without one.
	User []byte
}

// ReadFiles reads the files of the project in dir and of the user.
func ReadFiles(dir string) (Files, error) {
	var files Files
	var err, lookupsErr, userErr error
	files.Project, err = os.ReadFile(filepath.Join(dir, "cdk.json"))
	if err != nil {
		err = fmt.Errorf("run this from the repository's root: %w", err)
	}
	files.Lookups, lookupsErr = readOptional(filepath.Join(dir, "cdk.context.json"))
	if home, homeErr := os.UserHomeDir(); homeErr == nil {
		files.User, userErr = readOptional(filepath.Join(home, ".cdk.json"))
	}
	return files, errors.Join(err, lookupsErr, userErr)
}

func readOptional(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}
