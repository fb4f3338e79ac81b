package configurations

import (
	"strconv"
	"strings"
)

// In an example these stand for what the configuration has.
const (
	regionMark  = "<region>"
	accountMark = "123456789012"
)

// examples are values of settings and fields that a schema cannot tell, because they depend
// on others or have a meaning. They are tried beside those of the schema.
func examples() map[string][]any {
	const account = accountMark
	addresses := func(count int) []any {
		list := make([]any, count)
		for i := range list {
			list[i] = strings.Repeat("a", i+1) + "@example.net"
		}
		return list
	}
	// nasty are texts with what a template, a shell or a message could trip over.
	nasty := []string{`"`, `'`, `\`, "a\nb", "$(id)", "$HOME", "%s", "é", "日本", "😀", "\x7f", "a,b", "<b>", "#{x}", "{%", "null", " ", ""}
	words := []any{}
	variables := map[string]any{}
	for i, text := range nasty {
		words = append(words, text)
		variables["NASTY_"+strings.Repeat("A", i)] = text
	}
	return map[string][]any{
		"account":               {account, "000000000000"},
		"region":                {"eu-west-1", "us-east-1", "ap-southeast-3"},
		"zones":                 {[]any{regionMark + "a", regionMark + "b"}, []any{regionMark + "c", regionMark + "a", regionMark + "b"}},
		"cidr":                  {"10.40.0.0/16", "172.16.0.0/17", "192.168.0.0/18", "10.255.224.0/19"},
		"domainName":            {"app.example.net", "us-west-2.example.net", strings.Repeat("a.", 60) + strings.Repeat("b", 63) + "." + strings.Repeat("c", 63) + ".co"},
		"certificateArn":        {"arn:aws:acm:" + regionMark + ":" + account + ":certificate/11111111-2222-3333-4444-555555555555", "arn:aws:acm:" + regionMark + ":" + account + ":certificate/a"},
		"certificateLookup":     anys(nasty),
		"alertEmail":            {addresses(1), addresses(10), addresses(11), addresses(30), []any{"o'neil+a@example.co.uk"}, []any{"aws+" + account + "@example.net"}},
		"slackWebhookSecret":    {"team/slack", "team/us-east-1", "arn:aws:secretsmanager:" + regionMark + ":" + account + ":secret:team/slack-AbCdEf"},
		"monthlyBudgetUsd":      {500.25},
		"restoreSnapshotId":     {"rds:chassis-prod-e3b0c442-2026-11-20-18-07", "arn:aws:rds:" + regionMark + ":" + account + ":cluster-snapshot:copy"},
		"cloneSourceClusterId":  {"chassis-prod-e3b0c442", "arn:aws:rds:" + regionMark + ":210987654321:cluster:other"},
		"githubRepository":      {[]any{"acme/shop"}, []any{"acme/us-east-1"}, []any{"acme@1/shop@2", "acme/shop", "acme/app"}},
		"githubOidcProviderArn": {"arn:aws:iam::" + account + ":oidc-provider/token.actions.githubusercontent.com"},
		"memoryMiB":             {2048.0, 4096.0, 8192.0, 16384.0, 32768.0},
		"maxTasks":              {60.0, 300.0},
		"minTasks":              {2.0, 30.0},
		"path":                  {"/", "/shop/v2", "/a.b_c-d", "/us-east-1"},
		"healthPath":            {"/up?deep=1&x=%20", "/*"},
		"egressPorts":           {[]any{443.0, 587.0, 25.0}, []any{443.0, 443.0 + 1}, ports(50)},
		"image":                 {account + ".dkr.ecr." + regionMark + ".amazonaws.com/chassis/prod/service:1"},
		"allowedCidrs":          {[]any{"203.0.113.0/24", "198.51.100.7/32", "10.0.0.0/8"}, ranges(200)},
		"policies":              {[]any{"arn:aws:iam::aws:policy/AmazonSESFullAccess"}, []any{"arn:aws:iam::" + account + ":policy/team/partners"}},
		"schedule":              {"cron(30 3 * * ? *)", "rate(1 minute)", "at(2030-12-31T23:59:59)"},
		"timeZone":              {"UTC", "America/Argentina/ComodRivadavia"},
		"command":               {[]any{"serve"}, words},
		"migrate":               {[]any{"migrate"}, append([]any{"migrate"}, words...)},
		"environment":           {variables, map[string]any{"QUEUE_URL": "https://sqs." + regionMark + ".amazonaws.com/" + account + "/orders"}, many(20, strings.Repeat("v", 20))},
		"secrets": {
			many(10, "acme/partner"),
			map[string]any{"PARTNER": "acme/partner"},
			map[string]any{"USER_NAME": "arn:aws:secretsmanager:" + regionMark + ":" + account + ":secret:acme/partner-AbCdEf#user"},
		},
	}
}

func anys(list []string) []any {
	all := make([]any, len(list))
	for i, text := range list {
		all[i] = text
	}
	return all
}

// many are as many variables with nearly the same value.
func many(count int, value string) map[string]any {
	table := map[string]any{}
	for i := range count {
		table["MANY_"+strconv.Itoa(i)] = strconv.Itoa(i%10) + value[:len(value)-1]
	}
	return table
}

func ports(count int) []any {
	list := make([]any, count)
	for i := range list {
		list[i] = float64(443 + 2*i)
	}
	return list
}

func ranges(count int) []any {
	list := make([]any, count)
	for i := range list {
		list[i] = "10." + strings.Repeat("1", 1+i%2) + "." + strconv.Itoa(i) + ".0/24"
	}
	return list
}
