package config

import (
	"regexp"
	"slices"
	"strings"
)

// What GitHub accepts as the name of an owner and of a repository. An owner may end in
// the _shortcode of an enterprise. Newer repositories add a number after an @ to both
// names in the subject of their tokens.
// https://docs.github.com/en/actions/reference/security/oidc
var (
	repositoryName = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9_-]{0,38})(@[0-9]+)?/([A-Za-z0-9._-]{1,100})(@[0-9]+)?$`)
	providerARN    = regexp.MustCompile(`^arn:aws:iam::([0-9]{12}):oidc-provider/token\.actions\.githubusercontent\.com$`)
)

// Infrastructure are the spellings of the first repository, which also deploys: with and
// without numbers, and under an older and a newer name. Only an overlap of the two lets
// its workflows go on while it is renamed.
func (p Pipeline) Infrastructure() []string {
	known := slices.Clone(p.Repositories[:min(1, len(p.Repositories))])
	for range p.Repositories { // one spelling may lead to the next
		for _, name := range p.Repositories {
			if !slices.Contains(known, name) && slices.ContainsFunc(known, func(other string) bool { return sameRepository(name, other) }) {
				known = append(known, name)
			}
		}
	}
	return known
}

// sameRepository compares the numbers where both have them, since a name may be given to
// another repository later, and otherwise the names.
func sameRepository(a, b string) bool {
	nameA, numberA := numbered(a)
	nameB, numberB := numbered(b)
	if numberA != "" && numberB != "" {
		return numberA == numberB
	}
	return strings.EqualFold(nameA, nameB)
}

// numbered splits a repository into owner and name without numbers, and its own number,
// which it keeps under each name and owner.
func numbered(repository string) (name, number string) {
	parts := repositoryName.FindStringSubmatch(repository)
	if parts == nil {
		return repository, ""
	}
	return parts[1] + "/" + parts[3], parts[4]
}

func checkGitHubRepositories(e Environment, fail reporter) {
	for _, name := range e.Pipeline.Repositories {
		parts := repositoryName.FindStringSubmatch(name)
		switch {
		case parts == nil, parts[3] == ".", parts[3] == "..", strings.HasSuffix(parts[3], ".git"):
			fail("githubRepository must be the owner and the name of a repository, such as acme/shop or acme@1234/shop@5678, got %q", name)
		case (parts[2] == "") != (parts[4] == ""):
			fail("githubRepository must have both numbers or none, such as acme@1234/shop@5678, got %q", name)
		}
	}
}

// checkInfrastructure refuses two repositories that are one only by their names: both would
// deploy.
func checkInfrastructure(e Environment, fail reporter) {
	var first string
	for _, name := range e.Pipeline.Infrastructure() {
		switch _, number := numbered(name); {
		case number == "" || number == first:
		case first == "":
			first = number
		default:
			fail("githubRepository must begin with one repository, but %s was the name of two, with the numbers %s and %s; take out the one that does not deploy",
				e.Pipeline.Repositories[0], strings.TrimPrefix(first, "@"), strings.TrimPrefix(number, "@"))
			return
		}
	}
}

// maxTrustPolicy is how many characters the trust policy of a role may have. The release's
// names each repository once, and is as long as emptyTrustPolicy without them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const maxTrustPolicy, emptyTrustPolicy = 2048, 400

func checkTrustPolicy(e Environment, fail reporter) {
	got := emptyTrustPolicy
	for _, name := range e.Pipeline.Repositories {
		got += len(`"repo::environment:",`) + len(name) + len(e.ReleaseEnvironment())
	}
	if got > maxTrustPolicy {
		fail("githubRepository has too many or too long names: the trust policy of their role would have %d characters, and IAM takes at most %d", got, maxTrustPolicy)
	}
}
