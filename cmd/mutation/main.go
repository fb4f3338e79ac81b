// Mutation says how much the promises would notice: it changes a synthesized
// platform place by place, adds to it what may be added, and lists the changes that no
// promise notices.
//
//	npx cdk synth -q -c env=prod && go run ./cmd/mutation cdk.out
//
// With a table of the changes that nobody needs to notice, it lists the others only,
// and the rows of the table that are needed no more.
//
//	go run ./cmd/mutation -accepted docs/posture/mutation.md cdk.out
//
// With -source it changes so many places of the Go source instead, and judges the templates
// that come of it.
//
// With -report it lists the changes of which the report on a change says nothing.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"example.com/chassis/cmd/internal/arguments"
	"example.com/chassis/lib/proof/difference"
	"example.com/chassis/lib/proof/mutation"
	"example.com/chassis/lib/proof/promises"
	"example.com/chassis/lib/proof/promises/check"
)

const usage = `usage: mutation [-env <name>] [-json | -accepted <table> | -requirements | -report] <assembly>
       mutation -source <number> [-seed <number>]

<assembly> is a cloud assembly (cdk.out) of an environment with its defaults.
<table> is a Markdown file with a table of the survivors that are accepted; the
exit code is 1 when there are others, or fewer. -requirements prints a table of what
the promises about each requirement notice, and -report the changes of which
cmd/review says nothing, each in some minutes. -source tries a sample of so many
mutants of the Go source, each in some seconds; another seed is another sample.
`

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("mutation", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "")
	accepted := flags.String("accepted", "", "")
	requirements := flags.Bool("requirements", false, "")
	report := flags.Bool("report", false, "")
	wanted := flags.Int("source", 0, "")
	seed := flags.Uint64("seed", 1, "")
	p, err := arguments.Parse(flags, args)
	if *wanted > 0 {
		if flags.NArg() > 0 {
			return errors.New("-source looks at the source of this repository, and takes no assembly")
		}
		return ofSource(*wanted, *seed, out)
	}
	if errors.Is(err, flag.ErrHelp) {
		_, err = io.WriteString(out, usage)
		return err
	}
	if err != nil {
		return err
	}
	switch outputs := []bool{*asJSON, *accepted != "", *requirements, *report}; {
	case count(outputs) > 1:
		return errors.New("-json, -accepted, -requirements and -report print different things: give one of them")
	case *requirements:
		return trace(p, out)
	case *report:
		return silent(p, flags.Arg(0), out)
	}
	// Before the mutation, which takes its time.
	rows, err := readAccepted(*accepted)
	if err != nil {
		return err
	}
	scores, err := both(p, flags.Arg(0))
	if err != nil {
		return err
	}
	switch {
	case *accepted != "":
		return compare(scores, rows, out)
	case !*asJSON:
		_, err = io.WriteString(out, scores.String())
		return err
	}
	raw, err := scores.JSON()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n", raw)
	return err
}

// both counts what is changed and what is added, each in a platform of its own so that
// two processors share the work.
func both(p check.Platform, dir string) (mutation.Scores, error) {
	second, err := check.Read(dir)
	if err != nil {
		return mutation.Scores{}, err
	}
	var scores mutation.Scores
	var refused error
	added := make(chan struct{})
	go func() {
		defer close(added)
		scores.Added, _ = mutation.Run(second, promises.All(), mutation.EachAdded)
	}()
	scores.Changed, refused = mutation.Run(p, promises.All(), mutation.Each)
	<-added
	return scores, refused
}

func count(given []bool) int {
	n := 0
	for _, g := range given {
		if g {
			n++
		}
	}
	return n
}

func trace(p check.Platform, out io.Writer) error {
	traces, err := mutation.Traces(p, promises.All())
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, mutation.TraceTable(traces))
	return err
}

// silent writes how many changes the report on a change is about, and lists the others.
func silent(p check.Platform, dir string, out io.Writer) error {
	unchanged, err := check.Read(dir)
	if err != nil {
		return err
	}
	from := difference.From(unchanged)
	score := mutation.Tally(p, mutation.Each, func() bool {
		r, err := from.To(p)
		return err != nil || !r.Empty()
	})
	_, err = io.WriteString(out, score.String())
	return err
}

// readAccepted reads the table of accepted survivors, where one is given.
func readAccepted(path string) ([]mutation.Accepted, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	rows, err := mutation.ReadAccepted(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return rows, nil
}

// compare writes the score and where its survivors are not those of the table, which
// is an error.
func compare(scores mutation.Scores, rows []mutation.Accepted, out io.Writer) error {
	wrong := scores.Against(rows)
	for _, line := range append(scores.Summaries(), wrong...) {
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("the survivors are not those that are accepted: %d differences", len(wrong))
	}
	return nil
}
