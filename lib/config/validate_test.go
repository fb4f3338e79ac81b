package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// refusals maps what is wrong to the environment, the settings, and the line after the
// name of the environment.
type refusals map[string]struct {
	env  string
	set  given
	want string
}

// check holds the program against the lines, and the schema against what an editor can
// know.
func (r refusals) check(t *testing.T, editorKnows bool) {
	t.Helper()
	for promise, tc := range r {
		t.Run(promise, func(t *testing.T) {
			t.Parallel()
			_, err := loadFor(tc.env, tc.set)
			want := []string{`environment "` + tc.env + `": ` + tc.want}
			if got := lines(err); !slices.Equal(got, want) {
				t.Errorf("%v in %s gives\n\t%q\nwant\n\t%q", tc.set, tc.env, got, want)
			}
			if file := committedIn(tc.env, tc.set); file != "" {
				editorAccepts(t, file, !editorKnows)
			}
		})
	}
}

func TestAValueThatIsWrongByItselfIsReportedInOneLineAndByTheEditor(t *testing.T) {
	t.Parallel()
	const (
		names        = "must be lower-case letters, digits and single hyphens, starting with a letter and not ending with a hyphen, got "
		domains      = "domainName must be a host name of at least two labels in lower case, such as api.example.com, without scheme, port, path or wildcard, got "
		webhook      = "slackWebhookSecret must be the name or ARN of a Secrets Manager secret that holds the webhook URL, got a URL, which would end up in the template; if it is real, revoke it in Slack"
		secrets      = "slackWebhookSecret must be the name of a Secrets Manager secret such as team/slack-webhook, or its complete ARN"
		emails       = "alertEmail must be plain e-mail addresses such as ops@example.com, got "
		versions     = "auroraVersion must be a 15.x from 15.10 on, the oldest with which RDS creates a cluster, got "
		repositories = "githubRepository must be the owner and the name of a repository, such as acme/shop or acme@1234/shop@5678, got "
		nodes        = "cacheNodeType must be a current ElastiCache node type, got "
	)
	crowd := strings.TrimSuffix(strings.Repeat("a@example.com,", 31), ",")
	for i := range 31 {
		crowd = strings.Replace(crowd, "a@", fmt.Sprintf("b%d@", i), 1)
	}
	refusals{
		"more addresses than a stack has room for": {"dev", given{"alertEmail": crowd}, "alertEmail must have at most 30 entries, got 31"},
		"a repository without an owner":            {"dev", given{"githubRepository": "shop"}, repositories + `"shop"`},
		"a repository's URL":                       {"dev", given{"githubRepository": "https://github.com/acme/shop"}, repositories + `"https://github.com/acme/shop"`},
		"a repository with a wildcard":             {"dev", given{"githubRepository": "acme/*"}, repositories + `"acme/*"`},
		"a second repository with a slip":          {"dev", given{"githubRepository": "acme/shop,acme"}, repositories + `"acme"`},
		"an owner that is longer than GitHub's":    {"dev", given{"githubRepository": strings.Repeat("a", 40) + "/shop"}, repositories + `"` + strings.Repeat("a", 40) + `/shop"`},
		"a budget of the whole world":              {"dev", given{"alertEmail": "a@example.com", "monthlyBudgetUsd": "2000000000"}, `monthlyBudgetUsd must be an amount in US dollars and cents from 0 to 1000000000, got 2000000000`},
		"an owner that starts with a hyphen":       {"dev", given{"githubRepository": "-acme/shop"}, repositories + `"-acme/shop"`},
		"a provider that is not GitHub's":          {"dev", given{"githubRepository": "acme/shop", "githubOidcProviderArn": "arn:aws:iam::123456789012:oidc-provider/gitlab.com"}, `githubOidcProviderArn must be the ARN of GitHub's provider, such as arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com, got "arn:aws:iam::123456789012:oidc-provider/gitlab.com"`},
		"a negative budget":                        {"dev", given{"alertEmail": "a@example.com", "monthlyBudgetUsd": "-1"}, `monthlyBudgetUsd must be an amount in US dollars and cents from 0 to 1000000000, got -1`},
		"an instance with upper case":              {"dev", given{"instance": "PR-42"}, "instance " + names + `"PR-42"`},
		"an instance of 40 characters":             {"dev", given{"instance": strings.Repeat("a", 40)}, "instance must have at most 20 characters, got 40"},
		"an instance of 21 characters":             {"dev", given{"instance": strings.Repeat("a", 21)}, "instance must have at most 20 characters, got 21"},
		"an instance that starts with a digit":     {"dev", given{"instance": "42"}, "instance " + names + `"42"`},
		"an instance that ends with a hyphen":      {"dev", given{"instance": "pr-"}, "instance " + names + `"pr-"`},
		"an instance with two hyphens in a row":    {"dev", given{"instance": "pr--42"}, "instance " + names + `"pr--42"`},
		"an instance with an underscore":           {"dev", given{"instance": "pr_42"}, "instance " + names + `"pr_42"`},
		"an account of 11 digits":                  {"dev", given{"account": "12345678901"}, `account must be exactly 12 digits, got "12345678901"`},
		"an account of 13 digits":                  {"dev", given{"account": "1234567890123"}, `account must be exactly 12 digits, got "1234567890123"`},
		"a domain that is no domain":               {"dev", given{"domainName": "not a domain"}, domains + `"not a domain"`},
		"a domain of one label":                    {"dev", given{"domainName": "localhost"}, domains + `"localhost"`},
		"a domain with a wildcard":                 {"dev", given{"domainName": "*.example.com"}, domains + `"*.example.com"`},
		"a domain with a scheme":                   {"dev", given{"domainName": "https://api.example.com"}, domains + `"https://api.example.com"`},
		"a domain in upper case":                   {"dev", given{"domainName": "API.example.com"}, domains + `"API.example.com"`},
		"a domain with a final dot":                {"dev", given{"domainName": "api.example.com."}, domains + `"api.example.com."`},
		"a domain label that ends with a hyphen":   {"dev", given{"domainName": "api-.example.com"}, domains + `"api-.example.com"`},
		"an IP address as a domain":                {"dev", given{"domainName": "10.0.0.1"}, domains + `"10.0.0.1"`},
		"a domain label of 64 characters":          {"dev", given{"domainName": strings.Repeat("a", 64) + ".com"}, domains + `"` + strings.Repeat("a", 64) + `.com"`},
		"a last domain label of 64 characters":     {"dev", given{"domainName": "a." + strings.Repeat("b", 64)}, domains + `"a.` + strings.Repeat("b", 64) + `"`},
		"a zone id of 33 characters":               {"dev", given{"domainName": "a.example.com", "hostedZoneId": "Z" + strings.Repeat("1", 32)}, "hostedZoneId must be a Route 53 zone id such as Z0123456789ABCDEFGHIJ, got \"Z" + strings.Repeat("1", 32) + `"`},
		"a domain of 254 characters":               {"dev", given{"domainName": strings.Repeat("a.", 125) + "comm"}, "domainName must have at most 253 characters, got 254"},
		"a certificate ARN that is none":           {"dev", given{"certificateArn": "arn:aws:iam::123456789012:role/x"}, `certificateArn must look like arn:aws:acm:ap-northeast-2:<account>:certificate/<id>, got "arn:aws:iam::123456789012:role/x"`},
		"a zone id that is a path":                 {"dev", given{"domainName": "a.example.com", "hostedZoneId": "/hostedzone/Z1"}, `hostedZoneId must be a Route 53 zone id such as Z0123456789ABCDEFGHIJ, got "/hostedzone/Z1"`},
		"an e-mail address without a domain":       {"dev", given{"alertEmail": "ops"}, emails + `"ops"`},
		"an e-mail address without a dot":          {"dev", given{"alertEmail": "ops@localhost"}, emails + `"ops@localhost"`},
		"an e-mail address with a display name":    {"dev", given{"alertEmail": "Ops <ops@example.com>"}, emails + `"Ops <ops@example.com>"`},
		"an e-mail list with one bad address":      {"dev", given{"alertEmail": "ops@example.com, dev@"}, emails + `"dev@"`},
		"a Slack webhook for its secret":           {"dev", given{"slackWebhookSecret": "https://hooks.slack.com/services/T0/B0/x"}, webhook},
		"a Slack webhook without its scheme":       {"dev", given{"slackWebhookSecret": "hooks.slack.com/services/T0/B0/x"}, webhook},
		"a Slack webhook without its host":         {"dev", given{"slackWebhookSecret": "services/T0AB/B0CD/SECRET"}, webhook},
		"a Slack webhook of another cloud":         {"dev", given{"slackWebhookSecret": "hooks.slack-gov.com/services/x"}, webhook},
		"a Slack webhook for an address":           {"dev", given{"alertEmail": "https://hooks.slack.com/services/T0/B0/SECRET"}, "alertEmail must be plain e-mail addresses such as ops@example.com, got a URL"},
		"a secret with a space":                    {"dev", given{"slackWebhookSecret": "my secret"}, secrets},
		"a secret ARN without its six letters":     {"dev", given{"slackWebhookSecret": "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:slack"}, secrets},
		"a snapshot with a space":                  {"staging", given{"restoreSnapshotId": "my snapshot"}, `restoreSnapshotId must be the name or ARN of a DB cluster snapshot, got "my snapshot"`},
		"a snapshot of an instance":                {"staging", given{"restoreSnapshotId": "arn:aws:rds:ap-northeast-2:123456789012:snapshot:a"}, `restoreSnapshotId must be the name or ARN of a DB cluster snapshot, got "arn:aws:rds:ap-northeast-2:123456789012:snapshot:a"`},
		"a clone of a name with an underscore":     {"staging", given{"cloneSourceClusterId": "chassis_prod"}, `cloneSourceClusterId must be the identifier of a DB cluster, or its ARN for one of another account, got "chassis_prod"`},
		"a clone of a snapshot":                    {"staging", given{"cloneSourceClusterId": "arn:aws:rds:ap-northeast-2:123456789012:cluster-snapshot:a"}, `cloneSourceClusterId must be the identifier of a DB cluster, or its ARN for one of another account, got "arn:aws:rds:ap-northeast-2:123456789012:cluster-snapshot:a"`},
		"no NAT gateway":                           {"prod", given{"natGateways": "0"}, "natGateways must be between 1 and 2, got 0"},
		"a CPU size that Fargate lacks":            {"dev", given{"cpu": "300"}, "cpu must be 256, 512, 1024, 2048, 4096, 8192 or 16384, got 300"},
		"an architecture that Fargate lacks":       {"dev", given{"cpuArchitecture": "arm64"}, `cpuArchitecture must be X86_64 or ARM64, got "arm64"`},
		"no task at all":                           {"dev", given{"minTasks": "0"}, "minTasks must be between 1 and 5000, got 0"},
		"more tasks than a service may have":       {"dev", given{"maxTasks": "5001"}, "maxTasks must be between 1 and 5000, got 5001"},
		"a major version of PostgreSQL alone":      {"dev", given{"auroraVersion": "15"}, versions + `"15"`},
		"a version with a patch":                   {"dev", given{"auroraVersion": "15.17.1"}, versions + `"15.17.1"`},
		"a version of no number":                   {"dev", given{"auroraVersion": "15.x"}, versions + `"15.x"`},
		"a version that RDS no longer creates":     {"dev", given{"auroraVersion": "15.8"}, versions + `"15.8"`},
		"a minor version that was never made":      {"dev", given{"auroraVersion": "15.100"}, versions + `"15.100"`},
		"one mistake in a pair":                    {"dev", given{"maxTasks": "0"}, "maxTasks must be between 1 and 5000, got 0"},
		"another major version of PostgreSQL":      {"dev", given{"auroraVersion": "16.4"}, versions + `"16.4"`},
		"a floor of 0.3 ACU":                       {"dev", given{"auroraMinAcu": "0.3"}, "auroraMinAcu must be between 0.5 and 128 in steps of 0.5, got 0.3"},
		"a floor of 0 ACU":                         {"dev", given{"auroraMinAcu": "0"}, "auroraMinAcu must be at least 0.5: 0 would pause an idle cluster, but the proxy's open connections keep it from ever being idle"},
		"a floor between the steps":                {"dev", given{"auroraMinAcu": "1.2"}, "auroraMinAcu must be between 0.5 and 128 in steps of 0.5, got 1.2"},
		"a ceiling of 200 ACU":                     {"dev", given{"auroraMaxAcu": "200"}, "auroraMaxAcu must be between 1 and 128 in steps of 0.5, got 200"},
		"a ceiling of half an ACU":                 {"dev", given{"auroraMaxAcu": "0.5"}, "auroraMaxAcu must be between 1 and 128 in steps of 0.5, got 0.5"},
		"a negative number of readers":             {"staging", given{"readers": "-1"}, "readers must be between 0 and 15, got -1"},
		"16 readers":                               {"staging", given{"readers": "16"}, "readers must be between 0 and 15, got 16"},
		"auto scaling up to 16 readers":            {"staging", given{"maxReaders": "16"}, "maxReaders must be between 1 and 15, got 16"},
		"auto scaling up to no reader":             {"staging", given{"maxReaders": "0"}, "maxReaders must be between 1 and 15, got 0"},
		"no backups":                               {"dev", given{"backupRetentionDays": "0"}, "backupRetentionDays must be between 1 and 35, got 0"},
		"backups of 36 days":                       {"dev", given{"backupRetentionDays": "36"}, "backupRetentionDays must be between 1 and 35, got 36"},
		"a log retention CloudWatch lacks":         {"dev", given{"logRetentionDays": "10"}, "logRetentionDays must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, got 10"},
		"no cache node":                            {"prod", given{"cacheNodes": "0"}, "cacheNodes must be between 1 and 6, got 0"},
		"seven cache nodes":                        {"prod", given{"cacheNodes": "7"}, "cacheNodes must be between 1 and 6, got 7"},
		"a cache node type that does not exist":    {"dev", given{"cacheNodeType": "cache.t4.micro"}, nodes + `"cache.t4.micro": did you mean cache.t4g.micro?`},
		"an EC2 instance type as a cache node":     {"dev", given{"cacheNodeType": "t4g.micro"}, nodes + `"t4g.micro": did you mean cache.t4g.micro?`},
		"a cache node type that needs tiering":     {"dev", given{"cacheNodeType": "cache.r6gd.xlarge"}, nodes + `"cache.r6gd.xlarge": did you mean cache.r6g.xlarge?`},
		"a cache node type unlike any":             {"dev", given{"cacheNodeType": "huge"}, nodes + `"huge": such as cache.t4g.micro`},
		"a counted rule that does not exist":       {"dev", given{"wafCountedRules": "SizeRestriction_BODY"}, `wafCountedRules must name rules of the managed rule groups in use, got "SizeRestriction_BODY": did you mean SizeRestrictions_BODY?`},
		"a counted rule in the wrong case":         {"dev", given{"wafCountedRules": "SizeRestrictions_Body"}, `wafCountedRules must name rules of the managed rule groups in use, got "SizeRestrictions_Body": did you mean SizeRestrictions_BODY?`},
		"a counted rule unlike any":                {"dev", given{"wafCountedRules": "Geography"}, `wafCountedRules must name rules of the managed rule groups in use, got "Geography": AWS's list of managed rule groups has the names`},
		"a nag pack that is not offered":           {"dev", given{"nagPacks": "HIPAA"}, `nagPacks must be NIST80053R5, got "HIPAA"`},
	}.check(t, true)
}

