// Guard says what a deployment would do to every resource, and fails when
// something that holds data would be lost or lose its protection, and when AWS would
// refuse the update:
//
//	go run ./cmd/guard [-allow <Stack>/<LogicalId>]... <old> <new>
//
// It also says which stack must be deployed before all others. With -first it prints
// only those, for a script that deploys them in that order.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"example.com/chassis/cmd/internal/sides"
	"example.com/chassis/lib/cfn/changes"
)

const usage = `usage: guard [-first | [-in-order] -allow <Stack>/<LogicalId>...] <old> <new>

` + sides.Usage + `
-allow names a resource whose data may be lost, or may lose its protection, or a target
group whose port may change.
-first prints only the stacks that must be deployed alone before all others.
-in-order is for who deploys in that order; otherwise such a stack is an error.
`

// request is what the arguments ask for.
type request struct {
	allowed, sides []string
	first, inOrder bool
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "guard:", err)
		os.Exit(1)
	}
}

// run writes the report to out. Its error is one line: bad input, of which nothing
// is reported, or why the deployment must not happen.
func run(args []string, out io.Writer) error {
	asked, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		_, err := io.WriteString(out, usage)
		return err
	}
	if err != nil {
		return err
	}
	before, after, err := sides.Read(asked.sides)
	if err != nil {
		return err
	}
	deployed, err := changes.Compare(before, after)
	if err != nil {
		return err
	}
	found, first := deployed.Changes, deployed.First
	if asked.first {
		return printFirst(out, first)
	}
	moved := changes.MovedPorts(before, after)
	for _, name := range asked.allowed {
		endangered := slices.ContainsFunc(found, func(c changes.Change) bool { return c.Name == name && c.Endangers() })
		if !endangered && !slices.ContainsFunc(moved, func(m changes.Moved) bool { return m.Name == name }) {
			return fmt.Errorf("-allow %s: no such resource is in danger, so take it away or correct it", name)
		}
	}
	return errors.Join(report(out, found, changes.Others(before, after, found), asked.allowed), ordered(first, asked.inOrder, out), closed(moved, asked.allowed), refused(changes.Refusals(before, after, found)))
}

// steps say how to get to what a service refuses at once, in the words of the settings.
var steps = map[changes.Rule]string{
	changes.FailoverNeedsReplica: "deploy it with cacheFailover false first, and then without cacheFailover",
	changes.VersionsRise:         "set auroraVersion to the version that runs, or a later one",
}

// refused returns an error that names the updates that would fail, which no flag allows.
func refused(found []changes.Refused) error {
	var errs []error
	for _, r := range found {
		errs = append(errs, fmt.Errorf("%s; %s", r, steps[r.Rule]))
	}
	return errors.Join(errs...)
}

// closed returns an error that names the services whose port changes and that are not
// allowed to be down.
func closed(moved []changes.Moved, allowed []string) error {
	var lines []string
	for _, m := range moved {
		if !slices.Contains(allowed, m.Name) {
			lines = append(lines, m.String())
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return fmt.Errorf("%s; docs/deploying.md has the steps under \"Another port\", after which -allow lets it pass", strings.Join(lines, "; "))
}

// parse splits the arguments; flags may stand anywhere.
func parse(args []string) (asked request, err error) {
	flags := flag.NewFlagSet("guard", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&asked.first, "first", false, "")
	flags.BoolVar(&asked.inOrder, "in-order", false, "")
	flags.Func("allow", "", func(name string) error {
		stack, id, both := strings.Cut(name, "/")
		if !both || stack == "" || id == "" || strings.Contains(id, "/") {
			return errors.New("want <Stack>/<LogicalId>, such as Data/Aurora2CBAB212")
		}
		asked.allowed = append(asked.allowed, name)
		return nil
	})
	for {
		if err := flags.Parse(args); err != nil {
			return request{}, err
		}
		if flags.NArg() == 0 {
			break
		}
		asked.sides = append(asked.sides, flags.Arg(0))
		args = flags.Args()[1:]
	}
	if asked.first && len(asked.allowed) > 0 {
		return request{}, errors.New("-first judges no data, so -allow does not belong to it")
	}
	return asked, nil
}

// printFirst writes the id of each stack that must be deployed before all others.
func printFirst(out io.Writer, first []changes.Early) error {
	if err := impossible(first); err != nil {
		return err
	}
	for _, e := range first {
		if _, err := fmt.Fprintln(out, e.Stack); err != nil {
			return err
		}
	}
	return nil
}

// impossible returns an error when the stacks have no order in which they deploy.
func impossible(first []changes.Early) error {
	for _, e := range first {
		if e.Impossible() {
			return errors.New(e.String())
		}
	}
	return nil
}

// ordered returns an error that names the stacks that must be deployed before all others,
// or writes them where whoever deploys takes that order.
func ordered(first []changes.Early, inOrder bool, out io.Writer) error {
	if err := impossible(first); err != nil {
		return err
	}
	var errs []error
	for _, e := range first {
		if !inOrder {
			errs = append(errs, errors.New(e.String()))
		} else if _, err := fmt.Fprintln(out, e); err != nil {
			return err
		}
	}
	return errors.Join(errs...)
}

// report writes a line for each change, and for what differs beside the resources. It
// returns an error that names what is in danger and not allowed.
func report(out io.Writer, found []changes.Change, others, allowed []string) error {
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
	if len(found)+len(others) == 0 {
		text.WriteString("no changes\n")
	}
	for _, line := range others {
		text.WriteString(line + "\n")
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
