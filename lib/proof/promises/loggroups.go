package promises

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/iampolicy"
	"example.com/chassis/lib/proof/promises/check"
)

// namesOfLogGroups compares them all: a group under another name is no group at all
// for the service that looks for it.
func namesOfLogGroups(v *check.Review) {
	name, path := v.Prefix("-"), "/"+v.Prefix("/")
	want := []string{
		path + "/vpc-flow", path + "/vpcrestrictdefaultsg",
		"aws-waf-logs-" + name + "-web-acl", "/aws/vendedlogs/states/" + name + "-scan-findings",
		path + "/database-roles", path + "/redis-slow-log", path + "/redis-engine-log", "/aws/rds/proxy/" + name + "-proxy",
		"/aws/ecs/containerinsights/" + name + "-cluster/performance", path + "/service-api", path + "/admin-api",
	}
	if database := v.Only("Data", DBCluster); database != nil {
		want = append(want, "/aws/rds/cluster/"+v.Text(database.Stack, database.At("DBClusterIdentifier"))+"/postgresql")
	}
	if len(v.OfType("Custom::CertificateSearch"))+len(v.OfType("AWS::CloudFormation::CustomResource")) > 0 {
		want = append(want, path+"/certificate-finder")
	}
	if v.Ephemeral() { // whose bucket is emptied before it goes
		want = append(want, path+"/s3autodeleteobjects")
	}
	if len(externalRoles(v)) > 0 {
		want = append(want, "/aws/vendedlogs/states/"+name+"-release")
	}
	var got []string
	for _, group := range v.OfType("AWS::Logs::LogGroup") {
		// A pipe is told the ARN of its group, whatever its name.
		if group.At("LogGroupName") != nil {
			got = append(got, v.Text(group.Stack, group.At("LogGroupName")))
		}
	}
	slices.Sort(got)
	v.Texts("log groups", got, want)
}

// functionsWriteTheirLog matters most to what runs once in a deployment: without its
// log nobody would learn why it failed.
func functionsWriteTheirLog(v *check.Review) {
	functions := v.OfType("AWS::Lambda::Function")
	if len(functions) == 0 {
		v.Add("there is no function")
	}
	for _, function := range functions {
		group := v.Target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
		role := v.Target(function, "AWS::IAM::Role", "Role")
		if group == nil || role == nil {
			continue
		}
		logs := slices.DeleteFunc(grants(iampolicy.OfRole(v.Assembly, role)), func(grant string) bool { return !strings.HasPrefix(grant, "logs:") })
		v.Texts(role.String()+" may", logs, []string{"logs:CreateLogStream on " + check.Token(group, "Arn"), "logs:PutLogEvents on " + check.Token(group, "Arn")})
	}
}
