package network

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func vpcResolvesNames(v *check.Review) {
	for _, vpc := range v.Exactly(1, "AWS::EC2::VPC") {
		v.Reads(vpc, true, "EnableDnsSupport")
		v.Reads(vpc, true, "EnableDnsHostnames")
	}
}

func flowLogs(v *check.Review) {
	logs := v.Exactly(1, "AWS::EC2::FlowLog")
	for _, r := range logs {
		v.Reads(r, "VPC", "ResourceType")
		v.Reads(r, "ALL", "TrafficType")
		v.Reads(r, "cloud-watch-logs", "LogDestinationType")
		if vpc, _ := v.Follow(r.Stack, r.At("ResourceId")); !check.Is(vpc.Resource, "AWS::EC2::VPC") {
			v.Add("%s watches no VPC of this template", r)
		}
		group, _ := v.Follow(r.Stack, r.At("LogGroupName"))
		if !check.Is(group.Resource, "AWS::Logs::LogGroup") {
			v.Add("%s writes to no log group of this template", r)
			continue
		}
		if key, _ := v.Follow(group.Resource.Stack, group.Resource.At("KmsKeyId")); !check.Is(key.Resource, "AWS::KMS::Key") || key.Resource.Stack.ID != "Network" {
			v.Add("%s is not encrypted with a key of the Network stack", group.Resource)
		}
		delivery(v, r, group.Resource)
	}
}

// delivery checks that VPC flow logs can assume a role that may write to group, and
// do nothing else.
func delivery(v *check.Review, log, group *assembly.Resource) {
	role, _ := v.Follow(log.Stack, log.At("DeliverLogsPermissionArn"))
	if !check.Is(role.Resource, "AWS::IAM::Role") {
		v.Add("%s has no role to deliver with", log)
		return
	}
	trusted := slices.ContainsFunc(iampolicy.Read(v.Assembly, role.Resource, role.Resource.At("AssumeRolePolicyDocument")), func(s iampolicy.Statement) bool {
		return s.Effect == "Allow" && s.Covers("sts:AssumeRole") && slices.Equal(s.Principals, []string{"Service vpc-flow-logs.amazonaws.com"})
	})
	if !trusted {
		v.Add("%s may not be assumed by vpc-flow-logs.amazonaws.com", role.Resource)
	}
	v.Texts(role.Resource.String()+" may", parts.Grants(iampolicy.OfRole(v.Assembly, role.Resource)), []string{
		"logs:CreateLogStream on " + check.Token(group, "Arn"),
		"logs:DescribeLogStreams on " + check.Token(group, "Arn"),
		"logs:PutLogEvents on " + check.Token(group, "Arn"),
	})
	v.Texts(role.Resource.String()+" has policies of AWS", iampolicy.Elsewhere(v.Assembly, role.Resource), nil)
}

func defaultGroupEmptied(v *check.Review) {
	for _, r := range v.Exactly(1, "Custom::VpcRestrictDefaultSG") {
		group, _ := v.Follow(r.Stack, r.At("DefaultSecurityGroupId"))
		if !check.Is(group.Resource, "AWS::EC2::VPC") || group.Attribute != "DefaultSecurityGroup" {
			v.Add("%s does not name the default security group of the VPC", r)
		}
		if handler, _ := v.Follow(r.Stack, r.At("ServiceToken")); !check.Is(handler.Resource, "AWS::Lambda::Function") {
			v.Add("%s has no function to do the work", r)
		}
		// Traffic within the group is allowed by a rule that names group and account.
		if got := v.Text(r.Stack, r.At("Account")); got != check.Account(r.Stack) {
			v.Add("%s: Account is %q, want %q", r, got, check.Account(r.Stack))
		}
	}
	for _, s := range v.Stacks {
		for _, r := range s.Resources {
			if r.Type == "Custom::VpcRestrictDefaultSG" {
				continue
			}
			for _, t := range v.References(s, r.Properties) {
				if check.Is(t.Resource, "AWS::EC2::VPC") && t.Attribute == "DefaultSecurityGroup" && r.Type != "AWS::IAM::Role" {
					v.Add("%s uses the VPC's default security group", r)
				}
			}
		}
	}
}

func s3Endpoint(v *check.Review) {
	for _, r := range v.Exactly(1, "AWS::EC2::VPCEndpoint") {
		v.Reads(r, "Gateway", "VpcEndpointType")
		if vpc, _ := v.Follow(r.Stack, r.At("VpcId")); !check.Is(vpc.Resource, "AWS::EC2::VPC") {
			v.Add("%s is not in the VPC of this template", r)
		}
		if got, want := v.Text(r.Stack, r.At("ServiceName")), "com.amazonaws."+parts.Region+".s3"; got != want {
			v.Add("%s is for %q, want %q", r, got, want)
		}
		var got, want []string
		for _, t := range v.References(r.Stack, r.At("RouteTableIds")) {
			got = append(got, t.Resource.String())
		}
		for _, s := range parts.InTier(v, "private") {
			want = append(want, s.Table.String())
		}
		v.Texts(r.String()+" is in route tables", got, want)
	}
}
