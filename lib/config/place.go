package config

import (
	"cmp"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/config/input"
)

const (
	// defaultPlatform is the platform's name where cdk.json gives none.
	defaultPlatform = "chassis"

	// The lengths keep the longest name of all, that of a DB cluster, within the 63
	// characters that RDS takes.
	maxPlatformLength    = 12
	maxEnvironmentLength = 12
	maxInstanceLength    = 20

	minZones, maxZones = 2, 3
)

var (
	platformName = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	zoneName     = regexp.MustCompile(`^[a-z]+-[a-z]+-[0-9]+[a-z]$`)
	cidrShape    = regexp.MustCompile(`^[0-9]{1,3}(\.[0-9]{1,3}){3}/1[6-9]$`)

	// instancePattern is what every service takes as a part of a name. RDS and
	// ElastiCache refuse two hyphens in a row and one at the end.
	// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
	instancePattern = regexp.MustCompile(`^[a-z](-?[a-z0-9])*$`)
)

// regions are AWS's regions in the partition that the ARNs of this platform name, as far as
// CloudFormation knows all of the platform's types there: the newest have no EventBridge
// Pipes, which deliver the scan findings.
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
func regions() []string {
	return []string{
		"af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
		"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ca-central-1", "eu-central-1", "eu-central-2", "eu-north-1",
		"eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "me-central-1", "me-south-1",
		"sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
	}
}

// checkPlatform refuses a name that could not begin every physical name, or not be that
// of a database.
func checkPlatform(name string) error {
	switch {
	case len(name) > maxPlatformLength || !platformName.MatchString(name):
		return fmt.Errorf("%s must be at most %d lower-case letters and digits, starting with a letter, got %q", platformKey, maxPlatformLength, name)
	case slices.Contains(reservedPlatforms(), name), slices.ContainsFunc(platformPrefixes(), func(prefix string) bool { return strings.HasPrefix(name, prefix) }):
		return fmt.Errorf("%s must not be a word of AWS or PostgreSQL, since it is also the name of the database, got %q", platformKey, name)
	}
	return nil
}

// reservedPlatforms are the names that a database cannot have.
func reservedPlatforms() []string {
	return slices.Concat(sqlKeywords(), reservedNames(), []string{"template0", "template1"})
}

// platformPrefixes begin the roles of RDS, and the names that AWS refuses: CloudFormation
// names the documents for sessions after their stack.
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html
func platformPrefixes() []string { return []string{"rds", "aws", "amazon", "amzn"} }

// checkEnvironmentNames refuses names under environments that others could be mistaken
// for: prod with the instance eu, and prod-eu.
func checkEnvironmentNames(all []string) []error {
	var errs []error
	for _, name := range all {
		if len(name) > maxEnvironmentLength || !instancePattern.MatchString(name) {
			errs = append(errs, fmt.Errorf("%s: a name must be at most %d lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got %q", environmentsKey, maxEnvironmentLength, name))
		}
		for _, other := range all {
			if strings.HasPrefix(name, other+"-") {
				errs = append(errs, fmt.Errorf("%s: %s could be mistaken for %s with the instance %s; choose another name", environmentsKey, name, other, strings.TrimPrefix(name, other+"-")))
			}
		}
	}
	return errs
}

func checkLike(e Environment, fail reporter) {
	switch own := slices.Contains(Likes(), e.Name); {
	case own && e.Like != e.Name:
		fail("like must not be given to %s, which has defaults of its own, got %q", e.Name, e.Like)
	case !slices.Contains(Likes(), e.Like) && e.Like == e.Name:
		fail("like must be given, one of %s: whose defaults the environment has", oneOf(Likes()))
	case !slices.Contains(Likes(), e.Like):
		fail("like must be %s, got %q", oneOf(Likes()), e.Like)
	}
}

func checkRegion(e Environment, fail reporter) {
	if slices.Contains(regions(), e.Region) {
		return
	}
	hint := "such as " + defaultRegion
	if near, ok := input.Nearest(e.Region, regions()); ok {
		hint = "did you mean " + near + "?"
	}
	fail("region must be a region of AWS with all that the platform uses, got %q: %s", e.Region, hint)
}

func checkZones(e Environment, fail reporter) {
	switch got := e.Network.Zones; {
	case len(got) == 0:
		fail("zones must be given for %s: two or three of its availability zones, such as %[1]sa,%[1]sc", e.Region)
		return
	case len(got) < minZones || len(got) > maxZones:
		fail("zones must be two or three, got %d", len(got))
		return
	}
	for _, zone := range e.Network.Zones {
		if letter, ok := strings.CutPrefix(zone, e.Region); !ok || len(letter) != 1 || letter < "a" || letter > "z" {
			fail("zones must be of %s, such as %[1]sa, got %q", e.Region, zone)
		}
	}
}

