package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/platformtest"
	"example.com/chassis/lib/proof/promises"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	certificateARN = "arn:aws:acm:ap-northeast-2:123456789012:certificate/11111111-2222-3333-4444-555555555555"
	release        = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/chassis/prod/service:1f0c2d3"
)

// provider is GitHub's, where the account has it already.
const provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"

// everySetting gives each setting a value that is not its default. Its instance has
// the longest name that is accepted.
func everySetting() platformtest.Settings {
	return platformtest.Settings{
		"env": "prod", "instance": "twenty-letters-long1",
		"account":    "123456789012",
		"domainName": "app.example.net", "certificateArn": certificateARN, "hostedZoneId": "Z0123456789ABCDEFGHIJ",
		"alertEmail": "ops@example.net,oncall@example.net", "slackWebhookSecret": "chassis/slack",
		"natGateways": "1",
		"cpu":         "2048", "memoryMiB": "8192", "cpuArchitecture": "ARM64",
		"containerPort": "9090", "serviceHealthPath": "/up", "adminHealthPath": "/ready",
		"minTasks": "3", "maxTasks": "7",
		"auroraVersion": "15.18", "auroraMinAcu": "2", "auroraMaxAcu": "16", "readers": "2", "maxReaders": "5",
		"backupRetentionDays": "21", "logRetentionDays": "90", "deletionProtection": "false",
		"cacheNodes": "3", "cacheNodeType": "cache.r7g.large",
		"serviceImage": release, "adminImage": release,
		"wafCountedRules":  "SQLi_BODY",
		"monthlyBudgetUsd": "750.5", "githubRepository": "acme/shop", "githubOidcProviderArn": provider,
	}
}

