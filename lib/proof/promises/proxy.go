package promises

import "example.com/chassis/lib/cfn/assembly"

func proxy() []Promise {
	return []Promise{
		{"R3.8", "The proxy demands TLS and an IAM token from every client.", proxyAuthentication},
		{"R3.8", "The proxy leads to the one cluster and lets a client wait 120 s for a connection.", proxyTarget},
		{"R3.8", "The load balancer waits longer for an answer than a client may wait for a database connection.", idleLongerThanBorrowing},
		{"R3.8", "The proxy stands in the isolated subnets of both zones.", proxySubnets},
		{"R3.8", "The proxy may log in to the cluster as service_api and admin_api and read the administrator's secret, and nothing else.", proxyRole},
		{"R3.8", "Where the cluster has a reader, and only there, the proxy has a read-only endpoint.", readerEndpoint},
		{"R3.8", "The proxy writes to a log group that exists before it, encrypted and with the environment's retention.", proxyLog},
	}
}

const (
	dbProxy         = "AWS::RDS::DBProxy"
	dbProxyEndpoint = "AWS::RDS::DBProxyEndpoint"
	// masterSecret is the attribute of a cluster that names its RDS-managed secret.
	masterSecret = "MasterUserSecret.SecretArn"
)

func proxyAuthentication(p Platform) []string {
	v := review{Platform: p}
	proxy := v.only("Data", dbProxy)
	cluster := v.only("Data", dbCluster)
	v.reads(proxy, "POSTGRESQL", "EngineFamily")
	v.reads(proxy, true, "RequireTLS")
	v.reads(proxy, "IAM_AUTH", "DefaultAuthScheme")
	v.reads(cluster, true, "EnableIAMDatabaseAuthentication")
	if entries := assembly.List(proxy.At("Auth")); proxy != nil && len(entries) != 1 {
		v.add("%s has %d entries of authentication, want the administrator's only", proxy, len(entries))
	}
	v.reads(proxy, "SECRETS", "Auth", 0, "AuthScheme")
	v.reads(proxy, "REQUIRED", "Auth", 0, "IAMAuth")
	v.refers(proxy, cluster, masterSecret, "Auth", 0, "SecretArn")
	// Only for clients with a password, of which there are none.
	v.absent(proxy, "Auth", 0, "ClientPasswordAuthType")
	v.absent(proxy, "Auth", 0, "UserName")
	return v.findings
}

func proxyTarget(p Platform) []string {
	v := review{Platform: p}
	group := v.only("Data", "AWS::RDS::DBProxyTargetGroup")
	cluster := v.only("Data", dbCluster)
	v.refers(group, v.only("Data", dbProxy), "", "DBProxyName")
	v.reads(group, "default", "TargetGroupName")
	if group != nil && cluster != nil {
		v.alone(group, token(cluster, ""), "DBClusterIdentifiers")
	}
	v.absent(group, "DBInstanceIdentifiers")
	v.reads(group, 120, "ConnectionPoolConfigurationInfo", "ConnectionBorrowTimeout")
	return v.findings
}

func idleLongerThanBorrowing(p Platform) []string {
	v := review{Platform: p}
	group := v.only("Data", "AWS::RDS::DBProxyTargetGroup")
	borrow := v.number(group, "ConnectionPoolConfigurationInfo", "ConnectionBorrowTimeout")
	if idle := v.idleTimeout(); idle <= borrow {
		v.add("the load balancer gives up after %v s, want more than the %v s that borrowing a connection may take", idle, borrow)
	}
	return v.findings
}

// idleTimeout is how many seconds the load balancer waits for an answer.
func (v *review) idleTimeout() float64 {
	balancer := v.only("Compute", loadBalancer)
	if balancer == nil {
		return 0
	}
	attributes := v.entries(balancer, balancer.At("LoadBalancerAttributes"), "Key", "Value")
	return v.seconds(balancer, "idle timeout", attributes["idle_timeout.timeout_seconds"])
}

func proxySubnets(p Platform) []string {
	v := review{Platform: p}
	v.isolatedInBothZones(v.only("Data", dbProxy), "VpcSubnetIds")
	for _, endpoint := range p.OfType(dbProxyEndpoint) {
		v.isolatedInBothZones(endpoint, "VpcSubnetIds")
	}
	v.isolatedInBothZones(v.only("Data", "AWS::RDS::DBSubnetGroup"), "SubnetIds")
	v.refers(v.only("Data", dbCluster), v.only("Data", "AWS::RDS::DBSubnetGroup"), "", "DBSubnetGroupName")
	return v.findings
}

// isolatedInBothZones complains unless the subnets of r are the isolated one of
// each zone.
func (v *review) isolatedInBothZones(r *assembly.Resource, property string) {
	if r == nil {
		return
	}
	var got []string
	for _, s := range v.subnetsOf(r, r.At(property)) {
		got = append(got, s.zone+" "+s.tier())
	}
	v.texts(r.String()+": subnets", got, []string{zoneA + " isolated", zoneC + " isolated"})
}

func proxyRole(p Platform) []string {
	v := review{Platform: p}
	proxy := v.only("Data", dbProxy)
	cluster := v.only("Data", dbCluster)
	role := v.target(proxy, "AWS::IAM::Role", "RoleArn")
	key := v.target(cluster, "AWS::KMS::Key", "MasterUserSecret", "KmsKeyId")
	v.refers(proxy, role, "Arn", "RoleArn")
	v.trusts(role, "rds.amazonaws.com")
	if role == nil || cluster == nil || key == nil {
		return v.findings
	}
	user := "rds-db:connect on arn:aws:rds-db:" + region + ":" + v.account(role.Stack) + ":dbuser:" + token(cluster, "DBClusterResourceId") + "/"
	v.powers(role,
		user+"service_api",
		user+"admin_api",
		"secretsmanager:GetSecretValue on "+token(cluster, masterSecret),
		"secretsmanager:DescribeSecret on "+token(cluster, masterSecret),
		"kms:Decrypt on "+token(key, "Arn"))
	return v.findings
}

func readerEndpoint(p Platform) []string {
	v := review{Platform: p}
	proxy := v.only("Data", dbProxy)
	endpoints := p.OfType(dbProxyEndpoint)
	v.count(endpoints, p.proxyEndpoints(), dbProxyEndpoint)
	for _, endpoint := range endpoints {
		v.reads(endpoint, "READ_ONLY", "TargetRole")
		v.refers(endpoint, proxy, "", "DBProxyName")
	}
	return v.findings
}

func proxyLog(p Platform) []string {
	v := review{Platform: p}
	proxy := v.only("Data", dbProxy)
	name, _ := proxy.At("DBProxyName").(string)
	if proxy != nil && name == "" {
		v.add("%s has no literal name, so its log group cannot be created before it", proxy)
	}
	v.logGroupBefore(proxy, "/aws/rds/proxy/"+name)
	return v.findings
}