func TestWhatAWSOrTheDesignRefusesTogetherIsReportedInOneLine(t *testing.T) {
	t.Parallel()
	const (
		seoul        = "arn:aws:acm:ap-northeast-2:123456789012:certificate/0a1b"
		repositories = "githubRepository must be the owner and the name of a repository, such as acme/shop or acme@1234/shop@5678, got "
	)
	refusals{
		"a repository that ends in .git":        {"dev", given{"githubRepository": "acme/shop.git"}, repositories + `"acme/shop.git"`},
		"one number of two":                     {"dev", given{"githubRepository": "acme@1/shop"}, `githubRepository must have both numbers or none, such as acme@1234/shop@5678, got "acme@1/shop"`},
		"a provider of another account":         {"dev", given{"account": "111111111111", "githubRepository": "acme/shop", "githubOidcProviderArn": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}, `githubOidcProviderArn must be of account 111111111111, got one of 123456789012`},
		"a provider without a repository":       {"dev", given{"githubOidcProviderArn": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}, `githubOidcProviderArn needs githubRepository, whose workflows use the provider`},
		"a provider that goes with an instance": {"dev", given{"instance": "try", "githubRepository": "acme/shop"}, `githubRepository needs githubOidcProviderArn in an instance: an account has one provider, and it would be deleted with the instance`},
		"a budget in mills":                     {"dev", given{"alertEmail": "a@example.com", "monthlyBudgetUsd": "1.005"}, `monthlyBudgetUsd must be an amount in US dollars and cents from 0 to 1000000000, got 1.005`},
		"a budget without an address":           {"dev", given{"monthlyBudgetUsd": "100"}, `monthlyBudgetUsd needs alertEmail, because a budget only sends e-mails`},
		"a budget for a crowd":                  {"dev", given{"alertEmail": "a@b.com,b@b.com,c@b.com,d@b.com,e@b.com,f@b.com,g@b.com,h@b.com,i@b.com,j@b.com,k@b.com", "monthlyBudgetUsd": "100"}, `monthlyBudgetUsd takes at most 10 addresses in alertEmail, got 11`},
		"a certificate ARN of another region":   {"dev", given{"certificateArn": strings.Replace(seoul, defaultRegion, "us-east-1", 1)}, "certificateArn must be of ap-northeast-2, because a load balancer takes only certificates of its own region, got one of us-east-1"},
		"a certificate of another account":      {"dev", given{"certificateArn": seoul, "account": "999999999999"}, "certificateArn must be of account 999999999999, as set, got one of account 123456789012"},
		"a zone without a domain":               {"dev", given{"hostedZoneId": "Z1"}, "hostedZoneId needs domainName, the name of the alias record"},
		"a secret of another region":            {"dev", given{"slackWebhookSecret": "arn:aws:secretsmanager:us-east-1:123456789012:secret:slack-AbCdEf"}, "slackWebhookSecret must be of ap-northeast-2, because CloudFormation resolves only secrets of its own region, got one of us-east-1"},
		"enhanced scanning in an instance":      {"staging", given{"instance": "pr-42", "enhancedScanning": "true"}, "enhancedScanning must be false in an instance: it configures the account's whole registry, which outlives the instance"},
		"a snapshot of another region":          {"dev", given{"restoreSnapshotId": "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:a"}, "restoreSnapshotId must be of ap-northeast-2, because a snapshot is restored in its own region, got one of us-east-1; copy it first"},
		"prod from a snapshot":                  {"prod", given{"restoreSnapshotId": "a"}, "restoreSnapshotId would replace the database of prod; restore into an instance beside it: -c env=prod -c instance=<name>"},
		"prod from a clone":                     {"prod", given{"cloneSourceClusterId": "a"}, "cloneSourceClusterId must not be given in prod, which never starts from another database's live data"},
		"an instance of prod from a clone":      {"prod", given{"instance": "dr", "cloneSourceClusterId": "a"}, "cloneSourceClusterId must not be given in prod, which never starts from another database's live data"},
		"a clone of another region":             {"staging", given{"cloneSourceClusterId": "arn:aws:rds:us-east-1:123456789012:cluster:a"}, "cloneSourceClusterId must be of ap-northeast-2, because a clone shares its source's storage, got one of us-east-1"},
		"a snapshot and a clone":                {"staging", given{"restoreSnapshotId": "a", "cloneSourceClusterId": "b"}, "restoreSnapshotId and cloneSourceClusterId cannot both say where the data comes from; give one of them"},
		"more NAT gateways than zones":          {"prod", given{"natGateways": "3"}, "natGateways must be between 1 and 2, got 3"},
		"a second NAT gateway in dev":           {"dev", given{"natGateways": "2"}, "natGateways must be 1, because this is a single-zone environment, got 2"},
		"a second cache node in dev":            {"dev", given{"cacheNodes": "2"}, "cacheNodes must be 1, because this is a single-zone environment, got 2"},
		"failover of one cache node":            {"staging", given{"cacheFailover": "true"}, "cacheFailover needs a second node, which takes over, got cacheNodes 1"},
		"a reader in dev":                       {"dev", given{"readers": "1"}, "readers must be 0, because this is a single-zone environment, got 1"},
		"Fargate 512 with 8192":                 {"dev", given{"cpu": "512", "memoryMiB": "8192"}, "memoryMiB must be 1024, 2048, 3072 or 4096 with cpu 512, got 8192"},
		"Fargate 256 with 1536":                 {"dev", given{"cpu": "256", "memoryMiB": "1536"}, "memoryMiB must be 512, 1024 or 2048 with cpu 256, got 1536"},
		"Fargate 1024 with 1024":                {"dev", given{"cpu": "1024", "memoryMiB": "1024"}, "memoryMiB must be 2048 to 8192 in steps of 1024 with cpu 1024, got 1024"},
		"Fargate 2048 with 17408":               {"dev", given{"cpu": "2048", "memoryMiB": "17408"}, "memoryMiB must be 4096 to 16384 in steps of 1024 with cpu 2048, got 17408"},
		"Fargate 4096 with 31744":               {"dev", given{"cpu": "4096", "memoryMiB": "31744"}, "memoryMiB must be 8192 to 30720 in steps of 1024 with cpu 4096, got 31744"},
		"Fargate 8192 with 17408":               {"dev", given{"cpu": "8192", "memoryMiB": "17408"}, "memoryMiB must be 16384 to 61440 in steps of 4096 with cpu 8192, got 17408"},
		"Fargate 16384 with 36864":              {"dev", given{"cpu": "16384", "memoryMiB": "36864"}, "memoryMiB must be 32768 to 122880 in steps of 8192 with cpu 16384, got 36864"},
		"maxTasks below minTasks":               {"dev", given{"minTasks": "3", "maxTasks": "2"}, "maxTasks must be at least minTasks, which is 3, got 2"},
		"a floor above the ceiling":             {"dev", given{"auroraMinAcu": "4.5"}, "auroraMinAcu must be at most auroraMaxAcu, which is 4, got 4.5"},
		"auto scaling without a fixed reader":   {"prod", given{"readers": "0"}, "readerAutoScaling needs a fixed reader to measure, got readers 0"},
		"auto scaling in dev":                   {"dev", given{"readerAutoScaling": "true"}, "readerAutoScaling must be false, because this is a single-zone environment"},
		"auto scaling in an instance":           {"staging", given{"instance": "pr-42", "readerAutoScaling": "true"}, "readerAutoScaling must be false, because an ephemeral instance has one writer only"},
		"a nag pack and no protection":          {"prod", given{"nagPacks": "NIST80053R5", "deletionProtection": "false"}, "nagPacks: NIST80053R5 asks for deletionProtection; leave one of them out"},
		"auto scaling to fewer than the fixed":  {"prod", given{"readers": "3", "maxReaders": "2"}, "maxReaders must be at least readers, which is 3, got 2"},
		"protection of an ephemeral instance":   {"staging", given{"instance": "pr-42", "deletionProtection": "true"}, "deletionProtection must be false, because cdk destroy has to remove an ephemeral instance"},
		"a nag pack that dev cannot pass":       {"dev", given{"nagPacks": "NIST80053R5"}, "nagPacks must not be NIST80053R5 here: it asks for a load balancer that AWS does not delete and for 15 days of cache snapshots, which only environments like prod have"},
		"a nag pack that no instance passes":    {"staging", given{"instance": "pr-42", "nagPacks": "NIST80053R5"}, "nagPacks must not be NIST80053R5 here: it asks for a load balancer that AWS does not delete and for 15 days of cache snapshots, which only environments like prod have"},
		"a shell in prod":                       {"prod", given{"shell": "true"}, "shell must be false in an environment like prod, because ECS Exec works as root and on a writable root file system, got true"},
		"a shell in an instance of prod":        {"prod", given{"instance": "dr", "shell": "true"}, "shell must be false in an environment like prod, because ECS Exec works as root and on a writable root file system, got true"},
		"a reader in an ephemeral instance":     {"staging", given{"instance": "pr-42", "readers": "1"}, "readers must be 0, because an ephemeral instance has one writer only, got 1"},
	}.check(t, false)
}

