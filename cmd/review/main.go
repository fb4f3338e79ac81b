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

	"example.com/chassis/cmd/internal/arguments"
	"example.com/chassis/lib/proof/difference"
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
	asJSON := flags.Bool("json", false, "")
	asMarkdown := flags.Bool("markdown", false, "")
	before, after, err := arguments.ParsePair(flags, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, err = io.WriteString(out, usage)
		return err
	case err != nil:
		return err
	case *asJSON && *asMarkdown:
		return errors.New("want -json or -markdown, not both")
	}
	report, err := difference.Of(before, after)
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
