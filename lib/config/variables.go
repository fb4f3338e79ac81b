package config

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,254}$`)
	ecsVariable  = regexp.MustCompile(`^(ECS_|AWS_CONTAINER_)`)

	// credentials are values that plainly let their reader in.
	credentials = regexp.MustCompile(`\b(AKIA|ASIA)[A-Z0-9]{16}\b` + // key of AWS
		`|hooks\.slack\.com/services/` +
		`|-----BEGIN [A-Z ]*PRIVATE KEY-----` +
		`|\b[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@` + // user and password in a URL
		`|(?i)\b(password|passwd|pwd)=[^\s;&]+` + // connection string
		`|\b(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[sr]k_live_|AIza)[A-Za-z0-9_-]{10,}` + // tokens of well-known services
		`|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.`) // signed token

	// passwordName is a variable whose value can only be a credential.
	passwordName = regexp.MustCompile(`(?i)(^|_)(password|passwd|pwd)$`)
)

// PlatformVariables are the variables that a task gets from the platform or from ECS.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-metadata.html
func PlatformVariables() []string {
	return []string{
		"DB_HOST", "DB_READER_HOST", "DB_PORT", "DB_NAME", "DB_USER", "REDIS_HOST", "REDIS_PORT", "REDIS_AUTH_TOKEN",
		"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV",
		// A key would override the role of the task.
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
	}
}

func checkVariableName(fail reporter, field, name string) {
	switch {
	case !variableName.MatchString(name):
		fail("%s must have names of letters, digits and underscores, got %q", field, name)
	case slices.Contains(PlatformVariables(), name), ecsVariable.MatchString(name):
		fail("%s must not set %s, which the platform or ECS sets", field, name)
	}
}

func checkVariables(_ Environment, s Service, fail reporter) {
	for _, name := range slices.Sorted(maps.Keys(s.Environment)) {
		checkVariableName(fail, "environment", name)
		if passwordName.MatchString(name) && s.Environment[name] != "" {
			fail("environment: %s must not stand in a template; keep it in Secrets Manager and give its name under secrets", name)
			continue
		}
		checkPlainText(fail, "environment: "+name, s.Environment[name])
	}
}

func checkCommand(_ Environment, s Service, fail reporter) {
	for _, word := range s.Command {
		checkPlainText(fail, "command: a word", word)
	}
}

// checkPlainText refuses what must not stand in a template. It never repeats the value.
func checkPlainText(fail reporter, what, value string) {
	switch {
	case credentials.MatchString(value) || webhookPath.MatchString(value):
		fail("%s looks like a credential, which everybody could read in the template; keep it in Secrets Manager and give its name under secrets; if it is real, revoke it", what)
	case strings.ContainsFunc(value, isUnreadable):
		fail("%s must not contain control characters but tabs and line breaks", what)
	case isReference(value):
		fail("%s must not contain ${ or {{, which the CDK or CloudFormation would replace; a secret belongs under secrets", what)
	}
}

// isUnreadable says of a character that YAML takes none, and CloudFormation reads templates
// as YAML: https://yaml.org/spec/1.1/#id868518
func isUnreadable(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\n\r", r) }

func checkNoVariableTwice(_ Environment, s Service, fail reporter) {
	for _, name := range slices.Sorted(maps.Keys(s.Secrets)) {
		if _, both := s.Environment[name]; both {
			fail("environment and secrets both set %s; give it once", name)
		}
	}
}

// Secret is where a variable's value comes from.
type Secret struct {
	// ID is the name of the secret, or its complete ARN.
	ID string
	// Key is one of the secret's JSON keys; empty for all of its text.
	Key string
}

// IsARN reports whether the secret is given by its ARN.
func (s Secret) IsARN() bool { return strings.HasPrefix(s.ID, "arn:") }

// ParseSecret reads the value of an entry under secrets.
func ParseSecret(text string) Secret {
	id, key, _ := strings.Cut(text, "#")
	return Secret{ID: id, Key: key}
}

var (
	secretKey = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
	// secretOrKey is the shape of what a variable may get.
	secretOrKey = regexp.MustCompile(secretName.String() + "|" + strings.TrimSuffix(secretARN.String(), "$") + `(#[A-Za-z0-9_.-]+)?$`)
)

// checkServiceSecrets never repeats a value. It may be the secret itself.
//
// ECS takes a key only after a complete ARN.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
func checkServiceSecrets(e Environment, s Service, fail reporter) {
	for _, name := range slices.Sorted(maps.Keys(s.Secrets)) {
		checkVariableName(fail, "secrets", name)
		text := s.Secrets[name]
		secret := ParseSecret(text)
		parts := secretARN.FindStringSubmatch(secret.ID)
		switch {
		case strings.Contains(text, "#") && (parts == nil || !secretKey.MatchString(secret.Key)):
			fail("secrets: %s must give a key as ARN#key, with the complete ARN of the secret", name)
		case parts == nil && (!secretName.MatchString(secret.ID) || looksLikeWebhook(secret.ID) || credentials.MatchString(text)):
			fail("secrets: %s must be the name of a Secrets Manager secret, its complete ARN, or ARN#key; not the secret itself", name)
		case parts == nil:
		case parts[1] != e.Region:
			fail("secrets: %s must be of %s, because ECS reads only secrets of its own region, got one of %s", name, e.Region, parts[1])
		case !e.isIn(parts[2]):
			fail("secrets: %s must be of account %s, got one of %s", name, e.Account, parts[2])
		}
	}
}
