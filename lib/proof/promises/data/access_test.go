package data

import (
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/checktest"
)

func accessBreaches() []checktest.Breach {
	const read, document = "Data/DatabaseRead", "Data/Tunnel"
	statement := func(text string) checktest.Change {
		return checktest.Put("Data/Extra", "AWS::IAM::ManagedPolicy", `{"PolicyDocument": {"Statement": `+text+`}}`)
	}
	return []checktest.Breach{
		{Name: "a host of the caller's", Check: tunnelDocuments, Change: checktest.Set(document, `"{{ host }}"`, "Content", "properties", "host"), Want: "hosts of the tunnels"},
		{Name: "a tunnel to the database itself", Check: tunnelDocuments, Change: checktest.Set(document, `{"Fn::GetAtt": ["@Aurora", "Endpoint.Address"]}`, "Content", "properties", "host"), Want: "hosts of the tunnels"},
		{Name: "two tunnels to the readers", Check: tunnelDocuments, Change: checktest.Set(document, `{"Fn::GetAtt": ["@ProxyReader", "Endpoint"]}`, "Content", "properties", "host"), Want: "hosts of the tunnels"},
		{Name: "a port of the caller's", Check: tunnelDocuments, Change: checktest.Set(document, `"{{ localPortNumber }}"`, "Content", "properties", "portNumber"), Want: "want 5432"},
		{Name: "a host as a parameter", Check: tunnelDocuments, Change: checktest.Set(document, `{"type": "String"}`, "Content", "parameters", "host"), Want: "parameters: got"},
		{Name: "a shell", Check: tunnelDocuments, Change: checktest.Set(document, `"Standard_Stream"`, "Content", "sessionType"), Want: "want Port"},
		{Name: "a document as text", Check: tunnelDocuments, Change: checktest.Set(document, `"{}"`, "Content"), Want: "want Port"},
		{Name: "a new version", Check: tunnelDocuments, Change: checktest.Set(document, `"NewVersion"`, "UpdateMethod"), Want: "want Replace or absent"},

		{Name: "a reader who administers", Check: databasePolicies, Change: checktest.Output("Data", "DatabaseReadPolicy", `{"Value": {"Ref": "DatabaseAdminEC85AE42"}}`), Want: "grants: got"},
		{Name: "a reader who is a service", Check: databasePolicies, Change: checktest.Set(read, `{"Action": "rds-db:connect", "Effect": "Allow", "Resource": "*"}`, "PolicyDocument", "Statement", 4), Want: "grants: got"},
		{Name: "a session without its document", Check: databasePolicies, Change: checktest.Set(read, `null`, "PolicyDocument", "Statement", 1, "Condition"), Want: "grants: got"},
		{Name: "another administrator", Check: databasePolicies, Change: settings(func(e *config.Environment) { e.Platform = "acme" }), Want: "/acme_admin"},
		{Name: "no policy for reading", Check: databasePolicies, Change: checktest.Output("Data", "DatabaseReadPolicy", `null`), Want: "names no managed policy"},
		{Name: "a policy that is attached", Check: databasePolicyNames, Change: checktest.Set(read, `["developer"]`, "Users"), Want: "want it absent"},
		{Name: "a policy without a name", Check: databasePolicyNames, Change: checktest.Set(read, `null`, "ManagedPolicyName"), Want: "ManagedPolicyName is absent"},
		{Name: "a policy of another path", Check: databasePolicyNames, Change: checktest.Set(read, `"/people/"`, "Path"), Want: "want / or absent"},

		{Name: "a shell for everybody", Check: noOtherSession, Change: statement(`{"Effect": "Allow", "Action": "ssm:*", "Resource": "*"}`), Want: "Extra grants ssm:StartSession on the bastion"},
		{Name: "a command on every host", Check: noOtherSession, Change: statement(`{"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": "arn:aws:ec2:*:*:instance/*"}`), Want: "Extra grants ssm:SendCommand"},
		{Name: "a session on the bastion", Check: noOtherSession, Change: statement(`{"Effect": "Allow", "Action": "ssm:StartSession", "Resource": {"Fn::Sub": "arn:aws:ec2:ap-northeast-2:${AWS::AccountId}:instance/${Bastion2B4CEC30}"}}`), Want: "Extra grants ssm:StartSession"},
		{Name: "a session on all but one", Check: noOtherSession, Change: statement(`{"Effect": "Allow", "Action": "ssm:StartSession", "NotResource": "arn:aws:ec2:ap-northeast-2:123456789012:instance/i-1"}`), Want: "Extra grants ssm:StartSession"},
		{Name: "a role with a policy inside", Check: noOtherSession, Change: checktest.Put("Data/Extra", "AWS::IAM::Role", `{"Policies": [{"PolicyDocument": {"Statement": {"Effect": "Allow", "NotAction": "s3:GetObject", "Resource": "*"}}}]}`), Want: "Extra grants ssm:StartSession"},
	}
}
