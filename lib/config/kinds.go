package config

import (
	"slices"
	"strings"
)

// The kinds of work that a service does.
const (
	// Web is behind the load balancer.
	Web = "web"
	// Worker always runs, and nobody connects to it.
	Worker = "worker"
	// Job runs on a schedule.
	Job = "job"
)

// kinds lists them.
func kinds() []string { return []string{Web, Worker, Job} }

// Listens reports whether the load balancer sends requests to the service.
func (s Service) Listens() bool { return s.Kind == Web }

// AlwaysRuns reports whether ECS keeps tasks of the service running.
func (s Service) AlwaysRuns() bool { return s.Kind == Web || s.Kind == Worker }

// IsJob reports whether a schedule starts the service's tasks.
func (s Service) IsJob() bool { return s.Kind == Job }

// Migrates reports whether a new image of the service migrates before its tasks start.
func (s Service) Migrates() bool { return len(s.Migrate) > 0 }

// Jobs are the services that a schedule starts.
func (e Environment) Jobs() []Service {
	return slices.DeleteFunc(slices.Clone(e.Services), func(s Service) bool { return !s.IsJob() })
}

// Migrates reports whether some service does.
func (e Environment) Migrates() bool { return slices.ContainsFunc(e.Services, Service.Migrates) }

// HasRuns reports whether tasks run to their end, beside those that ECS keeps running:
// jobs or migrations.
func (e Environment) HasRuns() bool { return len(e.Jobs()) > 0 || e.Migrates() }

// ofKind takes away what a service of its kind does not have.
func (s Service) ofKind() Service {
	for _, f := range serviceFields() {
		if !f.suits(s.Kind) {
			f.clear(&s)
		}
	}
	if s.IsJob() {
		s.MaxTasks = 1 // that a schedule starts
	}
	return s
}

// of limits a field to services of some kinds.
func (f field[O]) of(kinds ...string) field[O] {
	f.kinds = kinds
	return f
}

// suits reports whether a service of a kind has the field. A kind that is none is refused
// by itself.
func (f field[O]) suits(kind string) bool {
	return f.kinds == nil || slices.Contains(f.kinds, kind) || !slices.Contains(kinds(), kind)
}

// checkMigrate never repeats a word. It may be a credential.
func checkMigrate(_ Environment, s Service, fail reporter) {
	if len(s.Migrate) == 0 || strings.TrimSpace(s.Migrate[0]) == "" {
		fail(`migrate must name what the image is to run, such as ["com.example.MigrateKt"]; leave it out for none`)
	}
	for _, word := range s.Migrate {
		checkPlainText(fail, "migrate: a word", word)
	}
	checkMigrateLength(s, fail)
}

// maxMigrateMinutes leaves CloudFormation, which waits an hour for a custom resource, time
// for the rest.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
const maxMigrateMinutes = 50
