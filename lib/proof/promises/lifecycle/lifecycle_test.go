package lifecycle

import (
	"fmt"
	"strings"
	"testing"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

// made is the platform beside settings that differ in one place.
var made = checktest.Settings

var (
	otherRegion   = made(func(e *config.Environment) { e.Region = "eu-west-1" })
	otherPlatform = made(func(e *config.Environment) { e.Platform = "acme" })
	inAnInstance  = made(func(e *config.Environment) { e.Instance = "dr" })
	ephemeral     = made(func(e *config.Environment) { e.Ephemeral = true })
)

func TestStacksAreThoseOfTheSettings(t *testing.T) {
	t.Parallel()
	suppressed := func(suppression string) checktest.Change {
		return func(t *testing.T, p *check.Platform) {
			t.Helper()
			checktest.Find(t, p, "Data/BastionPolicy").Metadata["cdk_nag"] = checktest.Decoded(t, `{"rules_to_suppress": [`+suppression+`]}`)
		}
	}
	checktest.Test(t, []checktest.Breach{
		{Name: "a stack of another account", Check: accountAndRegion, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.Account = "210987654321" }), Want: "stack Data belongs to account"},
		{Name: "an account that nobody gave", Check: accountAndRegion, Change: made(func(e *config.Environment) { e.Account = "" }), Want: `want ""`},
		{Name: "another region", Check: accountAndRegion, Change: otherRegion, Want: `"eu-west-1"`},
		{Name: "code of another region", Check: functionCode, Change: otherRegion, Want: "want that of the bootstrap"},
		{Name: "code of another bootstrap", Check: functionCode, Change: checktest.Set("Compute/CertificateFinder", `"cdk-evil-assets-123456789012-ap-northeast-2"`, "Code", "S3Bucket"), Want: "want that of the bootstrap"},
		{Name: "code that is not uploaded", Check: functionCode, Change: checktest.Set("Compute/CertificateFinder", `"`+strings.Repeat("a", 64)+`.zip"`, "Code", "S3Key"), Want: "is not among what is uploaded for its stack"},
		{Name: "code of another stack", Check: functionCode, Change: checktest.Set("Compute/CertificateFinder", `"f178182c7c3aac6ad18bdaae53a2d38f72b2cf690d17b9efa635c7ce37f77d71.zip"`, "Code", "S3Key"), Want: "is not among what is uploaded for its stack"},
		{Name: "a template of another bucket", Check: uploads, Change: checktest.Stack("Compute", func(s *assembly.Stack) { s.Deployment["stackTemplateAssetObjectUrl"] = "s3://evil/template.json" }), Want: `its template is at "s3://evil/template.json"`},
		{Name: "an upload to somebody", Check: uploads, Change: upload(func(file *assembly.Upload) { file.Bucket = "evil" }), Want: `goes to the bucket "evil"`},
		{Name: "an upload to another region", Check: uploads, Change: upload(func(file *assembly.Upload) { file.Region = "us-east-1" }), Want: "in us-east-1"},
		{Name: "an upload in another role", Check: uploads, Change: upload(func(file *assembly.Upload) { file.Role = "arn:aws:iam::999999999999:role/x" }), Want: "is uploaded in the role"},
		{Name: "an upload of other code", Check: uploads, Change: upload(func(file *assembly.Upload) { file.Source = "asset." + strings.Repeat("a", 64) }), Want: "no promise knows what is uploaded as asset.aaaa"},
		{Name: "another template than the one that is judged", Check: uploads, Change: upload(func(file *assembly.Upload) { file.Source, file.Packaging = "Other.template.json", "file" }), Want: "no promise knows what is uploaded as Other.template.json"},
		{Name: "an assembly that does not say", Check: uploads, Change: checktest.Stack("Compute", func(s *assembly.Stack) { s.Uploads = nil }), Want: "does not say what is uploaded"},
		{Name: "an upload under another name", Check: uploads, Change: upload(func(file *assembly.Upload) { file.Key = "x.zip" }), Want: `is uploaded as "x.zip"`},
		{Name: "a program that makes the code", Check: uploads, Change: checktest.Stack("Compute", func(s *assembly.Stack) { s.Uploads.NotRead = []string{"files.1.source"} }), Want: "no promise knows what is uploaded as files.1.source"},
		{Name: "code of a name", Check: functionCode, Change: checktest.Set("Compute/CertificateFinder", `"finder.zip"`, "Code", "S3Key"), Want: `the code is "finder.zip"`},
		{Name: "a runtime of the past", Check: functionRuntimes, Change: checktest.Set("Compute/CertificateFinder", `"provided.al2"`, "Runtime"), Want: `the runtime is "provided.al2"`},
		{Name: "a lookup", Check: nothingLookedUp, Change: func(_ *testing.T, p *check.Platform) { p.Missing = []string{"availability-zones"} }, Want: "would look up availability-zones"},
		{Name: "a finding", Check: noErrors, Change: checktest.Stack("Data", func(s *assembly.Stack) {
			s.Messages = []assembly.Message{{Level: "error", Path: "/Data/Aurora", Text: "AwsSolutions-RDS2"}}
		}), Want: "AwsSolutions-RDS2"},
		{Name: "no reason", Check: suppressionsHaveReasons, Change: suppressed(`{"id": "AwsSolutions-EC23", "reason": "not needed"}`), Want: "that is no reason yet, which has at least eight words"},
		{Name: "a rule of nobody", Check: suppressionsHaveReasons, Change: suppressed(`{"id": "EC23", "reason": "The load balancer is the public entrance and the web ACL guards it."}`), Want: "is no rule"},
		{Name: "all wildcards", Check: suppressionsHaveReasons, Change: suppressed(`{"id": "AwsSolutions-IAM5", "reason": "These actions know no resources; AWS documents them with a wildcard only."}`), Want: "want the one finding"},

		{Name: "a name without the instance", Check: stackNames, Change: inAnInstance, Want: `want "chassis-prod-dr-data"`},
		{Name: "a name of another platform", Check: stackNames, Change: otherPlatform, Want: `want "acme-prod-data"`},
		{Name: "three stacks", Check: stackNames, Change: func(_ *testing.T, p *check.Platform) { p.Stacks = p.Stacks[1:] }, Want: "there is no stack"},
		{Name: "a stack without words", Check: stackNames, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.Description = "" }), Want: "stack Data has no description"},
		{Name: "a letter beyond ASCII in a description", Check: plainASCII, Change: checktest.Set("Compute/AlarmsBorrowLatency", `"more than 1 µs"`, "AlarmDescription"), Want: "Compute/AlarmsBorrowLatency"},
		{Name: "a dash in an output", Check: plainASCII, Change: checktest.Output("Compute", "Url", `{"Description": "here – or there", "Value": "https://example.org"}`), Want: "Compute/Url has characters"},
		{Name: "a dash in a stack's description", Check: plainASCII, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.Description = "a – b" }), Want: "the description of stack Data"},
		{Name: "a team's stack with another name", Check: stackNames, Change: func(_ *testing.T, p *check.Platform) {
			p.Stacks = append(p.Stacks, &assembly.Stack{ID: "Additions", Name: "files", Description: "Files"})
		}, Want: `want "chassis-prod-additions"`},
		{Name: "a sixth stack", Check: stackNames, Change: func(_ *testing.T, p *check.Platform) {
			p.Stacks = append(p.Stacks, &assembly.Stack{ID: "Files", Name: "chassis-prod-files", Description: "Files"})
		}, Want: "stack Files is none of the platform's"},
		{Name: "Network after Security", Check: stackOrder, Change: checktest.Stack("Network", func(s *assembly.Stack) { s.DependsOn = []string{"Security"} }), Want: "stack Network deploys after"},
		{Name: "a reference to a later stack", Check: stackOrder, Change: checktest.Set("Security/WebAcl", `{"Fn::ImportValue": "chassis-prod-network:ExportsOutputRefVpc8378EB38272D6E3A"}`, "Extra"), Want: "stack Security refers to"},
		{Name: "an import of nothing", Check: strongExports, Change: checktest.Set("Data/Bastion", `{"Fn::ImportValue": "chassis-prod-network:Nothing"}`, "SubnetId"), Want: "imports what no stack exports"},
		{Name: "a weak reference", Check: strongExports, Change: checktest.Set("Data/Bastion", `{"Fn::GetStackOutput": {"StackName": "x"}}`, "SubnetId"), Want: "reads an output of another stack"},
		{Name: "an export that collides", Check: strongExports, Change: checktest.Output("Data", "Extra", `{"Value": "x", "Export": {"Name": "shared"}}`), Want: "could collide"},
		{Name: "an exported cluster", Check: clusterIsNotExported, Change: checktest.Output("Data", "Extra", `{"Value": {"Fn::GetAtt": ["Aurora2CBAB212", "MasterUserSecret.SecretArn"]}, "Export": {"Name": "chassis-prod-data:Secret"}}`), Want: "exports MasterUserSecret.SecretArn of Data/Aurora"},
		{Name: "names without the instance", Check: physicalNames, Change: inAnInstance, Want: `is named "chassis/prod/service"`},
		{Name: "two of one name", Check: physicalNames, Change: checktest.Set("Compute/AdminApiLogGroup", `"/chassis/prod/service-api"`, "LogGroupName"), Want: "both named"},
		{Name: "a schedule of any environment", Kinds: true, Check: physicalNames, Change: checktest.Set("Compute/NightlyReportReleaseSchedule", `"default"`, "GroupName"), Want: `is named "default/nightly-report"`},
		{Name: "a schedule with a long name", Kinds: true, Check: nameLengths, Change: checktest.Set("Compute/NightlyReportReleaseSchedule", `"`+strings.Repeat("a", 65)+`"`, "Name"), Want: "AWS takes"},
		{Name: "more resources than the settings count", Check: resourcesAreCounted, Change: checktest.Stack("Compute", func(s *assembly.Stack) {
			for i := range 40 {
				s.Resources[fmt.Sprint("More", i)] = &assembly.Resource{Stack: s}
			}
		}), Want: "and the settings count 82"},
		{Name: "more resources than a stack takes", Check: withinLimits, Change: checktest.Stack("Compute", func(s *assembly.Stack) {
			for i := range 500 {
				s.Resources[fmt.Sprint("More", i)] = &assembly.Resource{Stack: s}
			}
		}), Want: "Compute: resources: about"},
		{Name: "a long trust policy", Check: withinLimits, Change: grown("Compute", "AWS::IAM::Role", "AssumeRolePolicyDocument", strings.Repeat("x", 2048)), Want: "characters of trust policy: about 2050, AWS takes 2048"},
		{Name: "a long policy inside of a role", Check: withinLimits, Change: grown("Compute", "AWS::IAM::Policy", "PolicyDocument", strings.Repeat("x", 10_240)), Want: "characters of policies inside of it"},
		{Name: "a long key policy", Check: withinLimits, Change: grown("Security", "AWS::KMS::Key", "KeyPolicy", strings.Repeat("x", 32_768)), Want: "bytes of key policy"},
		{Name: "a large task", Check: withinLimits, Change: grown("Compute", "AWS::ECS::TaskDefinition", "ContainerDefinitions", strings.Repeat("x", 65_536)), Want: "bytes of task definition"},
		{Name: "a group of many rules", Check: withinLimits, Change: grown("Network", "AWS::EC2::SecurityGroup", "SecurityGroupEgress", make([]any, 61)), Want: "outbound rules: about 6"},
		{Name: "a long event pattern", Check: withinLimits, Change: grown("Security", "AWS::Events::Rule", "EventPattern", strings.Repeat("x", 2048)), Want: "characters of event pattern"},
		{Name: "a full graph", Check: withinLimits, Change: grown("Compute", "AWS::CloudWatch::Dashboard", "DashboardBody", `{"widgets": [{"properties": {"metrics": [`+strings.Repeat("1,", 500)+`1]}}]}`), Want: "metrics of one graph: about 501"},
		{Name: "a balancer with a long name", Check: nameLengths, Change: checktest.Set("Compute/Alb", `"chassis-prod-load-balancer-of-all-"`, "Name"), Want: "AWS takes 32"},

		{Name: "an output without words", Check: outputsAreDescribed, Change: checktest.Output("Compute", "Url", `{"Value": "https://prod.chassis.example.com"}`), Want: "output Url of stack Compute"},
		{Name: "another domain", Check: computeOutputs, Change: made(func(e *config.Environment) { e.Domain.Name = "app.example.net" }), Want: "outputs of stack Compute"},
		{Name: "no DNS name", Check: computeOutputs, Change: checktest.Output("Compute", "LoadBalancerDnsName", `null`), Want: "outputs of stack Compute"},
		{Name: "a repository for nobody", Check: repositoryOutputs, Change: made(func(e *config.Environment) { e.Services = e.Services[1:] }), Want: "outputs of stack Security"},
		{Name: "no pipeline", Check: repositoryOutputs, Change: made(func(e *config.Environment) { e.Pipeline.Repositories = nil }), Want: "outputs of stack Security"},
		{Name: "a secret as output", Check: dataOutputs, Change: checktest.Output("Data", "Extra", `{"Value": {"Ref": "RedisAuthToken9E34F6A5"}}`), Want: "RedisAuthToken"},
		{Name: "a command too many", Check: dataOutputs, Change: checktest.Output("Data", "Extra", `{"Value": "aws rds reboot-db-cluster"}`), Want: "6 outputs of stack Data are commands, want 5"},
	})
}

