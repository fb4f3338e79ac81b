package config

import "testing"

func TestSeveralNodesFailOverUnlessTheSettingsSayOtherwise(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		env  string
		set  given
		want Cache
	}{
		"one node":                   {Prod, given{"cacheNodes": "1"}, Cache{Nodes: 1}},
		"a second node":              {Staging, given{"cacheNodes": "2"}, Cache{Nodes: 2, Failover: true}},
		"a second node by itself":    {Staging, given{"cacheNodes": "2", "cacheFailover": "false"}, Cache{Nodes: 2}},
		"the nodes of the default":   {Prod, given{"cacheFailover": "false"}, Cache{Nodes: 2}},
		"what follows, said as well": {Prod, given{"cacheNodes": "3", "cacheFailover": "true"}, Cache{Nodes: 3, Failover: true}},
	} {
		e, err := loadFor(tc.env, tc.set)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Cache; got.Nodes != tc.want.Nodes || got.Failover != tc.want.Failover {
			t.Errorf("%s: got %+v, want %+v", name, got, tc.want)
		}
	}
}

func TestNodesOfTypeTHaveCredits(t *testing.T) {
	for nodeType, want := range map[string]bool{"cache.t4g.micro": true, "cache.t3.medium": true, "cache.r7g.large": false} {
		if got := (Cache{NodeType: nodeType}).HasCredits(); got != want {
			t.Errorf("%s: got %v, want %v", nodeType, got, want)
		}
	}
}

func TestSmallNodesHaveTwoCores(t *testing.T) {
	for nodeType, want := range map[string]bool{
		"cache.t4g.micro": true, "cache.t3.medium": true, "cache.r7g.large": true,
		"cache.m7g.xlarge": false, "cache.r6g.16xlarge": false,
	} {
		if got := (Cache{NodeType: nodeType}).TwoCores(); got != want {
			t.Errorf("%s: got %v, want %v", nodeType, got, want)
		}
	}
}
