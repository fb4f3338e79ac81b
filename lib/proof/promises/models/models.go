// Package models makes promises of what the model of the network and the reading of all
// permissions say about the platform as a whole. The other packages of promises judge
// one component after the other.
package models

import (
	"strings"

	"example.com/chassis/lib/proof/promises/check"
)

// proof takes the place of a requirement where a promise is about the proof itself.
const proof = "Proof"

// Promises are those of the models, the costly ones last.
func Promises() []check.Promise {
	return []check.Promise{
		{ID: proof, Says: "The model understands everything in the templates, so that there is no peering, VPN, IPv6 address, use of the default security group or other way in or out that it does not know.", Check: everythingIsUnderstood},
		{ID: "R1.5", Says: "No component but the load balancer has a public address, and each Elastic IP address belongs to a NAT gateway.", Check: publicAddresses},
		{ID: "R1.4", Says: "The database, its proxy and the cache are in isolated subnets, which have a route neither to the internet nor to a VPC endpoint.", Check: dataIsIsolated},
		{ID: "R1.7", Says: "The connections that are possible are exactly these, each on its port: internet to load balancer, load balancer to the services that listen, services and bastion to the internet, the bastion and the services with a database to the proxy, the proxy to the database, the services with a cache to the cache; a migration has those of its service.", Check: connectionsAreTheSettings},
		{ID: "R1.7", Says: "Every security group rule is there once, is exactly one end of one flow that the settings want, and names its peer by its group, or as 0.0.0.0/0 for the internet; no group keeps the allow-all egress of AWS.", Check: everyRuleIsUsed},
		{ID: "R4.6", Says: "Requests from the internet reach every service that listens and no other, and over TLS only.", Check: requestsArrive},
		{ID: "R2.2", Says: "No path that reaches a service with a rate limit or with allowed addresses, in any normalized form, gets past its rules; tried are spellings of its path and the paths of all listener rules.", Check: everySpellingIsJudged},
		{ID: "R1.3", Says: "The loss of any one zone stops exactly what the settings give up, as with one NAT gateway, one cache node or no reader; apart from these it stops only the bastion and read-only sessions.", Check: zoneLossIsAsTheSettingsSay},
		{ID: proof, Says: "Every permission is understood, and every one that is broad has a declared reason.", Check: permissionsHaveReasons},
	}
}

func everythingIsUnderstood(v *check.Review) { addAll(v, v.Model().Unknown) }

func permissionsHaveReasons(v *check.Review) {
	if _, err := v.Permissions(); err != nil {
		addAll(v, strings.Split(err.Error(), "\n"))
	}
}

func addAll(v *check.Review, complaints []string) {
	for _, complaint := range complaints {
		v.Add("%s", complaint)
	}
}
