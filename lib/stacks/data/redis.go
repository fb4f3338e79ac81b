package data

import (
	"fmt"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticache"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

const (
	redisVersion = "7.1" // the last version of Redis OSS on ElastiCache
	// Windows are in UTC, at night in Seoul. They take at least an hour.
	snapshotWindow         = "17:00-18:00"
	cacheMaintenanceWindow = "sun:19:00-sun:20:00"
	// authTokenLength is within the 16 to 128 characters of an AUTH token.
	authTokenLength = 64
)

// newRedis defines the replication group. The CDK has no L2 for it.
//
// Its zones are those of the subnet group. With a zone for each node, another number of
// nodes would replace the group and lose the cache.
func newRedis(scope constructs.Construct, env config.Environment, props Props) Cache {
	scope = constructs.NewConstruct(scope, jsii.String("Redis"))
	token := newAuthToken(scope, env, props)
	subnets := awselasticache.NewCfnSubnetGroup(scope, jsii.String("SubnetGroup"), &awselasticache.CfnSubnetGroupProps{
		Description: jsii.String("Isolated subnets of the workload zones"),
		SubnetIds:   isolatedSubnetIDs(props.VPC, env),
	})
	group := awselasticache.NewCfnReplicationGroup(scope, jsii.String("ReplicationGroup"), &awselasticache.CfnReplicationGroupProps{
		ReplicationGroupDescription: jsii.String(env.Describe("cache of the services")),
		Engine:                      jsii.String("redis"),
		EngineVersion:               jsii.String(redisVersion),
		CacheNodeType:               jsii.String(env.Cache.NodeType),
		NumCacheClusters:            jsii.Number(env.Cache.Nodes),
		// Multi-AZ needs automatic failover. Without both, ElastiCache may put all nodes into
		// one zone.
		AutomaticFailoverEnabled: env.Cache.Failover,
		MultiAzEnabled:           env.Cache.Failover,
		Port:                     jsii.Number(config.CachePort),
		CacheSubnetGroupName:     subnets.Ref(),
		SecurityGroupIds:         &[]*string{props.RedisGroup.SecurityGroupId()},
		// Encryption and the token cannot be added to an existing group.
		TransitEncryptionEnabled:   true,
		AuthToken:                  token.SecretValue().UnsafeUnwrap(), // a dynamic reference, not the token
		AtRestEncryptionEnabled:    true,
		KmsKeyId:                   props.DataKey.KeyArn(),
		AutoMinorVersionUpgrade:    true,
		SnapshotRetentionLimit:     jsii.Number(env.Cache.SnapshotRetentionDays),
		SnapshotWindow:             jsii.String(snapshotWindow),
		PreferredMaintenanceWindow: jsii.String(cacheMaintenanceWindow),
		LogDeliveryConfigurations: []*awselasticache.CfnReplicationGroup_LogDeliveryConfigurationRequestProperty{
			deliverLog(scope, env, props, "SlowLogGroup", "slow-log"),
			deliverLog(scope, env, props, "EngineLogGroup", "engine-log"),
		},
	})
	group.ApplyRemovalPolicy(baseline.Snapshot(env), nil)
	baseline.Accept(group, baseline.Waiver{
		Rule:   "AwsSolutions-AEC5",
		Reason: "6379 is the port the applications expect; the security group, TLS and the AUTH token protect it, not obscurity.",
	})
	if !env.Cache.Failover {
		baseline.Accept(group, baseline.Waiver{
			Rule:   "AwsSolutions-AEC4",
			Reason: "The settings ask for one node or no failover: the cache holds nothing that cannot be computed again.",
		})
	}
	if env.Cache.Nodes > 1 && !env.Cache.Failover {
		// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
		baseline.Valid(group, "E3026", "ElastiCache takes up to six nodes without failover, and failover only after the second node.")
	}
	var nodes []*string
	for i := range env.Cache.Nodes {
		// ElastiCache numbers them: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.CreatingReplGroup.html
		nodes = append(nodes, awscdk.Fn_Join(jsii.String(""), &[]*string{group.Ref(), jsii.String(fmt.Sprintf("-%03d", i+1))}))
	}
	return Cache{
		Nodes:     nodes,
		Host:      group.AttrPrimaryEndPointAddress(),
		Port:      jsii.String(strconv.Itoa(config.CachePort)),
		AuthToken: token,
	}
}

// newAuthToken generates the token that clients send with AUTH.
func newAuthToken(scope constructs.Construct, env config.Environment, props Props) awssecretsmanager.Secret {
	token := awssecretsmanager.NewSecret(scope, jsii.String("AuthToken"), &awssecretsmanager.SecretProps{
		Description:   jsii.String(env.Describe("AUTH token of Redis")),
		EncryptionKey: props.DataKey,
		GenerateSecretString: &awssecretsmanager.SecretStringGenerator{
			PasswordLength: jsii.Number(authTokenLength),
			// ElastiCache accepts only a few special characters.
			ExcludePunctuation: jsii.Bool(true),
		},
		RemovalPolicy: baseline.Keep(env),
	})
	baseline.Accept(token, baseline.Waiver{
		Rule:   "AwsSolutions-SMG4",
		Reason: "ElastiCache takes a new token only together with the old one for a while, so the rotation is an operator's procedure in step with the services' deployments.",
	}, baseline.Waiver{
		Rule:   "NIST.800.53.R5-SecretsManagerRotationEnabled",
		Reason: "As for AwsSolutions-SMG4: the token rotates by procedure, in step with the services.",
	})
	return token
}

// isolatedSubnetIDs lists the isolated subnets of the workload zones.
func isolatedSubnetIDs(vpc awsec2.IVpc, env config.Environment) *[]any {
	selected := vpc.SelectSubnets(&awsec2.SubnetSelection{
		SubnetType:        awsec2.SubnetType_PRIVATE_ISOLATED,
		AvailabilityZones: jsii.Strings(env.Network.WorkloadZones...),
	})
	var ids []any
	for _, id := range *selected.SubnetIds {
		ids = append(ids, *id)
	}
	return &ids
}

// deliverLog sends one of Redis' logs to a log group of its own.
func deliverLog(scope constructs.Construct, env config.Environment, props Props, id, kind string) *awselasticache.CfnReplicationGroup_LogDeliveryConfigurationRequestProperty {
	group := baseline.NewLogGroup(scope, id, env, props.LogsKey, env.RedisLogGroupName(kind))
	return &awselasticache.CfnReplicationGroup_LogDeliveryConfigurationRequestProperty{
		LogType:         jsii.String(kind),
		LogFormat:       jsii.String("json"),
		DestinationType: jsii.String("cloudwatch-logs"),
		DestinationDetails: &awselasticache.CfnReplicationGroup_DestinationDetailsProperty{
			CloudWatchLogsDetails: &awselasticache.CfnReplicationGroup_CloudWatchLogsDestinationDetailsProperty{
				LogGroup: group.LogGroupName(),
			},
		},
	}
}