// The bounds of the VPC. A smaller range has no room for the subnets of three zones.
const largestRange, smallestRange = 16, 19

func checkCIDR(e Environment, fail reporter) {
	switch _, ok := e.addresses(); {
	case e.Network.CIDR == "":
		fail("cidr must be given, an address range that no other environment has, such as 10.40.0.0/16")
	case !ok:
		fail("cidr must be a private IPv4 range from /%d to /%d, such as 10.40.0.0/16, got %q", largestRange, smallestRange, e.Network.CIDR)
	}
}

// addresses is the range of the VPC, if it can be one.
func (e Environment) addresses() (prefix netip.Prefix, ok bool) {
	prefix, err := netip.ParsePrefix(e.Network.CIDR)
	return prefix, err == nil && prefix.Addr().Is4() && prefix.Addr().IsPrivate() && prefix.Masked() == prefix &&
		prefix.Bits() >= largestRange && prefix.Bits() <= smallestRange
}

// overlaps reports the environments whose address ranges overlap: their VPCs could never
// be peered. An instance may have the range of its environment.
func overlaps(environments []Environment) []error {
	sorted := slices.SortedFunc(slices.Values(environments), func(a, b Environment) int { return cmp.Compare(a.Label(), b.Label()) })
	shared := map[string]string{}
	for _, e := range sorted {
		if e.Instance == "" {
			shared[e.Name] = e.Network.CIDR
		}
	}
	var errs []error
	for i, e := range sorted {
		a, ok := e.addresses()
		for _, other := range sorted[:i] {
			b, otherOK := other.addresses()
			inherits := e.Instance+other.Instance != "" && e.Network.CIDR == shared[e.Name] && other.Network.CIDR == shared[other.Name]
			if ok && otherOK && !inherits && a.Overlaps(b) {
				errs = append(errs, fmt.Errorf("cidr: the ranges of %s and %s overlap, %s and %s; give one of them another", other.Label(), e.Label(), b, a))
			}
		}
	}
	return errs
}

// reservedIDs are the construct IDs of the platform where those of services are: a
// service with one of these names could not be defined.
func reservedIDs() []string {
	return []string{
		// Security groups and others of the Network stack.
		"Additions", "Alb", "Aurora", "Bastion", "Internet", "Proxy", "Redis", "Vpc", "FlowLog", "FlowLogKey", "FlowLogGroup", "Exports",
		// Compute.
		"Certificate", "ReaderScaling", "WebAclAssociation", "AccessLogs", "Cluster", "Alarms", "Overview", "Url",
		"LoadBalancerDnsName", "AliasRecord", "HostedZone", "Services", "Jobs", "Migrations",
	}
}

// reservedNames have a log group, a role or a schema already.
func reservedNames() []string {
	return []string{
		"vpc-flow", "database-roles", "certificate-finder", "migrations", "shell",
		"postgres", "public", "none", "information-schema", "read-only",
	}
}

// reservedPrefixes begin the names of roles and schemas of PostgreSQL and RDS, of log
// groups of Redis, and of the CDK.
func reservedPrefixes() []string {
	return []string{"pg-", "rds", "redis-", "vpcrestrict", "cdk", "aws"}
}

// reservedName reports whether a service's name is taken by something else.
func reservedName(e Environment, s Service) bool {
	return slices.Contains(reservedIDs(), s.ID()) || slices.Contains(reservedNames(), s.Name) ||
		s.DatabaseRole() == e.AdministratorRole() ||
		slices.ContainsFunc(reservedPrefixes(), func(prefix string) bool { return strings.HasPrefix(s.Name, prefix) })
}

// sqlKeywords are words that PostgreSQL takes as the name of a database only in quotes.
// https://www.postgresql.org/docs/15/sql-keywords-appendix.html
func sqlKeywords() []string {
	return strings.Fields(`all analyse analyze and any array as asc asymmetric authorization binary both case cast check
		collate collation column concurrently constraint create cross default deferrable desc distinct do else end except
		false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join
		lateral leading left like limit localtime natural not notnull null offset on only or order outer overlaps placing
		primary references returning right select similar some symmetric table tablesample then to trailing true union
		unique user using variadic verbose when where window with`)
}
