package config

import "testing"

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
