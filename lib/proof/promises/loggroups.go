package promises

import (
	"slices"
	"strings"
)

func logGroups() []Promise {
	return []Promise{
		{"R2.4", "The log groups that AWS would create by itself, without a key and for ever, exist under the very names that it uses.", namesOfLogGroups},
	}
}

// namesOfLogGroups compares them all: a group under another name is no group at all
// for the service that looks for it.
func namesOfLogGroups(p Platform) []string {
	v := review{Platform: p}
	name, path := p.prefix("-"), "/"+p.prefix("/")
	want := []string{
		path + "/vpc-flow", path + "/vpcrestrictdefaultsg",
		"aws-waf-logs-" + name + "-web-acl", "/aws/vendedlogs/states/" + name + "-scan-findings",
		path + "/database-roles", path + "/redis-slow-log", path + "/redis-engine-log", "/aws/rds/proxy/" + name + "-proxy",
		"/aws/ecs/containerinsights/" + name + "-cluster/performance", path + "/service-api", path + "/admin-api",
	}
	if database := v.only("Data", dbCluster); database != nil {
		want = append(want, "/aws/rds/cluster/"+v.Text(database.Stack, database.At("DBClusterIdentifier"))+"/postgresql")
	}
	if len(v.OfType("Custom::CertificateSearch"))+len(v.OfType("AWS::CloudFormation::CustomResource")) > 0 {
		want = append(want, path+"/certificate-finder")
	}
	if p.Ephemeral() { // whose bucket is emptied before it goes
		want = append(want, path+"/s3autodeleteobjects")
	}
	if len(v.outsiderRoles()) > 0 {
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
	v.texts("log groups", got, want)
	return v.findings
}

// functionsWriteTheirLog matters most to what runs once in a deployment: without its
// log nobody would learn why it failed.
func functionsWriteTheirLog(p Platform) []string {
	v := review{Platform: p}
	functions := p.OfType("AWS::Lambda::Function")
	if len(functions) == 0 {
		v.add("there is no function")
	}
	for _, function := range functions {
		group := v.target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
		role := v.target(function, "AWS::IAM::Role", "Role")
		if group == nil || role == nil {
			continue
		}
		logs := slices.DeleteFunc(grants(p.identityStatements(role)), func(grant string) bool { return !strings.HasPrefix(grant, "logs:") })
		v.texts(role.String()+" may", logs, []string{"logs:CreateLogStream on " + token(group, "Arn"), "logs:PutLogEvents on " + token(group, "Arn")})
	}
	return v.findings
}
