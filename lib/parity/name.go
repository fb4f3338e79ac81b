package parity

import "regexp"

// withoutName replaces an environment's name by <env> where the platform puts it in
// a name: chassis-prod-proxy, /chassis/prod/vpc-flow, "Chassis prod: the VPC". In
// prod the name of another environment stays, so that it shows.
func withoutName(environment, text string) string {
	if text == environment { // the tag Environment
		return "<env>"
	}
	own := regexp.MustCompile(`\b([Cc]hassis[-/ ]|Alarms of )` + regexp.QuoteMeta(environment) + `\b`)
	return own.ReplaceAllString(text, "${1}<env>")
}

var token = regexp.MustCompile(`(\$\{\w+/\w+?)[0-9A-F]{8}([.}])`)

// withoutHashes names the resources that a text refers to by their constructs.
func withoutHashes(text string) string { return token.ReplaceAllString(text, "${1}${2}") }
