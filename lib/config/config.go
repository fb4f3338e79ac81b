// Package config holds every decision that may differ between two deployments
// of Chassis: the environments with their numbers, the settings a user may
// change, and the rules that a setting must keep. It is plain Go without the
// CDK, so a mistake is told in milliseconds and before anything is written.
package config

import "strings"

// Environment is one deployment of the platform: an environment (dev, staging
// or prod) or a further instance of one.
type Environment struct {
	// Name is dev, staging or prod.
	Name string
	// Instance names a further copy beside the long-lived environment; empty for
	// the long-lived environment itself.
	Instance string

	// Account pins the stacks to one AWS account (12 digits). Empty means: the
	// account of whoever deploys.
	Account string

	Network  Network
	Firewall Firewall
	Registry Registry
	Database Database
	Cache    Cache
	Domain   Domain
	Services Services

	Alerts   Alerts
	Pipeline Pipeline

	// LogRetentionDays is how long CloudWatch Logs keeps each log group.
	LogRetentionDays int
	// NagPacks are the cdk-nag packs that run beside AwsSolutions.
	NagPacks []string
	// TerminationProtected refuses the deletion of the stacks.
	TerminationProtected bool
	// Ephemeral says that nothing of this deployment outlives its stacks: no
	// protection, no final snapshot, nothing retained.
	Ephemeral bool
}

// Network is the shape of the VPC.
type Network struct {
	// CIDR is the VPC's address range. Each environment has its own, so that two
	// of them can be peered later.
	CIDR string
	// Zones have subnets. AWS wants at least two for a load balancer, a DB subnet
	// group and an RDS Proxy.
	Zones []string
	// WorkloadZones are the zones in which anything of ours runs.
	WorkloadZones []string
	// NATGateways is 1 or one per zone.
	NATGateways int
}

// Firewall adjusts the web ACL.
type Firewall struct {
	// CountedRules are managed rules that count requests instead of blocking them.
	CountedRules []string
}

// Registry is about the image repositories.
type Registry struct {
	// KeepImages is how many images the lifecycle policy keeps in a repository.
	KeepImages int
	// EnhancedScanning switches the account's whole registry to Amazon Inspector,
	// which knows libraries such as Log4j and not only the operating system's
	// packages. One environment of an account can own it.
	EnhancedScanning bool
}

// Alerts is who hears of alarms and of scan findings.
type Alerts struct {
	// Emails must each confirm their subscription once.
	Emails []string
	// SlackWebhookSecret is the name or ARN of the Secrets Manager secret that holds
	// the URL of a Slack incoming webhook; empty for none.
	SlackWebhookSecret string
	// MonthlyBudgetUSD is what the account may cost in a month, in US dollars; 0 for
	// no budget.
	MonthlyBudgetUSD float64
}

// Pipeline is who else may ship.
type Pipeline struct {
	// Repositories of GitHub, as owner/name or owner@1/name@2. All of them may release
	// images, and the first, this one, may deploy.
	Repositories []string
	// OIDCProviderARN is the account's provider for GitHub; empty to create it.
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
	Origin            Origin
}

// Cache sizes the Redis replication group.
type Cache struct {
	// Nodes is one primary and Nodes-1 replicas; two or more fail over by themselves.
	Nodes    int
	NodeType string
	// SnapshotRetentionDays is how long ElastiCache keeps daily snapshots; 0 takes none.
	SnapshotRetentionDays int
}

// Domain is the name that users type and how its certificate is found.
type Domain struct {
	Name string
	// Given is false when Name is the placeholder that only synthesizes.
	Given bool
	// CertificateARN is used as it is. Empty means: search at deployment.
	CertificateARN string
	// CertificateLookup repeats the search whenever its text changes.
	CertificateLookup string
	// HostedZoneID is the Route 53 zone that gets the alias record; empty for none.
	HostedZoneID string
}

// Services is what service-api and admin-api have in common, and their few
// differences.
type Services struct {
	// CPUUnits (1024 are one vCPU) and MemoryMiB must be a pair that Fargate offers.
	CPUUnits, MemoryMiB int
	// CPUArchitecture is X86_64 or ARM64, and must be the images' own.
	CPUArchitecture string
	ContainerPort   int
	// ServiceHealthPath and AdminHealthPath answer 200 when a task can serve.
	ServiceHealthPath, AdminHealthPath string
	// MinTasks and MaxTasks bound each service.
	MinTasks, MaxTasks int
	// ServiceImage and AdminImage are the image parameters' values at the first
	// deployment; NoImage until something is released.
	ServiceImage, AdminImage string
	// LoadBalancerProtected makes the load balancer refuse its deletion.
	LoadBalancerProtected bool
}

// Region is where the platform is built: Seoul.
const Region = "ap-northeast-2"

// NoImage is the value of an image parameter before the first release.
const NoImage = "none"

// project starts every physical name.
const project = "chassis"

// prefix is the part that all names of one deployment share: chassis-prod,
// chassis-staging-pr-42.
func (e Environment) prefix(separator string) string {
	name := project + separator + e.Name
	if e.Instance != "" {
		name += "-" + e.Instance
	}
	return name
}

// Label names the deployment for people: prod, staging-pr-42.
func (e Environment) Label() string { return strings.TrimPrefix(e.prefix("-"), project+"-") }

// StackName is the CloudFormation name of a stack: chassis-prod-network.
func (e Environment) StackName(stackID string) string {
	return e.ResourceName(strings.ToLower(stackID))
}

// ResourceName is a physical name for the few resources that need one. The
// role always ends it: a bare chassis-staging could be mistaken for the start of
// an instance's name.
func (e Environment) ResourceName(role string) string {
	return e.prefix("-") + "-" + role
}

// RepositoryName is the name of an image repository: chassis/prod/service.
func (e Environment) RepositoryName(image string) string {
	return e.prefix("/") + "/" + image
}

// LogGroupName is the name of a log group that operators type: /chassis/prod/service-api.
func (e Environment) LogGroupName(role string) string {
	return "/" + e.prefix("/") + "/" + role
}

// HasReaders says whether the cluster has an instance besides its writer.
func (e Environment) HasReaders() bool { return e.Database.Readers > 0 }

// SpansZones says whether workloads run in more than one availability zone.
func (e Environment) SpansZones() bool { return len(e.Network.WorkloadZones) > 1 }
