package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
)

// A promise holds the ids of every platform to those of the settings.
func TestTheNetworkIsFoundInARealTemplate(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	f := &fakeAWS{}
	resources := p.Stack(config.NetworkStack).Resources
	for _, id := range slices.Sorted(maps.Keys(resources)) {
		f.resources = append(f.resources, resource{resources[id].Type, id, "physical-" + id, "UPDATE_COMPLETE"})
	}
	c, _ := f.start(t)
	cfg, err := connect(t.Context(), config.Environment{Region: p.Settings.Region}, c.options...)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range p.Settings.Services {
		got, err := findNetwork(t.Context(), cloudformation.NewFromConfig(cfg), p.Settings, s)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(got.group, "physical-"+s.ID()) || len(got.group) != len("physical-"+s.ID())+8 {
			t.Errorf("the security group of %s is %s", s.Name, got.group)
		}
		for i, subnet := range got.subnets {
			zone := resources[strings.TrimPrefix(subnet, "physical-")].At("AvailabilityZone")
			if zone != p.Settings.Network.WorkloadZones[i] || !strings.Contains(subnet, "Private") {
				t.Errorf("%s is in %v, want a private subnet in %s", subnet, zone, p.Settings.Network.WorkloadZones[i])
			}
		}
		if len(got.subnets) != len(p.Settings.Network.WorkloadZones) {
			t.Errorf("%s has the subnets %v, want one in each of %v", s.Name, got.subnets, p.Settings.Network.WorkloadZones)
		}
	}
}
