// Posture prints what a synthesized environment proves about itself: what can reach
// what, what still works when a zone fails, where a path leads, who may do what, and
// which promises are broken.
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
when a promise is broken.
`

// proof is all that is said of an assembly.
type proof struct {
	// Holds says that no promise is broken.
	Holds    bool
	Verdicts []reachability.Verdict
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
	text := p.broken() + p.Text() + "\n" + pages.Plain("# Who may do what\n\n"+p.Permissions.Markdown())
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
	for _, v := range p.Verdicts {
		if len(v.Wrong) > 0 {
			failed = append(failed, v.ID)
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("these promises are broken: %s", strings.Join(failed, ", "))
	}
	return nil
}

// broken lists the promises that are broken, with what breaks them.
func (p proof) broken() string {
	var out strings.Builder
	for _, v := range p.Verdicts {
		if len(v.Wrong) > 0 {
			fmt.Fprintf(&out, "BROKEN %s (%s): %s\n  %s\n\n", v.ID, v.For, v.Says, strings.Join(v.Wrong, "\n  "))
		}
	}
	return out.String()
}

// read judges an assembly, and refuses one of another environment: other promises are
// made of it.
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
	m := reachability.New(a, env)
	p := proof{Report: m.Report(), Verdicts: m.Verdicts()}
	var wrong []string
	if p.Permissions, err = permissions.Of(a); err != nil {
		wrong = strings.Split(err.Error(), "\n")
	}
	p.Verdicts = append(p.Verdicts, reachability.Verdict{
		ID: "permissions", For: reachability.Proof, Says: "Every permission is understood, and every one that is broad has a declared reason.", Wrong: wrong,
	})
	p.Holds = p.broken() == ""
	return p, nil
}
