package data

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// rootVolumeGiB is the smallest volume for Amazon Linux 2023.
const rootVolumeGiB = 8

// newBastion defines the host that forwards a developer's port to the proxy, its only
// purpose. It has no key pair and no inbound rule: the agent of Session Manager opens
// the connection, and IAM decides who may use it.
func newBastion(scope constructs.Construct, env config.Environment, props Props) awsec2.Instance {
	role, policy := newBastionRole(scope)
	bastion := awsec2.NewInstance(scope, jsii.String("Bastion"), &awsec2.InstanceProps{
		InstanceName: jsii.String(env.BastionName()),
		InstanceType: awsec2.InstanceType_Of(awsec2.InstanceClass_T4G, awsec2.InstanceSize_NANO),
		// CloudFormation looks up the newest version of the image, so a deployment may
		// replace the host. It holds no data.
		MachineImage: awsec2.MachineImage_LatestAmazonLinux2023(&awsec2.AmazonLinux2023ImageSsmParameterProps{
			CpuType: awsec2.AmazonLinuxCpuType_ARM_64,
		}),
		Vpc: props.VPC,
		VpcSubnets: &awsec2.SubnetSelection{
			SubnetType:        awsec2.SubnetType_PRIVATE_WITH_EGRESS,
			AvailabilityZones: jsii.Strings(env.Network.WorkloadZones[0]),
		},
		SecurityGroup: imported(scope, "BastionGroup", props.BastionGroup),
		Role:          role,
		HttpTokens:    awsec2.HttpTokens_REQUIRED, // IMDSv2
		BlockDevices: &[]*awsec2.BlockDevice{{
			DeviceName: jsii.String("/dev/xvda"),
			Volume: awsec2.BlockDeviceVolume_Ebs(jsii.Number(rootVolumeGiB), &awsec2.EbsDeviceOptions{
				Encrypted: jsii.Bool(true), KmsKey: props.DataKey, VolumeType: awsec2.EbsDeviceVolumeType_GP3,
			}),
		}},
		DetailedMonitoring:              jsii.Bool(false),
		PropagateTagsToVolumeOnCreation: jsii.Bool(true),
	})
	bastion.Node().AddDependency(policy) // the agent opens its channels only once, at boot
	baseline.NamedZone(bastion)
	baseline.Accept(bastion, baseline.Waiver{
		Rule:   "NIST.800.53.R5-EC2IMDSv2Enabled",
		Reason: "HttpTokens is required on the instance itself; the rule only looks for a launch template.",
	}, baseline.Waiver{
		Rule:   "AwsSolutions-EC28",
		Reason: "No alarm and no graph reads the host's metrics, so nobody would see what a metric a minute costs.",
	}, baseline.Waiver{
		Rule:   "AwsSolutions-EC29",
		Reason: "The host keeps no state, and termination protection would stop CloudFormation from replacing it by one with a newer image.",
	})
	return bastion
}

// newBastionRole only lets the agent open the channels of Session Manager. The L2 of a
// bastion host and AWS's managed policy grant much more.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
func newBastionRole(scope constructs.Construct) (awsiam.Role, awsiam.Policy) {
	role := awsiam.NewRole(scope, jsii.String("BastionRole"), &awsiam.RoleProps{
		Description: jsii.String("Bastion: Session Manager's agent"),
		AssumedBy:   awsiam.NewServicePrincipal(jsii.String("ec2.amazonaws.com"), nil),
	})
	policy := awsiam.NewPolicy(scope, jsii.String("BastionPolicy"), &awsiam.PolicyProps{
		Roles: &[]awsiam.IRole{role},
		Statements: &[]awsiam.PolicyStatement{awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings(
				"ssm:UpdateInstanceInformation",
				"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
				"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
			),
			Resources: jsii.Strings("*"),
		})},
	})
	baseline.Accept(policy, baseline.InlinePolicy(), baseline.Wildcard("*",
		"These actions of the Session Manager agent know no resources; AWS documents them with a wildcard only."))
	return role, policy
}
