package config

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"
)

const (
	maxServiceName    = 24
	maxRepositoryName = 64

	// lowestPort is the first on which a process without privileges may listen. The
	// containers run as an ordinary user and without capabilities.
	lowestPort, highestPort = 1024, 65535

	// maxHealthPath is the longest path that a target group accepts.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
	maxHealthPath = 1024

	// Beyond these, a target of auto scaling in percent is never met or never left.
	lowestTarget, highestTarget = 10, 90

	// maxPath leaves room for the pattern of what is below, in the 128 characters of a
	// listener rule's condition.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
	maxPath = 126

	// maxGraceSeconds is two hours, more than any JVM needs.
	maxGraceSeconds = 7200

	// minRate and maxRate are the bounds of a rate-based rule.
	// https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
	minRate, maxRate = 10, 2_000_000_000

	// maxRateRules is how many rate-based rules a web ACL takes.
	// https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
	maxRateRules = 10

	// maxPolicies is a quota of IAM.
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
	maxPolicies = 10
)

var (
	serviceName    = regexp.MustCompile(`^[a-z](-?[a-z0-9])*$`)
	repositoryPart = regexp.MustCompile(`^[a-z0-9]([._-]?[a-z0-9])*$`)
	servicePath    = regexp.MustCompile(`^(/|(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)+)$`)
	rangeShape     = regexp.MustCompile(`^[0-9]{1,3}(\.[0-9]{1,3}){3}/[1-9][0-9]?$`)
	healthPath     = regexp.MustCompile(`^/[!-~]*$`)
	// policyARN has the path that the policy may have, and its name.
	policyARN = regexp.MustCompile(`^arn:aws:iam::(aws|[0-9]{12}):policy/([A-Za-z0-9+=,.@_-]+/)*[A-Za-z0-9+=,.@_-]{1,128}$`)
)

// ImagePattern is what an image parameter accepts: NoImage, or the full URI of an
// image with its registry's host and a tag, a digest or both. ECS would search for a
// short name such as nginx:1 on Docker Hub.
//
// Go reads the pattern here, and Java reads it as AllowedPattern of the template, so
// it uses only syntax that both know.
// https://github.com/distribution/reference/blob/main/reference.go
const ImagePattern = `^(none|` +
	`[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?` + // registry
	`(/[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*)+` + // repository
	`(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})` +
	`)$`

var imagePattern = regexp.MustCompile(ImagePattern)

// serviceRule is one condition on the fields of a service that it is about.
type serviceRule struct {
	about []string
	// inherited rules are about fields that the environment has too. They look only at a
	// service that gives one itself, since the environment's are judged already.
	inherited bool
	check     func(e Environment, s Service, fail reporter)
}

// concerns reports whether services of a kind have a field that the rule is about, also
// where none is given.
func (r serviceRule) concerns(kind string) bool {
	return slices.ContainsFunc(serviceFields(), func(f field[Service]) bool {
		return slices.Contains(r.about, f.name) && (f.kinds == nil || slices.Contains(f.kinds, kind))
	})
}

// serviceRules lists the bounds of the fields before the rules that say more.
var serviceRules = sync.OnceValue(func() []serviceRule {
	var all []serviceRule
	for _, f := range serviceFields() {
		all = append(all, serviceRule{about: []string{f.name}, inherited: f.inherited, check: func(_ Environment, s Service, fail reporter) {
			if !f.suits(s.Kind) {
				fail("%s must not be given to a service of kind %s; it is for %s", f.name, s.Kind, enumerate(f.kinds, "and"))
				return
			}
			f.check(s, fail)
		}})
	}
	return append(all, []serviceRule{
		{about: []string{"name"}, check: checkServiceName},
		{about: []string{"path"}, check: checkPath},
		{about: []string{"egressPorts"}, check: checkEgressPorts},
		{about: []string{"image"}, check: checkImage},
		{about: []string{"healthPath"}, check: checkHealthPath},
		{about: []string{"cpu", "memoryMiB"}, inherited: true, check: func(_ Environment, s Service, fail reporter) { checkMemory(s.Tasks, fail) }},
		{about: []string{"minTasks", "maxTasks"}, inherited: true, check: func(_ Environment, s Service, fail reporter) { checkTaskRange(s.Tasks, fail) }},
		{about: []string{"cpuTargetPercent", "memoryTargetPercent", "requestsPerTask"}, check: checkSomeTarget},
		{about: []string{"allowedCidrs"}, check: checkAllowedCIDRs},
		{about: []string{"environment"}, check: checkVariables},
		{about: []string{"secrets"}, check: checkServiceSecrets},
		{about: []string{"environment", "secrets"}, check: checkNoVariableTwice},
		{about: []string{"secrets"}, check: checkSecretsPolicy},
		{about: []string{"environment", "secrets", "command"}, check: checkTaskDefinition},
		{about: []string{"policies"}, check: checkPolicies},
		{about: []string{"command"}, check: checkCommand},
		{about: []string{"schedule"}, check: checkSchedule},
		{about: []string{"timeZone"}, check: checkTimeZone},
		{about: []string{"migrate"}, inherited: true, check: checkMigrate},
	}...)
})

