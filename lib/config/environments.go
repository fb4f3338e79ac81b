package config

import "cmp"

// The environments with built-in defaults, in the order in which a change is released.
// Every other environment is like one of them.
const (
	Dev     = "dev"
	Staging = "staging"
	Prod    = "prod"
)

// Likes lists the environments with built-in defaults.
func Likes() []string { return []string{Dev, Staging, Prod} }

// defaultRegion is Seoul.
const defaultRegion = "ap-northeast-2"

// Defaults returns an environment, or an instance of one, before the user's settings are
// applied. Of place it takes the platform, the name, the instance, and which environment
// it is like; the region, the zones and the address range where it has them.
func Defaults(place Environment) Environment {
	e := base(place)
	switch e.Like {
	case Dev:
		// AWS requires subnets in two zones; what we run stays in the first.
		e.Network.WorkloadZones = e.Network.Zones[:min(1, len(e.Network.Zones))]
		e.Alerts.EssentialOnly = true
		e.EnhancedInsights = false
		e.Database.MaxACU = 4
		e.Database.BackupRetentionDays = 1
		e.Tasks.CPUUnits, e.Tasks.MemoryMiB = 512, 1024
		e.Tasks.MinTasks, e.Tasks.MaxTasks = 1, 4
		e.LogRetentionDays = 7
	case Prod:
		// One per zone, so that one zone keeps its egress when the other fails.
		e.Network.NATGateways = len(e.Network.Zones)
		e.Database.MaxACU = 128
		e.Database.NeverCloned = true
		e.Database.NeverRestored = e.Instance == ""
		e.Database.Readers = 1
		e.Database.ReaderAutoScaling = true
		e.Database.BackupRetentionDays = 14
		e.Cache.Nodes, e.Cache.Failover = 2, true
		e.Cache.SnapshotRetentionDays = 15
		e.Tasks.MaxTasks = 50
		e.LoadBalancer.Protected = true
		e.LogRetentionDays = 365
		e.TerminationProtected = true
	default: // Staging; a rule refuses all others
		e.Database.MaxACU = 8
		e.Database.Readers = 1
		e.Database.BackupRetentionDays = 7
		e.LogRetentionDays = 30
	}
	// An instance of dev or staging is a temporary copy. An instance of prod is for
	// disaster recovery, so it keeps its data.
	if e.Instance != "" && e.Like != Prod {
		e.Ephemeral = true
		e.Alerts.EssentialOnly = true
		e.EnhancedInsights = false
		e.Database.Readers = 0
		e.Database.ReaderAutoScaling = false
		e.Database.DeletionProtected = false
	}
	return e
}

// base is what the environments have in common.
func base(place Environment) Environment {
	region := cmp.Or(place.Region, defaultRegion)
	zones := place.Network.Zones
	if len(zones) == 0 && region == defaultRegion {
		zones = []string{region + "a", region + "c"}
	}
	cidrs := map[string]string{Dev: "10.10.0.0/16", Staging: "10.20.0.0/16", Prod: "10.30.0.0/16"}
	return Environment{
		Platform: place.Platform, Name: place.Name, Like: cmp.Or(place.Like, place.Name), Instance: place.Instance,
		Region: region,
		Network: Network{
			CIDR:          cmp.Or(place.Network.CIDR, cidrs[place.Name]),
			Zones:         zones,
			WorkloadZones: zones,
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
		Domain: Domain{Name: place.Name + "." + place.Platform + ".example.com"},
		Tasks: Tasks{
			CPUUnits: 1024, MemoryMiB: 2048, CPUArchitecture: "X86_64",
			MinTasks: 2, MaxTasks: 10,
		},
		// Longer than the 120 s for which the proxy lets a request wait for a database
		// connection. With less, the client would get a 504 before the response.
		LoadBalancer:     LoadBalancer{IdleTimeoutSeconds: 130},
		EnhancedInsights: true,
	}
}
