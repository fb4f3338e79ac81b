package servicespec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Corrections are what the database leaves out: by resource type, words as the table has
// them.
type Corrections map[string]string

// Conditional corrects that the importer of the database does not read the
// conditionalCreateOnlyProperties of CloudFormation's schemas. Such a property replaces the
// resource where it cannot be updated in place:
// https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html#schema-properties-conditionalcreateonlyproperties
// Another key for an OpenSearch domain, which deletes the domain, would pass as an update:
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-opensearchservice-domain-encryptionatrestoptions.html
//
// It has every such property that the database does not know as a replacement from
// elsewhere, since the guard takes it that any type may hold data. A test with cfn-lint
// finds what is missing. Beside them stands what only the documentation says, or did: another
// type for an attribute of a table.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-attributedefinition.html
var Conditional = Corrections{
	"AWS::AccessAnalyzer::Analyzer": "AnalyzerConfiguration?",
	"AWS::AppSync::GraphQLApi": `
		LambdaAuthorizerConfig.AuthorizerResultTtlInSeconds? LambdaAuthorizerConfig.AuthorizerUri?
		LambdaAuthorizerConfig.IdentityValidationExpression?
		OpenIDConnectConfig.AuthTTL? OpenIDConnectConfig.ClientId? OpenIDConnectConfig.IatTTL? OpenIDConnectConfig.Issuer?
		UserPoolConfig.AppIdClientRegex? UserPoolConfig.AwsRegion? UserPoolConfig.DefaultAction? UserPoolConfig.UserPoolId?`,
	"AWS::AutoScaling::AutoScalingGroup":          "LaunchConfigurationName? LaunchTemplate? MixedInstancesPolicy? VPCZoneIdentifier?",
	"AWS::Batch::ComputeEnvironment":              "ComputeResources.ScalingPolicy?",
	"AWS::Connect::DataTableAttribute":            "Name?",
	"AWS::DataZone::FormType":                     "Description? Model? OwningProjectIdentifier? Status?",
	"AWS::DynamoDB::GlobalTable":                  "GlobalTableSourceArn? AttributeDefinitions[].AttributeType?",
	"AWS::DynamoDB::Table":                        "AttributeDefinitions[].AttributeType?",
	"AWS::EC2::NetworkInterface":                  "ConnectionTrackingSpecification? EnablePrimaryIpv6?",
	"AWS::EMRServerless::Application":             "InteractiveConfiguration? MonitoringConfiguration? RuntimeConfiguration? SchedulerConfiguration?",
	"AWS::ElastiCache::CacheCluster":              "IpDiscovery?",
	"AWS::ImageBuilder::Image":                    "ImagePipelineExecutionSettings?",
	"AWS::Lambda::Function":                       "DurableConfig?",
	"AWS::Neptune::DBInstance":                    "AutoMinorVersionUpgrade? DBParameterGroupName? PreferredMaintenanceWindow?",
	"AWS::NeptuneGraph::Graph":                    "ProvisionedMemory?",
	"AWS::ODB::CloudVmCluster":                    "DbNodes?",
	"AWS::OpenSearchService::Domain":              "AdvancedSecurityOptions.Enabled? EncryptionAtRestOptions.Enabled? EncryptionAtRestOptions.KmsKeyId?",
	"AWS::RTBFabric::InboundExternalLink":         "GatewayId? LinkAttributes? LinkLogSettings?",
	"AWS::RTBFabric::Link":                        "GatewayId? HttpResponderAllowed? LinkAttributes? PeerGatewayId?",
	"AWS::RTBFabric::OutboundExternalLink":        "GatewayId? LinkAttributes? LinkLogSettings? PublicEndpoint?",
	"AWS::RTBFabric::RequesterGateway":            "Description? SecurityGroupIds? SubnetIds? VpcId?",
	"AWS::RTBFabric::ResponderGateway":            "Description? DomainName? Port? Protocol? SecurityGroupIds? SubnetIds? TrustStoreConfiguration? VpcId?",
	"AWS::Route53RecoveryControl::SafetyRule":     "AssertionRule.AssertedControls? GatingRule.GatingControls? GatingRule.TargetControls?",
	"AWS::SNS::Subscription":                      "Region?",
	"AWS::SageMaker::MlflowTrackingServer":        "MlflowVersion? RoleArn?",
	"AWS::SageMaker::ModelPackage":                "ModelCard? SourceUri?",
	"AWS::Transfer::Server":                       "EndpointDetails? IpAddressType?",
	"AWS::Wisdom::MessageTemplateVersion":         "MessageTemplateContentSha256?",
	"AWS::WorkspacesInstances::WorkspaceInstance": "Tags?",
}

// of returns what the corrections add to the paths of a type. One that adds nothing is an
// error, so that each goes when the database has learned it.
func (c Corrections) of(r resource, paths []string) ([]string, error) {
	var found []string
	for word := range strings.FieldsSeq(c[r.Type]) {
		name, _, _ := strings.Cut(strings.TrimSuffix(word, "?"), ".")
		if _, ok := r.Properties[strings.TrimSuffix(name, "[]")]; !ok {
			return nil, fmt.Errorf("the correction %s: %s has no such property", word, r.Type)
		}
		if slices.ContainsFunc(paths, func(path string) bool { return covers(path, word) }) {
			return nil, fmt.Errorf("the correction %s of %s is not needed any more", word, r.Type)
		}
		found = append(found, word)
	}
	return found, nil
}

// covers reports whether a change of all that the second path leads to is one of the first.
func covers(path, part string) bool {
	path, part = strings.TrimSuffix(path, "?"), strings.TrimSuffix(part, "?")
	return path == part || strings.HasPrefix(part, path+".") || strings.HasPrefix(part, path+"[].")
}

// unknown returns a type of the corrections that the database does not have, if any.
func (c Corrections) unknown(resources []resource) string {
	for _, name := range slices.Sorted(maps.Keys(c)) {
		if !slices.ContainsFunc(resources, func(r resource) bool { return r.Type == name }) {
			return name
		}
	}
	return ""
}
