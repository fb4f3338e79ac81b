// Mutation says how much the promises would notice: it changes a synthesized
// platform place by place and lists the changes that no promise notices.
//
//	npx cdk synth -q -c env=prod && go run ./cmd/mutation -env prod cdk.out
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"example.com/chassis/lib/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/mutation"
	"example.com/chassis/lib/promises"
)

const usage = `usage: mutation -env dev|staging|prod [-instance <name>] [-json] <assembly>

<assembly> is a cloud assembly (cdk.out) of that environment with its defaults.
`

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("mutation", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	env := flags.String("env", "", "")
	instance := flags.String("instance", "", "")
	asJSON := flags.Bool("json", false, "")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		_, err := io.WriteString(out, usage)
		return err
	} else if err != nil {
		return err
	}
	if !slices.Contains(config.Names(), *env) {
		return fmt.Errorf("-env must be dev, staging or prod, got %q", *env)
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("want one cloud assembly, got %d", flags.NArg())
	}
	a, err := assembly.Read(flags.Arg(0))
	if err != nil {
		return err
	}
	score, err := mutation.Run(promises.Platform{Assembly: a, Env: *env, Instance: *instance}, promises.All())
	if err != nil {
		return err
	}
	if !*asJSON {
		_, err = io.WriteString(out, score.String())
		return err
	}
	raw, err := score.JSON()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n", raw)
	return err
}
