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

// newDatabaseAccess defines what people need for a database session: two policies to
// attach, one for reading and one for administration, and outputs with the commands.
//
// No policy lets a person log in as a service: in PostgreSQL's log nobody could tell the
// person's statements from the service's.
func newDatabaseAccess(scope constructs.Construct, env config.Environment, proxy awsrds.DatabaseProxy, tunnels []tunnel, bastion awsec2.Instance) {
	output := func(id, description, value string) {
		awscdk.NewCfnOutput(scope, jsii.String(id), &awscdk.CfnOutputProps{Description: jsii.String(description), Value: jsii.String(value)})
	}
	policy := func(id, use, user string) string {
		made := awsiam.NewManagedPolicy(scope, jsii.String(id), &awsiam.ManagedPolicyProps{
			// IAM never changes a description, so another text would need another name.
			Description:       jsii.String("Open a tunnel to the database and log in to it as " + user),
			ManagedPolicyName: jsii.String(env.DatabasePolicyName(use)),
			Statements:        accessStatements(scope, proxy, tunnels, bastion, user),
		})
		baseline.Accept(made, baseline.Wildcard(baseline.InFinding(env, "ssm", "session/*"),
			"A session's name is known only once it is open; a condition narrows the pattern to one's own sessions, and a data channel takes the token of a session one has started."),
			baseline.Wildcard("*", "The action that finds the bastion by its name supports no resource-level permissions, and only reads."))
		return *made.ManagedPolicyArn()
	}
	output("DatabaseReadPolicy", "Attach this policy to those who may read the database", policy("DatabaseRead", "read", config.ReadOnlyRole))
	output("DatabaseAdminPolicy", "Attach this policy to those who administer the database", policy("DatabaseAdmin", "admin", env.AdministratorRole()))
	for _, t := range tunnels {
		output(t.id+"Command", fmt.Sprintf("Forwards local port %d to %s; leave it running", t.localPort, t.to), t.command(env))
	}
	const password = "Prints the password for one login; it is good for 15 minutes: "
	output("ReadTokenCommand", password+"to read, through TunnelCommand", tunnels[0].tokenCommand(env, config.ReadOnlyRole))
	output("AdminTokenCommand", password+"to administer, through TunnelCommand", tunnels[0].tokenCommand(env, env.AdministratorRole()))
	for _, t := range tunnels[1:] {
		output("ReaderTokenCommand", password+"to read, through "+t.id+"Command", t.tokenCommand(env, config.ReadOnlyRole))
	}
}

// accessStatements allows the tunnels through this bastion and a login to this proxy as one
// user. The host is named by its id and not by a tag: whoever may tag could add other hosts,
// and CloudFormation writes the id of a new host into the policy when it replaces the old.
func accessStatements(scope constructs.Construct, proxy awsrds.DatabaseProxy, tunnels []tunnel, bastion awsec2.Instance, user string) *[]awsiam.PolicyStatement {
	allow := func(actions []string, resources ...*string) awsiam.PolicyStatement {
		return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Actions: jsii.Strings(actions...), Resources: &resources,
		})
	}
	way := []*string{baseline.ARN(scope, "ec2", "instance", *bastion.InstanceId())}
	for _, t := range tunnels {
		way = append(way, baseline.ARN(scope, "ssm", "document", *t.document.Ref()))
	}
	start := allow([]string{"ssm:StartSession"}, way...)
	// Without it a session that names no document opens a shell on the host.
	start.AddCondition(jsii.String("BoolIfExists"), map[string]any{"ssm:SessionDocumentAccessCheck": "true"})
	sessions := baseline.ARN(scope, "ssm", "session", "*")
	// Session Manager tags each session with the user who opened it. The session's ARN
	// holds the user's name too, but not for federated users.
	// https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html
	ownSessions := allow([]string{"ssm:TerminateSession", "ssm:ResumeSession"}, sessions)
	ownSessions.AddCondition(jsii.String("StringLike"), map[string]any{"ssm:resourceTag/aws:ssmmessages:session-id": "${aws:userid}"})
	return &[]awsiam.PolicyStatement{
		allow([]string{"ec2:DescribeInstances"}, jsii.String("*")),
		start,
		ownSessions,
		// The data of the tunnel. The call needs the token that StartSession returned.
		allow([]string{"ssmmessages:OpenDataChannel"}, sessions),
		allow([]string{"rds-db:connect"}, proxyUser(scope, proxy, user)),
	}
}

// proxyUser is the ARN by which IAM knows a database user behind the proxy, whichever of
// its endpoints the user connects to.
func proxyUser(scope constructs.Construct, proxy awsrds.DatabaseProxy, user string) *string {
	stack := awscdk.Stack_Of(scope)
	parts := stack.SplitArn(proxy.DbProxyArn(), awscdk.ArnFormat_COLON_RESOURCE_NAME)
	return stack.FormatArn(&awscdk.ArnComponents{
		Service: jsii.String("rds-db"), Resource: jsii.String("dbuser"),
		ResourceName: jsii.String(*parts.ResourceName + "/" + user),
		ArnFormat:    awscdk.ArnFormat_COLON_RESOURCE_NAME,
	})
}
