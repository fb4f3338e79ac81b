package data

import (
	"fmt"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
)

// tunnel leads from a local port to one endpoint of the proxy.
type tunnel struct {
	id, to    string
	host      *string
	localPort int
	document  awsssm.CfnDocument
}

// newTunnels defines a tunnel to each endpoint of the proxy. The local ports differ, so
// that both can be open at once.
func newTunnels(scope constructs.Construct, env config.Environment, proxy awsrds.DatabaseProxy, readerHost *string) []tunnel {
	tunnels := []tunnel{{id: "Tunnel", to: "the database", host: proxy.Endpoint(), localPort: config.DatabasePort}}
	if env.HasReaders() {
		tunnels = append(tunnels, tunnel{id: "ReaderTunnel", to: "the database's readers", host: readerHost, localPort: config.DatabasePort + 1})
	}
	for i := range tunnels {
		tunnels[i].document = newTunnelDocument(scope, tunnels[i])
	}
	return tunnels
}

// newTunnelDocument defines the Session Manager document of a tunnel. AWS's own document
// takes the host and the port from its caller, and so leads to whatever the bastion
// reaches. In this one both are fixed, and no check of a parameter has to keep them so.
//
// The document has no name: then CloudFormation replaces it when the host changes. A new
// version of it could remain one that no session uses.
// https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2539
func newTunnelDocument(scope constructs.Construct, t tunnel) awsssm.CfnDocument {
	return awsssm.NewCfnDocument(scope, jsii.String(t.id), &awsssm.CfnDocumentProps{
		DocumentType:   jsii.String("Session"),
		DocumentFormat: jsii.String("JSON"),
		// https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
		Content: map[string]any{
			"schemaVersion": "1.0",
			"description":   "Tunnel to " + t.to,
			"sessionType":   "Port",
			"parameters": map[string]any{
				"localPortNumber": map[string]any{
					"type":           "String",
					"description":    "Port on the own computer",
					"default":        strconv.Itoa(t.localPort),
					"allowedPattern": "^[0-9]{1,5}$",
				},
			},
			"properties": map[string]any{
				"type":            "LocalPortForwarding",
				"host":            t.host,
				"portNumber":      strconv.Itoa(config.DatabasePort),
				"localPortNumber": "{{ localPortNumber }}",
			},
		},
	})
}

// command opens the tunnel through the bastion, which it finds by name, because a new
// bastion has a new id. While CloudFormation replaces the host, two have the name, and the
// newer one stays.
func (t tunnel) command(env config.Environment) string {
	bastion := fmt.Sprintf("aws ec2 describe-instances --region %s --filters 'Name=tag:Name,Values=%s' 'Name=instance-state-name,Values=running'"+
		" --query 'sort_by(Reservations[].Instances[], &LaunchTime)[-1].InstanceId' --output text", env.Region, env.BastionName())
	return fmt.Sprintf(`aws ssm start-session --region %s --document-name %s --parameters localPortNumber=%d --target "$(%s)"`,
		env.Region, *t.document.Ref(), t.localPort, bastion)
}

// tokenCommand prints a password for the tunnel. It is signed for the proxy's endpoint and
// port, whatever the local port is.
func (t tunnel) tokenCommand(env config.Environment, user string) string {
	return fmt.Sprintf("aws rds generate-db-auth-token --region %s --hostname %s --port %d --username %s", env.Region, *t.host, config.DatabasePort, user)
}
