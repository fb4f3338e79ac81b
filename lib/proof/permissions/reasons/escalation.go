package reasons

var escalationReasons = []Reason{
	{
		About: Escalation, Holders: []string{accessLogs}, Actions: []string{"s3:PutBucketPolicy"}, Resources: []string{Itself, logObjects}, Principals: []string{emptyingRole},
		Why: "Before it empties the bucket of a throw-away copy, the CDK's function denies everyone to write to it.",
	},
	{
		About: Escalation, Holders: []string{"Data/DatabaseAccess"}, Actions: []string{"ssm:StartSession"}, Conditions: []string{"BoolIfExists ssm:SessionDocumentAccessCheck true"},
		Resources: []string{
			"arn:aws:ec2:ap-northeast-2:${AWS::AccountId}:instance/${Data/Bastion}", "arn:aws:ssm:ap-northeast-2::document/AWS-StartPortForwardingSessionToRemoteHost",
		},
		Why: "The condition requires that the session's document is allowed too, and the allowed one forwards a port: there is no shell with the host's role.",
	},
	{
		About: Escalation, Holders: []string{"Security/Findings/Relay/Role", "Security/Pipeline/Machine/Role"}, Actions: []string{"logs:PutResourcePolicy"}, Resources: []string{all},
		Why: "Step Functions prescribes it, to let the delivery of logs write; only Step Functions assumes the role, and no step calls it.",
	},
	{
		About: Escalation, Holders: []string{"Security/Pipeline/Machine/Role"}, Actions: []string{"cloudformation:UpdateStack"}, Resources: []string{ourStacks + "compute/*"},
		Why: "A release changes the stack's image; only the state machine assumes the role, and its one update always keeps the template.",
	},
}
