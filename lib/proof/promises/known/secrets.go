package known

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func secrets() []check.Promise {
	return []check.Promise{
		{ID: "R3.10", Says: "The platform has one secret of its own, the token of Redis.", Check: oneSecret},
		{ID: "R3.5", Says: "CloudFormation reads a secret for the token of Redis and for the webhook of the settings, and puts it nowhere else.", Check: readForTheseOnly},
	}
}

func oneSecret(v *check.Review) {
	v.Count(slices.DeleteFunc(v.OfType("AWS::SecretsManager::Secret"), notOurs), 1, "secret of the platform")
}

// resolve begins a dynamic reference, which CloudFormation replaces by the value.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
const resolve = "{{resolve:"

func readForTheseOnly(v *check.Review) {
	for _, r := range v.Resources() {
		if !ours(r) {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(r.Properties)) {
			text := assembly.Written(r.Properties[name])
			switch {
			case !strings.Contains(text, resolve):
			case r.Type == parts.ReplicationGroup && name == "AuthToken": // its promise says of which secret
			case r.Type == "AWS::Events::ApiDestination" && name == "InvocationEndpoint":
				v.Reads(r, resolve+"secretsmanager:"+v.Settings.Alerts.SlackWebhookSecret+":SecretString:::}}", name)
			default:
				v.Add("%s: CloudFormation reads a secret into its %s", r, name)
			}
		}
	}
	for _, s := range v.Stacks {
		for _, name := range slices.Sorted(maps.Keys(s.Outputs)) {
			if strings.Contains(assembly.Written(s.Outputs[name]), resolve) {
				v.Add("stack %s: its output %s reads a secret", s.ID, name)
			}
		}
	}
}
