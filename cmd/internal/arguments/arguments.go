// Package arguments reads the command line of a command that looks at one
// synthesized environment.
package arguments

import (
	"flag"
	"fmt"
	"io"
	"slices"

	"example.com/chassis/lib/config"
)

// Arguments are those that every such command takes.
type Arguments struct {
	// Env is dev, staging or prod.
	Env string
	// Assembly is the folder of the cloud assembly, such as cdk.out.
	Assembly string
}

// Parse reads args by the command's own flags and -env. It refuses an environment
// that there is not, and more or less than one assembly; asked for help it returns
// flag.ErrHelp. It prints nothing.
func Parse(flags *flag.FlagSet, args []string) (Arguments, error) {
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	env := flags.String("env", "", "")
	if err := flags.Parse(args); err != nil {
		return Arguments{}, err
	}
	if !slices.Contains(config.Names(), *env) {
		return Arguments{}, fmt.Errorf("-env must be dev, staging or prod, got %q", *env)
	}
	if flags.NArg() != 1 {
		return Arguments{}, fmt.Errorf("want one cloud assembly, got %d", flags.NArg())
	}
	return Arguments{Env: *env, Assembly: flags.Arg(0)}, nil
}
