package promises

import (
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
)

func vpcResolvesNames(p Platform) []string {
	var f findings
	vpcs := p.OfType("AWS::EC2::VPC")
	f.count(vpcs, 1, "VPC")
	for _, vpc := range vpcs {
		f.property(vpc, true, "EnableDnsSupport")
		f.property(vpc, true, "EnableDnsHostnames")
	}
	return f
}

func flowLogs(p Platform) []string {
	var f findings
	logs := p.OfType("AWS::EC2::FlowLog")
	f.count(logs, 1, "flow log")
	for _, r := range logs {
		f.property(r, "VPC", "ResourceType")
		f.property(r, "ALL", "TrafficType")
		f.property(r, "cloud-watch-logs", "LogDestinationType")
		if vpc, _ := p.Follow(r.Stack, r.At("ResourceId")); !is(vpc.Resource, "AWS::EC2::VPC") {
			f.add("%s watches no VPC of this template", r)
		}
		group, _ := p.Follow(r.Stack, r.At("LogGroupName"))
		if !is(group.Resource, "AWS::Logs::LogGroup") {
			f.add("%s writes to no log group of this template", r)
			continue
		}
		if key, _ := p.Follow(group.Resource.Stack, group.Resource.At("KmsKeyId")); !is(key.Resource, "AWS::KMS::Key") || key.Resource.Stack.ID != "Network" {
			f.add("%s is not encrypted with a key of the Network stack", group.Resource)
		}
		f.delivery(p, r, group.Resource)
	}
	return f
}

// delivery checks that VPC flow logs can assume a role that may write to group, and
// do nothing else.
func (f *findings) delivery(p Platform, log, group *assembly.Resource) {
	role, _ := p.Follow(log.Stack, log.At("DeliverLogsPermissionArn"))
	if !is(role.Resource, "AWS::IAM::Role") {
		f.add("%s has no role to deliver with", log)
		return
	}
	trusted := slices.ContainsFunc(p.statements(role.Resource, role.Resource.At("AssumeRolePolicyDocument")), func(s iampolicy.Statement) bool {
		return s.Effect == "Allow" && s.Covers("sts:AssumeRole") && slices.Equal(s.PrincipalTexts(), []string{"Service vpc-flow-logs.amazonaws.com"})
	})
	if !trusted {
		f.add("%s may not be assumed by vpc-flow-logs.amazonaws.com", role.Resource)
	}
	f.texts(role.Resource.String()+" may", grants(p.identityStatements(role.Resource)), []string{
		"logs:CreateLogStream on " + token(group, "Arn"),
		"logs:DescribeLogStreams on " + token(group, "Arn"),
		"logs:PutLogEvents on " + token(group, "Arn"),
	})
	f.texts(role.Resource.String()+" has policies of AWS", p.managedPolicies(role.Resource), nil)
}

func defaultGroupEmptied(p Platform) []string {
	var f findings
	emptied := p.OfType("Custom::VpcRestrictDefaultSG")
	f.count(emptied, 1, "Custom::VpcRestrictDefaultSG")
	for _, r := range emptied {
		group, _ := p.Follow(r.Stack, r.At("DefaultSecurityGroupId"))
		if !is(group.Resource, "AWS::EC2::VPC") || group.Attribute != "DefaultSecurityGroup" {
			f.add("%s does not name the default security group of the VPC", r)
		}
		if handler, _ := p.Follow(r.Stack, r.At("ServiceToken")); !is(handler.Resource, "AWS::Lambda::Function") {
			f.add("%s has no function to do the work", r)
		}
		// Traffic within the group is allowed by a rule that names group and account.
		if got := p.Text(r.Stack, r.At("Account")); got != account(r) {
			f.add("%s: Account is %q, want %q", r, got, account(r))
		}
	}
	for _, s := range p.Stacks {
		for _, r := range s.Resources {
			if r.Type == "Custom::VpcRestrictDefaultSG" {
				continue
			}
			for _, t := range p.References(s, r.Properties) {
				if is(t.Resource, "AWS::EC2::VPC") && t.Attribute == "DefaultSecurityGroup" && r.Type != "AWS::IAM::Role" {
					f.add("%s uses the VPC's default security group", r)
				}
			}
		}
	}
	slices.Sort(f)
	return f
}

func s3Endpoint(p Platform) []string {
	var f findings
	endpoints := p.OfType("AWS::EC2::VPCEndpoint")
	f.count(endpoints, 1, "VPC endpoint")
	for _, r := range endpoints {
		f.property(r, "Gateway", "VpcEndpointType")
		if vpc, _ := p.Follow(r.Stack, r.At("VpcId")); !is(vpc.Resource, "AWS::EC2::VPC") {
			f.add("%s is not in the VPC of this template", r)
		}
		if got, want := p.Text(r.Stack, r.At("ServiceName")), "com.amazonaws."+region+".s3"; got != want {
			f.add("%s is for %q, want %q", r, got, want)
		}
		var got, want []string
		for _, t := range p.References(r.Stack, r.At("RouteTableIds")) {
			got = append(got, t.Resource.String())
		}
		for _, s := range p.inTier("private") {
			want = append(want, s.table.String())
		}
		f.texts(r.String()+" is in route tables", got, want)
	}
	return f
}