// Every setting must arrive where it belongs: one that is read and then ignored is
// a lie in the settings table. lib/config tests that it reaches the Environment;
// this tests the rest of the way.
func TestSettingsReachTheTemplates(t *testing.T) {
	p := platformtest.Synth(t, everySetting())
	for setting, got := range map[string][]string{
		"instance":              {p.Stack("Network").Name, "chassis-prod-twenty-letters-long1-network"},
		"account":               {p.Stack("Data").Account, "123456789012"},
		"domainName":            {text(p, "Compute", p.Stack("Compute").Outputs["Url"], "Value"), "https://app.example.net"},
		"certificateArn":        {only(t, p, "AWS::ElasticLoadBalancingV2::Listener", "Https", "Certificates", 0, "CertificateArn"), certificateARN},
		"hostedZoneId":          {only(t, p, "AWS::Route53::RecordSet", "AliasRecord", "Name"), "app.example.net."},
		"alertEmail":            {emails(p), "oncall@example.net ops@example.net"},
		"slackWebhookSecret":    {every(p, "AWS::Events::ApiDestination", "InvocationEndpoint"), "{{resolve:secretsmanager:chassis/slack:SecretString:::}}"},
		"natGateways":           {strconv.Itoa(len(p.OfType("AWS::EC2::NatGateway"))), "1"},
		"cpu":                   {every(p, "AWS::ECS::TaskDefinition", "Cpu"), "2048 2048"},
		"memoryMiB":             {every(p, "AWS::ECS::TaskDefinition", "Memory"), "8192 8192"},
		"cpuArchitecture":       {every(p, "AWS::ECS::TaskDefinition", "RuntimePlatform", "CpuArchitecture"), "ARM64 ARM64"},
		"containerPort":         {every(p, "AWS::ElasticLoadBalancingV2::TargetGroup", "Port"), "9090 9090"},
		"health paths":          {every(p, "AWS::ElasticLoadBalancingV2::TargetGroup", "HealthCheckPath"), "/ready /up"},
		"minTasks":              {every(p, "AWS::ApplicationAutoScaling::ScalableTarget", "MinCapacity"), "1 3 3"},
		"maxTasks":              {every(p, "AWS::ApplicationAutoScaling::ScalableTarget", "MaxCapacity"), "5 7 7"},
		"auroraVersion":         {every(p, "AWS::RDS::DBCluster", "EngineVersion"), "15.18"},
		"auroraMinAcu":          {every(p, "AWS::RDS::DBCluster", "ServerlessV2ScalingConfiguration", "MinCapacity"), "2"},
		"auroraMaxAcu":          {every(p, "AWS::RDS::DBCluster", "ServerlessV2ScalingConfiguration", "MaxCapacity"), "16"},
		"readers":               {every(p, "AWS::RDS::DBInstance", "PromotionTier"), "0 1 1"},
		"backupRetentionDays":   {every(p, "AWS::RDS::DBCluster", "BackupRetentionPeriod"), "21"},
		"deletionProtection":    {every(p, "AWS::RDS::DBCluster", "DeletionProtection"), "false"},
		"cacheNodes":            {every(p, "AWS::ElastiCache::ReplicationGroup", "NumCacheClusters"), "3"},
		"cacheNodeType":         {every(p, "AWS::ElastiCache::ReplicationGroup", "CacheNodeType"), "cache.r7g.large"},
		"serviceImage":          {text(p, "Compute", p.Stack("Compute").Parameters["ServiceImage"], "Default"), release},
		"adminImage":            {text(p, "Compute", p.Stack("Compute").Parameters["AdminImage"], "Default"), release},
		"logRetentionDays":      {strings.Join(slices.Compact(strings.Fields(every(p, "AWS::Logs::LogGroup", "RetentionInDays"))), " "), "90"},
		"monthlyBudgetUsd":      {every(p, "AWS::Budgets::Budget", "Budget", "BudgetLimit", "Amount"), "750.5"},
		"githubRepository":      {only(t, p, "AWS::IAM::Role", "PipelineDeployRole", "AssumeRolePolicyDocument", "Statement", 0, "Condition", "StringEquals", "token.actions.githubusercontent.com:sub"), "[repo:acme/shop:environment:prod-twenty-letters-long1]"},
		"githubOidcProviderArn": {only(t, p, "AWS::IAM::Role", "PipelineDeployRole", "AssumeRolePolicyDocument", "Statement", 0, "Principal", "Federated"), provider},
		"wafCountedRules":       {countedRules(p), "SQLi_BODY"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: the templates have %q, want %q", setting, got[0], got[1])
		}
	}
	if found := p.OfType("Custom::CertificateSearch"); len(found) != 0 {
		t.Error("certificateArn: a certificate is searched for although one is given")
	}
	if len(p.Missing) != 0 {
		t.Errorf("account: synthesis would ask AWS for %v", p.Missing)
	}
}

// Only a long-lived environment may ask for it, so it is not among the others.
func TestEnhancedScanningConfiguresTheRegistry(t *testing.T) {
	p := platformtest.Synth(t, everyOption())
	for want, path := range map[string][]any{
		"ENHANCED":     {"ScanType"},
		"SCAN_ON_PUSH": {"Rules", 0, "ScanFrequency"},
		"chassis/*":    {"Rules", 0, "RepositoryFilters", 0, "Filter"},
		"WILDCARD":     {"Rules", 0, "RepositoryFilters", 0, "FilterType"},
	} {
		if got := only(t, p, "AWS::ECR::RegistryScanningConfiguration", "EnhancedScanning", path...); got != want {
			t.Errorf("enhancedScanning: %v is %q, want %s", path, got, want)
		}
	}
}

// Everything else that a platform promises holds with every option too, but for the
// registry, which an option takes over.
func TestPromisesHoldWithEveryOption(t *testing.T) {
	p := platformtest.Synth(t, everyOption()).Platform
	for _, verdict := range check.Judge(p, promises.All()) {
		for _, wrong := range verdict.Wrong {
			if !strings.Contains(wrong, "registry scanning configuration") {
				t.Errorf("%s %s: %s", verdict.ID, verdict.Says, wrong)
			}
		}
	}
}

