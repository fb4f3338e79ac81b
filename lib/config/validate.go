package config

import (
	"errors"
	"fmt"
	"strings"
)

// Rules refuse what AWS would refuse, and what would not do what the user expects,
// before anything is written. Each rule is in the file of the noun that it is about.

// rule is one condition on the settings that it is about.
type rule struct {
	about []string
	check func(e Environment, fail reporter)
}

// reporter takes one error, on one line and in the operator's words.
type reporter func(format string, args ...any)

// rules lists the rule on one setting before the rules that compare it with others.
func rules() []rule {
	return []rule{
		{about: []string{"env"}, check: checkName},
		{about: []string{"instance"}, check: checkInstance},
		{about: []string{"account"}, check: checkAccount},
		{about: []string{"domainName"}, check: checkDomainName},
		{about: []string{"certificateArn"}, check: checkCertificate},
		{about: []string{"certificateArn", "account"}, check: checkCertificateAccount},
		{about: []string{"hostedZoneId"}, check: checkHostedZone},
		{about: []string{"hostedZoneId", "domainName"}, check: checkHostedZoneHasDomain},
		{about: []string{"alertEmail"}, check: checkAlertEmails},
		{about: []string{"slackWebhookSecret"}, check: checkSlackWebhookSecret},
		{about: []string{"monthlyBudgetUsd"}, check: checkBudget},
		{about: []string{"monthlyBudgetUsd", "alertEmail"}, check: checkBudgetHasSubscribers},
		{about: []string{"githubRepository"}, check: checkGitHubRepositories},
		{about: []string{"githubOidcProviderArn"}, check: checkGitHubProvider},
		{about: []string{"githubOidcProviderArn", "account"}, check: checkGitHubProviderAccount},
		{about: []string{"githubOidcProviderArn", "githubRepository"}, check: checkGitHubProviderIsUsed},
		{about: []string{"enhancedScanning"}, check: checkEnhancedScanning},
		{about: []string{"natGateways"}, check: checkNATGateways},
		{about: []string{"cpu"}, check: checkCPU},
		{about: []string{"cpu", "memoryMiB"}, check: checkMemory},
		{about: []string{"cpuArchitecture"}, check: checkCPUArchitecture},
		{about: []string{"containerPort"}, check: checkContainerPort},
		{about: []string{"serviceHealthPath"}, check: checkServiceHealthPath},
		{about: []string{"adminHealthPath"}, check: checkAdminHealthPath},
		{about: []string{"minTasks"}, check: checkMinTasks},
		{about: []string{"maxTasks"}, check: checkMaxTasks},
		{about: []string{"minTasks", "maxTasks"}, check: checkTaskRange},
		{about: []string{"auroraVersion"}, check: checkAuroraVersion},
		{about: []string{"auroraMinAcu"}, check: checkMinACU},
		{about: []string{"auroraMaxAcu"}, check: checkMaxACU},
		{about: []string{"auroraMinAcu", "auroraMaxAcu"}, check: checkACURange},
		{about: []string{"readers"}, check: checkReaders},
		{about: []string{"maxReaders"}, check: checkMaxReaders},
		{about: []string{"readerAutoScaling", "readers", "maxReaders"}, check: checkReaderAutoScaling},
		{about: []string{"backupRetentionDays"}, check: checkBackupRetention},
		{about: []string{"logRetentionDays"}, check: checkLogRetention},
		{about: []string{"deletionProtection"}, check: checkDeletionProtection},
		{about: []string{"restoreSnapshotId"}, check: checkRestoreSnapshot},
		{about: []string{"cloneSourceClusterId"}, check: checkCloneSource},
		{about: []string{"restoreSnapshotId", "cloneSourceClusterId"}, check: checkOneOrigin},
		{about: []string{"cacheNodes"}, check: checkCacheNodes},
		{about: []string{"cacheNodeType"}, check: checkCacheNodeType},
		{about: []string{"serviceImage"}, check: checkServiceImage},
		{about: []string{"adminImage"}, check: checkAdminImage},
		{about: []string{"wafCountedRules"}, check: checkCountedRules},
		{about: []string{"nagPacks"}, check: checkNagPacks},
	}
}

// problems runs the rules that are wanted. Each line starts with place. A rule about
// several settings is skipped when one of them is wrong by itself, so that one mistake
// gives one line.
func (e Environment) problems(place string, wanted func(about []string) bool) []error {
	var errs []error
	var wrong []string
	for _, r := range rules() {
		if !wanted(r.about) || len(r.about) > 1 && intersect(r.about, wrong) {
			continue
		}
		r.check(e, func(format string, args ...any) {
			errs = append(errs, errors.New(place+fmt.Sprintf(format, args...)))
			wrong = append(wrong, r.about...)
		})
	}
	return errs
}

// checkRange refuses a number outside the bounds.
func checkRange(fail reporter, name string, got, lowest, highest int) {
	if got < lowest || got > highest {
		fail("%s must be between %d and %d, got %d", name, lowest, highest, got)
	}
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
