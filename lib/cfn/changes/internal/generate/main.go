// Generate writes the table of properties that force a replacement:
//
//	go generate ./lib/cfn/changes
package main

import (
	"fmt"
	"os"

	"example.com/chassis/lib/cfn/changes/internal/servicespec"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: generate <directory of npm's aws-cdk> <file>, got %d arguments", len(args))
	}
	table, err := servicespec.Table(args[0], servicespec.Conditional)
	if err != nil {
		return err
	}
	return os.WriteFile(args[1], []byte(table), 0o644)
}
