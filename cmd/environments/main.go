// Environments prints the long-lived environments of cdk.json in the order in which a
// change is released, as one line of JSON for the matrix of a workflow:
//
//	go run ./cmd/environments [name]
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
)

// environment is what a workflow knows of an environment.
type environment struct {
	// Environment is also the name of the GitHub environment.
	Environment string `json:"environment"`
	Region      string `json:"region"`
	// Like is dev, staging or prod.
	Like string `json:"like"`
	// Suffix ends the names of the environment's variables in the repository. GitHub
	// allows no hyphens in them, and an expression cannot replace them.
	Suffix string `json:"suffix"`
}

func main() {
	if err := run(".", os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run prints the environments of the project in dir, or the one that args name.
func run(dir string, args []string, out io.Writer) error {
	if len(args) > 1 || len(args) == 1 && strings.HasPrefix(args[0], "-") {
		return fmt.Errorf("want at most the name of one environment, got %q", args)
	}
	files, err := input.ReadFiles(dir)
	if err != nil {
		return err
	}
	context, err := config.ReadContext(files, "")
	if err != nil {
		return err
	}
	all, err := config.LoadAll(context)
	if err != nil {
		return err
	}
	list, names := []environment{}, []string{}
	for _, e := range all {
		names = append(names, e.Name)
		if len(args) == 1 && args[0] != e.Name {
			continue
		}
		list = append(list, environment{
			Environment: e.Name, Region: e.Region, Like: e.Like,
			Suffix: strings.ToUpper(strings.ReplaceAll(e.Name, "-", "_")),
		})
	}
	if len(args) == 1 && len(list) == 0 {
		return fmt.Errorf("the environment must be %s, got %q", strings.Join(names, " or "), args[0])
	}
	return json.NewEncoder(out).Encode(list)
}
