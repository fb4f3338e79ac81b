package config

import "strings"

// PrivateBits is the length of a private subnet's prefix. Three of the larger ones have no
// room beside the others in the smallest range.
func (n Network) PrivateBits() int {
	if strings.HasSuffix(n.CIDR, "/19") {
		return 22
	}
	return 21
}

// reservedAddresses are those that AWS keeps in every subnet.
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
const reservedAddresses = 5

// TaskAddresses is how many tasks have an address in the private subnets of the zones
// that they run in.
func (n Network) TaskAddresses() int {
	return len(n.WorkloadZones) * (1<<(32-n.PrivateBits()) - reservedAddresses)
}

// checkTaskAddresses refuses more tasks than have an address. A deployment doubles them.
func checkTaskAddresses(e Environment, fail reporter) {
	need := 0
	for _, s := range e.Services {
		if s.MaxTasks > maxTasksPerService { // a rule of its own refuses it
			return
		}
		need += 2 * s.MaxTasks
	}
	if got := e.Network.TaskAddresses(); got > 0 && need > got {
		fail("services: maxTasks lets a deployment run %d tasks, and the private subnets have addresses for %d", need, got)
	}
}
