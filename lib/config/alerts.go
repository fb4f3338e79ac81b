package config

import (
	"net/mail"
	"regexp"
	"strings"
)

// What Secrets Manager takes as the name of a secret, and its ARN, which is the
// name with a hyphen and six characters of AWS's behind it.
// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
var (
	secretName = regexp.MustCompile(`^[A-Za-z0-9/_+=.@-]{1,512}$`)
	secretARN  = regexp.MustCompile(`^arn:aws:secretsmanager:([a-z0-9-]+):[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$`)
)

// checkAlertEmails wants bare addresses: SNS takes no display name.
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
	if err != nil || parsed.Address != address {
		return false
	}
	host := address[strings.LastIndex(address, "@")+1:]
	return isHostName(strings.ToLower(host))
}

// checkSlackWebhookSecret never repeats the value: it may be the webhook itself,
// and whoever knows that can post to the channel.
func checkSlackWebhookSecret(e Environment, fail reporter) {
	got := e.Alerts.SlackWebhookSecret
	parts := secretARN.FindStringSubmatch(got)
	switch {
	case got == "" || secretName.MatchString(got) && !looksLikeWebhook(got):
	case looksLikeWebhook(got):
		fail("slackWebhookSecret must be the name or ARN of a Secrets Manager secret that holds the webhook URL, got a URL, which would end up in the template; if it is real, revoke it in Slack")
	case parts == nil:
		fail("slackWebhookSecret must be the name of a Secrets Manager secret such as chassis/slack-webhook, or its complete ARN")
	case parts[1] != Region:
		fail("slackWebhookSecret must be of %s, because CloudFormation resolves only secrets of its own region, got one of %s", Region, parts[1])
	}
}

// webhookPath is the secret part of a webhook's URL.
var webhookPath = regexp.MustCompile(`(^|/)services/T\w+/B\w+/\w+`)

// looksLikeWebhook also catches a URL whose scheme or host got lost.
func looksLikeWebhook(value string) bool {
	return strings.Contains(value, "://") || strings.Contains(strings.ToLower(value), "hooks.slack") || webhookPath.MatchString(value)
}

func checkEnhancedScanning(e Environment, fail reporter) {
	if e.Registry.EnhancedScanning && e.Instance != "" {
		fail("enhancedScanning must be false in an instance: it configures the account's whole registry, which outlives the instance")
	}
}
