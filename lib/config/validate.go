package config

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Rules refuse what AWS would refuse, and what would not do what the user expects,
// before anything is written. Each rule is in the file of the noun that it is about.

// rule is one condition on the settings that it is about.
type rule struct {
	about []string
	// after are settings that the condition only looks at. When one of them is wrong, there
	// is nothing to compare with.
	after []string
	check func(e Environment, fail reporter)
}

// reporter takes one error, on one line and in the operator's words.
type reporter func(format string, args ...any)

// rules lists the bounds of the settings before the rules that say more.
var rules = sync.OnceValue(func() []rule {
	var all []rule
	for _, s := range settings() {
		all = append(all, rule{about: []string{s.name}, check: func(e Environment, fail reporter) { s.check(e, fail) }})
	}
	return append(all, []rule{
		{about: []string{"like"}, check: checkLike},
		{about: []string{"region"}, check: checkRegion},
		{about: []string{"zones"}, after: []string{"region"}, check: checkZones},
		{about: []string{"cidr"}, check: checkCIDR},
		{about: []string{"certificateArn"}, after: []string{"region"}, check: checkCertificate},
		{about: []string{"certificateArn", "account"}, check: checkCertificateAccount},
		{about: []string{"hostedZoneId", "domainName"}, check: checkHostedZoneHasDomain},
		{about: []string{"alertEmail"}, check: checkAlertEmails},
		{about: []string{"slackWebhookSecret"}, after: []string{"region"}, check: checkSlackWebhookSecret},
		{about: []string{"monthlyBudgetUsd"}, check: checkBudget},
		{about: []string{"monthlyBudgetUsd", "alertEmail"}, check: checkBudgetHasSubscribers},
		{about: []string{"githubRepository"}, check: checkGitHubRepositories},
		{about: []string{"githubRepository"}, check: checkInfrastructure},
		{about: []string{"githubRepository"}, check: checkTrustPolicy},
		{about: []string{"githubOidcProviderArn", "account"}, check: checkGitHubProviderAccount},
		{about: []string{"githubOidcProviderArn", "githubRepository"}, check: checkGitHubProviderIsUsed},
		{about: []string{"enhancedScanning"}, check: checkEnhancedScanning},
		{about: []string{"natGateways"}, after: []string{"like", "region", "zones"}, check: checkNATGateways},
		{about: []string{"cpu", "memoryMiB"}, check: func(e Environment, fail reporter) { checkMemory(e.Tasks, fail) }},
		{about: []string{"minTasks", "maxTasks"}, check: func(e Environment, fail reporter) { checkTaskRange(e.Tasks, fail) }},
		{about: []string{"shell"}, after: []string{"like"}, check: checkShell},
		{about: []string{"auroraMinAcu", "auroraMaxAcu"}, check: checkACURange},
		{about: []string{"readers"}, after: []string{"like", "region", "zones"}, check: checkReaders},
		{about: []string{"readerAutoScaling", "readers", "maxReaders"}, after: []string{"like", "region", "zones"}, check: checkReaderAutoScaling},
		{about: []string{"deletionProtection"}, check: checkDeletionProtection},
		{about: []string{"restoreSnapshotId"}, after: []string{"region"}, check: checkRestoreSnapshot},
		{about: []string{"cloneSourceClusterId"}, after: []string{"region"}, check: checkCloneSource},
		{about: []string{"restoreSnapshotId", "cloneSourceClusterId"}, check: checkOneOrigin},
		{about: []string{"cacheNodes"}, after: []string{"like", "region", "zones"}, check: checkCacheNodes},
		{about: []string{"cacheFailover", "cacheNodes"}, check: checkCacheFailover},
		{about: []string{"cacheNodeType"}, check: checkCacheNodeType},
		{about: []string{"wafCountedRules"}, check: checkCountedRules},
		{about: []string{"nagPacks"}, after: []string{"like", "deletionProtection"}, check: checkNagPacks},
	}...)
})

// problems runs the rules that are wanted. Each line starts with place. A rule is skipped
// when a setting in it is wrong already, so that one mistake gives one line.
func (d draft) problems(place string, wanted func(about []string) bool) []error {
	var errs []error
	wrong := slices.Clone(d.unread)
	for _, r := range rules() {
		if !wanted(r.about) || intersect(r.about, wrong) || intersect(r.after, wrong) {
			continue
		}
		r.check(d.Environment, func(format string, args ...any) {
			errs = append(errs, errors.New(place+fmt.Sprintf(format, args...)))
			wrong = append(wrong, r.about...)
		})
	}
	return errs
}

// oneOf writes a list of choices: "a, b or c".
func oneOf[T any](choices []T) string { return enumerate(choices, "or") }

func enumerate[T any](items []T, last string) string {
	words := make([]string, len(items))
	for i, item := range items {
		words[i] = fmt.Sprint(item)
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	end := len(words) - 1
	return strings.Join(words[:end], ", ") + " " + last + " " + words[end]
}

// either is a pattern of what one of several patterns matches.
func either(patterns ...*regexp.Regexp) *regexp.Regexp {
	texts := make([]string, len(patterns))
	for i, pattern := range patterns {
		texts[i] = pattern.String()
	}
	return regexp.MustCompile(strings.Join(texts, "|"))
}
