package changes_test

import "testing"

func TestEachRuleOfReplacement(t *testing.T) {
	t.Parallel()
	const (
		perhapsLost = "; it holds perhaps data, since its type is not among those that hold none: UpdateReplacePolicy Delete keeps nothing"
		filesLost   = "; it holds the objects: DeletionPolicy RetainExceptOnCreate " + outside
		definition  = `"Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Family": {"Ref": "Images"}}}, `
		door        = `"Door": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"DnsOptions": `
		endpoint    = door + "{"
		group       = `"Group": {"Type": "AWS::RDS::DBSecurityGroup", "Properties": {"DBSecurityGroupIngress": `
		table       = `"Items": {"Type": "AWS::DynamoDB::GlobalTable", "Properties": {"Replicas": [{"Region": "a"}, {"DeletionProtectionEnabled": `
		index       = `"Search": {"Type": "AWS::OpenSearchService::Domain", "Properties": {`
		named       = `"Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": `
	)
	for name, tc := range map[string]struct {
		before, after [][3]string
		want          []string
	}{
		"a removed snapshot id leaves an empty cluster": {
			nil, data(`"SnapshotIdentifier": "before-the-move", `, ""),
			[]string{"! Data/Aurora (AWS::RDS::DBCluster) REPLACED: SnapshotIdentifier; " + database, writer},
		},
		"a property that replaces only sometimes counts as if it did": {
			nil, data(`"Engine": "aurora-postgresql", "EngineVersion"`, `"Engine": "aurora-mysql", "EngineVersion"`),
			[]string{
				"! Data/Aurora (AWS::RDS::DBCluster) may be REPLACED: Engine (depends on the values); " + database,
				"Data/Writer (AWS::RDS::DBInstance) may be REPLACED: DBClusterIdentifier (Data/Aurora may be replaced)",
			},
		},
		"a property that the CDK does not know as one that may replace": {
			with(index + `"EncryptionAtRestOptions": {"Enabled": true, "KmsKeyId": "a"}}}`), with(index + `"EncryptionAtRestOptions": {"Enabled": true, "KmsKeyId": "b"}}}`),
			[]string{"! Data/Search (AWS::OpenSearchService::Domain) may be REPLACED: EncryptionAtRestOptions.KmsKeyId (depends on the values); it holds the indexes: UpdateReplacePolicy Delete keeps nothing"},
		},
		"a type that the table does not have may be replaced by anything but tags": {
			with(`"Own": {"Type": "Custom::Own", "Properties": {"A": 1, "Tags": []}}`),
			with(`"Own": {"Type": "Custom::Own", "Properties": {"A": 2, "Tags": ["new"]}}`),
			[]string{"! Data/Own (Custom::Own) may be REPLACED: A (the function behind it decides)" + perhapsLost},
		},
		"a type that nobody knows may be replaced as well": {
			with(`"New": {"Type": "AWS::Nobody::Knows", "Properties": {"A": 1}}`), with(`"New": {"Type": "AWS::Nobody::Knows", "Properties": {"A": 2}}`),
			[]string{"! Data/New (AWS::Nobody::Knows) may be REPLACED: A (what replaces this type is not known)" + perhapsLost},
		},
		"tags of an unknown type are updated": {
			with(`"Own": {"Type": "Custom::Own", "Properties": {"Tags": []}}`), with(`"Own": {"Type": "Custom::Own", "Properties": {"Tags": [1]}}`),
			[]string{"Data/Own (Custom::Own) updated: Tags"},
		},
		"a reference to a name that stays may change nothing": {
			with(definition + `"X": {"Type": "AWS::SNS::Topic"}`),
			append(with(definition+`"X": {"Type": "AWS::SNS::Topic"}`), data(`"RepositoryName": "shop"`, `"EncryptionConfiguration": {}, "RepositoryName": "shop"`)...),
			[]string{
				"! Data/Images (AWS::ECR::Repository) REPLACED: EncryptionConfiguration; " + images + ": UpdateReplacePolicy Retain " + outside,
				"Data/Task (AWS::ECS::TaskDefinition) may be REPLACED: Family (Data/Images is replaced, but given the same name)",
			},
		},
		"a part of a property replaces": {
			with(endpoint + `"PrivateDnsPreference": "A", "DnsRecordIpType": "ipv4"}}}`), with(endpoint + `"PrivateDnsPreference": "B", "DnsRecordIpType": "ipv4"}}}`),
			[]string{"Data/Door (AWS::EC2::VPCEndpoint) REPLACED: DnsOptions.PrivateDnsPreference"},
		},
		"another part of it does not": {
			with(endpoint + `"PrivateDnsPreference": "A", "DnsRecordIpType": "ipv4"}}}`), with(endpoint + `"PrivateDnsPreference": "A", "DnsRecordIpType": "ipv6"}}}`),
			[]string{"Data/Door (AWS::EC2::VPCEndpoint) updated: DnsOptions"},
		},
		"a function in place of the property hides its parts": {
			with(door + `{"Fn::If": ["Kept", {"PrivateDnsPreference": "A"}, "x"]}}}`), with(door + `{"Fn::If": ["Kept", {"PrivateDnsPreference": "B"}, "x"]}}}`),
			[]string{"Data/Door (AWS::EC2::VPCEndpoint) may be REPLACED: DnsOptions.PrivateDnsPreference, DnsOptions.PrivateDnsSpecifiedDomains"},
		},
		"a part of an item of a list may replace": {
			with(group + `[{"EC2SecurityGroupId": "a"}]}}`), with(group + `[{"EC2SecurityGroupId": "a"}, {"EC2SecurityGroupId": "b"}]}}`),
			[]string{"! Data/Group (AWS::RDS::DBSecurityGroup) may be REPLACED: DBSecurityGroupIngress.EC2SecurityGroupId (depends on the values)" + perhapsLost},
		},
		"the whole network goes, and what hangs on it": {
			nil,
			[][3]string{{"Network.template.json", "10.0.0.0/16", "10.1.0.0/16"}},
			[]string{
				"Network/Alb (AWS::ElasticLoadBalancingV2::LoadBalancer) updated: Subnets (Network/SubnetA is replaced)",
				"Network/CacheSubnets (AWS::ElastiCache::SubnetGroup) updated: SubnetIds (Network/SubnetA is replaced)",
				"Network/SubnetA (AWS::EC2::Subnet) REPLACED: VpcId (Network/Vpc is replaced)",
				"Network/SubnetB (AWS::EC2::Subnet) REPLACED: VpcId (Network/Vpc is replaced)",
				"Network/Vpc (AWS::EC2::VPC) REPLACED: CidrBlock",
				"Data/Subnets (AWS::RDS::DBSubnetGroup) updated: SubnetIds (Network/SubnetA is replaced)",
			},
		},
		"an export that now gives something else": {
			nil,
			[][3]string{{"Network.template.json", `"Value": {"Ref": "CacheSubnets"}`, `"Value": "by-hand"`}},
			[]string{"! Data/Cache (AWS::ElastiCache::ReplicationGroup) REPLACED: CacheSubnetGroupName; " + cache + ": " + snapshot},
		},
		"a value left out in two ways": {nil, data(`"StorageEncrypted": true`, `"StorageEncrypted": true, "Port": {"Ref": "AWS::NoValue"}`), nil},
		"a resource that gets a condition": {
			nil, data(`"Type": "AWS::S3::Bucket"`, `"Condition": "Kept", "Type": "AWS::S3::Bucket"`),
			[]string{"! Data/Files (AWS::S3::Bucket) may be DELETED: its condition Kept is new or changed" + filesLost},
		},
		"a condition that decides otherwise": {
			data(`{"Fn::GetAtt": ["Key", "Arn"]}`, `{"Fn::If": ["Kept", "a", "b"]}`),
			append(data(`{"Fn::GetAtt": ["Key", "Arn"]}`, `{"Fn::If": ["Kept", "a", "b"]}`), data(`"ap-northeast-2"]`, `"ap-northeast-1"]`)...),
			[]string{
				"! Data/Aurora (AWS::RDS::DBCluster) may be REPLACED: KmsKeyId (condition Kept is changed); " + database,
				"Data/Writer (AWS::RDS::DBInstance) may be REPLACED: DBClusterIdentifier (Data/Aurora may be replaced)",
			},
		},
		"a parameter with another default": {
			with(named + `{"Fn::Sub": "shop-${Retention}"}}}`), append(with(named+`{"Fn::Sub": "shop-${Retention}"}}}`), data(`"Default": 7`, `"Default": 8`)...),
			[]string{"! Data/Log (AWS::Logs::LogGroup) may be REPLACED: LogGroupName (parameter Retention is changed); it holds the log: UpdateReplacePolicy Delete keeps nothing"},
		},
		"another type under the same logical id": {
			with(named + `"a"}}`), with(`"Log": {"Type": "AWS::SNS::Topic"}`),
			[]string{"! Data/Log (AWS::SNS::Topic) REPLACED: type was AWS::Logs::LogGroup; it holds the log: UpdateReplacePolicy Delete keeps nothing"},
		},
		"a protection deep inside": {
			with(table + "true}]}}"), with(table + "false}]}}"),
			[]string{"! Data/Items (AWS::DynamoDB::GlobalTable) updated: Replicas; WEAKENED: Replicas[1].DeletionProtectionEnabled is removed; it holds the table's items"},
		},
		"fewer days of backups": {
			data(`"StorageEncrypted": true`, `"StorageEncrypted": true, "BackupRetentionPeriod": 14`), data(`"StorageEncrypted": true`, `"StorageEncrypted": true, "BackupRetentionPeriod": "7"`),
			[]string{"! Data/Aurora (AWS::RDS::DBCluster) updated: BackupRetentionPeriod; WEAKENED: BackupRetentionPeriod 14 becomes 7; it holds the databases"},
		},
		"no days of backups any more": {
			data(`"StorageEncrypted": true`, `"StorageEncrypted": true, "BackupRetentionPeriod": 14`), nil,
			[]string{"! Data/Aurora (AWS::RDS::DBCluster) updated: BackupRetentionPeriod; WEAKENED: BackupRetentionPeriod 14 becomes 1; it holds the databases"},
		},
		"more days of backups": {
			nil, data(`"StorageEncrypted": true`, `"StorageEncrypted": true, "BackupRetentionPeriod": 14`),
			[]string{"Data/Aurora (AWS::RDS::DBCluster) updated: BackupRetentionPeriod"},
		},
		"a log that had no end": {
			with(named + `"a"}}`), with(named + `"a", "RetentionInDays": 365}}`),
			[]string{"! Data/Log (AWS::Logs::LogGroup) updated: RetentionInDays; WEAKENED: RetentionInDays for ever becomes 365; it holds the log"},
		},
		"a retention that a parameter decides": {
			with(named + `"a", "RetentionInDays": 9}}`), with(named + `"a", "RetentionInDays": {"Ref": "Retention"}}}`),
			[]string{"! Data/Log (AWS::Logs::LogGroup) updated: RetentionInDays; WEAKENED: RetentionInDays 9 may become 7; it holds the log"},
		},
		"a secret that is generated anew": {
			with(`"Token": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {"PasswordLength": 64}}}`),
			with(`"Token": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {"PasswordLength": 65}}}`),
			[]string{"! Data/Token (AWS::SecretsManager::Secret) updated: GenerateSecretString; WEAKENED: GenerateSecretString writes the content anew; it holds the secret, which a new one would generate anew"},
		},
		"a secret that is no longer generated": {
			with(`"Token": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {"PasswordLength": 64}}}`),
			with(`"Token": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}`),
			[]string{"Data/Token (AWS::SecretsManager::Secret) updated: GenerateSecretString"},
		},
		"a cluster without a policy leaves a snapshot, another resource nothing": {
			with(`"Db": {"Type": "AWS::RDS::DBCluster"}, "Own": {"Type": "AWS::RDS::DBInstance"}, "Queue": {"Type": "AWS::SQS::Queue"}`), nil,
			[]string{
				"! Data/Db (AWS::RDS::DBCluster) DELETED; it holds the databases: DeletionPolicy Snapshot keeps a last snapshot, from which somebody must restore",
				"! Data/Own (AWS::RDS::DBInstance) DELETED; it holds the databases: DeletionPolicy Snapshot keeps a last snapshot, from which somebody must restore",
				"! Data/Queue (AWS::SQS::Queue) DELETED; it holds the messages not worked off yet: DeletionPolicy Delete keeps nothing",
			},
		},
		"a replacement whose old policy kept nothing": {
			data(`"UpdateReplacePolicy": "Snapshot"`+"\n    },\n    \"Writer\"", `"UpdateReplacePolicy": "Delete"`+"\n    },\n    \"Writer\""),
			data(`"before-the-move"`, `"x"`),
			[]string{"! Data/Aurora (AWS::RDS::DBCluster) REPLACED: SnapshotIdentifier; it holds the databases: UpdateReplacePolicy Delete keeps nothing", writer},
		},
		"another environment": {
			nil,
			[][3]string{{"manifest.json", `"shop-network"`, `"dev-network"`}, {"manifest.json", `"shop-data"`, `"dev-data"`}},
			[]string{"the two sides have no stack in common (shop-data in ap-northeast-2, shop-network in ap-northeast-2 against dev-data in ap-northeast-2, dev-network in ap-northeast-2): not the same environment?"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expect(t, lines(t, base(t, tc.before), base(t, tc.after)), tc.want)
		})
	}
}
