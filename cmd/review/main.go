// Review says what a change of the platform does, for whoever reviews it: what is lost, in
// which order it must be deployed, who can reach whom otherwise, who may do what
// otherwise, which alarms go, and what it costs:
//
//	go run ./cmd/review <old> <new>
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"example.com/chassis/lib/proof/difference"
	"example.com/chassis/lib/proof/promises/check"
)

const usage = `usage: review [-json | -markdown] <old> <new>
<old> and <new> are cloud assemblies (cdk.out) of one environment.
`

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "review:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("review", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	asJSON := flags.Bool("json", false, "")
	asMarkdown := flags.Bool("markdown", false, "")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		_, err := io.WriteString(out, usage)
		return err
	case err != nil:
		return err
	case flags.NArg() != 2:
		return fmt.Errorf("want an old and a new cloud assembly, got %d", flags.NArg())
	case *asJSON && *asMarkdown:
		return errors.New("want -json or -markdown, not both")
	}
	var sides [2]check.Platform
	for i := range sides {
		p, err := check.Read(flags.Arg(i))
		if err != nil {
			return err
		}
		sides[i] = p
	}
	report, err := difference.Of(sides[0], sides[1])
	if err != nil {
		return err
	}
	text := report.Text()
	switch {
	case *asMarkdown:
		text = report.Markdown()
	case *asJSON:
		encoded, err := json.MarshalIndent(report, "", "  ")
		if err != nil {
			return err
		}
		text = string(encoded) + "\n"
	}
	_, err = io.WriteString(out, text)
	return err
}
