package config

// maxResources is what CloudFormation takes in one stack.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const maxResources = 500

// What the Compute stack has at most.
const (
	// sharedResources are those beside the services, jobsResources what all jobs share:
	// a schedule group, a log group and an alarm, migrationsResources a function with its
	// role and log group, and runsResources the rule for runs that fail.
	sharedResources, jobsResources, migrationsResources, runsResources = 48, 3, 4, 1
	// serviceResources are what every service has: roles with their policies, log group and
	// task definition.
	serviceResources = 6
	// runningResources are an ECS service with scaling and alarms, and listeningResources a
	// target group with its rule and alarms.
	runningResources, listeningResources = 6, 5
	// jobResources are a schedule with its role, queue and alarm, and starterResources a
	// state machine with its role.
	jobResources, starterResources = 6, 3
)

// ComputeResources is how many resources the Compute stack has at most.
func (e Environment) ComputeResources() int {
	count := sharedResources + resourcesIf(len(e.Jobs()) > 0, jobsResources) +
		resourcesIf(e.Migrates(), migrationsResources) + resourcesIf(e.HasRuns(), runsResources)
	for _, s := range e.Services {
		count += s.resources()
	}
	return count
}

// resources is how many of them a service has.
func (s Service) resources() int {
	return serviceResources +
		resourcesIf(s.AlwaysRuns(), runningResources) +
		resourcesIf(s.Listens(), listeningResources) +
		resourcesIf(s.IsJob(), jobResources) +
		resourcesIf(s.IsJob() && !s.Overlap, starterResources) +
		resourcesIf(s.Migrates(), 1) +
		resourcesIf(s.MemoryTargetPercent > 0, 1) +
		resourcesIf(s.RequestsPerTask > 0, 1)
}

// resourcesIf counts resources that are there under a condition.
func resourcesIf(there bool, count int) int {
	if there {
		return count
	}
	return 0
}
