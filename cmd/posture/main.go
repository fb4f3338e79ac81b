// Posture judges a synthesized platform by all promises, and prints what its templates
// say: what can reach what, what still works when a zone fails, where a path leads, and
// who may do what.
//
//	npx cdk synth -q -c env=prod && go run ./cmd/posture cdk.out
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"example.com/chassis/cmd/internal/arguments"
	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/permissions"
	"example.com/chassis/lib/proof/promises"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/reachability"
)

const usage = `usage: posture [-env <name>] [-json] <assembly>
<assembly> is a cloud assembly (cdk.out) of one environment, which -env may name. The
exit code is 1 when a promise is broken.
`

// proof is all that is said of an assembly.
type proof struct {
	// Holds says that no promise is broken.
	Holds bool
	// Judged is how many promises there are, Broken those that are broken, and Unjudged the
	// requirements of those that do not find what they are about.
	Judged   int
	Unjudged []string `json:",omitempty"`
	Broken   []verdict
	reachability.Report
	Permissions permissions.Table
}

// verdict is a broken promise.
type verdict struct {
	ID, Says string
	Wrong    []string
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "posture:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("posture", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "")
	platform, err := arguments.Parse(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		_, err = io.WriteString(out, usage)
		return err
	}
	if err != nil {
		return err
	}
	p := judge(platform)
	text := p.verdict() + p.Text() + "\n" + pages.Plain("# Who may do what\n\n"+p.Permissions.Markdown())
	if *asJSON {
		raw, err := json.MarshalIndent(p, "", "  ")
		if err != nil {
			return err
		}
		text = string(raw) + "\n"
	}
	if _, err := io.WriteString(out, text); err != nil {
		return err
	}
	if p.Holds {
		return nil
	}
	var ids []string
	for _, v := range p.Broken {
		ids = append(ids, v.ID)
	}
	slices.Sort(ids)
	return fmt.Errorf("%d of %d promises are broken: %s", len(p.Broken), p.Judged, strings.Join(slices.Compact(ids), ", "))
}

// judge judges a platform by all promises.
func judge(platform check.Platform) proof {
	examination := check.Examine(platform)
	p := proof{Report: examination.Model().Report(platform.Settings)}
	for _, v := range examination.Judge(promises.All()) {
		p.Judged++
		if v.Stumbled {
			p.Unjudged = append(p.Unjudged, v.ID)
		}
		if len(v.Wrong) > 0 {
			p.Broken = append(p.Broken, verdict{v.ID, v.Says, v.Wrong})
		}
	}
	p.Holds = len(p.Broken) == 0
	// What is not understood there is a broken promise already.
	p.Permissions, _ = examination.Permissions()
	return p
}

// verdict says which promises are broken, and by what.
func (p proof) verdict() string {
	if p.Holds {
		return fmt.Sprintf("All %d promises hold.\n\n", p.Judged)
	}
	var out strings.Builder
	for _, v := range p.Broken {
		fmt.Fprintf(&out, "BROKEN %s: %s\n  %s\n\n", v.ID, v.Says, strings.Join(v.Wrong, "\n  "))
	}
	if len(p.Unjudged) > 0 {
		fmt.Fprintf(&out, "Not judged, since what they are about is not there as it should be: %s\n\n", strings.Join(slices.Compact(p.Unjudged), ", "))
	}
	return out.String()
}
