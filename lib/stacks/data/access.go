package data

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/stacks/baseline"
)

// tunnelDocument is the Session Manager document that forwards a local port to a
// host behind the instance.
const tunnelDocument = "AWS-StartPortForwardingSessionToRemoteHost"

// newDatabaseAccess defines what a developer needs for a database session: a policy to
// attach, and outputs with the two commands.
func newDatabaseAccess(scope constructs.Construct, env config.Environment, proxy awsrds.DatabaseProxy, bastion awsec2.Instance) {
	policy := awsiam.NewManagedPolicy(scope, jsii.String("DatabaseAccess"), &awsiam.ManagedPolicyProps{
		Description: jsii.String("Open a tunnel to the database and log in to it"),
		Statements:  accessStatements(scope, env, proxy, bastion),
	})
	baseline.Accept(policy, baseline.Wildcard(baseline.InFinding(env, "ssm", "session/*"),
		"A session's name is known only once it is open; a condition narrows the pattern to one's own sessions, and a data channel takes the token of a session one has started."))
	output := func(id, description, value string) {
		awscdk.NewCfnOutput(scope, jsii.String(id), &awscdk.CfnOutputProps{
			Description: jsii.String(description), Value: jsii.String(value),
		})
	}
	output("DatabaseAccessPolicy", "Attach this policy to the developers who may use the database", *policy.ManagedPolicyArn())
	output("TunnelCommand", "Forwards local port 5432 to the database; leave it running",
		fmt.Sprintf(`aws ssm start-session --region %s --target %s --document-name %s --parameters '{"host":["%s"],"portNumber":["%d"],"localPortNumber":["%d"]}'`,
			env.Region, *bastion.InstanceId(), tunnelDocument, *proxy.Endpoint(), config.DatabasePort, config.DatabasePort))
	output("TokenCommand", "Prints the password for one login through the tunnel; it is good for 15 minutes",
		fmt.Sprintf("aws rds generate-db-auth-token --region %s --hostname %s --port %d --username %s",
			env.Region, *proxy.Endpoint(), config.DatabasePort, env.AdministratorRole()))
}

// accessStatements allows a tunnel through this bastion and a login to this proxy.
func accessStatements(scope constructs.Construct, env config.Environment, proxy awsrds.DatabaseProxy, bastion awsec2.Instance) *[]awsiam.PolicyStatement {
	allow := func(actions []string, resources ...*string) awsiam.PolicyStatement {
		return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings(actions...), Resources: &resources,
		})
	}
	stack := awscdk.Stack_Of(scope)
	parts := stack.SplitArn(proxy.DbProxyArn(), awscdk.ArnFormat_COLON_RESOURCE_NAME)
	var logins []*string
	for _, user := range append([]string{env.AdministratorRole()}, env.DatabaseRoles()...) {
		logins = append(logins, stack.FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("rds-db"), Resource: jsii.String("dbuser"),
			ResourceName: jsii.String(*parts.ResourceName + "/" + user),
			ArnFormat:    awscdk.ArnFormat_COLON_RESOURCE_NAME,
		}))
	}
	tunnel := func(resources ...*string) awsiam.PolicyStatement {
		statement := allow([]string{"ssm:StartSession"}, resources...)
		// Without it a session that names no document opens a shell on the host.
		statement.AddCondition(jsii.String("BoolIfExists"), map[string]any{"ssm:SessionDocumentAccessCheck": "true"})
		return statement
	}
	sessions := baseline.ARN(scope, "ssm", "session", "*")
	// Session Manager tags each session with the user who opened it. The session's ARN
	// holds the user's name too, but not for federated users.
	// https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html
	ownSessions := allow([]string{"ssm:TerminateSession", "ssm:ResumeSession"}, sessions)
	ownSessions.AddCondition(jsii.String("StringLike"), map[string]any{"ssm:resourceTag/aws:ssmmessages:session-id": "${aws:userid}"})
	return &[]awsiam.PolicyStatement{
		tunnel(
			baseline.ARN(scope, "ec2", "instance", *bastion.InstanceId()),
			stack.FormatArn(&awscdk.ArnComponents{
				Service: jsii.String("ssm"), Account: jsii.String(""), Resource: jsii.String("document"),
				ResourceName: jsii.String(tunnelDocument),
			})),
		ownSessions,
		// The data of the tunnel. The call needs the token that StartSession returned.
		allow([]string{"ssmmessages:OpenDataChannel"}, sessions),
		allow([]string{"rds-db:connect"}, logins...),
	}
}
