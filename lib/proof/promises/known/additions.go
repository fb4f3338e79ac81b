package known

import (
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func additions() []check.Promise {
	return []check.Promise{
		{ID: "R6.4", Says: "A team's own resources change nothing of what runs in the platform, or of whom its database and cache know: but for alarms, dashboards and policies they do not refer to it.", Check: additionsLeaveItAlone},
		{ID: "R6.4", Says: "A team's own resources set nothing for the account as a whole, such as which alarms are silent or which findings count.", Check: additionsSetNoAccount},
		{ID: "R3.5", Says: "The value of a team's secret is in no template, and neither is what a connection of its own says to be let in; where an API destination leads is none.", Check: additionsTellNoSecret},
	}
}

// about are the types of a team's that may name what runs: to watch it, and to be allowed
// something, which package permissions judges.
var about = []string{
	parts.Alarm, "AWS::CloudWatch::CompositeAlarm", "AWS::CloudWatch::Dashboard", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy",
}

func additionsLeaveItAlone(v *check.Review) {
	for _, r := range v.Resources() {
		if ours(r) || slices.Contains(about, r.Type) {
			continue
		}
		for _, t := range v.References(r.Stack, r.Properties) {
			speaks := strings.HasPrefix(r.Type, "AWS::Chatbot::") && check.Is(t.Resource, "AWS::SNS::Topic")
			if ours(t.Resource) && (speaks || runsOrKnows(t.Resource)) {
				v.Add("%s refers to %s: a team's own may watch it, and do nothing with it", r, t.Resource)
			}
		}
		// A reference says which resource it is; a name may be any of them.
		for _, l := range leaves("", r.Properties) {
			for _, arn := range anARN.in(own(r.Stack, v.Text(r.Stack, l.value))) {
				name := after(strings.SplitN(arn, ":", 6)[5])
				if !isPolicy(l.path) && (strings.HasPrefix(name, v.Prefix("-")+"-") || strings.HasPrefix(name, v.Prefix("/")+"/")) {
					v.Add("%s: %s is %s, by its name: offer.Platform has what a team may refer to", r, l.path, shown(arn))
				}
			}
		}
	}
}

// accountWide are how the types begin that say what is to happen in the account, whatever
// resource it is about.
var accountWide = strings.Fields(`AWS::AccessAnalyzer:: AWS::Budgets::BudgetsAction AWS::CloudFormation:: AWS::CloudTrail:: AWS::CloudWatch::AlarmMuteRule
	AWS::Config:: AWS::ControlTower:: AWS::DataLifecycle:: AWS::DevOpsGuru:: AWS::Detective:: AWS::ECR::PullThroughCacheRule AWS::ECR::RegistryPolicy
	AWS::ECR::RegistryScanningConfiguration AWS::ECR::ReplicationConfiguration AWS::ECR::RepositoryCreationTemplate AWS::FMS:: AWS::GuardDuty::
	AWS::IAM::Group AWS::IAM::SAMLProvider AWS::IAM::User AWS::Inspector AWS::Lightsail:: AWS::Logs::AccountPolicy AWS::Logs::DeliveryDestination
	AWS::Logs::ResourcePolicy AWS::Macie:: AWS::Oam:: AWS::Organizations:: AWS::ResourceExplorer2:: AWS::SES::ReceiptRule AWS::SSM::ResourceDataSync
	AWS::SSMIncidents:: AWS::SSO:: AWS::SecurityHub:: AWS::SecurityLake:: AWS::XRay::ResourcePolicy`)

func additionsSetNoAccount(v *check.Review) {
	for _, r := range v.Resources() {
		if !ours(r) && slices.ContainsFunc(accountWide, func(start string) bool { return strings.HasPrefix(r.Type, start) }) {
			v.Add("%s is an %s, which is about more than a team's own resources", r, r.Type)
		}
	}
}

func additionsTellNoSecret(v *check.Review) {
	for _, r := range v.OfType("AWS::SecretsManager::Secret") {
		if !ours(r) {
			v.Absent(r, "SecretString")
		}
	}
	for _, r := range slices.DeleteFunc(v.OfType("AWS::Events::Connection"), ours) {
		for _, l := range leaves("", r.Properties) {
			if credentials.MatchString(l.path) && !readsSecret(v, r.Stack, l.value) {
				v.Add("%s: its %s is in the template, want a reference to a secret", r, l.path)
			}
		}
	}
	// An address that is a secret would be nowhere to be seen.
	for _, r := range slices.DeleteFunc(v.OfType(apiDestination), ours) {
		if readsSecret(v, r.Stack, r.At("InvocationEndpoint")) {
			v.Add("%s: its address is read from a secret", r)
		}
	}
}

// credentials are what of a connection lets in.
var credentials = regexp.MustCompile(`^AuthParameters .*(ApiKeyValue|Password|ClientSecret)$`)

// running are how the types begin that run something, or say whom the database and the cache
// know.
var running = []string{
	"AWS::EC2::Instance", "AWS::ECS::", "AWS::ElastiCache::", "AWS::Events::ApiDestination", "AWS::Events::Connection", "AWS::Events::Rule",
	"AWS::IAM::InstanceProfile", "AWS::Lambda::Function", "AWS::Pipes::", "AWS::RDS::", "AWS::SSM::", "AWS::Scheduler::",
	"AWS::SecretsManager::Secret", "AWS::StepFunctions::", "Custom::",
}

func runsOrKnows(r *assembly.Resource) bool {
	if r == nil {
		return false
	}
	return slices.ContainsFunc(running, func(prefix string) bool { return strings.HasPrefix(r.Type, prefix) })
}
