package config

import (
	"fmt"
	"regexp"
	"slices"
)

// The environments, in the order in which a change is released.
const (
	Dev     = "dev"
	Staging = "staging"
	Prod    = "prod"
)

// Names lists the environments.
func Names() []string { return []string{Dev, Staging, Prod} }

// Defaults returns an environment, or an instance of one, before the user's settings
// are applied. The name must be one of Names.
func Defaults(name, instance string) (Environment, error) {
	e := base(name)
	e.Instance = instance
	switch name {
	case Dev:
		e.Network.CIDR = "10.10.0.0/16"
		// AWS requires subnets in two zones; what we run stays in the first.
		e.Network.WorkloadZones = e.Network.Zones[:1]
		e.Alerts.EssentialOnly = true
		e.Database.MaxACU = 4
		e.Database.BackupRetentionDays = 1
		e.Services.CPUUnits, e.Services.MemoryMiB = 512, 1024
		e.Services.MinTasks, e.Services.MaxTasks = 1, 4
		e.LogRetentionDays = 7
	case Staging:
		e.Network.CIDR = "10.20.0.0/16"
		e.Database.MaxACU = 8
		e.Database.Readers = 1
		e.Database.BackupRetentionDays = 7
		e.LogRetentionDays = 30
	case Prod:
		e.Network.CIDR = "10.30.0.0/16"
		// One per zone, so that one zone keeps its egress when the other fails.
		e.Network.NATGateways = len(e.Network.Zones)
		e.Database.MaxACU = 128
		e.Database.NeverCloned = true
		e.Database.NeverRestored = instance == ""
		e.Database.Readers = 1
		e.Database.ReaderAutoScaling = true
		e.Database.BackupRetentionDays = 14
		e.Cache.Nodes = 2
		e.Cache.SnapshotRetentionDays = 15
		e.Services.MaxTasks = 50
		e.Services.LoadBalancerProtected = true
		e.LogRetentionDays = 365
		e.TerminationProtected = true
	default:
		return Environment{}, unknownEnvironment(name)
	}
	// An instance of dev or staging is a temporary copy. An instance of prod is for
	// disaster recovery, so it keeps its data.
	if instance != "" && name != Prod {
		e.Ephemeral = true
		e.Alerts.EssentialOnly = true
		e.Database.Readers = 0
		e.Database.ReaderAutoScaling = false
		e.Database.DeletionProtected = false
	}
	return e, nil
}

// base is what the environments have in common.
func base(name string) Environment {
	return Environment{
		Name: name,
		Network: Network{
			Zones:         []string{Region + "a", Region + "c"},
			WorkloadZones: []string{Region + "a", Region + "c"},
			NATGateways:   1,
		},
		// A web ACL on a load balancer sees the first 8 KB of a body. Ordinary uploads
		// are larger, and this rule would answer them with 403.
		Firewall: Firewall{CountedRules: []string{"SizeRestrictions_BODY"}},
		Registry: Registry{KeepImages: 30},
		Database: Database{
			Version: "15.17",
			// Not 0: the proxy keeps connections open, so the cluster would never pause.
			MinACU:            0.5,
			MaxReaders:        15,
			DeletionProtected: true,
		},
		Cache: Cache{Nodes: 1, NodeType: "cache.t4g.micro"},
		// A placeholder. RFC 2606 reserves the domain, so no certificate can cover it.
		Domain: Domain{Name: name + "." + Project + ".example.com"},
		Services: Services{
			CPUUnits: 1024, MemoryMiB: 2048, CPUArchitecture: "X86_64",
			ContainerPort: 8080, ServiceHealthPath: "/health", AdminHealthPath: "/health",
			MinTasks: 2, MaxTasks: 10,
			ServiceImage: NoImage, AdminImage: NoImage,
		},
	}
}

// maxInstanceLength keeps names with an instance within the 63 characters of a DB
// cluster identifier, with room for the role.
const maxInstanceLength = 20

// instancePattern is what every service takes as a part of a name. RDS and
// ElastiCache refuse two hyphens in a row and one at the end.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
var instancePattern = regexp.MustCompile(`^[a-z](-?[a-z0-9])*$`)

func unknownEnvironment(name string) error {
	return fmt.Errorf("unknown environment %q: use %s", name, oneOf(Names()))
}

func checkName(e Environment, fail reporter) {
	if !slices.Contains(Names(), e.Name) {
		fail("env must be %s", oneOf(Names()))
	}
}

func checkInstance(e Environment, fail reporter) {
	if e.Instance == "" {
		return
	}
	if len(e.Instance) > maxInstanceLength || !instancePattern.MatchString(e.Instance) {
		fail("instance must be at most %d lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got %q", maxInstanceLength, e.Instance)
	}
}
