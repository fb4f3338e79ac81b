package permissions

import (
	"strings"
	"testing"
)

const trusted = `"AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}}`

// trusting is a role that a principal may assume.
func trusting(principal string) string {
	return `{"AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Principal": ` + principal + `, "Action": "sts:AssumeRole"}}}`
}

// queueFor is a policy of the queue with one statement.
func queueFor(statement string) string {
	return `{"Queues": [{"Ref": "Queue"}], "PolicyDocument": {"Statement": ` + statement + `}}`
}

const (
	newRole   = "App/New AWS::IAM::Role"
	newPolicy = "App/New AWS::IAM::Policy"
	queue     = "App/QueuePolicy"
)

func TestWhatIsNotUnderstoodOrHasNoReasonFails(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ resource, properties, want string }{
		"a wildcard as resource":      {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`), "no reason is declared for App/New: s3:GetObject on *"},
		"a wildcard as action":        {newRole, allowing(`{"Effect": "Allow", "Action": "s3:Get?bject", "Resource": "arn:aws:s3:::a/b"}`), "no reason is declared for App/New: s3:Get?bject on arn:aws:s3:::a/b"},
		"a wildcard at the end":       {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}`), "no reason is declared for App/New: s3:GetObject on arn:aws:s3:::a/*"},
		"a wildcard in a denial":      {newRole, allowing(`{"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::a"}`), "no reason is declared for App/New: Deny: s3:* on arn:aws:s3:::a"},
		"NotAction":                   {newRole, allowing(`{"Effect": "Allow", "NotAction": "s3:GetObject", "Resource": "arn:aws:s3:::a/b"}`), "no reason is declared for App/New: NotAction s3:GetObject"},
		"NotResource":                 {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::a/b"}`), "s3:GetObject on NotResource arn:aws:s3:::a/b"},
		"a wildcard of another role":  {newRole, allowing(`{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::reports/*"}`), "no reason is declared for App/New: s3:Get*"},
		"a wildcard in a condition":   {newRole, strings.Replace(trusting(`{"Service": "ec2.amazonaws.com"}`), `"Action"`, `"Condition": {"StringLike": {"aws:SourceArn": "arn:aws:ec2:*"}}, "Action"`, 1), "no reason is declared for App/New: sts:AssumeRole on itself to service ec2.amazonaws.com if StringLike aws:SourceArn arn:aws:ec2:*"},
		"a wildcard in a trust":       {newRole, strings.Replace(trusting(`{"Service": "ec2.amazonaws.com"}`), "sts:AssumeRole", "sts:*", 1), "no reason is declared for App/New: sts:* on itself to service ec2.amazonaws.com"},
		"a repository for all":        {"App/New AWS::ECR::Repository", `{"RepositoryPolicyText": {"Statement": [{"Effect": "Allow", "Principal": {"AWS": {"Ref": "AWS::AccountId"}}, "Action": "ecr:*"}]}}`, "no reason is declared for App/New: ecr:* on itself to this account"},
		"another policy of AWS":       {newRole, `{` + trusted + `, "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}`, "no reason is declared for App/New: all actions of the policy on arn:aws:iam::aws:policy/AdministratorAccess"},
		"a policy from a parameter":   {newRole, `{` + trusted + `, "ManagedPolicyArns": [{"Ref": "Queue"}]}`, "no reason is declared for App/New: all actions of the policy on App/Queue"},
		"a key for another account":   {"Keys/DataKey17AFBB84", keyPolicyOf(`{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:Decrypt", "Resource": "*"}`), "no reason is declared for Keys/DataKey: external access: kms:Decrypt on * to another account 111122223333"},
		"a queue for everyone":        {queue, queueFor(`{"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": {"Fn::GetAtt": ["Queue", "Arn"]}}`), "no reason is declared for App/Queue: external access: sqs:SendMessage on itself to everyone"},
		"a queue for all but one":     {queue, queueFor(`{"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "sqs:SendMessage", "Resource": {"Fn::GetAtt": ["Queue", "Arn"]}}`), "App/Queue: external access: sqs:SendMessage on itself to everyone but 111122223333"},
		"a role for another account":  {newRole, trusting(`{"AWS": "111122223333"}`), "no reason is declared for App/New: external access: sts:AssumeRole on itself to another account 111122223333"},
		"a role for somebody by name": {newRole, trusting(`{"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/who"}}`), "App/New: external access: sts:AssumeRole on itself to identity outside the templates arn:aws:iam::${AWS::AccountId}:role/who"},
		"another identity provider":   {newRole, trusting(`{"Federated": "arn:aws:iam::111122223333:oidc-provider/other.example.com"}`), "no reason is declared for App/New: external access: sts:AssumeRole on itself to identity provider other.example.com"},
		"a function for everyone":     {"App/FunctionPermission", `{"Action": "lambda:InvokeFunction", "FunctionName": {"Ref": "Function"}, "Principal": "*"}`, "no reason is declared for App/Function: external access: lambda:InvokeFunction on itself to everyone"},

		"a reference that leads nowhere":       {"App/New Custom::Thing", `{"Name": {"Ref": "Gone"}}`, "App/New: refers to Gone, which the template does not have"},
		"a role by its name":                   {"App/New AWS::Lambda::Function", `{"Role": "arn:aws:iam::111122223333:role/admin"}`, "Role is arn:aws:iam::111122223333:role/admin, which no template has"},
		"a role from a parameter":              {"App/New AWS::Events::Rule", `{"Targets": [{"RoleArn": {"Ref": "Open"}}]}`, "RoleArn is App/Open, which no template has"},
		"a user":                               {"App/New AWS::IAM::User", `{}`, "App/New (AWS::IAM::User): the model of permissions does not know this type"},
		"a group":                              {"App/New AWS::IAM::Group", `{}`, "App/New (AWS::IAM::Group)"},
		"a policy of a user":                   {newPolicy, `{"Users": ["me"], "PolicyDocument": {"Statement": []}}`, "does not know the property Users"},
		"a new property of a role":             {newRole, `{` + trusted + `, "Powers": "all"}`, "App/New (AWS::IAM::Role): the model of permissions does not know the property Powers"},
		"a policy of a role elsewhere":         {newPolicy, `{"Roles": ["elsewhere"], "PolicyDocument": {"Statement": []}}`, `belongs to the role "elsewhere", which no template has`},
		"roles that are not a list":            {newPolicy, `{"Roles": {"Fn::Split": [",", "a,b"]}, "PolicyDocument": {"Statement": []}}`, "Roles is not a list"},
		"inline policies that are none":        {newRole, `{` + trusted + `, "Policies": {"Fn::If": ["Given", [], []]}}`, "Policies is not a list"},
		"managed policies that are none":       {newRole, `{` + trusted + `, "ManagedPolicyArns": {"Fn::If": ["Given", [], []]}}`, "ManagedPolicyArns is not a list"},
		"an inline policy without text":        {newRole, `{` + trusted + `, "Policies": [{"PolicyName": "x"}]}`, "App/New (AWS::IAM::Role): has no policy document"},
		"a role without trust":                 {newRole, `{}`, "App/New (AWS::IAM::Role): has no policy document"},
		"a trust of nobody":                    {newRole, `{"AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole"}}}`, "App/New (AWS::IAM::Role): a statement without Principal"},
		"a new keyword":                        {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a", "Unless": {}}`), "a policy with what is not understood: the keyword Unless"},
		"a statement without a resource":       {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject"}`), "a statement without Resource"},
		"an identity that names others":        {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a", "Principal": "*"}`), "names principals"},
		"a principal that is a queue":          {newRole, trusting(`{"AWS": {"Fn::GetAtt": ["Queue", "Arn"]}}`), `cannot read the principal "AWS ${App/Queue.Arn}"`},
		"a role by its name as principal":      {newRole, trusting(`{"AWS": {"Ref": "TaskRole"}}`), `cannot read the principal "AWS ${App/TaskRole}"`},
		"a service without a name":             {newRole, trusting(`{"Service": "ec2"}`), `cannot read the principal "Service ec2"`},
		"a provider that nobody knows":         {newRole, trusting(`{"Federated": {"Ref": "Queue"}}`), `cannot read the principal "Federated ${App/Queue}"`},
		"a second policy of a queue":           {"App/New AWS::SQS::QueuePolicy", queueFor(`[]`), "is a second policy of App/Queue, which replaces that of"},
		"a second policy in another form":      {"App/New AWS::SQS::QueueInlinePolicy", `{"Queue": {"Ref": "Queue"}, "PolicyDocument": {"Statement": []}}`, "second policy of App/Queue"},
		"one policy of two queues":             {queue, `{"Queues": [{"Ref": "Queue"}, {"Ref": "Queue"}], "PolicyDocument": {"Statement": []}}`, "is one policy of App/Queue and App/Queue; each wants its own"},
		"a queue's policy for nobody":          {queue, queueFor(`{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": {"Fn::GetAtt": ["Queue", "Arn"]}}`), "App/QueuePolicy (AWS::SQS::QueuePolicy): a statement without Principal"},
		"a policy of no queue":                 {queue, `{"PolicyDocument": {"Statement": []}}`, "Queues names no resource"},
		"a queue's policy for a bare name":     {queue, queueFor(`{"Effect": "Allow", "Principal": {"AWS": "me"}, "Action": "sqs:SendMessage", "Resource": {"Fn::GetAtt": ["Queue", "Arn"]}}`), `cannot read the principal "AWS me"`},
		"a permission with something new":      {"App/FunctionPermission", `{"Action": "lambda:InvokeFunction", "FunctionName": {"Ref": "Function"}, "Principal": "events.amazonaws.com", "Hour": 12}`, "does not know the property Hour"},
		"an action from a parameter":           {newRole, allowing(`{"Effect": "Allow", "Action": {"Ref": "Open"}, "Resource": "arn:aws:s3:::a"}`), "what is not understood: the parameter Open, which is open"},
		"a part of one from a parameter":       {newRole, allowing(`{"Effect": "Allow", "Action": {"Fn::Join": [":", ["s3", {"Ref": "Open"}]]}, "Resource": "arn:aws:s3:::a"}`), "what is not understood: the parameter Open"},
		"a resource from a parameter":          {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Sub": "arn:aws:s3:::${Open}"}}`), "what is not understood: the parameter Open"},
		"a part of a parameter's ARN":          {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Select": [1, {"Fn::Split": [",", {"Ref": "Open"}]}]}}`), "what is not understood: the parameter Open"},
		"a condition from a parameter":         {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a", "Condition": {"StringLike": {"a": {"Ref": "Open"}}}}`), "what is not understood: the parameter Open"},
		"a principal from a parameter":         {newRole, trusting(`{"AWS": {"Fn::Sub": "arn:aws:iam::111122223333:role/${Open}"}}`), "what is not understood: the parameter Open"},
		"a policy that is a parameter":         {newRole, `{` + trusted + `, "ManagedPolicyArns": [{"Ref": "Open"}]}`, "a managed policy is the parameter Open"},
		"a resource to resolve":                {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "{{resolve:ssm:/where}}"}`), "what is not understood: {{resolve:ssm:/where}}"},
		"a resource that a function makes":     {newRole, allowing(`{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::GetAtt": ["Thing", "Arn"]}}`), "what is not understood: App/Thing Arn"},
		"a function for a parameter":           {"App/FunctionPermission", `{"Action": "lambda:InvokeFunction", "FunctionName": {"Ref": "Function"}, "Principal": {"Ref": "Open"}}`, "what is not understood: the parameter Open"},
		"a permission to a parameter":          {"App/FunctionPermission", `{"Action": {"Ref": "Open"}, "FunctionName": {"Ref": "Function"}, "Principal": "events.amazonaws.com"}`, "what is not understood: the parameter Open"},
		"a permission of a function elsewhere": {"App/FunctionPermission", `{"Action": "lambda:InvokeFunction", "FunctionName": "theirs", "Principal": "events.amazonaws.com"}`, `is the policy of "theirs", which no template has`},
		"a permission that depends":            {"App/FunctionPermission", `{"Action": {"Fn::If": ["Given", "lambda:InvokeFunction", "lambda:*"]}, "FunctionName": {"Ref": "Function"}, "Principal": "events.amazonaws.com"}`, "what is not understood: the value"},
		"a policy of a type nobody knows":      {"App/New AWS::Logs::ResourcePolicy", `{}`, "does not know this type of policy"},
		"a permission of a layer":              {"App/New AWS::Lambda::LayerVersionPermission", `{}`, "does not know this type of policy"},
		"a property that is a policy":          {"App/New AWS::OpenSearchService::Domain", `{"AccessPolicies": {}}`, "does not know the property AccessPolicies"},
		"a property that is a permission":      {"App/New AWS::OpenSearchService::Domain", `{"SharedPermissions": {}}`, "does not know the property SharedPermissions"},
		"an endpoint with a policy":            {"App/New AWS::EC2::VPCEndpoint", `{"PolicyDocument": {}}`, "does not know the property PolicyDocument"},
		"a statement in an odd place":          {"App/New Custom::Thing", `{"Settings": [{"Effect": "Allow", "Action": "s3:GetObject"}]}`, "does not know where this statement stands"},
		"a policy inside a text":               {"App/New Custom::Thing", `{"Create": {"Fn::Join": ["", ["{\"Statement\": [{", "\"Effect\": \"Allow\", \"Action\": \"s3:*\"}]}"]]}}`, "the policy in the text of Create"},
		"a policy inside a text in a text":     {"App/New Custom::Thing", `{"Create": "{\"body\": \"{\\\"Statement\\\": {\\\"Effect\\\": \\\"Allow\\\"}}\"}"}`, "the policy in the text of Create"},
	} {
		a := handMade(t)
		change(t, a, "App/Thing Custom::Thing", `{"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}}`)
		change(t, a, tc.resource, tc.properties)
		_, err := read(a, handMadeReasons)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, tc.want)
		}
	}
}

func TestNamesAreClear(t *testing.T) {
	t.Parallel()
	a := handMade(t)
	a.Stack("Keys").Resources["ClosedKey"].Metadata = map[string]any{"aws:cdk:path": "Keys/DataKey"}
	if _, err := read(a, handMadeReasons); err == nil || !strings.Contains(err.Error(), "ClosedKey and DataKey17AFBB84 are both the construct Keys/DataKey") {
		t.Errorf("two resources with one name: %v", err)
	}
	a = handMade(t)
	a.Stack("App").Account = "111122223333"
	if _, err := read(a, handMadeReasons); err == nil || !strings.Contains(err.Error(), `stack App belongs to account "111122223333"`) {
		t.Errorf("two accounts: %v", err)
	}
}

func TestATypeThatMayPermitSomethingIsKnownOrRefused(t *testing.T) {
	t.Parallel()
	refused := func(resource, properties, want string) {
		a := handMade(t)
		change(t, a, resource, properties)
		if _, err := read(a, handMadeReasons); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s %s: got %v, want an error with %q", resource, properties, err, want)
		}
	}
	for _, name := range []string{
		"AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet", "AWS::CloudFormation::Macro", "AWS::CloudFormation::HookTypeConfig",
		"AWS::ServiceCatalog::CloudFormationProduct", "AWS::ServiceCatalog::LaunchRoleConstraint", "AWS::RAM::ResourceShare",
		"AWS::RolesAnywhere::TrustAnchor", "AWS::RolesAnywhere::Profile", "AWS::SSO::Assignment", "AWS::SSO::PermissionSet",
		"AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::AccessKey", "AWS::IAM::SAMLProvider", "AWS::IAM::UserToGroupAddition",
		"AWS::IAM::ServiceLinkedRole", "AWS::Lambda::Url", "AWS::Lambda::LayerVersionPermission", "AWS::Organizations::Account",
		"AWS::Cognito::IdentityPoolRoleAttachment", "AWS::EKS::AccessEntry", "Somebody::Else::Thing",
	} {
		refused("App/New "+name, `{}`, "App/New ("+name+"): the model of permissions does not know this type")
	}
	for _, acl := range []string{"PublicRead", "PublicReadWrite", "AuthenticatedRead", "LogDeliveryWrite"} {
		refused("App/New AWS::S3::Bucket", `{"AccessControl": "`+acl+`"}`, "does not know the access control list "+acl)
	}
	for _, token := range []string{
		`{}`, `{"ServiceToken": "arn:aws:lambda:ap-northeast-2:111122223333:function:theirs"}`, `{"ServiceToken": {"Ref": "Queue"}}`,
		`{"ServiceToken": {"Fn::Sub": "arn:aws:sns:ap-northeast-2:${AWS::AccountId}:topic"}}`,
	} {
		refused("App/New Custom::Thing", token, "is no function of the templates")
		refused("App/New AWS::CloudFormation::CustomResource", token, "is no function of the templates")
	}

	a := handMade(t)
	change(t, a, "App/Thing Custom::Thing", `{"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}}`)
	change(t, a, "App/Wait AWS::CloudFormation::WaitConditionHandle", `{}`)
	change(t, a, "App/Bucket AWS::S3::Bucket", `{"AccessControl": "Private"}`)
	if _, err := read(a, handMadeReasons); err != nil {
		t.Errorf("a function's custom resource, a wait and a private bucket: %v", err)
	}
}
