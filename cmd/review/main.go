// Review says what a change of the platform does, for whoever reviews it: what is lost, in
// which order it must be deployed, who can reach whom otherwise, who may do what
// otherwise, which alarms go, and what it costs:
//
//	go run ./cmd/review <old> <new>
//
// With -approvals it prints only what somebody must accept before the change may land.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"example.com/chassis/cmd/internal/arguments"
	"example.com/chassis/cmd/internal/sides"
	"example.com/chassis/lib/proof/difference"
	"example.com/chassis/lib/proof/promises/check"
)

const usage = `usage: review [-json | -markdown | -approvals] <old> <new>

` + sides.Usage + `Each stack of <new> must be given, and both are of one environment.

-approvals prints only what somebody must accept: data-at-risk, open-to-the-internet.
`

// forms are the ways to print a report, by the flag that asks for it.
var forms = map[string]func(difference.Report) (string, error){
	"": func(r difference.Report) (string, error) { return r.Text(), nil },
	"json": func(r difference.Report) (string, error) {
		encoded, err := json.MarshalIndent(r, "", "  ")
		return string(encoded) + "\n", err
	},
	"markdown": func(r difference.Report) (string, error) { return r.Markdown(), nil },
	"approvals": func(r difference.Report) (string, error) {
		var text strings.Builder
		for _, title := range r.Approvals() {
			text.WriteString(title + "\n")
		}
		return text.String(), nil
	},
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "review:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("review", flag.ContinueOnError)
	form := ""
	for name := range forms {
		if name == "" {
			continue
		}
		flags.BoolFunc(name, "", func(string) error {
			if form != "" && form != name {
				return errors.New("want one form, not two")
			}
			form = name
			return nil
		})
	}
	err := arguments.ParseFlags(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		_, err = io.WriteString(out, usage)
		return err
	}
	if err != nil {
		return err
	}
	report, err := review(flags.Args())
	if err != nil {
		return err
	}
	text, err := forms[form](report)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, text)
	return err
}

// review reads both sides and compares them.
func review(given []string) (difference.Report, error) {
	before, after, err := sides.Read(given)
	if err != nil {
		return difference.Report{}, err
	}
	platform, err := check.ReadWith(after, given[len(given)-1])
	if err != nil {
		return difference.Report{}, err
	}
	if !sides.Assemblies(given) {
		if len(given)-1 != len(after.Stacks) {
			return difference.Report{}, fmt.Errorf("want what is deployed of each of %d stacks, got %d", len(after.Stacks), len(given)-1)
		}
		return difference.OfDeployed(before, platform)
	}
	old, err := check.ReadWith(before, given[0])
	if err != nil {
		return difference.Report{}, err
	}
	return difference.Of(old, platform)
}
