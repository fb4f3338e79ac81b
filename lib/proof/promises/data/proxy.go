package data

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

func proxy() []check.Promise {
	return []check.Promise{
		{ID: "R3.8", Says: "The proxy demands TLS and an IAM token from every client.", Check: proxyAuthentication},
		{ID: "R3.8", Says: "The proxy leads to the one cluster and lets a client wait 120 s for a connection.", Check: proxyTarget},
		{ID: "R8.6", Says: "The proxy leaves a tenth of the connections to the Data API, and keeps at most a tenth of them idle.", Check: proxyLeavesRoom},
		{ID: "R3.8", Says: "The load balancer waits longer for an answer than a client may wait for a database connection.", Check: idleLongerThanBorrowing},
		{ID: "R3.8", Says: "The proxy stands in the isolated subnets of all zones.", Check: proxySubnets},
		{ID: "R3.8", Says: "The proxy may log in to the cluster as the role of each service that uses the database, as the role of people who read, and read the administrator's secret, and nothing else.", Check: proxyRole},
		{ID: "R3.8", Says: "Where the cluster has a reader, and only there, the proxy has a read-only endpoint.", Check: readerEndpoint},
		{ID: "R3.8", Says: "The proxy writes to a log group that exists before it, encrypted and with the retention of the settings.", Check: proxyLog},
	}
}

func proxyAuthentication(v *check.Review) {
	proxy := v.Only("Data", parts.DBProxy)
	cluster := v.Only("Data", parts.DBCluster)
	v.Reads(proxy, "POSTGRESQL", "EngineFamily")
	v.Reads(proxy, true, "RequireTLS")
	v.Reads(proxy, "IAM_AUTH", "DefaultAuthScheme")
	v.Reads(cluster, true, "EnableIAMDatabaseAuthentication")
	if entries := assembly.List(proxy.At("Auth")); proxy != nil && len(entries) != 1 {
		v.Add("%s has %d entries of authentication, want the administrator's only", proxy, len(entries))
	}
	v.Reads(proxy, "SECRETS", "Auth", 0, "AuthScheme")
	v.Reads(proxy, "REQUIRED", "Auth", 0, "IAMAuth")
	v.Refers(proxy, cluster, parts.MasterSecret, "Auth", 0, "SecretArn")
}

func proxyTarget(v *check.Review) {
	group := v.Only("Data", "AWS::RDS::DBProxyTargetGroup")
	cluster := v.Only("Data", parts.DBCluster)
	v.Refers(group, v.Only("Data", parts.DBProxy), "", "DBProxyName")
	v.Reads(group, "default", "TargetGroupName")
	if group != nil && cluster != nil {
		v.Alone(group, check.Token(cluster, ""), "DBClusterIdentifiers")
	}
	v.Reads(group, 120, "ConnectionPoolConfigurationInfo", "ConnectionBorrowTimeout")
}

func proxyLeavesRoom(v *check.Review) {
	group := v.Only("Data", "AWS::RDS::DBProxyTargetGroup")
	v.Reads(group, 90, "ConnectionPoolConfigurationInfo", "MaxConnectionsPercent")
	v.Reads(group, 10, "ConnectionPoolConfigurationInfo", "MaxIdleConnectionsPercent")
}

func idleLongerThanBorrowing(v *check.Review) {
	group := v.Only("Data", "AWS::RDS::DBProxyTargetGroup")
	borrow := v.Number(group, "ConnectionPoolConfigurationInfo", "ConnectionBorrowTimeout")
	if idle := parts.IdleTimeout(v); idle <= borrow {
		v.Add("the load balancer gives up after %v s, want more than the %v s that borrowing a connection may take", idle, borrow)
	}
}

func proxySubnets(v *check.Review) {
	group := v.Only("Data", "AWS::RDS::DBSubnetGroup")
	for _, r := range append(v.OfType(parts.DBProxyEndpoint), v.Only("Data", parts.DBProxy), group) {
		parts.InSubnets(v, r, isolatedIn(v.Settings.Network.Zones)...)
	}
	v.Refers(v.Only("Data", parts.DBCluster), group, "", "DBSubnetGroupName")
}

func proxyRole(v *check.Review) {
	proxy := v.Only("Data", parts.DBProxy)
	cluster := v.Only("Data", parts.DBCluster)
	role := v.Target(proxy, "AWS::IAM::Role", "RoleArn")
	key := v.Target(cluster, "AWS::KMS::Key", "MasterUserSecret", "KmsKeyId")
	v.Refers(proxy, role, "Arn", "RoleArn")
	parts.Trusts(v, role, "rds.amazonaws.com")
	if role == nil || cluster == nil || key == nil {
		return
	}
	user := "rds-db:connect on arn:aws:rds-db:" + v.Settings.Region + ":" + check.Account(role.Stack) + ":dbuser:" + check.Token(cluster, "DBClusterResourceId") + "/"
	want := []string{
		"secretsmanager:GetSecretValue on " + check.Token(cluster, parts.MasterSecret),
		"secretsmanager:DescribeSecret on " + check.Token(cluster, parts.MasterSecret),
		"kms:Decrypt on " + check.Token(key, "Arn") + " if StringEquals kms:ViaService secretsmanager." + v.Settings.Region + ".amazonaws.com",
	}
	for _, name := range append(v.Settings.DatabaseRoles(), config.ReadOnlyRole) {
		want = append(want, user+name)
	}
	parts.Permissions(v, role, want...)
}

func readerEndpoint(v *check.Review) {
	proxy := v.Only("Data", parts.DBProxy)
	for _, endpoint := range v.Exactly(parts.ProxyEndpoints(v), parts.DBProxyEndpoint) {
		v.Reads(endpoint, v.Settings.ReaderEndpointName(), "DBProxyEndpointName")
		v.Reads(endpoint, "READ_ONLY", "TargetRole")
		v.Refers(endpoint, proxy, "", "DBProxyName")
	}
}

func proxyLog(v *check.Review) {
	proxy := v.Only("Data", parts.DBProxy)
	v.Reads(proxy, v.Settings.ProxyName(), "DBProxyName")
	parts.LogGroupBefore(v, proxy, "/aws/rds/proxy/"+v.Settings.ProxyName())
}
