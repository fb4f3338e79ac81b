package config

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
)

// Service is one service of the platform: a container behind the load balancer, one that
// works by itself, or one that runs on a schedule, with its repository, roles, database
// schema, alarms and image parameter.
type Service struct {
	// Name is the container's, the log group's and the alarms'.
	Name string
	// Kind is Web, Worker or Job. What is for other kinds only is empty.
	Kind string
	// Path is where the load balancer sends the service requests: to the path itself and
	// everything below it.
	Path string
	// Priority is that of the listener rule. It is the same whatever other services there
	// are.
	Priority int
	// EgressPorts are the ports on which the service may connect to the internet.
	EgressPorts []int
	// Repository is the last part of the name of the image repository.
	Repository string
	// Image is the value of the image parameter at the first deployment; NoImage before
	// the first release.
	Image string
	// Port is the one that the container listens on.
	Port int
	// HealthPath answers 200 when a task can serve.
	HealthPath string
	// GraceSeconds is how long a starting task may fail its health checks.
	GraceSeconds int
	Tasks
	// CPUTargetPercent, MemoryTargetPercent and RequestsPerTask (a minute) are what auto
	// scaling keeps; 0 switches one off.
	CPUTargetPercent, MemoryTargetPercent, RequestsPerTask int
	// RateLimitPerFiveMinutes is how many requests an IP address may send to the
	// service's path; 0 for any number.
	RateLimitPerFiveMinutes int
	// AllowedCIDRs are the addresses that may use the path; empty for all.
	AllowedCIDRs []string
	// Database and Cache say whether the service uses them.
	Database, Cache bool
	// Environment are variables beside those of the platform.
	Environment map[string]string
	// Secrets maps a variable to a secret of Secrets Manager: its name, its ARN, or
	// ARN#key for one of its JSON keys.
	Secrets map[string]string
	// Policies are the ARNs of managed policies of the task role.
	Policies []string
	// Command replaces the image's; empty to leave it.
	Command []string
	// Schedule is the expression of EventBridge Scheduler by which a job starts, in
	// TimeZone. Without Overlap, a run that would start beside another one is left out.
	Schedule, TimeZone string
	Overlap            bool
	// Migrate is the command that runs once with a new image before its tasks start; empty
	// for none. After MigrateTimeoutMinutes it has failed.
	Migrate               []string
	MigrateTimeoutMinutes int
}

// NoImage is the value of an image parameter before the first release.
const NoImage = "none"

// imageParameterEnd ends the names of image parameters, and of nothing else.
const imageParameterEnd = "Image"

// ID is the construct ID of the service, without the environment: ServiceApi.
func (s Service) ID() string { return pascal(s.Name) }

// RepositoryID is the construct ID of the service's repository: Service.
func (s Service) RepositoryID() string { return pascal(s.Repository) }

// DatabaseRole is the role that the service logs in to the database as, and its schema.
func (s Service) DatabaseRole() string { return strings.ReplaceAll(s.Name, "-", "_") }

// ImageParameter is the parameter of the Compute stack that holds the service's image.
func (s Service) ImageParameter() string { return s.RepositoryID() + imageParameterEnd }

// PathPatterns are the service's path and everything below it, as a listener rule
// compares them.
func (s Service) PathPatterns() []string {
	if s.Path == "/" {
		return []string{"/*"}
	}
	return []string{s.Path, s.Path + "/*"} // the second alone would not match the bare path
}

// DatabaseRoles are the roles of the services that use the database.
func (e Environment) DatabaseRoles() []string {
	var roles []string
	for _, s := range e.DatabaseServices() {
		roles = append(roles, s.DatabaseRole())
	}
	return roles
}

// DatabaseServices are the services with a database role.
func (e Environment) DatabaseServices() []Service {
	var list []Service
	for _, s := range e.Services {
		if s.Database {
			list = append(list, s)
		}
	}
	return list
}

// Service returns the service with a name.
func (e Environment) Service(name string) (Service, bool) {
	for _, s := range e.Services {
		if s.Name == name {
			return s, true
		}
	}
	return Service{}, false
}

// pascal turns a name into a construct ID: billing-api into BillingApi.
func pascal(name string) string {
	var out strings.Builder
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return strings.ContainsRune("-_./", r) }) {
		out.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return out.String()
}

