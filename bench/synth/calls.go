package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// A call is one request of a CDK program to the jsii kernel.
type call struct {
	label string
	took  time.Duration
}

// printCalls runs a CDK program once and says which requests to the kernel took
// the longest. The kernel's own trace costs time, so the shares count, not the sum.
func printCalls(argv, env []string) error {
	const shown = 12

	start := time.Now()
	first, calls, err := traceCalls(argv, env)
	if err != nil {
		return err
	}
	total := time.Since(start)

	var inCalls time.Duration
	for _, c := range calls {
		inCalls += c.took
	}
	slices.SortFunc(calls, func(a, b call) int { return cmp.Compare(b.took, a.took) })
	slowest := calls[:min(shown, len(calls))]

	fmt.Printf("\nWhere one traced synthesis spends its %s:\n", seconds(total))
	fmt.Printf("%9s  until the first request: programs start, files are unpacked\n", seconds(first))
	rest := inCalls
	for _, c := range slowest {
		fmt.Printf("%9s  %s\n", seconds(c.took), c.label)
		rest -= c.took
	}
	fmt.Printf("%9s  %d other requests\n", seconds(rest), len(calls)-len(slowest))
	fmt.Printf("%9s  between requests: Go, and the kernel's end\n", seconds(total-first-inCalls))
	return nil
}

// traceCalls reads the trace that the kernel writes while it runs: a line
// "> {request}" and, when it is done, a line "< {response}".
func traceCalls(argv, env []string) (first time.Duration, calls []call, err error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = slices.Concat(os.Environ(), env, []string{"JSII_DEBUG=1"})
	trace, err := cmd.StderrPipe()
	if err != nil {
		return 0, nil, err
	}
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, nil, err
	}

	var label string
	var asked time.Time
	lines := bufio.NewScanner(trace)
	lines.Buffer(nil, 64<<20) // a request carries whole property trees
	for lines.Scan() {
		now := time.Now()
		if request, ok := strings.CutPrefix(lines.Text(), "> "); ok {
			label, asked = describe(request), now
			if first == 0 {
				first = now.Sub(begin)
			}
		} else if strings.HasPrefix(lines.Text(), "< ") && label != "" {
			calls = append(calls, call{label, now.Sub(asked)})
			label = ""
		}
	}
	if err := lines.Err(); err != nil {
		return 0, nil, fmt.Errorf("the kernel's trace: %w", err)
	}
	if err := cmd.Wait(); err != nil {
		return 0, nil, fmt.Errorf("%s: %w", strings.Join(argv, " "), err)
	}
	return first, calls, nil
}

// describe names a request in a few words: "create aws-cdk-lib.aws_ec2.Vpc".
func describe(request string) string {
	var r struct {
		API, Name, FQN, Method, Property string
		Object                           struct {
			Ref string `json:"$jsii.byref"`
		} `json:"objref"`
	}
	if err := json.Unmarshal([]byte(request), &r); err != nil {
		return request[:min(60, len(request))]
	}
	class, _, _ := strings.Cut(r.Object.Ref, "@")
	words := slices.DeleteFunc([]string{r.API, r.Name, r.FQN, class, r.Method, r.Property}, func(s string) bool { return s == "" })
	return strings.Join(words, " ")
}
