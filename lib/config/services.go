package config

import (
	"regexp"
	"slices"
)

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

const (
	// lowestPort is the first on which a process without privileges may listen. The
	// containers run as an ordinary user and without capabilities.
	lowestPort, highestPort = 1024, 65535

	// maxTasksPerService is a quota of ECS.
	// https://docs.aws.amazon.com/general/latest/gr/ecs-service.html
	maxTasksPerService = 5000

	// maxHealthPath is the longest path that a target group accepts.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
	maxHealthPath = 1024
)

// healthPath starts with a slash and has no spaces or control characters.
var healthPath = regexp.MustCompile(`^/[!-~]*$`)

// cpuArchitectures lists what Linux tasks on Fargate run on.
func cpuArchitectures() []string { return []string{"X86_64", "ARM64"} }

func checkCPU(e Environment, fail reporter) {
	var values []int
	for _, size := range taskSizes() {
		values = append(values, size.cpuUnits)
	}
	if got := e.Services.CPUUnits; !slices.Contains(values, got) {
		fail("cpu must be %s, got %d", oneOf(values), got)
	}
}

func checkMemory(e Environment, fail reporter) {
	cpu, memory := e.Services.CPUUnits, e.Services.MemoryMiB
	for _, size := range taskSizes() {
		if size.cpuUnits != cpu || slices.Contains(size.memoryMiB, memory) {
			continue
		}
		offered := size.memoryMiB
		if len(offered) <= 4 {
			fail("memoryMiB must be %s with cpu %d, got %d", oneOf(offered), cpu, memory)
			continue
		}
		lowest, highest, step := offered[0], offered[len(offered)-1], offered[1]-offered[0]
		fail("memoryMiB must be %d to %d in steps of %d with cpu %d, got %d", lowest, highest, step, cpu, memory)
	}
}

func checkCPUArchitecture(e Environment, fail reporter) {
	if got := e.Services.CPUArchitecture; !slices.Contains(cpuArchitectures(), got) {
		fail("cpuArchitecture must be %s, got %q", oneOf(cpuArchitectures()), got)
	}
}

func checkContainerPort(e Environment, fail reporter) {
	if got := e.Services.ContainerPort; got < lowestPort || got > highestPort {
		fail("containerPort must be between %d and %d (lower ones need a privilege that the containers do not have), got %d", lowestPort, highestPort, got)
	}
}

func checkServiceHealthPath(e Environment, fail reporter) {
	checkHealthPath(fail, "serviceHealthPath", e.Services.ServiceHealthPath)
}

func checkAdminHealthPath(e Environment, fail reporter) {
	checkHealthPath(fail, "adminHealthPath", e.Services.AdminHealthPath)
}

func checkHealthPath(fail reporter, name, path string) {
	if len(path) > maxHealthPath {
		fail("%s must have at most %d characters, got %d", name, maxHealthPath, len(path))
	} else if !healthPath.MatchString(path) {
		fail("%s must start with a slash and have no spaces, got %q", name, path)
	}
}

func checkMinTasks(e Environment, fail reporter) {
	checkRange(fail, "minTasks", e.Services.MinTasks, 1, maxTasksPerService)
}

func checkMaxTasks(e Environment, fail reporter) {
	checkRange(fail, "maxTasks", e.Services.MaxTasks, 1, maxTasksPerService)
}

func checkTaskRange(e Environment, fail reporter) {
	if e.Services.MaxTasks < e.Services.MinTasks {
		fail("maxTasks must be at least minTasks, which is %d, got %d", e.Services.MinTasks, e.Services.MaxTasks)
	}
}

// ImagePattern is what an image parameter accepts: NoImage, or the full URI of an
// image with its registry's host and a tag, a digest or both. ECS would search for a
// short name such as nginx:1 on Docker Hub.
//
// Go reads the pattern here, and Java reads it as AllowedPattern of the template, so
// it uses only syntax that both know.
// https://github.com/distribution/reference/blob/main/reference.go
const ImagePattern = `^(none|` +
	`[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?` + // registry
	`(/[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*)+` + // repository
	`(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})` +
	`)$`

var imagePattern = regexp.MustCompile(ImagePattern)

func checkServiceImage(e Environment, fail reporter) {
	checkImage(fail, "serviceImage", e.Services.ServiceImage)
}

func checkAdminImage(e Environment, fail reporter) {
	checkImage(fail, "adminImage", e.Services.AdminImage)
}

func checkImage(fail reporter, name, image string) {
	if !imagePattern.MatchString(image) {
		fail("%s must be %s or a full image URI with a tag or digest, such as 123456789012.dkr.ecr.%s.amazonaws.com/%s/prod/service:1.0, got %q", name, NoImage, Region, Project, image)
	}
}
