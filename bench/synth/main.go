// Command synth measures how long this repository's commands take, all in one
// run, since machines differ and other work disturbs them:
//
//	go run ./bench/synth [-n 5] [-calls] [-services | -growth] [-cold] [-node path/to/node] [-compile-cache]
//
// It runs every command once unmeasured, then n times in turn, and prints
// medians. Compare the rows of one run with each other, never two runs.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Targets on two cores, for the reader of the output: nothing fails on them.
const (
	targetOverEmpty = 1200 * time.Millisecond
	targetTests     = 30 * time.Second
	targetCold      = 4 * time.Minute
)

// A command is one row of the table.
type command struct {
	name string
	argv []string
	env  []string

	wall, cpu []time.Duration
}

func main() {
	n := flag.Int("n", 5, "measured `repetitions` of each command")
	calls := flag.Bool("calls", false, "also say which requests to the jsii kernel take the time")
	services := flag.Bool("services", false, "only say what one more service of each kind costs")
	growth := flag.Bool("growth", false, "only say what 2 to 26 services cost")
	cold := flag.Bool("cold", false, "also build and test once with an empty Go build cache (minutes)")
	node := flag.String("node", "", "Node.js `binary` for the programs and the CDK command line, instead of the one in PATH")
	compileCache := flag.Bool("compile-cache", false, "also run the program without the code that Node.js has compiled before")
	flag.Parse()

	if err := run(*n, *calls, *services, *growth, *cold, *node, *compileCache); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(n int, calls, services, growing, cold bool, node string, compileCache bool) error {
	if n < 1 {
		return fmt.Errorf("-n must be at least 1, got %d", n)
	}
	root, err := repositoryRoot()
	if err != nil {
		return err
	}
	if err := os.Chdir(root); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch) //nolint:errcheck // a leftover in the temporary directory harms nobody

	if err := useNode(node); err != nil {
		return err
	}
	describeMachine("before")

	empty, chassis := filepath.Join(scratch, "emptyapp"), filepath.Join(scratch, "chassis")
	for binary, pkg := range map[string]string{empty: "./bench/emptyapp", chassis: "."} {
		if _, _, err := measure([]string{"go", "build", "-o", binary, pkg}, nil); err != nil {
			return err
		}
	}

	env, err := lastEnvironment()
	if err != nil {
		return err
	}
	context := fmt.Sprintf(`CDK_CONTEXT_JSON={"env":%q}`, env)
	if services {
		return printServices(additions(), chassis, context, n, scratch)
	}
	if growing {
		return printServices(growth(), chassis, context, n, scratch)
	}
	base := &command{name: "empty CDK app", argv: []string{empty}, env: []string{"CDK_VALIDATION=false"}}
	ours := &command{name: env, argv: []string{chassis}, env: []string{context, "CDK_VALIDATION=false"}}
	tests := &command{name: "go test -count=1 ./...", argv: []string{"go", "test", "-count=1", "./..."}}
	commands := []*command{
		base,
		ours,
		{name: env + ", validated", argv: []string{chassis}, env: []string{context}},
		{name: "npx cdk synth -q -c env=" + env, argv: []string{"npx", "cdk", "synth", "-q", "--no-notices", "-c", "env=" + env}},
		tests,
	}
	if compileCache {
		commands = append(commands, &command{name: env + ", compiled anew", argv: ours.argv, env: append(slices.Clone(ours.env), "NODE_DISABLE_COMPILE_CACHE=1")})
	}

	for round := range n + 1 {
		for _, c := range commands {
			wall, cpu, err := synthesize(c, scratch)
			if err != nil {
				return err
			}
			if round > 0 { // the first fills caches
				c.wall, c.cpu = append(c.wall, wall), append(c.cpu, cpu)
			}
		}
	}

	describeMachine("after")
	report(commands, base)
	fmt.Printf("\n%s minus empty CDK app, median of %d rounds: %s (target at most %s)\n",
		env, n, seconds(median(differences(ours.wall, base.wall))), seconds(targetOverEmpty))
	fmt.Printf("warm tests: %s (target under %s)\n", seconds(median(tests.wall)), seconds(targetTests))

	if calls {
		if err := printCalls(ours.argv, append(ours.env, "CDK_OUTDIR="+filepath.Join(scratch, "cdk.out"))); err != nil {
			return err
		}
	}
	if cold {
		return coldBuild(scratch)
	}
	return nil
}

