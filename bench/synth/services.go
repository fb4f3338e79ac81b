package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// addition is what one run has more than the committed services.
type addition struct {
	name string
	// service is one more entry of the list, and migrate makes the first one migrate.
	service map[string]any
	migrate bool
}

func additions() []addition {
	return []addition{
		{name: "as committed"},
		{name: "a web service", service: map[string]any{"path": "/bench-more"}},
		{name: "a worker", service: map[string]any{"kind": "worker"}},
		{name: "a job", service: map[string]any{"kind": "job", "schedule": "rate(1 hour)"}},
		{name: "a job without overlap", service: map[string]any{"kind": "job", "schedule": "rate(1 hour)", "overlap": false}},
		{name: "a migration", migrate: true},
	}
}

// printServices says what one more of each kind of work adds to a synthesis: requests to
// the kernel, and time, against the committed services in the same round.
func printServices(program, env string, n int, scratch string) error {
	all := additions()
	walls, requests := make([][]time.Duration, len(all)), make([]int, len(all))
	for i, a := range all {
		dir := filepath.Join(scratch, fmt.Sprint("services-", i))
		if err := a.checkout(dir); err != nil {
			return err
		}
		_, calls, err := traceCalls([]string{"env", "-C", dir, program}, []string{env, "CDK_VALIDATION=false", "CDK_OUTDIR=" + filepath.Join(dir, "cdk.out")})
		if err != nil {
			return err
		}
		requests[i] = len(calls)
	}
	for range n {
		for i := range all {
			dir := filepath.Join(scratch, fmt.Sprint("services-", i))
			wall, _, err := measure([]string{"env", "-C", dir, program}, []string{env, "CDK_VALIDATION=false", "CDK_OUTDIR=" + filepath.Join(dir, "cdk.out")})
			if err != nil {
				return err
			}
			walls[i] = append(walls[i], wall)
		}
	}
	fmt.Printf("\n%-24s %9s %9s %9s\n", "", "requests", "median", "more")
	for i, a := range all {
		fmt.Printf("%-24s %9d %9s %9s\n", a.name, requests[i], seconds(median(walls[i])), seconds(median(differences(walls[i], walls[0]))))
	}
	return nil
}

// checkout makes a directory with the sources and the changed settings.
func (a addition) checkout(dir string) error {
	text, err := os.ReadFile("cdk.json")
	if err != nil {
		return err
	}
	var file struct {
		Context map[string]any `json:"context"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return err
	}
	services, _ := file.Context["services"].([]any)
	services = slices.Clone(services)
	if a.service != nil {
		a.service["name"] = "bench-more"
		services = append(services, a.service)
	}
	if first, ok := services[0].(map[string]any); ok && a.migrate {
		first["migrate"] = []string{"migrate"}
	}
	file.Context["services"] = services
	changed, err := json.Marshal(file)
	if err != nil {
		return err
	}
	errs := []error{os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "cdk.json"), changed, 0o644)}
	root, err := os.Getwd()
	errs = append(errs, err)
	for _, name := range []string{"go.mod", "go.sum", "lib"} {
		errs = append(errs, os.Symlink(filepath.Join(root, name), filepath.Join(dir, name)))
	}
	return errors.Join(errs...)
}
