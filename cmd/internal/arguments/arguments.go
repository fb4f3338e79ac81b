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
	platforms, err := read(flags, args, 1, "one cloud assembly")
	if err != nil {
		return check.Platform{}, err
	}
	p := platforms[0]
	if *env != "" && p.Settings.Name != *env {
		return check.Platform{}, fmt.Errorf("%s is of %s, not of %s", flags.Arg(0), p.Label(), *env)
	}
	return p, nil
}

// ParsePair reads args by the command's own flags, and then the two assemblies that they
// name, of before and after a change. It prints nothing either.
func ParsePair(flags *flag.FlagSet, args []string) (before, after check.Platform, err error) {
	platforms, err := read(flags, args, 2, "an old and a new cloud assembly")
	if err != nil {
		return check.Platform{}, check.Platform{}, err
	}
	return platforms[0], platforms[1], nil
}

func read(flags *flag.FlagSet, args []string, count int, wanted string) ([]check.Platform, error) {
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if flags.NArg() != count {
		return nil, fmt.Errorf("want %s, got %d", wanted, flags.NArg())
	}
	var platforms []check.Platform
	for _, dir := range flags.Args() {
		p, err := check.Read(dir)
		if err != nil {
			return nil, err
		}
		platforms = append(platforms, p)
	}
	return platforms, nil
}
