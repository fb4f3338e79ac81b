// Guard says what a deployment would do to every resource, and fails when
// something that holds data would be lost or lose its protection:
//
//	go run ./cmd/guard [-allow <Stack>/<LogicalId>]... <old> <new>
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/changes"
)

const usage = `usage: guard [-allow <Stack>/<LogicalId>]... <old> <new>

<new> is a cloud assembly (cdk.out). <old> is another one, or what is deployed:
one or more <Stack>=<file>, each with what this prints:
  aws cloudformation get-template --stack-name <name> --query TemplateBody

-allow names a resource whose data may be lost, or may lose its protection.
`

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "guard:", err)
		os.Exit(1)
	}
}

// run writes the report to out. Its error is one line: bad input, of which nothing
// is reported, or the resources that must not be lost.
func run(args []string, out io.Writer) error {
	allowed, sides, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		_, err := io.WriteString(out, usage)
		return err
	}
	if err != nil {
		return err
	}
	before, after, err := read(sides)
	if err != nil {
		return err
	}
	found, err := changes.Compare(before, after)
	if err != nil {
		return err
	}
	for _, name := range allowed {
		if !slices.ContainsFunc(found, func(c changes.Change) bool { return c.Name == name && c.Endangers() }) {
			return fmt.Errorf("-allow %s: no such resource is in danger, so take it away or correct it", name)
		}
	}
	return report(out, found, allowed)
}

// parse splits the arguments; flags may stand anywhere.
func parse(args []string) (allowed, sides []string, err error) {
	flags := flag.NewFlagSet("guard", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Func("allow", "", func(name string) error {
		stack, id, both := strings.Cut(name, "/")
		if !both || stack == "" || id == "" || strings.Contains(id, "/") {
			return errors.New("want <Stack>/<LogicalId>, such as Data/Aurora2CBAB212")
		}
		allowed = append(allowed, name)
		return nil
	})
	for {
		if err := flags.Parse(args); err != nil {
			return nil, nil, err
		}
		if flags.NArg() == 0 {
			return allowed, sides, nil
		}
		sides = append(sides, flags.Arg(0))
		args = flags.Args()[1:]
	}
}

// report writes a line for each change. It returns an error that names what is in
// danger and not allowed.
func report(out io.Writer, found []changes.Change, allowed []string) error {
	var text strings.Builder
	var endangered []string
	for _, c := range found {
		line := c.String()
		if c.Endangers() && slices.Contains(allowed, c.Name) {
			line += " (allowed)"
		} else if c.Endangers() {
			endangered = append(endangered, c.Name)
		}
		text.WriteString(line + "\n")
	}
	if len(found) == 0 {
		text.WriteString("no changes\n")
	}
	if _, err := io.WriteString(out, text.String()); err != nil {
		return err
	}
	if len(endangered) > 0 {
		return fmt.Errorf("data would be lost or lose its protection: %s; if that is meant, pass -allow for each",
			strings.Join(endangered, ", "))
	}
	return nil
}
