package config

import (
	"slices"
	"strings"
	"testing"
)

// wanted are the numbers of the specification, the only place beside the code that has
// them: for each setting, the requirement, and the value of dev, staging and prod as the
// tables show it.
var wanted = map[string]struct{ requirement, dev, staging, prod string }{
	"env":                   {"R6.2", "`dev`", "`staging`", "`prod`"},
	"instance":              {"R6.2", "not set", "not set", "not set"},
	"like":                  {"R6.2", "`dev`", "`staging`", "`prod`"},
	"region":                {"R1.1", "`ap-northeast-2`", "`ap-northeast-2`", "`ap-northeast-2`"},
	"zones":                 {"R1.1", "`ap-northeast-2a`, `ap-northeast-2c`", "`ap-northeast-2a`, `ap-northeast-2c`", "`ap-northeast-2a`, `ap-northeast-2c`"},
	"cidr":                  {"R6.2", "`10.10.0.0/16`", "`10.20.0.0/16`", "`10.30.0.0/16`"},
	"account":               {"R5.3", "not set", "not set", "not set"},
	"domainName":            {"R5.2", "`dev.chassis.example.com` (placeholder)", "`staging.chassis.example.com` (placeholder)", "`prod.chassis.example.com` (placeholder)"},
	"certificateArn":        {"R4.8", "not set", "not set", "not set"},
	"certificateLookup":     {"R4.8", "not set", "not set", "not set"},
	"hostedZoneId":          {"R4.8", "not set", "not set", "not set"},
	"alertEmail":            {"R2.7", "none", "none", "none"},
	"slackWebhookSecret":    {"R2.7", "not set", "not set", "not set"},
	"enhancedScanning":      {"R2.6", "false", "false", "false"},
	"natGateways":           {"R1.3", "1", "1", "2"},
	"idleTimeoutSeconds":    {"R3.8", "130", "130", "130"},
	"cpu":                   {"R4.2", "512", "1024", "1024"},
	"memoryMiB":             {"R4.2", "1024", "2048", "2048"},
	"cpuArchitecture":       {"R4.2", "`X86_64`", "`X86_64`", "`X86_64`"},
	"minTasks":              {"R4.5", "1", "2", "2"},
	"maxTasks":              {"R4.5", "4", "10", "50"},
	"shell":                 {"R7.5", "false", "false", "false"},
	"auroraVersion":         {"R3.1", "`15.17`", "`15.17`", "`15.17`"},
	"auroraMinAcu":          {"R3.1", "0.5", "0.5", "0.5"},
	"auroraMaxAcu":          {"R3.1", "4", "8", "128"},
	"readers":               {"R3.2", "0", "1", "1"},
	"readerAutoScaling":     {"R3.3", "false", "false", "true"},
	"maxReaders":            {"R3.3", "15", "15", "15"},
	"backupRetentionDays":   {"R3.4", "1", "7", "14"},
	"logRetentionDays":      {"R4.10", "7", "30", "365"},
	"deletionProtection":    {"R3.4", "true", "true", "true"},
	"restoreSnapshotId":     {"R3.6", "not set", "not set", "not set"},
	"cloneSourceClusterId":  {"R3.6", "not set", "not set", "not set"},
	"cacheNodes":            {"R3.10", "1", "1", "2"},
	"cacheFailover":         {"R8.2", "false", "false", "true"},
	"cacheNodeType":         {"R3.10", "`cache.t4g.micro`", "`cache.t4g.micro`", "`cache.t4g.micro`"},
	"wafCountedRules":       {"R2.1", "`SizeRestrictions_BODY`", "`SizeRestrictions_BODY`", "`SizeRestrictions_BODY`"},
	"wafLogAllowed":         {"R8.5", "false", "false", "false"},
	"monthlyBudgetUsd":      {"day two", "none", "none", "none"},
	"githubRepository":      {"day two", "none", "none", "none"},
	"githubOidcProviderArn": {"day two", "not set", "not set", "not set"},
	"nagPacks":              {"R5.6", "none", "none", "none"},
}

func TestEverySettingHasTheDefaultsOfTheSpecification(t *testing.T) {
	t.Parallel()
	for _, s := range settings() {
		row, ok := wanted[s.name]
		if !ok {
			t.Errorf("%s has no row here", s.name)
			continue
		}
		for i, e := range builtIn() {
			if got, want := s.show(e), []string{row.dev, row.staging, row.prod}[i]; got != want {
				t.Errorf("%s: %s of %s is %s, want %s", row.requirement, s.name, e.Name, got, want)
			}
		}
	}
	if got, want := len(wanted), len(settings()); got != want {
		t.Errorf("%d rows for %d settings", got, want)
	}
}

