package pages_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// numbers are those that a setting of the page's code has, in its order.
func numbers(t *testing.T, page, before string) []float64 {
	t.Helper()
	var found []float64
	for _, match := range regexp.MustCompile(regexp.QuoteMeta(before)+`([0-9_]+)`).FindAllStringSubmatch(page, -1) {
		n, err := strconv.ParseFloat(strings.ReplaceAll(match[1], "_", ""), 64)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, n)
	}
	if len(found) == 0 {
		t.Fatalf("docs/ktor.md has no %q", before)
	}
	return found
}

// A service that is built like the page works only as long as each timeout lies between
// those of its neighbours.
func TestTheConfigurationForKtorSuitsTheSettings(t *testing.T) {
	t.Parallel()
	page := read(t, "docs/ktor.md")
	p := recorded.Platform(t)
	v := check.Examine(p).Review()
	service := parts.Services(v)[0]
	first := func(before string) float64 { return numbers(t, page, before)[0] }
	const second, minute = 1000, 60 * 1000
	idle, borrow := float64(p.Settings.LoadBalancer.IdleTimeoutSeconds), float64(config.BorrowTimeoutSeconds)
	stop := v.Number(service.Task, "ContainerDefinitions", 0, "StopTimeout")
	// https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-connections.html
	const idleClient = 30 * minute
	for _, proxy := range p.OfType(parts.DBProxy) {
		if proxy.At("IdleClientTimeout") != nil {
			t.Errorf("%s has an IdleClientTimeout, and the page speaks of the default", proxy)
		}
	}
	pools := 0.0
	for _, n := range numbers(t, page, "maximumPoolSize = ") {
		pools += n
	}
	for what, holds := range map[string]bool{
		"connectionIdleTimeoutSeconds is longer than the load balancer's":      first("connectionIdleTimeoutSeconds = ") > idle,
		"shutdownGracePeriod is shorter than shutdownTimeout":                  first("shutdownGracePeriod = ") < first("shutdownTimeout = "),
		"twice shutdownTimeout fits into the stop timeout":                     2*first("shutdownTimeout = ") < stop*second,
		"the writer's connectionTimeout is longer than the proxy's":            first("connectionTimeout = ") > borrow*second,
		"the writer's connectionTimeout is shorter than the load balancer's":   first("connectionTimeout = ") < idle*second,
		"socketTimeout is longer than the proxy's":                             first("socketTimeout=") > borrow,
		"maxLifetime is shorter than the proxy's timeout of an idle client":    first("maxLifetime = ") < idleClient,
		"keepaliveTime is shorter than maxLifetime":                            first("keepaliveTime = ") < first("maxLifetime = "),
		"all pools of a task together have as many connections as are counted": pools == config.ConnectionsPerTask,
		"the port is the default":                                              first("connector { port = ") == float64(service.Port),
		"EXPOSE is the default port":                                           first("EXPOSE ") == float64(service.Port),
		"the health route is the default":                                      strings.Contains(page, `get("`+service.HealthPath+`")`),
		"the driver assumes the major version of the database":                 strings.HasPrefix(p.Settings.Database.Version, strconv.Itoa(int(first("assumeMinServerVersion=")))+"."),
		"the runbook has the same share of the memory":                         strings.Contains(read(t, "docs/runbook.md"), "-XX:MaxRAMPercentage="+strconv.Itoa(int(first("-XX:MaxRAMPercentage=")))+"`"),
	} {
		if !holds {
			t.Errorf("docs/ktor.md: want that %s", what)
		}
	}
}

// What the text says of the platform's numbers is what they are.
func TestTheImageContractNamesTheNumbersOfTheSettings(t *testing.T) {
	t.Parallel()
	page := strings.Join(strings.Fields(read(t, "docs/ktor.md")), " ")
	p := recorded.Platform(t)
	v := check.Examine(p).Review()
	service := parts.Services(v)[0]
	number := strconv.Itoa
	for _, says := range []string{
		number(service.Port) + " by default",
		"`" + service.HealthPath + "` by default",
		"`idleTimeoutSeconds`, " + number(p.Settings.LoadBalancer.IdleTimeoutSeconds) + " by default",
		"`graceSeconds`, " + number(service.GraceSeconds) + " by default",
		"exits within " + number(int(v.Number(service.Task, "ContainerDefinitions", 0, "StopTimeout"))) + " seconds",
		"within " + number(int(v.Number(service.Targets, "HealthCheckTimeoutSeconds"))) + " seconds",
		"at most " + number(config.ConnectionsPerTask) + " database connections",
		"the proxy's " + number(config.BorrowTimeoutSeconds) + " seconds",
		"the load balancer's " + number(p.Settings.LoadBalancer.IdleTimeoutSeconds),
		"`cpuArchitecture`, `" + service.CPUArchitecture + "` by default",
	} {
		if !strings.Contains(page, says) {
			t.Errorf("docs/ktor.md does not say %q", says)
		}
	}
	for _, list := range []string{"Environment", "Secrets"} {
		for _, entry := range assembly.List(service.Task.At("ContainerDefinitions", 0, list)) {
			if name, _ := assembly.At(entry, "Name").(string); !strings.Contains(page, "`"+name+"`") {
				t.Errorf("docs/ktor.md does not name the variable %s", name)
			}
		}
	}
}
