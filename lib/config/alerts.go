package config

import (
	"math"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
)

// What Secrets Manager accepts as the name of a secret, and its ARN, in which a hyphen
// and six generated characters follow the name.
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
var (
	secretName = regexp.MustCompile(`^[A-Za-z0-9/_+=.@-]{1,512}$`)
	secretARN  = regexp.MustCompile(`^arn:aws:secretsmanager:([a-z0-9-]+):([0-9]{12}):secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$`)
	secret     = either(secretName, secretARN)
)

// maxEmails leaves a stack's 500 resources to the platform: each address is one.
const maxEmails = 30

// emailShape is how every address looks; isEmail says more.
var emailShape = regexp.MustCompile(`^[^\s<>@/]+@[^\s<>@/]+\.[^\s<>@/]+$`)

// checkAlertEmails requires addresses without a display name, which SNS refuses.
func checkAlertEmails(e Environment, fail reporter) {
	for _, address := range e.Alerts.Emails {
		switch {
		case looksLikeWebhook(address):
			fail("alertEmail must be plain e-mail addresses such as ops@example.com, got a URL")
		case !isEmail(address):
			fail("alertEmail must be plain e-mail addresses such as ops@example.com, got %q", address)
		}
	}
}

func isEmail(address string) bool {
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || !emailShape.MatchString(address) {
		return false
	}
	host := address[strings.LastIndex(address, "@")+1:]
	return isHostName(strings.ToLower(host))
}

// checkSlackWebhookSecret never repeats the value. It may be the webhook's URL, with
// which anybody can post to the channel.
func checkSlackWebhookSecret(e Environment, fail reporter) {
	got := e.Alerts.SlackWebhookSecret
	parts := secretARN.FindStringSubmatch(got)
	switch {
	case got == "" || secretName.MatchString(got) && !looksLikeWebhook(got):
	case looksLikeWebhook(got):
		fail("slackWebhookSecret must be the name or ARN of a Secrets Manager secret that holds the webhook URL, got a URL, which would end up in the template; if it is real, revoke it in Slack")
	case parts == nil:
		fail("slackWebhookSecret must be the name of a Secrets Manager secret such as team/slack-webhook, or its complete ARN")
	case parts[1] != e.Region:
		fail("slackWebhookSecret must be of %s, because CloudFormation resolves only secrets of its own region, got one of %s", e.Region, parts[1])
	}
}

var (
	// webhookPath is the secret part of a webhook's URL.
	webhookPath = regexp.MustCompile(`(^|/)services/T\w+/B\w+/\w+`)
	// webhook also recognizes a URL without its scheme or host.
	webhook = regexp.MustCompile(`://|hooks\.slack|` + webhookPath.String())
)

func looksLikeWebhook(value string) bool {
	return webhook.MatchString(value) || webhook.MatchString(strings.ToLower(value))
}

func checkEnhancedScanning(e Environment, fail reporter) {
	if e.Registry.EnhancedScanning && e.Instance != "" {
		fail("enhancedScanning must be false in an instance: it configures the account's whole registry, which outlives the instance")
	}
}

// maxBudget is higher than any real budget, and a float64 still holds its cents.
const maxBudget = 1_000_000_000

func checkBudget(e Environment, fail reporter) {
	if got := e.Alerts.MonthlyBudgetUSD; got < 0 || got > maxBudget || got != math.Round(got*100)/100 {
		fail("monthlyBudgetUsd must be an amount in US dollars and cents from 0 to %d, got %s", maxBudget, strconv.FormatFloat(got, 'f', -1, 64))
	}
}

func checkBudgetHasSubscribers(e Environment, fail reporter) {
	if e.Alerts.MonthlyBudgetUSD > 0 && len(e.Alerts.Emails) == 0 {
		fail("monthlyBudgetUsd needs alertEmail, because a budget only sends e-mails")
	}
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-budgets-budget-notificationwithsubscribers.html
	if e.Alerts.MonthlyBudgetUSD > 0 && len(e.Alerts.Emails) > 10 {
		fail("monthlyBudgetUsd takes at most 10 addresses in alertEmail, got %d", len(e.Alerts.Emails))
	}
}
