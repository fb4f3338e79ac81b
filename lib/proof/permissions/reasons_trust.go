package permissions

// trustReasons are one for each service that acts in roles of the platform without a
// condition on the source.
func trustReasons() []reason {
	var found []reason
	for _, t := range []struct {
		service string
		roles   []string
	}{
		{"ec2", []string{"Data/BastionRole"}},
		{"ecs-tasks", []string{
			"Compute/AdminApi/ExecutionRole", "Compute/AdminApi/TaskRole", "Compute/ServiceApi/ExecutionRole", "Compute/ServiceApi/TaskRole",
		}},
		{"events", []string{"Compute/Alarms/Events/Role", "Security/Findings/StarterRole"}},
		{"lambda", []string{
			"Compute/Certificate/FinderRole", emptier, "Data/Roles/Role", "Network/Custom::VpcRestrictDefaultSGCustomResourceProvider/Role",
		}},
		{"monitoring.rds", []string{"Data/Aurora/MonitoringRole"}},
		{"rds", []string{"Data/ProxyRole"}},
		{"states", []string{"Security/Findings/Relay/Role", "Security/Pipeline/Machine/Role"}},
		{"vpc-flow-logs", []string{"Network/FlowLogRole"}},
	} {
		found = append(found, reason{
			about: anyAccount, holders: t.roles, what: []string{"sts:AssumeRole"}, on: []string{itself}, to: []string{"service " + t.service + ".amazonaws.com"},
			// https://repost.aws/knowledge-center/iam-passrole-error
			why: "A service is given its role by iam:PassRole, which passes roles only within their account.",
		})
	}
	return found
}

// wideningReasons are why somebody may come to more than the tables say.
var wideningReasons = []reason{
	{
		about: widens, holders: []string{accessLogs}, what: []string{"s3:PutBucketPolicy"}, on: []string{itself, logObjects}, to: []string{emptier},
		why: "Before it empties a throw-away copy's bucket, the CDK's function forbids everybody to write there.",
	},
	{
		about: widens, holders: []string{"Data/DatabaseAccess"}, what: []string{"ssm:StartSession"}, when: []string{"BoolIfExists ssm:SessionDocumentAccessCheck true"},
		on: []string{
			"arn:aws:ec2:ap-northeast-2:${AWS::AccountId}:instance/${Data/Bastion}", "arn:aws:ssm:ap-northeast-2::document/AWS-StartPortForwardingSessionToRemoteHost",
		},
		why: "The condition wants the session's document to be allowed too, and the one that is forwards a port: there is no shell to act in the host's role.",
	},
	{
		about: widens, holders: []string{"Security/Findings/Relay/Role", "Security/Pipeline/Machine/Role"}, what: []string{"logs:PutResourcePolicy"}, on: []string{everything},
		why: "Step Functions prescribes it, to let the delivery of logs write; only Step Functions has the role, and no step calls it.",
	},
	{
		about: widens, holders: []string{"Security/Pipeline/Machine/Role"}, what: []string{"cloudformation:UpdateStack"}, on: []string{ourStacks + "compute/*"},
		why: "A release changes the stack's image; only the state machine has the role, and its one update always keeps the template.",
	},
}
