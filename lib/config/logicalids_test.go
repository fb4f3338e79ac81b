package config

import (
	"slices"
	"testing"
)

func TestTheSubnetsOfWorkloadsAreCountedByTheZonesOfTheVPC(t *testing.T) {
	t.Parallel()
	e := Environment{Network: Network{Zones: []string{"a", "b", "c"}, WorkloadZones: []string{"b", "c"}}}
	if got, want := e.WorkloadSubnetIDs(), []string{"VpcPrivateSubnet2Subnet", "VpcPrivateSubnet3Subnet"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
