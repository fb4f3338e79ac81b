package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// IAM takes 2,048 characters in the trust policy of the role that all repositories assume.
func TestTheTrustPolicyOfTheRepositoriesHasAnEnd(t *testing.T) {
	t.Parallel()
	repositories := func(count int) given {
		var names []string
		for i := range count {
			names = append(names, fmt.Sprintf("acme/%s%02d", strings.Repeat("a", 98), i))
		}
		return given{"githubRepository": strings.Join(names, ",")}
	}
	if _, err := loadFor(Prod, repositories(11)); err != nil {
		t.Errorf("11 long names are refused: %v", err)
	}
	_, err := loadFor(Prod, repositories(12))
	want := []string{`environment "prod": githubRepository has too many or too long names: the trust policy of their role would have 2056 characters, and IAM takes at most 2048`}
	if got := lines(err); !slices.Equal(got, want) {
		t.Errorf("12 long names give %q, want %q", got, want)
	}
}

// A rename needs the older and the newer name for a while, in one chain of names and
// numbers. Another repository that has one of its names must not deploy.
func TestTheFirstRepositoryDeploysUnderEachOfItsNames(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"acme/a":                                   "acme/a",
		"acme/a,acme/b":                            "acme/a",
		"acme/a,acme@1/b@3,acme@1/a@2":             "acme/a,acme@1/a@2",
		"Acme/A,acme@1/a@2":                        "Acme/A,acme@1/a@2",
		"acme@1/a@2,acme/a":                        "acme@1/a@2,acme/a",
		"acme@1/a@2,acme@1/a@3":                    "acme@1/a@2",
		"acme@1/a@2,other@9/b@2":                   "acme@1/a@2,other@9/b@2",
		"acme/a,other@9/b@2,acme/b,acme@1/a@2":     "acme/a,acme@1/a@2,other@9/b@2",
		"acme/a,acme/a.b,acme@1/a-b@2,acme@1/b@99": "acme/a",
	} {
		if got := strings.Join(Pipeline{Repositories: strings.Split(given, ",")}.Infrastructure(), ","); got != want {
			t.Errorf("of %s deploy %s, want %s", given, got, want)
		}
	}
	if got := (Pipeline{}).Infrastructure(); len(got) != 0 {
		t.Errorf("without a repository deploy %q", got)
	}
}

// Without numbers the first name may have been that of two repositories.
func TestTwoRepositoriesThatWouldDeployAreRefused(t *testing.T) {
	t.Parallel()
	_, err := loadFor(Prod, given{"githubRepository": "acme/a,acme@1/a@2,acme@1/b@2,acme@1/a@3"})
	want := []string{`environment "prod": githubRepository must begin with one repository, but acme/a was the name of two, with the numbers 2 and 3; take out the one that does not deploy`}
	if got := lines(err); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The workflows that release have a GitHub environment that no other deployment can have.
func TestTheReleaseEnvironmentIsNoLabel(t *testing.T) {
	t.Parallel()
	e, _ := longestNames()
	if name := e.ReleaseEnvironment(); instancePattern.MatchString(name) || !instancePattern.MatchString(e.Label()) {
		t.Errorf("%s could be the label of a deployment", name)
	}
}
