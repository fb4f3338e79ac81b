package config

import (
	"slices"
	"strings"

	"example.com/chassis/lib/config/input"
)

// maxCacheNodes is one primary and five replicas.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
const maxCacheNodes = 6

// cacheNodeTypes lists the current types of ElastiCache nodes, the newest first. No
// template scanner knows them, so a typing error would show only minutes into a
// deployment. The list omits r6gd, which needs data tiering, and t2, m4 and r4, which
// AWS is retiring.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
func cacheNodeTypes() []string {
	burstable := []string{"micro", "small", "medium"}
	graviton := []string{"large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"}
	intel := []string{"large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"}
	var types []string
	for _, family := range []struct {
		name  string
		sizes []string
	}{
		{"t4g", burstable},
		{"m7g", graviton},
		{"r7g", graviton},
		{"m6g", graviton},
		{"r6g", graviton},
		{"t3", burstable},
		{"m5", intel},
		{"r5", intel},
	} {
		for _, size := range family.sizes {
			types = append(types, "cache."+family.name+"."+size)
		}
	}
	return types
}

// TwoCores reports whether a node has two cores, as all types below xlarge have.
func (c Cache) TwoCores() bool { return !strings.HasSuffix(c.NodeType, "xlarge") }

// HasCredits reports whether a node needs CPU credits to be busy.
func (c Cache) HasCredits() bool { return strings.HasPrefix(c.NodeType, "cache.t") }

func checkCacheNodes(e Environment, fail reporter) {
	if got := e.Cache.Nodes; got != 1 && !e.SpansZones() {
		fail("cacheNodes must be 1, because this is a single-zone environment, got %d", got)
	}
}

func checkCacheFailover(e Environment, fail reporter) {
	if got := e.Cache.Nodes; e.Cache.Failover && got < 2 {
		fail("cacheFailover needs a second node, which takes over, got cacheNodes %d", got)
	}
}

func checkCacheNodeType(e Environment, fail reporter) {
	if slices.Contains(cacheNodeTypes(), e.Cache.NodeType) {
		return
	}
	hint := "such as cache.t4g.micro"
	if near, ok := input.Nearest(e.Cache.NodeType, cacheNodeTypes()); ok {
		hint = "did you mean " + near + "?"
	}
	fail("cacheNodeType must be a current ElastiCache node type, got %q: %s", e.Cache.NodeType, hint)
}
