package reasons

// These are the state machines, who pushes images, who deploys, and others with reasons.
const (
	relay        = "Security/Findings/Relay"
	wording      = "Security/AlertsTo/Wording"
	machine      = "Security/Pipeline/Machine"
	releaseRole  = "Security/Pipeline/ReleaseRole"
	deployRole   = "Security/Pipeline/DeployRole"
	driftRole    = "Security/Pipeline/DriftRole"
	reviewRole   = "Security/Pipeline/ReviewRole"
	finder       = "Compute/Certificate/FinderRole"
	defaultGroup = "Network/Custom::VpcRestrictDefaultSGCustomResourceProvider"
)

// people have the policies for those who use the database.
var people = []string{"Data/DatabaseRead", "Data/DatabaseAdmin"}

// machines are the state machines that are there whatever is released. The role of each is
// below it.
func (p platform) machines() []string {
	found := []string{relay}
	if p.Alerts.SlackWebhookSecret != "" {
		found = append(found, wording)
	}
	if p.delivers() {
		found = append(found, machine)
	}
	return found
}

// bootstrapRole is a role that the CDK's bootstrap made in the account.
func (p platform) bootstrapRole(name string) string {
	return "arn:aws:iam::" + ownAccount + ":role/cdk-" + p.qualifier + "-" + name + "-role-" + ownAccount + "-" + p.Region
}

// roles has the reasons of the roles that are no service's and not the delivery's.
func (p platform) roles() []Reason {
	sessions := p.arn("ssm", "session/*")
	tunnels := []string{p.arn("ssm", "document/${Data/Tunnel}")}
	if p.HasReaders() {
		tunnels = append(tunnels, p.arn("ssm", "document/${Data/ReaderTunnel}"))
	}
	found := []Reason{
		{
			Holders: []string{"Data/Aurora/MonitoringRole"}, Actions: []string{AllOfThePolicy},
			Resources: []string{"arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"},
			Why:       "The policy that RDS prescribes for enhanced monitoring. It creates, writes and reads log groups whose names begin with RDS, and nothing else.",
		},
		{
			Holders: []string{"Data/BastionRole"}, Resources: []string{all},
			Actions: []string{
				"ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
				"ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
			},
			Why: "What Session Manager's agent calls for its own instance, as in AWS's own policy for it.",
		},
		{
			Holders: people, Actions: []string{"ssm:ResumeSession", "ssm:TerminateSession"}, Resources: []string{sessions},
			Conditions: []string{"StringLike ssm:resourceTag/aws:ssmmessages:session-id ${aws:userid}"},
			Why:        "A session gets its name when it starts; the condition allows only the user's own sessions.",
		},
		{
			Holders: people, Actions: []string{"ssmmessages:OpenDataChannel"}, Resources: []string{sessions},
			Why: "A session gets its name when it starts; its data channel also needs the token that StartSession and ResumeSession return to its owner.",
		},
		{
			Holders: people, Actions: []string{"ec2:DescribeInstances"}, Resources: []string{all},
			Why: "The action supports no resource-level permissions, and only reads; the command of a tunnel finds the bastion with it.",
		},
		{
			About: Escalation, Holders: people, Actions: []string{"ssm:StartSession"}, Conditions: []string{"BoolIfExists ssm:SessionDocumentAccessCheck true"},
			Resources: append(tunnels, p.arn("ec2", "instance/${Data/Bastion}")),
			Why:       "The condition requires that the session's document is allowed too, and the allowed ones forward a port to the proxy: there is no shell with the host's role.",
		},
	}
	if p.Domain.CertificateARN == "" {
		found = append(
			found,
			Reason{
				Holders: []string{finder}, Actions: []string{"acm:ListCertificates"}, Resources: []string{all},
				Why: "The action supports no resource-level permissions, and only reads.",
			},
			Reason{
				Holders: []string{finder}, Actions: []string{"acm:DescribeCertificate"}, Resources: []string{p.arn("acm", "certificate/*")},
				Why: "Which certificate is described is known only after listing them; the action only reads, and no private key.",
			},
		)
	}
	for _, machine := range p.machines() {
		found = append(found, p.stateMachine(machine)...)
	}
	return found
}

// stateMachine has the reasons of a state machine's role. What may widen permissions has
// the conditions of the template too.
func (p platform) stateMachine(user string, when ...string) []Reason {
	role := user + "/Role"
	return []Reason{
		{
			Holders: []string{role}, Resources: []string{all},
			Actions: []string{
				"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
				"logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
			},
			Why: "What Step Functions prescribes, on all resources, for a state machine that writes a log: it sets up the delivery with the role.",
		},
		{
			Holders: []string{role}, Resources: []string{all},
			Actions: []string{"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"},
			Why:     "The actions for traces support no resource-level permissions.",
		},
		{
			Holders: []string{role}, Actions: []string{"sts:AssumeRole"}, Resources: []string{Itself}, Principals: []string{"service states.amazonaws.com"},
			Conditions: []string{"ArnLike aws:SourceArn " + p.arn("states", "stateMachine:*"), "StringEquals aws:SourceAccount " + ownAccount},
			Why:        "The role exists before its state machine, so the CDK names all of the account; passing the role to another takes iam:PassRole.",
		},
		{
			About: Escalation, Holders: []string{role}, Actions: []string{"logs:PutResourcePolicy"}, Resources: []string{all},
			Conditions: when,
			Why:        "Step Functions prescribes it, to let the delivery of logs write; only Step Functions assumes the role, and no step calls it.",
		},
	}
}

// trusts has a reason for each service that assumes roles of the platform without a
// condition on the source.
func (p platform) trusts() []Reason {
	functions := []string{"Data/Roles/Role", defaultGroup + "/Role"}
	if p.Domain.CertificateARN == "" {
		functions = append(functions, finder)
	}
	if p.Ephemeral {
		functions = append(functions, emptyingRole)
	}
	if p.Migrates() {
		functions = append(functions, migrationRole)
	}
	var found []Reason
	for service, roles := range map[string][]string{
		"ec2":            {"Data/BastionRole"},
		"ecs-tasks":      p.rolesOf("ExecutionRole", "TaskRole"),
		"events":         {"Compute/Alarms/Events/Role", "Security/Findings/StarterRole"},
		"lambda":         functions,
		"monitoring.rds": {"Data/Aurora/MonitoringRole"},
		"rds":            {"Data/ProxyRole"},
		"vpc-flow-logs":  {"Network/FlowLogRole"},
	} {
		found = append(found, Reason{
			About: NoSource, Holders: roles, Actions: []string{"sts:AssumeRole"}, Resources: []string{Itself},
			Principals: []string{"service " + service + ".amazonaws.com"},
			// https://repost.aws/knowledge-center/iam-passrole-error
			Why: "A service gets its role by iam:PassRole, which passes roles only within their account.",
		})
	}
	return found
}
