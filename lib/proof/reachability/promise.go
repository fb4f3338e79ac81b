package reachability

// Promise is what must hold of a model.
type Promise struct {
	ID string
	// For is the requirement that it keeps, or Proof.
	For, Says string
	// Wrong returns what breaks it.
	Wrong func(*Model) []string

	only string // the environment that it is for, empty for every one
}

// Proof takes the place of a requirement where a promise is about the proof itself.
const Proof = "Proof"

// Applies says whether the promise is made of an environment.
func (p Promise) Applies(env string) bool { return p.only == "" || p.only == env }

// Promises returns every promise.
func Promises() []Promise {
	const every, prod = "", "prod"
	return []Promise{
		{"understood", Proof, "The model understands everything in the templates, so that there is no peering, VPN, IPv6 address, use of the default security group or other way in or out that it does not know.", func(m *Model) []string { return m.Unknown }, every},
		{"internet-access", "R1.5", "The internet reaches only the load balancer, on ports 80 and 443.", reachedFromInternet, every},
		{"public-addresses", "R1.5", "No component but the load balancer has a public address, and each Elastic IP address belongs to a NAT gateway.", publicAddresses, every},
		{"isolated-data", "R1.4", "The database, its proxy and the cache are in isolated subnets and reach neither the internet nor a VPC endpoint.", dataIsIsolated, every},
		{"database-access", "R3.8", "Only the proxy reaches the database.", onlyFrom(Database, Proxy), every},
		{"cache-access", "R1.7", "Only the services reach the cache.", onlyFrom(Cache, Service), every},
		{"proxy-access", "R1.7", "Only the services and the bastion reach the proxy.", onlyFrom(Proxy, Service, Host), every},
		{"service-access", "R1.7", "Only the load balancer reaches the services.", onlyFrom(Service, LoadBalancer), every},
		{"bastion-access", "R3.11", "Nothing can open a connection to the bastion.", onlyFrom(Host), every},
		{"internet-egress", "R1.7", "Connections to the internet use port 443 only.", egressIsTLS, every},
		{"no-unused-rule", "R1.7", "Every security group rule is used in full by a connection to a port that is listened on.", everyRuleIsUsed, every},
		{"no-unused-port", "R1.7", "Every port of an allowed connection is listened on.", everyPortIsListenedOn, every},
		{"required-connections", "R1.7", "Requests reach each service, each service reaches proxy, cache and the internet, and each proxy its database.", requiredConnections, every},
		{"requests-over-tls", "R4.6", "Every request that is forwarded to a service has come over TLS.", requestsOverTLS, every},
		{"admin-rate-limit", "R2.2", "No path that reaches admin-api in any normalized form gets past the rate rule; tried are variants of /admin and the paths of all listener rules.", adminCounted, every},
		{"zone-loss", "R1.3", "When any one zone fails, requests arrive, both services keep tasks and reach the internet, and database, proxy and cache work; only the bastion and read-only sessions may be lost.", zoneLossIsSurvived, prod},
	}
}

// Verdict is a promise with what breaks it, nothing when it holds.
type Verdict struct {
	ID, For, Says string
	Wrong         []string `json:",omitempty"`
}

// Verdicts judges every promise that is made of the environment.
func (m *Model) Verdicts() []Verdict {
	var all []Verdict
	for _, p := range Promises() {
		if p.Applies(m.Env) {
			all = append(all, Verdict{p.ID, p.For, p.Says, p.Wrong(m)})
		}
	}
	return all
}