func TestTagsAreThoseOfTheSettings(t *testing.T) {
	t.Parallel()
	checktest.Test(t, []checktest.Breach{
		{Name: "a stack without tags", Check: stacksAreTagged, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.Tags = nil }), Want: "stack Data has the tags"},
		{Name: "a key without its stack's tags", Check: everythingIsTagged, Change: checktest.Stack("Security", func(s *assembly.Stack) { delete(s.Tags, "Project") }), Want: "(AWS::KMS::Key): tag Project"},
		{Name: "tags that AWS refuses", Check: everythingIsTagged, Change: checktest.Put("Data/Targets", "AWS::RDS::DBProxyTargetGroup", `{"Tags": [{"Key": "Project", "Value": "chassis"}]}`), Want: "Data/Targets: Tags is"},
		{Name: "tags of another platform", Check: everythingIsTagged, Change: otherPlatform, Want: `tag Project is "chassis", want "acme"`},
		{Name: "tags of another environment", Check: everythingIsTagged, Change: made(func(e *config.Environment) { e.Name = "production" }), Want: `tag Environment is "prod", want "production"`},
		{Name: "tags without the instance", Check: everythingIsTagged, Change: inAnInstance, Want: `tag Instance is "", want "dr"`},
		{Name: "an instance where there is none", Check: everythingIsTagged, Change: checktest.Set("Data/Aurora", `{"Project": "chassis", "Environment": "prod", "ManagedBy": "cdk", "Instance": "dr"}`, "Tags"), Want: `is tagged as instance "dr"`},
		{Name: "a type that nobody decided about", Check: everythingIsTagged, Change: checktest.Put("Data/Table", "AWS::DynamoDB::Table", `{}`), Want: "Data/Table (AWS::DynamoDB::Table): tag"},
		{Name: "a subnet without a name", Check: networkPartsAreNamed, Change: checktest.Set("Network/VpcPrivateSubnet1Subnet", `[]`, "Tags"), Want: "(AWS::EC2::Subnet) has no name"},
		{Name: "two subnets of one name", Check: networkPartsAreNamed, Change: checktest.Set("Network/VpcPrivateSubnet1Subnet", `[{"Key": "Name", "Value": "chassis-prod-private-ap-northeast-2c"}]`, "Tags"), Want: `are both named "chassis-prod-private-ap-northeast-2c"`},
		{Name: "a gateway named after its construct", Check: networkNames, Change: checktest.Set("Network/VpcPublicSubnet1NATGateway", `[{"Key": "Name", "Value": "Network/Vpc/PublicSubnet1"}]`, "Tags"), Want: "want a name that begins with chassis-prod-"},
		{Name: "a subnet named after another", Check: networkNames, Change: checktest.Set("Network/VpcPrivateSubnet1Subnet", `[{"Key": "Name", "Value": "chassis-prod-private-ap-northeast-2c"}]`, "Tags"), Want: `want "chassis-prod-private-ap-northeast-2a"`},
		{Name: "a subnet without a route table", Check: networkNames, Change: checktest.Drop("Network/VpcIsolatedSubnet2RouteTableAssociation"), Want: `want "chassis-prod-unknown-ap-northeast-2c"`},
		{Name: "names without the instance", Check: networkNames, Change: inAnInstance, Want: "begins with chassis-prod-dr-"},
	})
}

