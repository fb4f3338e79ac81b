package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"example.com/chassis/lib/proof/mutation/source"
	"example.com/chassis/lib/proof/promises"
)

// configurations are what the source is tried with: prod with every option, and prod with
// each kind of work.
var configurations = []source.Configuration{
	{Team: "lib/proof/platformtest/testdata/shipped.json", Run: `{"env": "prod", "account": "123456789012", "alertEmail": "ops@example.net", "slackWebhookSecret": "chassis/slack-webhook",
		"enhancedScanning": "true", "monthlyBudgetUsd": "500", "githubRepository": "acme/shop,acme@12/app@34"}`},
	{Team: "lib/proof/platformtest/testdata/kinds.json", Run: `{"env": "prod"}`},
}

// ofSource tries so many mutants of the source that make a difference, and lists those that
// nobody notices. It runs in the repository's root.
func ofSource(wanted int, seed uint64, out io.Writer) (err error) {
	root, err := filepath.Abs(".")
	if err != nil {
		return err
	}
	if _, err := os.Stat("cdk.json"); err != nil {
		return fmt.Errorf("-source wants to run in the root of the repository: %w", err)
	}
	files, err := source.Files(root)
	if err != nil {
		return err
	}
	var mutants []source.Mutant
	for _, file := range files {
		found, err := source.Read(file)
		if err != nil {
			return err
		}
		mutants = append(mutants, found...)
	}
	scratch, err := os.MkdirTemp("", "chassis-source-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	trial, err := source.New(root, scratch, promises.All(), configurations...)
	if err != nil {
		return err
	}
	counts := map[source.Outcome]int{}
	judged := func() int { return counts[source.Stopped] + counts[source.Noticed] + counts[source.Survived] }
	for _, m := range source.Order(mutants, seed) {
		if judged() >= wanted {
			break
		}
		outcome, err := trial.Try(m)
		if err != nil {
			return err
		}
		counts[outcome]++
		// For who waits.
		fmt.Fprintf(os.Stderr, "%d of %d: %s: %s\n", judged(), wanted, m, outcome)
		if outcome == source.Survived {
			if _, err := fmt.Fprintln(out, m); err != nil {
				return err
			}
		}
	}
	noticed := counts[source.Stopped] + counts[source.Noticed]
	_, err = fmt.Fprintf(out, "%d of %d mutants of the source are noticed, %.1f %% (%d at synthesis); of %d in all, %d more make no difference and %d do not compile\n",
		noticed, judged(), 100*float64(noticed)/float64(max(judged(), 1)), counts[source.Stopped], len(mutants), counts[source.Without], counts[source.Refused])
	return err
}
