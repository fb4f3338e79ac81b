package data

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func bastion() []check.Promise {
	return []check.Promise{
		{ID: "R3.11", Says: "The bastion is one t4g.nano with the newest Amazon Linux 2023 for arm64, in a private subnet of a workload zone.", Check: bastionHost},
		{ID: "R3.11", Says: "The bastion has no key pair, demands IMDSv2 and encrypts its disk with a customer-managed key.", Check: bastionSecurity},
		{ID: "R3.11", Says: "The bastion has one disk, of the 8 GiB that its image needs, on gp3.", Check: bastionDisk},
		{ID: "R3.11", Says: "The bastion's role can open Session Manager's channels and nothing else.", Check: bastionRole},
		{ID: "R3.11", Says: "An output of the Data stack is the command that forwards local port 5432 through the bastion to the proxy.", Check: tunnelCommand},
		{ID: "R3.11", Says: "An output of the Data stack is the command that makes a token for the proxy, for a user whom the policy for developers lets in.", Check: tokenCommand},
		{ID: "Settings", Says: "DatabaseAccessPolicy grants the tunnel through this bastion and logging in through this proxy, and nothing else.", Check: databaseAccess},
	}
}

func bastionHost(v *check.Review) {
	host := v.Only("Data", parts.Instance)
	if host == nil {
		return
	}
	v.Reads(host, "t4g.nano", "InstanceType")
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

// tunnelDocument is what a session may do: forward a port.
const tunnelDocument = "AWS-StartPortForwardingSessionToRemoteHost"

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

// command is a line for a shell: what runs, and the value of each option.
type command struct {
	program string
	options map[string]string
}

// commandsOf returns the outputs of a stack that start with these words, parsed.
func commandsOf(v *check.Review, stack, program string) []command {
	var found []command
	for _, o := range parts.Outputs(v, stack) {
		line := v.Text(v.Stack(stack), assembly.At(o.Body, "Value"))
		rest, ok := strings.CutPrefix(line, program+" ")
		if !ok {
			continue
		}
		c := command{program, map[string]string{}}
		words := shellWords(rest)
		for len(words) >= 2 {
			c.options[words[0]] = words[1]
			words = words[2:]
		}
		if len(words) > 0 {
			v.Add("output %s: %q is an option without a value", o.ID, words[0])
		}
		found = append(found, c)
	}
	if len(found) != 1 {
		v.Add("%d outputs of stack %s start with %q, want one", len(found), stack, program)
	}
	return found
}

// shellWords splits a line at blanks outside single quotes, as a shell would.
func shellWords(line string) []string {
	var words []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			words = append(words, part)
		} else {
			words = append(words, strings.Fields(part)...)
		}
	}
	return words
}

// option complains unless an option of a command has this value.
func option(v *check.Review, c command, name, want string) {
	if got := c.options[name]; got != want {
		v.Add("%s: %s is %q, want %q", c.program, name, got, want)
	}
}

func tunnelCommand(v *check.Review) {
	host := v.Only("Data", parts.Instance)
	proxy := v.Only("Data", parts.DBProxy)
	for _, c := range commandsOf(v, "Data", "aws ssm start-session") {
		option(v, c, "--region", v.Settings.Region)
		option(v, c, "--target", check.Token(host, ""))
		option(v, c, "--document-name", tunnelDocument)
		var got map[string][]string
		if err := json.Unmarshal([]byte(c.options["--parameters"]), &got); err != nil {
			v.Add("%s: --parameters is no JSON of lists: %v", c.program, err)
		}
		want := map[string][]string{"host": {check.Token(proxy, "Endpoint")}, "portNumber": {"5432"}, "localPortNumber": {"5432"}}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			v.Add("%s: --parameters is %v, want %v", c.program, got, want)
		}
	}
}

func tokenCommand(v *check.Review) {
	proxy := v.Only("Data", parts.DBProxy)
	for _, c := range commandsOf(v, "Data", "aws rds generate-db-auth-token") {
		option(v, c, "--region", v.Settings.Region)
		// The token is signed for the proxy's own name and port, not for the tunnel's.
		option(v, c, "--hostname", check.Token(proxy, "Endpoint"))
		option(v, c, "--port", "5432")
		if users := databaseUsers(v); !slices.Contains(users, c.options["--username"]) {
			v.Add("%s: --username is %q, want one of %q", c.program, c.options["--username"], users)
		}
	}
}

// databaseUsers are those who can log in through the proxy: the administrator, who in
// restored and cloned clusters is that of their source, and the services' roles.
func databaseUsers(v *check.Review) []string {
	return append(v.Settings.DatabaseRoles(), v.Settings.AdministratorRole())
}

func databaseAccess(v *check.Review) {
	host := v.Only("Data", parts.Instance)
	proxy := v.Only("Data", parts.DBProxy)
	policy := parts.DatabaseAccessPolicy(v)
	if policy == nil || host == nil || proxy == nil {
		return
	}
	account := check.Account(policy.Stack)
	for _, attached := range []string{"Roles", "Users", "Groups"} {
		v.Absent(policy, attached)
	}
	// Without the check, a session without a document would be a shell on the host.
	const onlyTunnels = " if BoolIfExists ssm:SessionDocumentAccessCheck true"
	want := []string{
		"ssm:StartSession on arn:aws:ec2:" + v.Settings.Region + ":" + account + ":instance/" + check.Token(host, "") + onlyTunnels,
		"ssm:StartSession on arn:aws:ssm:" + v.Settings.Region + "::document/" + tunnelDocument + onlyTunnels,
	}
	for _, user := range databaseUsers(v) {
		want = append(want, "rds-db:connect on "+parts.ProxyUser(v, policy.Stack, proxy, user))
	}
	// Ending and resuming one's own sessions belongs to the tunnel.
	const onlyOwn = " if StringLike ssm:resourceTag/aws:ssmmessages:session-id ${aws:userid}"
	for _, action := range []string{"ResumeSession", "TerminateSession"} {
		want = append(want, "ssm:"+action+" on arn:aws:ssm:"+v.Settings.Region+":"+account+":session/*"+onlyOwn)
	}
	want = append(want, "ssmmessages:OpenDataChannel on arn:aws:ssm:"+v.Settings.Region+":"+account+":session/*")
	v.Texts(policy.String()+" grants", parts.Grants(iampolicy.Read(v.Assembly, policy, policy.At("PolicyDocument"))), want)
}
