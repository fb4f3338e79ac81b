package posture

// Theorem is a sentence about the platform that is true or not.
type Theorem struct {
	ID, Says string
	// wrong returns what contradicts it.
	wrong func(*Model) []string
	// only names the environment that it is for; empty for all.
	only string
}

// Verdict is a theorem with what contradicts it, nothing when it holds.
type Verdict struct {
	ID, Says string
	Wrong    []string `json:",omitempty"`
}

// Verdicts judges every theorem.
func (m *Model) Verdicts() []Verdict {
	var all []Verdict
	for _, t := range theorems() {
		if t.only == "" || t.only == m.Env {
			all = append(all, Verdict{t.ID, t.Says, t.wrong(m)})
		}
	}
	return all
}

const prod = "prod"

func theorems() []Theorem {
	return []Theorem{
		{"understood", "The templates contain nothing that this model does not understand.", understood, ""},
		{"front-door", "The internet reaches only the load balancer, on ports 80 and 443.", frontDoor, ""},
		{"addresses", "Only load balancers and NAT gateways have public addresses.", addresses, ""},
		{"isolation", "The database, its proxy and the cache are in isolated subnets, out of which no packet gets.", isolation, ""},
		{"database-door", "Only the proxy reaches the database.", onlyFrom(Database, Proxy), ""},
		{"cache-door", "Only the services reach the cache.", onlyFrom(Cache, Service), ""},
		{"proxy-door", "Only the services and the bastion reach the proxy.", onlyFrom(Proxy, Service, Host), ""},
		{"service-door", "Only the load balancer reaches the services.", onlyFrom(Service, LoadBalancer), ""},
		{"bastion-door", "Nobody can open a connection to the bastion.", onlyFrom(Host), ""},
		{"way-out", "Whoever reaches the internet does so on port 443.", wayOutIsTLS, ""},
		{"no-idle-rule", "Every security group rule is used by a connection to somebody who listens.", noIdleRule, ""},
		{"no-dead-port", "Where a connection is allowed, somebody listens on every port of it.", noDeadPort, ""},
		{"it-works", "Requests reach each service, each service reaches proxy, cache and the internet, and each proxy its database.", itWorks, ""},
		{"requests-over-tls", "Whatever is forwarded to a service has come over TLS.", requestsOverTLS, ""},
		{"admin-counted", "No path of the list below and of the listeners' rules, whichever way it may be read, reaches admin-api without being counted by the rate rule.", adminCounted, ""},
		{"own-gateway", "The way out of each zone is in that zone.", ownGateway, prod},
		{"zone-loss", "Without any one zone, requests arrive, both services keep their tasks and their way out, and database, proxy and cache are there; only bastion and read-only sessions may have to wait.", zoneLoss, prod},
	}
}

func understood(m *Model) []string { return m.Unknown }
