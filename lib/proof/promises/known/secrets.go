package known

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
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

// publicParameter is a parameter of Systems Manager without a secret: AWS's own, such as the
// newest machine image, and the version of the bootstrap stack.
var publicParameter = regexp.MustCompile(`^/(aws/service|cdk-bootstrap)/`)

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
			case r.Type == apiDestination && name == "InvocationEndpoint":
				v.Reads(r, resolve+"secretsmanager:"+v.Settings.Alerts.SlackWebhookSecret+":SecretString:::}}", name)
			default:
				v.Add("%s: CloudFormation reads a secret into its %s", r, name)
			}
		}
	}
	for _, s := range v.Stacks {
		for _, name := range slices.Sorted(maps.Keys(s.Parameters)) {
			read := v.Text(s, assembly.At(s.Parameters, name, "Default"))
			ofSSM := strings.HasPrefix(v.Text(s, assembly.At(s.Parameters, name, "Type")), "AWS::SSM::")
			if ofSSM && !publicParameter.MatchString(read) && s.ID != config.AdditionsStack {
				v.Add("stack %s: the parameter %s reads %s into the template", s.ID, name, read)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(s.Outputs)) {
			if strings.Contains(assembly.Written(s.Outputs[name]), resolve) {
				v.Add("stack %s: its output %s reads a secret", s.ID, name)
			}
		}
	}
}