func TestEveryFieldOfAServiceHasTheDefaultOfTheSpecification(t *testing.T) {
	t.Parallel()
	rows := map[string]string{
		"name": "–", "kind": "`web`", "path": "–", "priority": "from the name", "egressPorts": "443", "repository": "the name", "image": "`none`",
		"port": "8080", "healthPath": "`/health`", "graceSeconds": "120",
		"cpu": "the environment's", "memoryMiB": "the environment's", "cpuArchitecture": "the environment's", "minTasks": "the environment's", "maxTasks": "the environment's",
		"cpuTargetPercent": "50", "memoryTargetPercent": "off", "requestsPerTask": "off", "rateLimitPerFiveMinutes": "off", "allowedCidrs": "none",
		"database": "true", "cache": "true", "environment": "none", "secrets": "none", "policies": "none", "command": "none",
		"schedule": "–", "timeZone": "`Asia/Seoul`", "overlap": "true", "migrate": "none", "migrateTimeoutMinutes": "15",
	}
	for _, f := range serviceFields() {
		if got, want := serviceDefault(f), rows[f.name]; got != want {
			t.Errorf("R6.1: %s is %s, want %s", f.name, got, want)
		}
		delete(rows, f.name)
	}
	if len(rows) > 0 {
		t.Errorf("rows without a field: %v", rows)
	}
	e := shipped(Prod, "")
	s, _ := e.Service("admin-api")
	if s.Tasks != e.Tasks || s.RepositoryID() != "Admin" || s.RateLimitPerFiveMinutes != 100 {
		t.Errorf("R6.1: admin-api is %+v, want the environment's size, its repository and 100 requests in five minutes", s)
	}
}

// What no setting changes follows from whom an environment is like, and whether it is an
// instance.
func TestWhatFollowsFromLikeAndInstance(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		requirement, what string
		of                func(Environment) bool
		holdsFor          string
	}{
		{"R1.2", "has workloads in one zone only", func(e Environment) bool { return !e.SpansZones() && e.Network.WorkloadZones[0] == e.Network.Zones[0] }, "dev, dev-x"},
		{"R3.2", "has a reader", Environment.HasReaders, "staging, prod, prod-x"},
		{"R3.4", "has a protected cluster", func(e Environment) bool { return e.Database.DeletionProtected }, "dev, staging, prod, prod-x"},
		{"R3.7", "is never restored", func(e Environment) bool { return e.Database.NeverRestored }, "prod"},
		{"R3.7", "is never cloned", func(e Environment) bool { return e.Database.NeverCloned }, "prod, prod-x"},
		{"R3.10", "keeps snapshots of Redis for 15 days", func(e Environment) bool { return e.Cache.SnapshotRetentionDays == 15 }, "prod, prod-x"},
		{"R3.10", "keeps no snapshot of Redis", func(e Environment) bool { return e.Cache.SnapshotRetentionDays == 0 }, "dev, dev-x, staging, staging-x"},
		{"R4.6", "has a protected load balancer", func(e Environment) bool { return e.LoadBalancer.Protected }, "prod, prod-x"},
		{"R5.5", "has protected stacks", func(e Environment) bool { return e.TerminationProtected }, "prod, prod-x"},
		{"R5.5", "is ephemeral", func(e Environment) bool { return e.Ephemeral }, "dev-x, staging-x"},
		{"R2.8", "has only the essential alarms", func(e Environment) bool { return e.Alerts.EssentialOnly }, "dev, dev-x, staging-x"},
		{"R4.1", "has enhanced Container Insights", func(e Environment) bool { return e.EnhancedInsights }, "staging, prod, prod-x"},
		{"R2.5", "keeps 30 images", func(e Environment) bool { return e.Registry.KeepImages == 30 }, "dev, dev-x, staging, staging-x, prod, prod-x"},
	} {
		var got []string
		for _, name := range Likes() {
			for _, instance := range []string{"", "x"} {
				if e := shipped(name, instance); tc.of(e) {
					got = append(got, e.Label())
				}
			}
		}
		if want := strings.Split(tc.holdsFor, ", "); !slices.Equal(got, want) {
			t.Errorf("%s: %s %s, want %s", tc.requirement, strings.Join(got, ", "), tc.what, tc.holdsFor)
		}
	}
}

func TestWhatIsTheSameEverywhereIsThatOfTheSpecification(t *testing.T) {
	t.Parallel()
	for requirement, row := range map[string][2]int{
		"R3.1: port of the database":        {DatabasePort, 5432},
		"R1.7: port of Redis":               {CachePort, 6379},
		"R4.6: port that only redirects":    {HTTPPort, 80},
		"R4.6: port of the listener":        {HTTPSPort, 443},
		"R3.8: borrow timeout of the proxy": {BorrowTimeoutSeconds, 120},
	} {
		if row[0] != row[1] {
			t.Errorf("%s is %d, want %d", requirement, row[0], row[1])
		}
	}
	if got := shipped(Dev, "").Domain.Name; !strings.HasSuffix(got, ".example.com") {
		t.Errorf("R5.2: the placeholder is %s, want a name that RFC 2606 reserves", got)
	}
}