func checkServiceName(e Environment, s Service, fail reporter) {
	if reservedName(e, s) {
		fail("name must not be one of the platform, of PostgreSQL or of RDS, got %q", s.Name)
	}
}

func checkPath(_ Environment, s Service, fail reporter) {
	if s.Path == "" {
		fail("path must be given, such as /%s", s.Name)
	}
}

func checkEgressPorts(_ Environment, s Service, fail reporter) {
	if !slices.Contains(s.EgressPorts, HTTPSPort) {
		fail("egressPorts must contain %d, through which a task pulls its image and writes its log", HTTPSPort)
	}
}

// checkImage gives an example that is the same for each environment, so that a mistake in
// the list is one line.
func checkImage(e Environment, s Service, fail reporter) {
	if !imagePattern.MatchString(s.Image) {
		fail("image must be %s or a full image URI with a tag or digest, such as 123456789012.dkr.ecr.%s.amazonaws.com/%s/%s/%s:1.0, got %q", NoImage, defaultRegion, e.Platform, Prod, s.Repository, s.Image)
	}
}

func checkHealthPath(_ Environment, s Service, fail reporter) {
	if !healthPath.MatchString(s.HealthPath) || isReference(s.HealthPath) {
		fail("healthPath must start with a slash and have no spaces and no reference of CloudFormation, got %q", s.HealthPath)
	}
}

// isReference reports whether the CDK or CloudFormation would replace a part of a text.
func isReference(text string) bool {
	return strings.Contains(text, "${") || strings.Contains(text, "{{")
}

func checkSomeTarget(_ Environment, s Service, fail reporter) {
	switch {
	case s.CPUTargetPercent > 0 || s.MemoryTargetPercent > 0 || s.RequestsPerTask > 0:
	case s.Kind == Worker:
		fail("cpuTargetPercent and memoryTargetPercent are both off, so nothing would scale the service; give one of them")
	default:
		fail("cpuTargetPercent, memoryTargetPercent and requestsPerTask are all off, so nothing would scale the service; give one of them")
	}
}

func checkAllowedCIDRs(_ Environment, s Service, fail reporter) {
	for _, text := range s.AllowedCIDRs {
		prefix, err := netip.ParsePrefix(text)
		if err != nil || !prefix.Addr().Is4() || prefix.Bits() == 0 || prefix.Masked() != prefix {
			fail("allowedCidrs must be IPv4 ranges such as 203.0.113.0/24 or 203.0.113.7/32, none of them /0, got %q", text)
		}
	}
}

func checkPolicies(e Environment, s Service, fail reporter) {
	for _, arn := range s.Policies {
		parts := policyARN.FindStringSubmatch(arn)
		switch {
		case parts == nil:
			fail("policies must be ARNs of managed policies, such as arn:aws:iam::aws:policy/AmazonSESFullAccess, got %q", arn)
		case slices.Contains([]string{"AdministratorAccess", "PowerUserAccess", "IAMFullAccess"}, arn[strings.LastIndex(arn, "/")+1:]):
			fail("policies must not contain %s, with which a task could give itself every other right", arn)
		case parts[1] != "aws" && !e.isIn(parts[1]):
			fail("policies must be of AWS or of account %s, got %q", e.Account, arn)
		}
	}
}