func TestWhatStaysAndWhatGoes(t *testing.T) {
	t.Parallel()
	checktest.Test(t, []checktest.Breach{
		{Name: "protection that nobody asked for", Check: terminationProtection, Change: made(func(e *config.Environment) { e.TerminationProtected = false }), Want: "is true, want false"},
		{Name: "a stack without protection", Check: terminationProtection, Change: checktest.Stack("Data", func(s *assembly.Stack) { s.TerminationProtection = false }), Want: "is false, want true"},
		{Name: "a table that goes with its stack", Check: dataIsKept, Change: checktest.Put("Data/Table", "AWS::DynamoDB::Table", `{}`), Want: "Data/Table (AWS::DynamoDB::Table): deletion policy"},
		{Name: "a team's table that goes", Check: dataIsKept, Change: add("AWS::DynamoDB::Table", `{}`), Want: "RemovalPolicy: p.Keep()"},
		{Name: "a bucket kept although it was never created", Check: dataIsKept, Change: checktest.Policies("Compute/AccessLogs", "Retain", "Retain"), Want: `deletion policy is "Retain"`},
		{Name: "a snapshot of a bucket", Check: dataIsKept, Change: checktest.Policies("Compute/AccessLogs", "Snapshot", "Retain"), Want: `deletion policy is "Snapshot"`},
		{Name: "an instance that stays when its cluster should go", Check: restIsDeleted, Change: checktest.Policies("Data/AuroraReader1", "Retain", "Delete"), Want: "(AWS::RDS::DBInstance) holds no data"},
		{Name: "a service that stays when another replaces it", Check: restIsDeleted, Change: checktest.Policies("Compute/AdminApiReleaseService", "", "Retain"), Want: "Compute/AdminApiReleaseService"},
		{Name: "a log that is in the way of the next finder", Check: nothingIsInTheWay, Change: checktest.Policies("Compute/CertificateFinderLogGroup", "RetainExceptOnCreate", "Retain"), Want: `is kept under the name "/chassis/prod/certificate-finder"`},
		{Name: "a log that is in the way of the next shell", Check: nothingIsInTheWay, Change: checktest.Changes(
			checktest.Put("Compute/ShellLogGroup", "AWS::Logs::LogGroup", `{"LogGroupName": "/chassis/prod/shell"}`),
			checktest.Policies("Compute/ShellLogGroup", "RetainExceptOnCreate", "Retain")), Want: `is kept under the name "/chassis/prod/shell"`},
		{Name: "a provider that is in the way of the next", Check: nothingIsInTheWay, Change: checktest.Policies("Security/PipelineProvider", "RetainExceptOnCreate", "Retain"), Want: "(AWS::IAM::OIDCProvider) is kept"},
		{Name: "images of no service kept", Check: nothingIsInTheWay, Change: made(func(e *config.Environment) { e.Services = e.Services[1:] }), Want: `is kept under the name "chassis/prod/service"`},
		{Name: "a log of the release that stays", Check: restIsDeleted, Change: checktest.Policies("Security/PipelineMachineLogGroup", "RetainExceptOnCreate", "Retain"), Want: "holds no data"},
		{Name: "a registry that is not scanned any more", Check: scanningIsKept, Change: checktest.Policies("Security/EnhancedScanning", "Delete", "Delete"), Want: "want RetainExceptOnCreate and Retain"},
		{Name: "data of an ephemeral instance kept", Check: ephemeralIsDeleted, Change: ephemeral, Want: "(AWS::RDS::DBCluster): policies"},
		{Name: "a bastion that cannot go", Check: ephemeralIsDeleted, Change: checktest.Changes(ephemeral, checktest.Set("Data/Bastion", `true`, "DisableApiTermination")), Want: "DisableApiTermination is true"},
		{Name: "images that keep their repository", Check: emptiedWhenEphemeral, Change: ephemeral, Want: "EmptyOnDelete is false, want true"},
		{Name: "a bucket that keeps its stack", Check: emptiedWhenEphemeral, Change: ephemeral, Want: "found 0 of custom resource that empties"},
		{Name: "images that go", Check: emptiedWhenEphemeral, Change: checktest.Set("Security/AdminImagesRepository", `true`, "EmptyOnDelete"), Want: "want false or absent"},
		{Name: "a bucket that is emptied", Check: emptiedWhenEphemeral, Change: checktest.Put("Compute/Emptier", "Custom::S3AutoDeleteObjects", `{"BucketName": {"Ref": "@AccessLogs"}}`), Want: "found 1 of custom resource"},
		{Name: "a function that brings its log group back", Check: logGroupsAreOurs, Change: checktest.Set("Compute/CertificateFinderRoleDefaultPolicy", `"logs:*"`, "PolicyDocument", "Statement", 0, "Action"), Want: "may create log groups"},
		{Name: "a function with AWS's own policy", Check: logGroupsAreOurs, Change: checktest.Set("Compute/CertificateFinderRole", `["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]`, "ManagedPolicyArns"), Want: "which may let it create log groups"},
		{Name: "a function that writes all logs", Check: functionsWriteTheirLog, Change: checktest.Set("Compute/CertificateFinderRoleDefaultPolicy", `{"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*"}`, "PolicyDocument", "Statement", 0), Want: "logs:PutLogEvents on *"},
	})
}

