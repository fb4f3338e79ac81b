package network

import (
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
	for _, r := range v.Exactly(1, "AWS::EC2::FlowLog") {
		v.Reads(r, "VPC", "ResourceType")
		v.Reads(r, "ALL", "TrafficType")
		v.Reads(r, "cloud-watch-logs", "LogDestinationType")
		v.Target(r, "AWS::EC2::VPC", "ResourceId")
		group := v.Target(r, "AWS::Logs::LogGroup", "LogGroupName")
		if key := v.Target(group, "AWS::KMS::Key", "KmsKeyId"); key != nil && key.Stack.ID != "Network" {
			v.Add("%s is not encrypted with a key of the Network stack", group)
		}
		role := v.Target(r, "AWS::IAM::Role", "DeliverLogsPermissionArn")
		parts.Trusts(v, role, "vpc-flow-logs.amazonaws.com")
		parts.Permissions(v, role,
			"logs:CreateLogStream on "+check.Token(group, "Arn"),
			"logs:DescribeLogStreams on "+check.Token(group, "Arn"),
			"logs:PutLogEvents on "+check.Token(group, "Arn"))
	}
}

func defaultGroupEmptied(v *check.Review) {
	for _, r := range v.Exactly(1, "Custom::VpcRestrictDefaultSG") {
		group, _ := v.Follow(r.Stack, r.At("DefaultSecurityGroupId"))
		if !check.Is(group.Resource, "AWS::EC2::VPC") || group.Attribute != "DefaultSecurityGroup" {
			v.Add("%s does not name the default security group of the VPC", r)
		}
		function := v.Target(r, "AWS::Lambda::Function", "ServiceToken")
		role, log := v.Target(function, "AWS::IAM::Role", "Role"), v.Target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
		if role != nil && log != nil && group.Resource != nil {
			emptied := "arn:aws:ec2:" + v.Settings.Region + ":" + check.Account(r.Stack) + ":security-group/" + check.Token(group.Resource, "DefaultSecurityGroup")
			parts.Permissions(v, role,
				"ec2:AuthorizeSecurityGroupEgress on "+emptied, "ec2:AuthorizeSecurityGroupIngress on "+emptied,
				"ec2:RevokeSecurityGroupEgress on "+emptied, "ec2:RevokeSecurityGroupIngress on "+emptied,
				"logs:CreateLogStream on "+check.Token(log, "Arn"), "logs:PutLogEvents on "+check.Token(log, "Arn"))
		}
		// Traffic within the group is allowed by a rule that names group and account.
		v.Reads(r, check.Account(r.Stack), "Account")
	}
}

func s3Endpoint(v *check.Review) {
	for _, r := range v.Exactly(1, "AWS::EC2::VPCEndpoint") {
		v.Reads(r, "Gateway", "VpcEndpointType")
		v.Target(r, "AWS::EC2::VPC", "VpcId")
		v.Reads(r, "com.amazonaws."+v.Settings.Region+".s3", "ServiceName")
		var got, want []string
		for _, t := range v.References(r.Stack, r.At("RouteTableIds")) {
			got = append(got, t.Resource.String())
		}
		for _, s := range v.Network().Tier("private") {
			want = append(want, s.Table.String())
		}
		v.Texts(r.String()+" is in route tables", got, want)
	}
}
