package data

import (
	"maps"
	"slices"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func access() []check.Promise {
	return []check.Promise{
		{ID: "R8.8", Says: "A tunnel leads to port 5432 of one endpoint of the proxy, whatever its caller asks for, and each endpoint has one.", Check: tunnelDocuments},
		{ID: "R8.8", Says: "DatabaseReadPolicy grants the tunnels through this bastion and logging in through this proxy as read_only, DatabaseAdminPolicy the same as the administrator, and neither grants anything else.", Check: databasePolicies},
		{ID: "R8.8", Says: "The policies for people have names that a permission set can refer to, and are attached to nobody.", Check: databasePolicyNames},
		{ID: "R8.8", Says: "Nobody else may open a session on the bastion or run a command there.", Check: noOtherSession},
		{ID: "R3.11", Says: "An output of the Data stack is the command for each tunnel: it finds the bastion by its name and takes this tunnel's document.", Check: tunnelCommands},
		{ID: "R3.11", Says: "Outputs of the Data stack are the commands that make a token: to read through each endpoint of the proxy, and to administer.", Check: tokenCommands},
	}
}

// endpoints are the hosts of the proxy: its own, and that of the readers where there are
// some.
func endpoints(v *check.Review) []string {
	proxy := v.Only("Data", parts.DBProxy)
	if proxy == nil {
		return nil
	}
	found := []string{check.Token(proxy, "Endpoint")}
	for _, reader := range v.Exactly(parts.ProxyEndpoints(v), parts.DBProxyEndpoint) {
		found = append(found, check.Token(reader, "Endpoint"))
	}
	return found
}

// tunnels are the documents of the Data stack for sessions.
func tunnels(v *check.Review) []*assembly.Resource {
	found := v.Stack(config.DataStack).OfType(parts.SessionDocument)
	v.Lookup().Count(found, 1+parts.ProxyEndpoints(v), parts.SessionDocument)
	return found
}

// localPort is the only parameter of a tunnel.
const localPort = "localPortNumber"

func tunnelDocuments(v *check.Review) {
	var hosts []string
	for _, document := range tunnels(v) {
		v.Reads(document, "Session", "DocumentType")
		v.Optional(document, "JSON", "DocumentFormat")
		v.Reads(document, "1.0", "Content", "schemaVersion")
		v.Reads(document, "Port", "Content", "sessionType")
		properties := assembly.Map(document.At("Content", "properties"))
		v.Texts(document.String()+": properties", slices.Collect(maps.Keys(properties)), []string{"host", localPort, "portNumber", "type"})
		v.Reads(document, "LocalPortForwarding", "Content", "properties", "type")
		v.Reads(document, config.DatabasePort, "Content", "properties", "portNumber")
		v.Reads(document, "{{ "+localPort+" }}", "Content", "properties", localPort)
		hosts = append(hosts, v.Text(document.Stack, properties["host"]))
		v.Texts(document.String()+": parameters", slices.Collect(maps.Keys(assembly.Map(document.At("Content", "parameters")))), []string{localPort})
		v.Reads(document, "String", "Content", "parameters", localPort, "type")
		v.Reads(document, "^[0-9]{1,5}$", "Content", "parameters", localPort, "allowedPattern")
		// A new version may never become the one that sessions use; a replacement does.
		v.Optional(document, "Replace", "UpdateMethod")
	}
	v.Texts("hosts of the tunnels", hosts, endpoints(v))
}

func databasePolicies(v *check.Review) {
	host := v.Only("Data", parts.Instance)
	proxy := v.Only("Data", parts.DBProxy)
	for output, user := range parts.DatabasePolicies(v) {
		policy := parts.DatabasePolicy(v, output)
		if policy == nil || host == nil || proxy == nil {
			continue
		}
		here := v.Settings.Region + ":" + check.Account(policy.Stack) + ":"
		// Without the check, a session without a document would be a shell on the host.
		const onlyTunnels = " if BoolIfExists ssm:SessionDocumentAccessCheck true"
		// Ending and resuming one's own sessions belongs to the tunnel.
		const onlyOwn = " if StringLike ssm:resourceTag/aws:ssmmessages:session-id ${aws:userid}"
		want := []string{
			"ec2:DescribeInstances on *",
			"ssm:StartSession on arn:aws:ec2:" + here + "instance/" + check.Token(host, "") + onlyTunnels,
			"ssm:ResumeSession on arn:aws:ssm:" + here + "session/*" + onlyOwn,
			"ssm:TerminateSession on arn:aws:ssm:" + here + "session/*" + onlyOwn,
			"ssmmessages:OpenDataChannel on arn:aws:ssm:" + here + "session/*",
			"rds-db:connect on " + parts.ProxyUser(v, policy.Stack, proxy, user),
		}
		for _, document := range tunnels(v) {
			want = append(want, "ssm:StartSession on arn:aws:ssm:"+here+"document/"+check.Token(document, "")+onlyTunnels)
		}
		v.Texts(policy.String()+" grants", parts.Grants(iampolicy.Read(v.Assembly, policy, policy.At("PolicyDocument"))), want)
	}
}

func databasePolicyNames(v *check.Review) {
	for output, use := range map[string]string{"DatabaseReadPolicy": "read", "DatabaseAdminPolicy": "admin"} {
		policy := parts.DatabasePolicy(v, output)
		v.Reads(policy, v.Settings.DatabasePolicyName(use), "ManagedPolicyName")
		v.Optional(policy, "/", "Path") // a permission set names the path too
		for _, attached := range []string{"Roles", "Users", "Groups"} {
			v.Absent(policy, attached)
		}
	}
}

// noOtherSession looks at every policy of an identity, whoever has it, the bastion's own
// role included.
func noOtherSession(v *check.Review) {
	host := v.Only("Data", parts.Instance)
	if host == nil {
		return
	}
	var people []*assembly.Resource
	for output := range parts.DatabasePolicies(v) {
		people = append(people, parts.DatabasePolicy(v, output))
	}
	arn := "arn:aws:ec2:" + v.Settings.Region + ":" + check.Account(host.Stack) + ":instance/" + check.Token(host, "")
	for _, s := range parts.IdentityStatements(v) {
		if s.Effect != "Allow" || slices.Contains(people, s.Source) {
			continue
		}
		covers := slices.ContainsFunc(s.Resources, func(p iampolicy.Pattern) bool { return p.Not() || iampolicy.Match(p.Text, arn) })
		for _, action := range []string{"ssm:StartSession", "ssm:SendCommand", "ssm:StartAutomationExecution", "ec2-instance-connect:SendSSHPublicKey"} {
			if covers && s.Concerns(action) {
				v.Add("%s grants %s on the bastion", s.Source, action)
			}
		}
	}
}
