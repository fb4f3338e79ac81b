package reachability

// Theorem is a sentence about the platform that is true or not.
type Theorem struct {
	ID string
	// For is the requirement that it is about; empty for the proof itself.
	For, Says string
	// wrong returns what contradicts it.
	wrong func(*Model) []string
	// only names the environment that it is for; empty for all.
	only string
}

// Verdict is a theorem with what contradicts it, nothing when it holds.
type Verdict struct {
	ID, For, Says string
	Wrong         []string `json:",omitempty"`
}

// Verdicts judges every theorem.
func (m *Model) Verdicts() []Verdict {
	var all []Verdict
	for _, t := range theorems() {
		if t.only == "" || t.only == m.Env {
			all = append(all, Verdict{t.ID, t.For, t.Says, t.wrong(m)})
		}
	}
	return all
}

const prod = "prod"

func theorems() []Theorem {
	return []Theorem{
		{"understood", "", "The templates contain nothing that this model does not understand.", understood, ""},
		{"front-door", "R1.5", "The internet reaches only the load balancer, on ports 80 and 443.", frontDoor, ""},
		{"addresses", "R1.5", "Only load balancers and NAT gateways have public addresses.", addresses, ""},
		{"isolation", "R1.4", "The database, its proxy and the cache are in isolated subnets, out of which no packet gets.", isolation, ""},
		{"database-door", "R3.8", "Only the proxy reaches the database.", onlyFrom(Database, Proxy), ""},
		{"cache-door", "R1.7", "Only the services reach the cache.", onlyFrom(Cache, Service), ""},
		{"proxy-door", "R1.7", "Only the services and the bastion reach the proxy.", onlyFrom(Proxy, Service, Host), ""},
		{"service-door", "R1.7", "Only the load balancer reaches the services.", onlyFrom(Service, LoadBalancer), ""},
		{"bastion-door", "R3.11", "Nobody can open a connection to the bastion.", onlyFrom(Host), ""},
		{"way-out", "R1.7", "Whoever reaches the internet does so on port 443.", wayOutIsTLS, ""},
		{"no-idle-rule", "R1.7", "Every security group rule is used, all of it, by a connection to somebody who listens.", noIdleRule, ""},
		{"no-dead-port", "R1.7", "Where a connection is allowed, somebody listens on every port of it.", noDeadPort, ""},
		{"it-works", "R1.7", "Requests reach each service, each service reaches proxy, cache and the internet, and each proxy its database.", itWorks, ""},
		{"requests-over-tls", "R4.6", "Whatever is forwarded to a service has come over TLS.", requestsOverTLS, ""},
		{"admin-counted", "R2.2", "No path of the list below and of the listeners' rules, whichever way it may be read, reaches admin-api without being counted by the rate rule.", adminCounted, ""},
		{"own-gateway", "R1.3", "The way out of each zone is in that zone.", ownGateway, prod},
		{"zone-loss", "R1.3", "Without any one zone, requests arrive, both services keep their tasks and their way out, and database, proxy and cache are there; only bastion and read-only sessions may have to wait.", zoneLoss, prod},
	}
}

func understood(m *Model) []string { return m.Unknown }
