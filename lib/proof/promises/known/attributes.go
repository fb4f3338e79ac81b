package known

import (
	"maps"
	"slices"
	"strings"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

func attributes() []check.Promise {
	return []check.Promise{
		{ID: "R3.11", Says: "No resource of the platform carries metadata that something on a host reads, or a policy of creation or of updates.", Check: knownAttributes},
	}
}

// metadata are what the CDK, cdk-nag and the platform write for people and for the proof.
// cfn-init runs what AWS::CloudFormation::Init says.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-init.html
var metadata = []string{"cdk_nag", config.DestinationMetadata, config.NetworkMetadata, config.ReasonsMetadata}

func knownAttributes(v *check.Review) {
	for _, r := range v.Resources() {
		if !ours(r) {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(r.Metadata)) {
			if !slices.Contains(metadata, name) && !strings.HasPrefix(name, "aws:cdk:") && !strings.HasPrefix(name, "aws:asset:") {
				v.Add("%s: no promise knows its metadata %s", r, name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(r.Beside)) {
			v.Add("%s: no promise knows its %s", r, name)
		}
	}
}