// AWS takes 32 to 63 characters for some names, and the longest instance fits: no
// name has to be cut, so none can collide with another.
func TestTheLongestInstanceFitsIntoEveryName(t *testing.T) {
	p := platformtest.Synth(t, everySetting()).Platform
	for _, promise := range promises.All() {
		if promise.ID == "Environments" {
			for _, wrong := range promise.Broken(p) {
				t.Errorf("%s: %s", promise.Says, wrong)
			}
		}
	}
}

// The lookup text does nothing but change the search's properties,
// which is what makes CloudFormation search again.
func TestAChangedCertificateLookupRepeatsTheSearch(t *testing.T) {
	first := platformtest.Synth(t, platformtest.Settings{"env": "dev"})
	second := platformtest.Synth(t, platformtest.Settings{"env": "dev", "certificateLookup": "after-renewal"})
	before, after := every(first, "Custom::CertificateSearch", "Lookup"), every(second, "Custom::CertificateSearch", "Lookup")
	if before == after || after != "after-renewal" {
		t.Errorf("Lookup is %q without the setting and %q with it, want a change to after-renewal", before, after)
	}
}

func TestReaderAutoScalingCanBeSwitchedOff(t *testing.T) {
	p := platformtest.Synth(t, platformtest.Settings{"env": "prod", "readerAutoScaling": "false"})
	if got := every(p, "AWS::ApplicationAutoScaling::ScalableTarget", "ServiceNamespace"); got != "ecs ecs" {
		t.Errorf("the scalable targets are of %q, want those of the two services only", got)
	}
}

// text renders a value of a stack.
func text(p *platformtest.Synthesis, stack string, value any, path ...any) string {
	return p.Text(p.Stack(stack), assembly.At(value, path...))
}

// every renders one property of every resource of a type, sorted.
func every(p *platformtest.Synthesis, kind string, path ...any) string {
	var values []string
	for _, r := range p.OfType(kind) {
		values = append(values, p.Text(r.Stack, r.At(path...)))
	}
	slices.Sort(values)
	return strings.Join(values, " ")
}

// only renders one property of the resource whose logical id contains id.
func only(t *testing.T, p *platformtest.Synthesis, kind, id string, path ...any) string {
	t.Helper()
	for _, r := range p.OfType(kind) {
		if strings.Contains(r.LogicalID, id) {
			return p.Text(r.Stack, r.At(path...))
		}
	}
	t.Fatalf("there is no %s %s", kind, id)
	return ""
}

// emails lists who is written to.
func emails(p *platformtest.Synthesis) string {
	var addresses []string
	for _, r := range p.OfType("AWS::SNS::Subscription") {
		if r.At("Protocol") == "email" {
			addresses = append(addresses, p.Text(r.Stack, r.At("Endpoint")))
		}
	}
	slices.Sort(addresses)
	return strings.Join(addresses, " ")
}

// countedRules lists the managed rules that count instead of blocking.
func countedRules(p *platformtest.Synthesis) string {
	var names []string
	for _, acl := range p.OfType("AWS::WAFv2::WebACL") {
		for _, rule := range assembly.List(acl.At("Rules")) {
			for _, override := range assembly.List(assembly.At(rule, "Statement", "ManagedRuleGroupStatement", "RuleActionOverrides")) {
				if assembly.At(override, "ActionToUse", "Count") != nil {
					names = append(names, p.Text(acl.Stack, assembly.At(override, "Name")))
				}
			}
		}
	}
	return strings.Join(names, " ")
}

// The CDK names each period; a period that settings allow and the CDK's name is
// missing for would end in a panic.
func TestEveryLogRetentionHasItsNameInTheCDK(t *testing.T) {
	t.Parallel()
	for _, days := range []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653} {
		if baseline.Retention(days) == "" {
			t.Errorf("%d days have no name", days)
		}
	}
}
