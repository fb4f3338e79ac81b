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
	// count replaces the services by as many web services.
	count int
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

// growth are platforms of more and more services.
func growth() []addition {
	var all []addition
	for _, count := range []int{2, 4, 8, 16, 26} {
		all = append(all, addition{name: fmt.Sprint(count, " services"), count: count})
	}
	return all
}

// printServices says of each addition how many requests to the kernel and how much time its
// synthesis takes, and what is more than in the first, in the same round. The last columns
// are about the Compute stack, which grows with each service.
func printServices(all []addition, program, env string, n int, scratch string) error {
	walls, requests := make([][]time.Duration, len(all)), make([]int, len(all))
	dir := func(i int) string { return filepath.Join(scratch, fmt.Sprint("services-", i)) }
	argv := func(i int) []string { return []string{"env", "-C", dir(i), program} }
	environ := func(i int) []string {
		return []string{env, "CDK_VALIDATION=false", "CDK_OUTDIR=" + filepath.Join(dir(i), "cdk.out")}
	}
	for i, a := range all {
		if err := a.checkout(dir(i)); err != nil {
			return err
		}
		_, calls, err := traceCalls(argv(i), environ(i))
		if err != nil {
			return err
		}
		requests[i] = len(calls)
	}
	for range n {
		for i := range all {
			wall, _, err := measure(argv(i), environ(i))
			if err != nil {
				return err
			}
			walls[i] = append(walls[i], wall)
		}
	}
	fmt.Printf("\n%-24s %9s %9s %9s %10s %9s\n", "", "requests", "median", "more", "resources", "template")
	for i, a := range all {
		resources, kilobytes, err := compute(filepath.Join(dir(i), "cdk.out"))
		if err != nil {
			return err
		}
		fmt.Printf("%-24s %9d %9s %9s %10d %6d KB\n", a.name, requests[i], seconds(median(walls[i])), seconds(median(differences(walls[i], walls[0]))), resources, kilobytes)
	}
	return nil
}

// compute says how much the template of the Compute stack holds.
func compute(assembly string) (resources, kilobytes int, err error) {
	text, err := os.ReadFile(filepath.Join(assembly, "Compute.template.json"))
	if err != nil {
		return 0, 0, err
	}
	var template struct{ Resources map[string]any }
	if err := json.Unmarshal(text, &template); err != nil {
		return 0, 0, err
	}
	return len(template.Resources), len(text) / 1000, nil
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
	if a.count > 0 {
		services = nil
	}
	for i := range a.count {
		name := fmt.Sprint("bench-", i)
		services = append(services, map[string]any{"name": name, "path": "/" + name})
	}
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
