package config

import (
	"strconv"
	"strings"
	"sync"
)

// serviceFields lists what the entry of a service may hold, in the order of the table.
// Users rely on the names, so they never change.
var serviceFields = sync.OnceValue(func() []field[Service] {
	repository := text("repository", "last part of the name of the image repository; the service's name when not given", func(s *Service) *string { return &s.Repository }).
		longest(maxRepositoryName).matching(repositoryPart, "lower-case letters and digits with single hyphens, dots or underscores between them")
	repository.inherited = true
	all := []field[Service]{
		text("name", "name of the container, the log group and the alarms; with underscores that of the database role and its schema. Another name is another service", func(s *Service) *string { return &s.Name }).
			longest(maxServiceName).matching(serviceName, "lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen"),
		text("kind", "`web`: behind the load balancer; `worker`: always runs, and nobody connects to it; `job`: runs on a schedule", func(s *Service) *string { return &s.Kind }).
			oneOf(anyOf(kinds())),
		text("path", "the load balancer sends the service requests to this path and to all below it; `/` for a single service", func(s *Service) *string { return &s.Path }).
			longest(maxPath).matching(servicePath, "/ or parts such as /shop/v2 of lower-case letters, digits, hyphens, dots and underscores").of(Web),
		whole("priority", "of the listener rule, 1 to 50000; made from the name", func(s *Service) *int { return &s.Priority }).
			between(1, maxPriority).of(Web),
		wholes("egressPorts", "ports on which the service may connect to the internet", func(s *Service) *[]int { return &s.EgressPorts }).
			between(1, highestPort).most(maxEgressPorts).entries("contains", map[string]any{"enum": []any{HTTPSPort, strconv.Itoa(HTTPSPort)}}),
		repository,
		text("image", "image at the first deployment; later the stack parameter decides", func(s *Service) *string { return &s.Image }).
			shaped(imagePattern),
		whole("port", "port that the container listens on; 1024 or above", func(s *Service) *int { return &s.Port }).
			between(lowestPort, highestPort).of(Web),
		text("healthPath", "path on which the service answers 200 when it can serve", func(s *Service) *string { return &s.HealthPath }).
			longest(maxHealthPath).shaped(healthPath).of(Web),
		whole("graceSeconds", "how long a starting task may fail its health checks", func(s *Service) *int { return &s.GraceSeconds }).
			between(0, maxGraceSeconds).of(Web),
	}
	for _, f := range taskFields(func(s *Service) *Tasks { return &s.Tasks }) {
		f.inherited = true
		if strings.HasSuffix(f.name, "Tasks") {
			f = f.of(Web, Worker)
		}
		all = append(all, f)
	}
	return append(all, []field[Service]{
		limit("cpuTargetPercent", "average CPU that auto scaling keeps, in percent", func(s *Service) *int { return &s.CPUTargetPercent }).
			between(lowestTarget, highestTarget).of(Web, Worker),
		limit("memoryTargetPercent", "average memory that auto scaling keeps, in percent", func(s *Service) *int { return &s.MemoryTargetPercent }).
			between(lowestTarget, highestTarget).of(Web, Worker),
		limit("requestsPerTask", "requests that auto scaling keeps a minute and task, for a service that waits more than it computes", func(s *Service) *int { return &s.RequestsPerTask }).
			between(1, maxRate).of(Web),
		limit("rateLimitPerFiveMinutes", "most requests of one IP address to the path in five minutes, 10 or more. At most ten services have one", func(s *Service) *int { return &s.RateLimitPerFiveMinutes }).
			between(minRate, maxRate).of(Web),
		list("allowedCidrs", "address ranges that may use the path; all others get 403", func(s *Service) *[]string { return &s.AllowedCIDRs }).
			shaped(rangeShape).most(maxAddresses).of(Web),
		flag("database", "`false` leaves out the database role, its schema and the connection", func(s *Service) *bool { return &s.Database }),
		flag("cache", "`false` leaves out the connection to Redis and its token", func(s *Service) *bool { return &s.Cache }),
		table("environment", "variables beside those of [the platform](ktor.md); no secrets", func(s *Service) *map[string]string { return &s.Environment }).
			hinted("propertyNames", variableNames),
		table("secrets", "variable to the secret of Secrets Manager that it gets: a name, an ARN, or `ARN#key` for one of its JSON keys", func(s *Service) *map[string]string { return &s.Secrets }).
			hinted("propertyNames", variableNames).
			hinted("additionalProperties", map[string]any{"type": []string{"string", "null"}, "pattern": secretOrKey.String()}),
		list("policies", "ARNs of managed policies for the role of the tasks, at most 10", func(s *Service) *[]string { return &s.Policies }).
			shaped(policyARN).most(maxPolicies),
		words("command", "command instead of the image's, a JSON array", func(s *Service) *[]string { return &s.Command }),
		text("schedule", "when it starts: an [expression of EventBridge Scheduler](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html), such as `cron(0 3 * * ? *)` or `rate(1 hour)`", func(s *Service) *string { return &s.Schedule }).
			longest(maxSchedule).shaped(schedulePattern).of(Job),
		text("timeZone", "of the schedule, a name of the IANA database", func(s *Service) *string { return &s.TimeZone }).
			of(Job),
		flag("overlap", "`false` leaves out a start while a run is going on", func(s *Service) *bool { return &s.Overlap }).of(Job),
		words("migrate", "command that runs once with a new image before its tasks start, a JSON array", func(s *Service) *[]string { return &s.Migrate }),
		whole("migrateTimeoutMinutes", "how long that may take before the release has failed", func(s *Service) *int { return &s.MigrateTimeoutMinutes }).
			between(1, maxMigrateMinutes),
	}...)
})

// variableNames is the condition on the names of variables, in the words of JSON schema.
var variableNames = map[string]any{
	"pattern": variableName.String(),
	"not":     map[string]any{"anyOf": []any{map[string]any{"enum": PlatformVariables()}, map[string]any{"pattern": ecsVariable.String()}}},
}