// The first and the last valid values, so that no rule refuses too much.
func TestWhatAWSAcceptsIsAccepted(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][]any{
		"instance":             {"a", "pr-42", strings.Repeat("a", 20)},
		"account":              {"000000000001"},
		"domainName":           {"a.co", "xn--3e0b707e.example", strings.Repeat("a", 63) + ".example.com", strings.Repeat("a.", 125) + "com"},
		"certificateArn":       {"arn:aws:acm:ap-northeast-2:123456789012:certificate/0a1b2c3d-0000-1111-2222-333344445555"},
		"certificateLookup":    {"any text: 2026-11-22/1"},
		"alertEmail":           {"ops@example.com", "a.b+c@Mail.Example.com,d@example.org", ""},
		"slackWebhookSecret":   {"slack", "chassis/prod/slack-webhook", "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:chassis/slack-AbCdEf"},
		"enhancedScanning":     {"true", "false"},
		"restoreSnapshotId":    {"pseudonymised-2026-11", "awsbackup:job-1a2b", "arn:aws:rds:ap-northeast-2:123456789012:cluster-snapshot:awsbackup:job-1a2b", "rds:chassis-prod-e3b0c442-2026-11-20-18-07", "arn:aws:rds:ap-northeast-2:123456789012:cluster-snapshot:rds:a-1"},
		"cloneSourceClusterId": {"chassis-prod-e3b0c442", "arn:aws:rds:ap-northeast-2:123456789012:cluster:chassis-prod-e3b0c442"},
		"natGateways":          {"1", "2"},
		"cpuArchitecture":      {"X86_64", "ARM64"},
		"minTasks":             {"1", "10"},
		"maxTasks":             {"2", "1021"},
		"auroraVersion":        {"15.10", "15.17", "15.18", "15.25"},
		"auroraMinAcu":         {"0.5", "8"},
		"auroraMaxAcu":         {"1", "1.5", "128", "128.0"},
		"readers":              {"0", "15"},
		"maxReaders":           {"1", "15"},
		"backupRetentionDays":  {"1", "35"},
		"logRetentionDays":     {"1", "3653"},
		"deletionProtection":   {"true", "false"},
		"cacheNodes":           {"1", "6"},
		"cacheFailover":        {"false"},
		"cacheNodeType":        {"cache.t4g.micro", "cache.r7g.16xlarge", "cache.m5.24xlarge"},
		"wafCountedRules":      {"", "NoUserAgent_HEADER,SQLi_BODY", "AWSManagedIPReputationList"},
		"nagPacks":             {""},
		"githubRepository":     {"acme/shop", "mona_octo/shop.v2", "acme-/x,acme@1/shop@2", strings.Repeat("a", 39) + "/shop"},
	} {
		for _, value := range values {
			if _, err := loadFor(Staging, given{name: value}); err != nil {
				t.Errorf("%s %q is refused: %v", name, value, err)
			}
			if file := committedIn(Staging, given{name: value}); file != "" {
				editorAccepts(t, file, true)
			}
		}
	}
}

func TestAutoScalingMayStopAtTheFixedReaders(t *testing.T) {
	t.Parallel()
	if _, err := loadFor(Prod, given{"readers": "3", "maxReaders": "3"}); err != nil {
		t.Error(err)
	}
}

func TestEveryAmountOfCentsIsABudget(t *testing.T) {
	t.Parallel()
	for _, amount := range []string{"0.29", "1.15", "4.35", "19.99", "65.24", "1000000000"} {
		if _, err := loadFor(Prod, given{"alertEmail": "a@example.com", "monthlyBudgetUsd": amount}); err != nil {
			t.Errorf("%s is refused: %v", amount, err)
		}
	}
}
