package config

// Names of the environments, in the order in which a change travels.
const (
	Dev     = "dev"
	Staging = "staging"
	Prod    = "prod"
)

// Names lists the environments.
func Names() []string { return []string{Dev, Staging, Prod} }

// Defaults returns an environment, or an instance of one, as it is before a
// user's settings are laid over it. The name must be one of Names.
func Defaults(name, instance string) (Environment, error) {
	e := Environment{
		Name:     name,
		Instance: instance,
		Network: Network{
			Zones:         []string{Region + "a", Region + "c"},
			WorkloadZones: []string{Region + "a", Region + "c"},
			NATGateways:   1,
		},
		// Ordinary uploads are larger than the 8 KB of a body that a web ACL on a
		// load balancer sees, so this rule would answer them with 403.
		Firewall: Firewall{CountedRules: []string{"SizeRestrictions_BODY"}},
		Registry: Registry{KeepImages: 30},
		Database: Database{
			Version: "15.17",
			// The proxy keeps connections open, so auto-pause (0 ACU) would never happen.
			MinACU:            0.5,
			MaxReaders:        15,
			DeletionProtected: true,
		},
		Cache: Cache{Nodes: 1, NodeType: "cache.t4g.micro"},
		// Reserved by RFC 2606: synthesis works, and no certificate can ever cover it.
		Domain: Domain{Name: name + ".chassis.example.com"},
		Services: Services{
			CPUUnits: 1024, MemoryMiB: 2048, CPUArchitecture: "X86_64",
			ContainerPort: 8080, ServiceHealthPath: "/health", AdminHealthPath: "/health",
			MinTasks: 2, MaxTasks: 10,
			ServiceImage: NoImage, AdminImage: NoImage,
		},
	}
	switch name {
	case Dev:
		e.Network.CIDR = "10.10.0.0/16"
		// Subnets exist in both zones because AWS demands them; everything of ours
		// stays in the first.
		e.Network.WorkloadZones = e.Network.Zones[:1]
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
		// One per zone, so that the loss of a zone leaves the other its egress.
		e.Network.NATGateways = len(e.Network.Zones)
		e.Database.MaxACU = 128
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
	// A further dev or staging is a throw-away copy; a further prod is disaster
	// recovery beside the running one and keeps everything.
	if instance != "" && name != Prod {
		e.Ephemeral = true
		e.Database.Readers = 0
		e.Database.ReaderAutoScaling = false
		e.Database.DeletionProtected = false
	}
	return e, nil
}