const (
	// maxPriority is the last that a listener takes.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
	maxPriority = 50000
	// firstPriority leaves those below to services that name theirs.
	firstPriority = 1000
)

// defaultPriority is a number that depends on the name alone, so that no other service
// changes it. The two shipped services keep theirs.
func defaultPriority(name string) int {
	shipped := map[string]int{"service-api": 10, "admin-api": 20}
	if priority, ok := shipped[name]; ok {
		return priority
	}
	// Names of services differ in a digit, and a weak hash would give them near numbers.
	sum := sha256.Sum256([]byte(name))
	return firstPriority + int(binary.BigEndian.Uint32(sum[:])%(maxPriority-firstPriority))
}

// newService returns the service with a name before its settings are applied.
func (e Environment) newService(name string) Service {
	return Service{
		Name: name, Kind: Web, Priority: defaultPriority(name), EgressPorts: []int{HTTPSPort},
		Repository: name, Image: NoImage,
		Port: 8080, HealthPath: "/health", GraceSeconds: 120,
		Tasks: e.Tasks, CPUTargetPercent: 50,
		Database: true, Cache: true,
		TimeZone: "Asia/Seoul", Overlap: true, MigrateTimeoutMinutes: 15,
	}
}

// taskSize is a CPU value and the memory that Fargate offers with it.
type taskSize struct {
	cpuUnits  int
	memoryMiB []int
}

// taskSizes is AWS's table of task sizes.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
func taskSizes() []taskSize {
	return []taskSize{
		{256, []int{512, 1024, 2048}},
		{512, steps(1024, 4096, 1024)},
		{1024, steps(2048, 8192, 1024)},
		{2048, steps(4096, 16384, 1024)},
		{4096, steps(8192, 30720, 1024)},
		{8192, steps(16384, 61440, 4096)},
		{16384, steps(32768, 122880, 8192)},
	}
}

func steps(from, to, step int) []int {
	var values []int
	for value := from; value <= to; value += step {
		values = append(values, value)
	}
	return values
}

// maxTasksPerService is a quota of ECS.
// https://docs.aws.amazon.com/general/latest/gr/ecs-service.html
const maxTasksPerService = 5000

// taskFields are the settings of tasks, of an environment or of a service.
func taskFields[O any](of func(*O) *Tasks) []field[O] {
	var cpu, memory []int
	for _, size := range taskSizes() {
		cpu = append(cpu, size.cpuUnits)
		memory = append(memory, size.memoryMiB...)
	}
	return []field[O]{
		whole("cpu", "CPU units of a task; 1024 are one vCPU", func(o *O) *int { return &of(o).CPUUnits }).oneOf(anyOf(cpu)),
		whole("memoryMiB", "memory of a task; only [pairs that Fargate offers](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html)", func(o *O) *int { return &of(o).MemoryMiB }).
			hinted("minimum", slices.Min(memory)).hinted("maximum", slices.Max(memory)),
		text("cpuArchitecture", "`X86_64` or `ARM64`, as the images are built", func(o *O) *string { return &of(o).CPUArchitecture }).oneOf([]any{"X86_64", "ARM64"}),
		whole("minTasks", "fewest tasks of a service", func(o *O) *int { return &of(o).MinTasks }).between(1, maxTasksPerService),
		whole("maxTasks", "most tasks of a service", func(o *O) *int { return &of(o).MaxTasks }).between(1, maxTasksPerService),
	}
}

func checkMemory(t Tasks, fail reporter) {
	for _, size := range taskSizes() {
		if size.cpuUnits != t.CPUUnits || slices.Contains(size.memoryMiB, t.MemoryMiB) {
			continue
		}
		offered := size.memoryMiB
		if len(offered) <= 4 {
			fail("memoryMiB must be %s with cpu %d, got %d", oneOf(offered), t.CPUUnits, t.MemoryMiB)
			continue
		}
		lowest, highest, step := offered[0], offered[len(offered)-1], offered[1]-offered[0]
		fail("memoryMiB must be %d to %d in steps of %d with cpu %d, got %d", lowest, highest, step, t.CPUUnits, t.MemoryMiB)
	}
}

func checkTaskRange(t Tasks, fail reporter) {
	if t.MaxTasks < t.MinTasks {
		fail("maxTasks must be at least minTasks, which is %d, got %d", t.MinTasks, t.MaxTasks)
	}
}
