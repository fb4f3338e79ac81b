package data

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// rolesType is the custom resource that makes the database roles.
const rolesType = "Custom::DatabaseRoles"

func databaseRoles() []check.Promise {
	return []check.Promise{
		{ID: "R3.9", Says: "The database roles are made by one custom resource with the tested SQL statements, all of them and in order, on this cluster as its administrator, when there is a writer.", Check: rolesAreMade},
		{ID: "R3.9", Says: "They are made again when a statement, a service, the cluster, its password's secret or the code of the function changes: all of these are properties.", Check: rolesAreMadeAgain},
		{ID: "R3.9", Says: "The proxy leads to a cluster only after its roles were made and checked.", Check: proxyWaitsForRoles},
		{ID: "R3.9", Says: "The function that makes the roles is a Go function for arm64 that may run statements on this cluster as its administrator, write its own log, and nothing else.", Check: rolesFunctionMay},
		{ID: "R8.4", Says: "That function has ten minutes to wait for the database, one more statement of the Data API's 45 s and a minute to answer, and CloudFormation hears of one that died in a quarter of an hour.", Check: rolesEnd},
	}
}

func rolesAreMade(v *check.Review) {
	cluster, roles := v.Only("Data", parts.DBCluster), v.Only("Data", rolesType)
	v.Reads(cluster, true, "EnableHttpEndpoint")
	v.Reads(roles, v.Settings.DatabaseName(), "Database")
	v.Refers(roles, cluster, "MasterUserSecret.SecretArn", "SecretArn")
	if cluster == nil || roles == nil {
		return
	}
	if arn := v.Text(roles.Stack, roles.At("ClusterArn")); arn != clusterARN(v, cluster) {
		v.Add("%s is for the cluster %s, want %s", roles, arn, clusterARN(v, cluster))
	}
	writer := v.Named("Data", "AWS::RDS::DBInstance", "AuroraWriter")
	if writer == nil {
		v.Add("there is no writer")
	}
	v.DependsOn(roles, writer)
	want, got := statements(v.Settings.DatabaseName(), v.Settings.AdministratorRole(), v.Settings.DatabaseRoles()), assembly.List(roles.At("Statements"))
	if len(got) != len(want) {
		v.Add("%s has %d statements, want %d", roles, len(got), len(want))
		return
	}
	for n, statement := range want {
		v.Reads(roles, statement.Name, "Statements", n, "Name")
		if sql := roles.At("Statements", n, "SQL"); sql != statement.SQL {
			v.Add("%s: statement %d is %q, want %q", roles, n+1, sql, statement.SQL)
		}
	}
}

// clusterARN is how the CDK writes the ARN of a cluster.
func clusterARN(v *check.Review, cluster *assembly.Resource) string {
	return "arn:aws:rds:" + v.Settings.Region + ":" + check.Account(cluster.Stack) + ":cluster:" + check.Token(cluster, "")
}

// rolesAreMadeAgain leaves the other properties to rolesAreMade.
func rolesAreMadeAgain(v *check.Review) {
	roles := v.Only("Data", rolesType)
	function := v.Target(roles, "AWS::Lambda::Function", "ServiceToken")
	if function == nil {
		return
	}
	if function.At("Code", "S3Key") == nil {
		v.Add("%s has no code", function)
	}
	v.Reads(roles, v.Text(function.Stack, function.At("Code", "S3Key")), "Code")
}

// proxyWaitsForRoles looks at what carries the cluster's name; a target group that
// followed a new cluster too early would let services write into one that a failed
// statement takes away again.
func proxyWaitsForRoles(v *check.Review) {
	roles := v.Only("Data", rolesType)
	for _, group := range v.Exactly(1, "AWS::RDS::DBProxyTargetGroup") {
		v.DependsOn(group, roles)
	}
}

func rolesFunctionMay(v *check.Review) {
	cluster := v.Only("Data", parts.DBCluster)
	function := v.Target(v.Only("Data", rolesType), "AWS::Lambda::Function", "ServiceToken")
	v.Reads(function, "provided.al2023", "Runtime")
	v.Alone(function, "arm64", "Architectures")
	role := v.Target(function, "AWS::IAM::Role", "Role")
	logs := v.Target(function, "AWS::Logs::LogGroup", "LoggingConfig", "LogGroup")
	key := parts.Key(v, parts.DataKey)
	parts.Trusts(v, role, "lambda.amazonaws.com")
	if cluster == nil || logs == nil || key == nil {
		return
	}
	parts.Permissions(v, role,
		"rds-data:ExecuteStatement on "+clusterARN(v, cluster),
		"secretsmanager:GetSecretValue on "+check.Token(cluster, "MasterUserSecret.SecretArn"),
		"kms:Decrypt on "+check.Token(key, "Arn")+" if StringEquals kms:ViaService secretsmanager."+v.Settings.Region+".amazonaws.com",
		"logs:CreateLogStream on "+check.Token(logs, "Arn"), "logs:PutLogEvents on "+check.Token(logs, "Arn"))
}

func rolesEnd(v *check.Review) {
	const wait, statement, answer, quarter = 600, 45, 60, 900
	roles := v.Only("Data", rolesType)
	function := v.Target(roles, "AWS::Lambda::Function", "ServiceToken")
	run, patience := v.Number(function, "Timeout"), v.Number(roles, "ServiceTimeout")
	if run < wait+statement+answer || run > quarter {
		v.Add("%s stops after %v s, want %d to %d", function, run, wait+statement+answer, quarter)
	}
	if patience <= run || patience > quarter {
		v.Add("%s: CloudFormation waits %v s, want more than the %v s of the function and at most %d", roles, patience, run, quarter)
	}
}