// synthesize runs c with an output directory of its own.
func synthesize(c *command, scratch string) (wall, cpu time.Duration, err error) {
	out, err := os.MkdirTemp(scratch, "cdk.out-")
	if err != nil {
		return 0, 0, err
	}
	env := slices.Clone(c.env)
	argv := slices.Clone(c.argv)
	switch argv[0] {
	case "npx":
		argv = append(argv, "-o", out)
	case "go": // the tests choose their own
	default:
		env = append(env, "CDK_OUTDIR="+out)
	}
	wall, cpu, err = measure(argv, env)
	return wall, cpu, errors.Join(err, os.RemoveAll(out))
}

// coldBuild times what a new clone waits for once its modules are there.
func coldBuild(scratch string) error {
	env := []string{"GOCACHE=" + filepath.Join(scratch, "gocache")}
	build, buildCPU, err := measure([]string{"go", "build", "./..."}, env)
	if err != nil {
		return err
	}
	test, testCPU, err := measure([]string{"go", "test", "./..."}, env)
	if err != nil {
		return err
	}
	fmt.Printf("cold: go build %s (cpu %s), then go test %s (cpu %s), together %s (target under %s)\n",
		seconds(build), seconds(buildCPU), seconds(test), seconds(testCPU), seconds(build+test), seconds(targetCold))
	return nil
}

// measure runs argv and returns its wall time and the processor time of it and
// of all the processes it waited for. What it prints is shown only if it fails.
func measure(argv, env []string) (wall, cpu time.Duration, err error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = slices.Concat(os.Environ(), env)
	start := time.Now()
	output, err := cmd.CombinedOutput()
	wall = time.Since(start)
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %w\n%s", strings.Join(argv, " "), err, output)
	}
	return wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

func report(commands []*command, base *command) {
	fmt.Printf("\n%-32s %9s %9s %9s %9s %9s\n", "", "median", "fastest", "slowest", "cpu", "× empty")
	for _, c := range commands {
		fmt.Printf("%-32s %9s %9s %9s %9s %9.1f\n", c.name,
			seconds(median(c.wall)), seconds(slices.Min(c.wall)), seconds(slices.Max(c.wall)), seconds(median(c.cpu)),
			median(c.wall).Seconds()/median(base.wall).Seconds())
	}
}

// useNode makes every command of this run use the given Node.js, and silences
// jsii's banner on the one version that is past its support.
func useNode(binary string) error {
	if binary != "" {
		absolute, err := filepath.Abs(binary)
		if err != nil {
			return err
		}
		path := filepath.Dir(absolute) + string(os.PathListSeparator) + os.Getenv("PATH")
		if err := errors.Join(os.Setenv("JSII_NODE", absolute), os.Setenv("PATH", path)); err != nil {
			return err
		}
	}
	return errors.Join(
		os.Setenv("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20"),
		os.Setenv("CDK_DISABLE_CLI_TELEMETRY", "1"),
		os.Setenv("CDK_DISABLE_VERSION_CHECK", "1"),
	)
}

// describeMachine prints what the numbers depend on, as far as the system tells.
func describeMachine(when string) {
	load := "unknown"
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		load = strings.Join(strings.Fields(string(text))[:3], " ")
	}
	version, err := exec.Command("node", "--version").Output()
	if err != nil {
		version = []byte("none")
	}
	fmt.Printf("%-6s %d cores, load %s, %s, Node.js %s\n", when, runtime.NumCPU(), load, runtime.Version(), strings.TrimSpace(string(version)))
}

func repositoryRoot() (string, error) {
	gomod, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	return filepath.Dir(strings.TrimSpace(string(gomod))), nil
}

func differences(a, b []time.Duration) []time.Duration {
	d := make([]time.Duration, len(a))
	for i := range a {
		d[i] = a[i] - b[i]
	}
	return d
}

func median(values []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

func seconds(d time.Duration) string {
	return fmt.Sprintf("%.2f s", d.Seconds())
}
