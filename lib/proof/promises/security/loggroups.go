package security

import (
	"slices"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
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
	if database := v.Only("Data", parts.DBCluster); database != nil {
		want = append(want, "/aws/rds/cluster/"+v.Text(database.Stack, database.At("DBClusterIdentifier"))+"/postgresql")
	}
	if len(v.OfType("Custom::CertificateSearch"))+len(v.OfType("AWS::CloudFormation::CustomResource")) > 0 {
		want = append(want, path+"/certificate-finder")
	}
	if v.Ephemeral() { // whose bucket is emptied before it goes
		want = append(want, path+"/s3autodeleteobjects")
	}
	if len(parts.ExternalRoles(v)) > 0 {
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
