package security

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// scanRegistry makes Amazon Inspector scan images in the platform's repositories of every
// environment. It configures the account's whole registry in this region, and replaces
// its configuration.
//
// The configuration is kept when the setting goes: deleting it may also disable Amazon
// Inspector, on which others in the account may rely.
// https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2516
func scanRegistry(scope constructs.Construct, env config.Environment) {
	if !env.Registry.EnhancedScanning {
		return
	}
	configuration := awsecr.NewCfnRegistryScanningConfiguration(scope, jsii.String("EnhancedScanning"), &awsecr.CfnRegistryScanningConfigurationProps{
		ScanType: jsii.String("ENHANCED"),
		Rules: &[]any{&awsecr.CfnRegistryScanningConfiguration_ScanningRuleProperty{
			ScanFrequency: jsii.String("SCAN_ON_PUSH"),
			RepositoryFilters: &[]any{&awsecr.CfnRegistryScanningConfiguration_RepositoryFilterProperty{
				Filter: jsii.String(env.RepositoryPattern()), FilterType: jsii.String("WILDCARD"),
			}},
		}},
	})
	configuration.ApplyRemovalPolicy(baseline.Keep(env), nil)
}