// What a team adds in a stack of its own breaks no promise about the four.
func TestATeamsOwnStackMayUseAndBeUsed(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	compute := p.Stack("Compute")
	compute.DependsOn = append(compute.DependsOn, "Additions")
	p.Stacks = append(p.Stacks, &assembly.Stack{ID: "Additions", Name: "chassis-prod-additions", Description: "Additions", DependsOn: []string{"Security"}})
	for _, examine := range []func(*check.Review){stackNames, stackOrder} {
		for _, wrong := range checktest.Broken(examine, &p) {
			t.Error(wrong)
		}
	}
}

// add puts a resource of a team's own into Data.
func add(kind, properties string) checktest.Change {
	return checktest.Changes(checktest.Put("Data/AdditionsAdded", kind, properties), func(t *testing.T, p *check.Platform) {
		t.Helper()
		checktest.Find(t, p, "Data/AdditionsAdded").Metadata = map[string]any{"aws:cdk:path": "Data/Additions/Added"}
	})
}

// tls is a policy that refuses requests without TLS for these parts of the bucket Data/AdditionsAdded.
func tls(resources string) checktest.Change {
	return checktest.Put("Data/AdditionsAddedPolicy", "AWS::S3::BucketPolicy", `{"Bucket": {"Ref": "@AdditionsAdded"}, "PolicyDocument": {"Statement": {"Effect": "Deny",
		"Principal": "*", "Action": "s3:*", "Resource": `+resources+`, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}}}`)
}

