// Package arguments reads the command line of a command that looks at synthesized
// platforms.
package arguments

import (
	"flag"
	"fmt"
	"io"

	"example.com/chassis/lib/proof/promises/check"
)

// Parse reads args by the command's own flags and -env, and then the one assembly that
// they name. With -env it refuses the assembly of another environment; asked for help it
// returns flag.ErrHelp. It prints nothing.
func Parse(flags *flag.FlagSet, args []string) (check.Platform, error) {
	env := flags.String("env", "", "")
	if err := ParseFlags(flags, args); err != nil {
		return check.Platform{}, err
	}
	if flags.NArg() != 1 {
		return check.Platform{}, fmt.Errorf("want one cloud assembly, got %d", flags.NArg())
	}
	p, err := check.Read(flags.Arg(0))
	if err != nil {
		return check.Platform{}, err
	}
	if *env != "" && p.Settings.Name != *env {
		return check.Platform{}, fmt.Errorf("%s is of %s, not of %s", flags.Arg(0), p.Label(), *env)
	}
	return p, nil
}

// ParseFlags reads args by the command's own flags. It prints nothing either.
func ParseFlags(flags *flag.FlagSet, args []string) error {
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	return flags.Parse(args)
}
