package config

import (
	"strings"
	"testing"
)

// longest is the deployment with the longest names that the settings allow.
func longestNames() (Environment, Service) {
	e := Defaults(Environment{
		Platform: strings.Repeat("p", maxPlatformLength), Name: strings.Repeat("e", maxEnvironmentLength), Like: Staging,
		Instance: strings.Repeat("i", maxInstanceLength),
	})
	s := e.newService(strings.Repeat("s", maxServiceName))
	s.Repository = strings.Repeat("r", maxRepositoryName)
	return e, s
}

// The limits are those of AWS's API references.
func TestTheLongestNamesAreWithinTheLimitsOfAWS(t *testing.T) {
	t.Parallel()
	e, s := longestNames()
	const recipient = "slack" // the longest
	for name, limit := range map[string]int{
		e.StackName(SecurityStack): 128, e.ClusterName(): 255, e.TaskFamily(s.Name): 255, e.RepositoryName(s): 256,
		e.ClusterIdentifier(): 63, e.ProxyName(): 63, e.ReaderEndpointName(): 63, e.DatabaseInstancePrefix(): 63,
		e.DatabaseName(): 63, e.AdministratorRole(): 63, s.DatabaseRole(): 63,
		e.BastionName(): 255, e.DatabasePolicyName("admin"): 128, e.WebACLName(): 128, e.DashboardName(): 255, e.AlarmName(s.Name, strings.Repeat("a", 64)): 255,
		e.FindingsTopicName(): 256, e.FindingsQueueName(recipient): 80, e.UndeliveredQueueName(recipient): 80, e.FindingsPipeName(recipient): 64,
		e.UndeliveredAlertsQueueName(): 80, e.AlertsPipeName(): 64, e.PipesLogGroupName(): 512,
		e.ReleaseName(): 80, s.ImageParameter(): 255,
		e.FlowLogGroupName(): 512, e.WebACLLogGroupName(): 512, e.RelayLogGroupName(): 512, e.ReleaseLogGroupName(): 512,
		e.DatabaseLogGroupName(): 512, e.DatabaseLoginLogGroupName(): 512, e.ProxyLogGroupName(): 512, e.DatabaseRolesLogGroupName(): 512, e.RedisLogGroupName("engine-log"): 512,
		e.ClusterLogGroupName(): 512, e.ServiceLogGroupName(s.Name): 512, e.FinderLogGroupName(): 512, e.ShellLogGroupName(): 512, e.ProviderLogGroupName("Custom"): 512,
		// SNS shows it to the reader of an e-mail.
		e.AlertSender(): 100,
	} {
		if len(name) > limit {
			t.Errorf("%s has %d characters, and AWS takes %d", name, len(name), limit)
		}
	}
}

// The longest names of all four kinds at once are accepted; one character more is not.
func TestTheLongestNamesAreAccepted(t *testing.T) {
	t.Parallel()
	load := func(platform, environment, instance, service string) error {
		_, err := readAsIs(`{"context": {"platform": "`+platform+`", "services": [{"name": "`+service+`", "path": "/a"}],
			"environments": {"`+environment+`": {"like": "dev", "cidr": "10.40.0.0/16"}}}}`, `{"env": "`+environment+`", "instance": "`+instance+`"}`)
		return err
	}
	longest := []string{strings.Repeat("p", 12), strings.Repeat("e", 12), strings.Repeat("i", 20), strings.Repeat("s", 24)}
	if err := load(longest[0], longest[1], longest[2], longest[3]); err != nil {
		t.Errorf("the longest names are refused: %v", err)
	}
	for i := range longest {
		names := append([]string{}, longest...)
		names[i] += "x"
		if err := load(names[0], names[1], names[2], names[3]); err == nil {
			t.Errorf("%s is accepted", names[i])
		}
	}
}

// CloudFormation cuts a long stack name in the identifiers of its instances, and the
// prefix must match them nevertheless.
func TestThePrefixOfTheDatabaseInstancesIsWhatCloudFormationKeeps(t *testing.T) {
	t.Parallel()
	long, _ := longestNames()
	for e, want := range map[string]string{
		shipped(Prod, "").DatabaseInstancePrefix():           "chassis-prod-data-aurora",
		shipped(Staging, "pr-42").DatabaseInstancePrefix():   "chassis-staging-pr-42-data-aurora",
		shipped(Staging, "pr-4200").DatabaseInstancePrefix(): "chassis-staging-pr-4200-dat",
		long.DatabaseInstancePrefix():                        long.StackName(DataStack)[:27],
	} {
		if e != want {
			t.Errorf("the prefix is %s, want %s", e, want)
		}
	}
}

func TestInATextForAnyEnvironmentOnlyItsOwnNameIsReplaced(t *testing.T) {
	t.Parallel()
	dev, instance := shipped(Dev, ""), shipped(Staging, "pr-42")
	for name, tc := range map[string]struct {
		e          Environment
		text, want string
	}{
		"the name of a resource":             {dev, "arn:aws:sns:::" + dev.FindingsTopicName(), "arn:aws:sns:::chassis-<env>-scan-findings.fifo"},
		"a name that begins otherwise":       {dev, dev.WebACLLogGroupName(), "aws-waf-logs-chassis-<env>-web-acl"},
		"a log group":                        {dev, dev.ShellLogGroupName() + ":*", "/chassis/<env>/shell:*"},
		"a description":                      {dev, dev.Describe("a workflow"), "Chassis <env>: a workflow"},
		"a GitHub environment":               {dev, "repo:acme/dev:environment:dev", "repo:acme/dev:environment:<env>"},
		"a GitHub environment for releases":  {dev, "environment:dev repo:x:environment:" + dev.ReleaseEnvironment(), "environment:dev repo:x:environment:<env>_release"},
		"an instance":                        {instance, instance.ClusterName(), "chassis-<env>-cluster"},
		"every name of a list":               {dev, "chassis-dev-a,chassis-dev-b", "chassis-<env>-a,chassis-<env>-b"},
		"another environment":                {dev, "chassis-prod-cluster", "chassis-prod-cluster"},
		"one whose name begins like this":    {dev, "chassis-device-cluster", "chassis-device-cluster"},
		"a platform whose name ends like it": {dev, "mychassis-dev-cluster", "mychassis-dev-cluster"},
		"a word that is the environment's":   {dev, "log-group:dev-notes", "log-group:dev-notes"},
	} {
		if got := tc.e.AnyName(tc.text); got != tc.want {
			t.Errorf("%s: got %q, want %q", name, got, tc.want)
		}
	}
}
