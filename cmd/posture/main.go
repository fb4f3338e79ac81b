// Posture prints what a synthesized environment proves about itself: who can reach
// whom, what is left without a zone, where a path leads, which theorems hold, and who
// may do what.
//
//	npx cdk synth -q -c env=prod && go run ./cmd/posture -env prod cdk.out
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
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/permissions"
	"example.com/chassis/lib/proof/reachability"
)

const usage = `usage: posture -env dev|staging|prod [-json] <assembly>

<assembly> is a cloud assembly (cdk.out) of that environment. The exit code is 1
when a theorem fails.
`

// proof is all that is said of an assembly.
type proof struct {
	// Holds says that no theorem fails.
	Holds bool
	reachability.Report
	Permissions permissions.Table
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
	given, err := arguments.Parse(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		_, err = io.WriteString(out, usage)
		return err
	}
	if err != nil {
		return err
	}
	p, err := read(given.Assembly, given.Env)
	if err != nil {
		return err
	}
	text := p.Text() + "\n" + pages.Plain("# Who may do what\n\n"+p.Permissions.Markdown())
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
	var failed []string
	for _, t := range p.Theorems {
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
func read(dir, env string) (proof, error) {
	a, err := assembly.Read(dir)
	if err != nil {
		return proof{}, err
	}
	for _, s := range a.Stacks {
		if !strings.HasPrefix(s.Name, "chassis-"+env+"-") {
			return proof{}, fmt.Errorf("%s holds the stack %s, which is not of %s", dir, s.Name, env)
		}
	}
	m, err := reachability.New(a, env)
	if err != nil {
		return proof{}, fmt.Errorf("%s: %w", dir, err)
	}
	p := proof{Report: m.Report()}
	var wrong []string
	if p.Permissions, err = permissions.Of(a); err != nil {
		wrong = strings.Split(err.Error(), "\n")
	}
	p.Theorems = append(p.Theorems, reachability.Verdict{
		ID: "permissions", Says: "Every permission is understood, and every one that is broad has a declared reason.", Wrong: wrong,
	})
	p.Holds = p.Report.Holds()
	return p, nil
}
