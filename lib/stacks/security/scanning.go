package security

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// scanRegistry makes Amazon Inspector scan images in the platform's repositories of every
// environment. It configures the account's whole registry in this region, and replaces
// its configuration. When it is deleted, each repository's own setting applies again.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html
func scanRegistry(scope constructs.Construct, env config.Environment) {
	if !env.Registry.EnhancedScanning {
		return
	}
	awsecr.NewCfnRegistryScanningConfiguration(scope, jsii.String("EnhancedScanning"), &awsecr.CfnRegistryScanningConfigurationProps{
		ScanType: jsii.String("ENHANCED"),
		Rules: &[]any{&awsecr.CfnRegistryScanningConfiguration_ScanningRuleProperty{
			ScanFrequency: jsii.String("SCAN_ON_PUSH"),
			RepositoryFilters: &[]any{&awsecr.CfnRegistryScanningConfiguration_RepositoryFilterProperty{
				Filter: jsii.String(env.RepositoryPattern()), FilterType: jsii.String("WILDCARD"),
			}},
		}},
	})
}