func TestATeamsBucketMayBeThere(t *testing.T) {
	t.Parallel()
	p := recorded.Platform(t)
	add("AWS::S3::Bucket", `{"PublicAccessBlockConfiguration": {"BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true},
		"BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}}`)(t, &p)
	tls(`[{"Fn::GetAtt": ["@AdditionsAdded", "Arn"]}, {"Fn::Join": ["", [{"Fn::GetAtt": ["@AdditionsAdded", "Arn"]}, "/*"]]}]`)(t, &p)
	for _, wrong := range checktest.Broken(addedBuckets, &p) {
		t.Error(wrong)
	}
}

func TestATeamsOwnResources(t *testing.T) {
	t.Parallel()
	const open, closed = `"PublicAccessBlockConfiguration": {"BlockPublicAcls": true}`, `"BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]}`
	checktest.Test(t, []checktest.Breach{
		{Name: "an open bucket", Check: addedBuckets, Change: add("AWS::S3::Bucket", `{`+open+`}`), Want: "RestrictPublicBuckets"},
		{Name: "a plain bucket", Check: addedBuckets, Change: add("AWS::S3::Bucket", `{}`), Want: "want aws:kms"},
		{Name: "a bucket without TLS", Check: addedBuckets, Change: add("AWS::S3::Bucket", `{`+closed+`}`), Want: "does not refuse requests without TLS"},
		{Name: "a bucket whose files need no TLS", Check: addedBuckets, Change: checktest.Changes(add("AWS::S3::Bucket", `{`+closed+`}`), tls(`{"Fn::GetAtt": ["@AdditionsAdded", "Arn"]}`)), Want: "does not refuse requests without TLS"},
		{Name: "a table of the present", Check: addedTables, Change: add("AWS::DynamoDB::Table", `{}`), Want: "PointInTimeRecoveryEnabled"},
		{Name: "a global table of the present", Check: addedTables, Change: add("AWS::DynamoDB::GlobalTable", `{"Replicas": [{"Region": "ap-northeast-2"}]}`), Want: "Replicas.0.PointInTimeRecoverySpecification"},
		{Name: "another bus", Check: addedDeliveries, Change: add("AWS::Events::Rule", `{"Targets": [{"Arn": {"Fn::Sub": "arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/other"}}]}`), Want: "event-bus/other"},
		{Name: "another account", Check: addedDeliveries, Change: add("AWS::Events::Rule", `{"Targets": [{"Arn": "arn:aws:sqs:ap-northeast-2:999999999999:theirs"}]}`), Want: "delivers to arn:aws:sqs"},
		{Name: "another account's queue", Check: addedDeliveries, Change: add("AWS::SNS::Subscription", `{"Protocol": "sqs", "Endpoint": "arn:aws:sqs:ap-northeast-2:999999999999:theirs"}`), Want: "delivers to arn:aws:sqs"},
		{Name: "another account's queue in a topic", Check: addedDeliveries, Change: add("AWS::SNS::Topic", `{"Subscription": [{"Protocol": "sqs", "Endpoint": "arn:aws:sqs:ap-northeast-2:999999999999:theirs"}]}`), Want: "delivers to arn:aws:sqs"},
	})
}

// A count that is far too high would refuse what CloudFormation takes.
func TestTheSettingsCountResourcesNearly(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]check.Platform{"every option": recorded.Platform(t), "each kind of work": recorded.Kinds(t)} {
		got, counted := len(p.Stack(config.ComputeStack).Resources), p.Settings.ComputeResources()
		if counted < got || counted > got+20 {
			t.Errorf("%s: the settings count %d resources, and there are %d", name, counted, got)
		}
	}
}

// upload changes the first file that is uploaded for the Compute stack.
func upload(change func(*assembly.Upload)) checktest.Change {
	return checktest.Stack("Compute", func(s *assembly.Stack) { change(&s.Uploads.Files[0]) })
}

// grown gives a property of each resource of a type a large value.
func grown(stack, kind, property string, value any) checktest.Change {
	return checktest.Stack(stack, func(s *assembly.Stack) {
		for _, r := range s.OfType(kind) {
			r.Properties[property] = value
		}
	})
}
