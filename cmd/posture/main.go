// Posture prints what a synthesized environment proves about itself: who can reach
// whom, what is left without a zone, where a path leads, and which theorems hold.
//
//	npx cdk synth -q -c env=prod && go run ./cmd/posture -env prod cdk.out
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"example.com/chassis/lib/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/posture"
)

const usage = `usage: posture -env dev|staging|prod [-json] <assembly>

<assembly> is a cloud assembly (cdk.out) of that environment. The exit code is 1
when a theorem fails.
`

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "posture:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("posture", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	env := flags.String("env", "", "")
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
	report, err := read(flags.Arg(0), *env)
	if err != nil {
		return err
	}
	text := []byte(report.Text())
	if *asJSON {
		if text, err = report.JSON(); err != nil {
			return err
		}
		text = append(text, '\n')
	}
	if _, err := out.Write(text); err != nil {
		return err
	}
	var failed []string
	for _, t := range report.Theorems {
		if len(t.Wrong) > 0 {
			failed = append(failed, t.ID)
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("these theorems fail: %s", strings.Join(failed, ", "))
	}
	return nil
}

// read judges an assembly, and refuses one of another environment: its theorems
// would be other ones.
func read(dir, env string) (posture.Report, error) {
	a, err := assembly.Read(dir)
	if err != nil {
		return posture.Report{}, err
	}
	for _, s := range a.Stacks {
		if !strings.HasPrefix(s.Name, "chassis-"+env+"-") {
			return posture.Report{}, fmt.Errorf("%s holds the stack %s, which is not of %s", dir, s.Name, env)
		}
	}
	m, err := posture.New(a, env)
	if err != nil {
		return posture.Report{}, fmt.Errorf("%s: %w", dir, err)
	}
	return m.Report(), nil
}
