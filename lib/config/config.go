// Package config holds every decision that may differ between two deployments of
// Chassis: the environments with their numbers, the settings that a user may change,
// the rules for them, and the physical names. It is plain Go without the CDK, so
// mistakes are reported in milliseconds and before anything is written.
package config

// Environment is one deployment of the platform: an environment that the settings list,
// or a further instance of one.
type Environment struct {
	// Platform begins every physical name, and is the value of the tag Project.
	Platform string
	// Name is the environment's, which cdk.json lists.
	Name string
	// Like is dev, staging or prod: whose built-in defaults the environment has.
	Like string
	// Instance names a further copy beside the long-lived environment; empty for
	// the long-lived environment itself.
	Instance string
	// Region is where all of it runs.
	Region string

	// Account pins the stacks to one AWS account (12 digits). When it is empty, the
	// credentials of a deployment decide.
	Account string

	Network  Network
	Firewall Firewall
	Registry Registry
	Database Database
	Cache    Cache
	Domain   Domain
	// Tasks is what a service has that does not say otherwise.
	Tasks Tasks
	// Shell lets people open a shell in the tasks of the services that always run.
	Shell        bool
	LoadBalancer LoadBalancer
	// Services are in the order of their priorities, so that their order in cdk.json
	// changes nothing.
	Services []Service

	Alerts   Alerts
	Pipeline Pipeline

	// LogRetentionDays is how long CloudWatch Logs keeps each log group.
	LogRetentionDays int
	// EnhancedInsights collects Container Insights metrics of each task, and not only of
	// the services.
	EnhancedInsights bool
	// NagPacks are the cdk-nag packs that run beside AwsSolutions.
	NagPacks []string
	// TerminationProtected refuses the deletion of the stacks.
	TerminationProtected bool
	// Ephemeral means that nothing of this deployment outlives its stacks: no
	// protection, no final snapshot, nothing retained.
	Ephemeral bool
}

// Network is the shape of the VPC.
type Network struct {
	// CIDR is the VPC's address range. Each environment has another, so that their
	// VPCs can be peered.
	CIDR string
	// Zones are the availability zones with subnets. A load balancer, a DB subnet
	// group and an RDS Proxy need at least two.
	Zones []string
	// WorkloadZones are the zones in which tasks, databases and caches run.
	WorkloadZones []string
	// NATGateways is 1 or one per zone.
	NATGateways int
}

// Firewall adjusts the web ACL.
type Firewall struct {
	// CountedRules are managed rules that count requests instead of blocking them.
	CountedRules []string
	// LogAllowed also keeps requests in the log that no rule blocked or counted.
	LogAllowed bool
}

// Registry is about the image repositories.
type Registry struct {
	// KeepImages is how many images the lifecycle policy keeps in a repository, and how
	// many released ones.
	KeepImages int
	// EnhancedScanning switches the account's whole registry to Amazon Inspector. It
	// also scans libraries such as Log4j, not only the operating system's packages.
	// Only one environment of an account can define it.
	EnhancedScanning bool
}

// Alerts is who is notified.
type Alerts struct {
	// EssentialOnly leaves out the alarms that are not worth a notification in an
	// environment without users.
	EssentialOnly bool
	// Emails must each confirm their subscription once.
	Emails []string
	// SlackWebhookSecret is the name or ARN of the Secrets Manager secret that holds
	// the URL of a Slack incoming webhook; empty for none.
	SlackWebhookSecret string
	// MonthlyBudgetUSD is the account's budget for a month in US dollars; 0 for none.
	MonthlyBudgetUSD float64
}

// Pipeline says which GitHub repositories may release and deploy.
type Pipeline struct {
	// Repositories are written as owner/name or owner@1/name@2. Each may release
	// images. The first, this repository, may also deploy.
	Repositories []string
	// OIDCProviderARN is the account's OIDC provider for GitHub; empty to create it.
	OIDCProviderARN string
}

// Database sizes and protects the Aurora cluster.
type Database struct {
	// Version is the Aurora PostgreSQL version, 15.x.
	Version string
	// MinACU and MaxACU bound Serverless v2 in Aurora capacity units (about 2 GiB
	// of memory each).
	MinACU, MaxACU float64
	// Readers is the number of fixed readers, which scale with the writer.
	Readers int
	// ReaderAutoScaling lets Application Auto Scaling add readers up to MaxReaders.
	ReaderAutoScaling bool
	MaxReaders        int
	// BackupRetentionDays is the window of point-in-time recovery.
	BackupRetentionDays int
	// DeletionProtected makes RDS refuse to delete the cluster.
	DeletionProtected bool
	// NeverRestored refuses a snapshot as the origin: it would replace the one
	// cluster that must not be replaced.
	NeverRestored bool
	// NeverCloned refuses the live data of another cluster as the origin.
	NeverCloned bool
	Origin      Origin
}

// Cache sizes the Redis replication group.
type Cache struct {
	// Nodes is one primary and Nodes-1 replicas.
	Nodes int
	// Failover lets a replica take over by itself. ElastiCache refuses to switch it on in
	// the change that adds the first replica.
	Failover bool
	NodeType string
	// SnapshotRetentionDays is how long ElastiCache keeps daily snapshots; 0 takes none.
	SnapshotRetentionDays int
}

// Domain is the name that users type, and how its certificate is found.
type Domain struct {
	Name string
	// Given is false while Name is the placeholder, which is good for synthesis only.
	Given bool
	// CertificateARN is used without a search; empty to search at deployment.
	CertificateARN string
	// CertificateLookup repeats the search whenever its text changes.
	CertificateLookup string
	// HostedZoneID is the Route 53 zone that gets the alias record; empty for none.
	HostedZoneID string
}

// Tasks is the size and the number of tasks.
type Tasks struct {
	// CPUUnits (1024 are one vCPU) and MemoryMiB must be a pair that Fargate offers.
	CPUUnits, MemoryMiB int
	// CPUArchitecture is X86_64 or ARM64, as the images are built.
	CPUArchitecture string
	// MinTasks and MaxTasks bound the auto scaling of one service.
	MinTasks, MaxTasks int
}

// LoadBalancer is what clients connect to.
type LoadBalancer struct {
	// IdleTimeoutSeconds is how long it waits for a response, or for the next request
	// on a connection. A stopping task has as long to finish its requests.
	IdleTimeoutSeconds int
	// Protected makes AWS refuse to delete the load balancer.
	Protected bool
}

// HasReaders reports whether the cluster has an instance besides its writer.
func (e Environment) HasReaders() bool { return e.Database.Readers > 0 }

// SpansZones reports whether workloads run in more than one availability zone.
func (e Environment) SpansZones() bool { return len(e.Network.WorkloadZones) > 1 }
