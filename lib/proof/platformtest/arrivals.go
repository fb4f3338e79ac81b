package platformtest

import (
	"slices"
	"strconv"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
)

// Arrivals returns, by setting, what the templates have of EverySetting and what
// they must have. A setting that is read and then ignored is a lie in the settings' table:
// lib/config tests that it reaches the Environment, this is the rest of the way.
func Arrivals(p *Synthesis) map[string][2]string {
	return map[string][2]string{
		"instance":              {p.Stack("Network").Name, "chassis-prod-twenty-letters-long1-network"},
		"account":               {p.Stack("Data").Account, "123456789012"},
		"domainName":            {text(p, "Compute", p.Stack("Compute").Outputs["Url"], "Value"), "https://app.example.net"},
		"certificateArn":        {only(p, "AWS::ElasticLoadBalancingV2::Listener", "Https", "Certificates", 0, "CertificateArn"), certificateARN},
		"hostedZoneId":          {only(p, "AWS::Route53::RecordSet", "AliasRecord", "Name"), "app.example.net."},
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
		"githubRepository":      {only(p, "AWS::IAM::Role", "PipelineDeployRole", "AssumeRolePolicyDocument", "Statement", 0, "Condition", "StringEquals", "token.actions.githubusercontent.com:sub"), "[repo:acme/shop:environment:prod-twenty-letters-long1]"},
		"githubOidcProviderArn": {only(p, "AWS::IAM::Role", "PipelineDeployRole", "AssumeRolePolicyDocument", "Statement", 0, "Principal", "Federated"), provider},
		"wafCountedRules":       {countedRules(p), "SQLi_BODY"},
		"no search":             {strconv.Itoa(len(p.OfType("Custom::CertificateSearch"))), "0"},
		"no provider":           {strconv.Itoa(len(p.OfType("AWS::IAM::OIDCProvider"))), "0"},
	}
}

// text renders a value of a stack.
func text(p *Synthesis, stack string, value any, path ...any) string {
	return p.Text(p.Stack(stack), assembly.At(value, path...))
}

// every renders one property of every resource of a type, sorted.
func every(p *Synthesis, kind string, path ...any) string {
	var values []string
	for _, r := range p.OfType(kind) {
		values = append(values, p.Text(r.Stack, r.At(path...)))
	}
	slices.Sort(values)
	return strings.Join(values, " ")
}

// only renders one property of the resource whose logical id contains id.
func only(p *Synthesis, kind, id string, path ...any) string {
	for _, r := range p.OfType(kind) {
		if strings.Contains(r.LogicalID, id) {
			return p.Text(r.Stack, r.At(path...))
		}
	}
	return "no " + kind + " " + id
}

// emails lists who is written to.
func emails(p *Synthesis) string {
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
func countedRules(p *Synthesis) string {
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
