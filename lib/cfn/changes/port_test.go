package changes_test

import (
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/changes"
)

func TestATargetGroupWithAnotherPortIsFound(t *testing.T) {
	t.Parallel()
	with := func(ports map[string]float64) *assembly.Assembly {
		s := &assembly.Stack{ID: "Compute", Resources: map[string]*assembly.Resource{}}
		for id, port := range ports {
			s.Resources[id] = &assembly.Resource{
				Stack: s, LogicalID: id, Type: "AWS::ElasticLoadBalancingV2::TargetGroup", Properties: map[string]any{"Port": port},
			}
		}
		return &assembly.Assembly{Stacks: []*assembly.Stack{s}}
	}
	got := changes.MovedPorts(with(map[string]float64{"A": 8080, "B": 8080, "Gone": 1}), with(map[string]float64{"A": 8080, "B": 9090, "New": 2}))
	if len(got) != 1 || got[0].String() != "Compute/B: the port changes from 8080 to 9090, and the old one is closed before new tasks run" {
		t.Errorf("found %v, want the change of B", got)
	}
}
