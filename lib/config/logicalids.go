package config

import (
	"fmt"
	"slices"
)

// WorkloadSubnetIDs begin the logical ids of the private subnets in the zones with
// workloads, without the CDK's hash: VpcPrivateSubnet1Subnet. A command finds the subnets
// of what is deployed by them; the security group of a service's tasks has the id of the
// service.
func (e Environment) WorkloadSubnetIDs() []string {
	var ids []string
	for _, zone := range e.Network.WorkloadZones {
		ids = append(ids, fmt.Sprintf("VpcPrivateSubnet%dSubnet", slices.Index(e.Network.Zones, zone)+1))
	}
	return ids
}
