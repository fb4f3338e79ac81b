package data

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func bastion() []check.Promise {
	return []check.Promise{
		{ID: "R3.11", Says: "The bastion is one t4g.nano with the newest Amazon Linux 2023 for arm64, in a private subnet of a workload zone, with basic monitoring, since nothing reads its metrics.", Check: bastionHost},
		{ID: "R3.11", Says: "The bastion has no key pair, demands IMDSv2 and encrypts its disk with a customer-managed key.", Check: bastionSecurity},
		{ID: "R3.11", Says: "The bastion has one disk, of the 8 GiB that its image needs, on gp3.", Check: bastionDisk},
		{ID: "R3.11", Says: "The bastion's role can open Session Manager's channels and nothing else.", Check: bastionRole},
	}
}

func bastionHost(v *check.Review) {
	host := v.Only("Data", parts.Instance)
	if host == nil {
		return
	}
	v.Reads(host, "t4g.nano", "InstanceType")
	v.Off(host, "Monitoring")
	if in := v.Network().SubnetsOf(host); len(in) != 1 || in[0].Tier() != "private" {
		v.Add("%s is not in one private subnet", host)
	} else {
		if !slices.Contains(v.Settings.Network.WorkloadZones, in[0].Zone) {
			v.Add("%s is in %s, want one of %q", host, in[0].Zone, v.Settings.Network.WorkloadZones)
		}
		v.Optional(host, in[0].Zone, "AvailabilityZone")
	}
	image, _ := v.Follow(host.Stack, host.At("ImageId"))
	parameter := assembly.Map(host.Stack.Parameters[image.Parameter])
	if parameter["Type"] != "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>" {
		v.Add("%s: the image is %s, want a parameter that CloudFormation reads from Systems Manager", host, v.Shown(host, host.At("ImageId")))
	}
	// The minimal image comes without Session Manager's agent.
	path, _ := parameter["Default"].(string)
	if !strings.HasPrefix(path, "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-") || !strings.HasSuffix(path, "-arm64") {
		v.Add("%s: the image comes from %q, want Amazon Linux 2023 for arm64", host, path)
	}
}

func bastionSecurity(v *check.Review) {
	host := v.Only("Data", parts.Instance)
	v.Absent(host, "KeyName")
	options := host
	path := []any{"MetadataOptions", "HttpTokens"}
	if host.At("LaunchTemplate") != nil {
		options = v.Target(host, "AWS::EC2::LaunchTemplate", "LaunchTemplate", "LaunchTemplateId")
		path = append([]any{"LaunchTemplateData"}, path...)
		v.Absent(options, "LaunchTemplateData", "KeyName")
	}
	v.Reads(options, "required", path...)
	disks := assembly.List(host.At("BlockDeviceMappings"))
	if host != nil && len(disks) == 0 {
		v.Add("%s says nothing about its disk, which would not be encrypted", host)
	}
	for i := range disks {
		v.Reads(host, true, "BlockDeviceMappings", i, "Ebs", "Encrypted")
		parts.Encrypted(v, host, "BlockDeviceMappings", i, "Ebs", "KmsKeyId")
	}
}

// rootDevice is what Amazon Linux calls its first disk. Under another name a mapping
// would add a second, and leave the first as the image has it.
const rootDevice = "/dev/xvda"

func bastionDisk(v *check.Review) {
	host := v.Only("Data", parts.Instance)
	if n := len(assembly.List(host.At("BlockDeviceMappings"))); n != 1 {
		v.Add("%s has %d disks, want 1", host, n)
	}
	disk := []any{"BlockDeviceMappings", 0}
	v.Reads(host, rootDevice, append(disk, "DeviceName")...)
	v.Reads(host, 8, append(disk, "Ebs", "VolumeSize")...)
	v.Reads(host, "gp3", append(disk, "Ebs", "VolumeType")...)
}

func bastionRole(v *check.Review) {
	host := v.Only("Data", parts.Instance)
	profile := v.Target(host, "AWS::IAM::InstanceProfile", "IamInstanceProfile")
	role := v.Target(profile, "AWS::IAM::Role", "Roles", 0)
	parts.Trusts(v, role, "ec2.amazonaws.com")
	parts.Permissions(v, role,
		"ssm:UpdateInstanceInformation on *",
		"ssmmessages:CreateControlChannel on *",
		"ssmmessages:CreateDataChannel on *",
		"ssmmessages:OpenControlChannel on *",
		"ssmmessages:OpenDataChannel on *")
}
