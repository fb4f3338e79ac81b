// Package known holds the promises that nothing is there which no promise reads: each
// resource of the platform that runs something, or that says whom the database and the cache
// know, has no property but those that the other packages judge. So a property that AWS adds,
// or that nobody thought of, is named, and not passed over. A team's own resources may have
// any, and are held to the network, permissions and package lifecycle.
package known

import (
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/promises/check"
)

// Promises are the promises about what may be there at all.
func Promises() []check.Promise {
	return slices.Concat([]check.Promise{
		{ID: "R3.10", Says: "The cache and the secret of its token have no property that no promise reads: no users beside the token, no copy of another cache, no replica of the secret.", Check: shaped(cache)},
		{ID: "R3.5", Says: "The cluster, its instances and its parameters have no property that no promise reads: no parameter but TLS, no role, no directory, no other source of users or data.", Check: shaped(database)},
		{ID: "R3.8", Says: "The proxy, its endpoint and its target group have no property that no promise reads, such as a query that begins each session.", Check: shaped(proxy)},
		{ID: "R3.11", Says: "The bastion and its tunnels have no property that no promise reads, and it runs no script when it boots.", Check: hostRunsNothing},
		{ID: "R2.5", Says: "A repository has no property that no promise reads, such as tags that may move.", Check: shaped(images)},
		{ID: "R4.11", Says: "Cluster, services and task definitions have no property that no promise reads: no other user or folder, host name, name server, credential, device, volume, log option or label.", Check: shaped(tasks)},
		{ID: "R5.4", Says: "A function has no variables, layers or other property that no promise reads, and neither has what it is called with.", Check: shaped(functions)},
		{ID: "R2.7", Says: "Rules, pipes, schedules and state machines have no property that no promise reads.", Check: shaped(starting)},
	}, definitions(), callers(), secrets(), attributes(), deployment(), additions())
}

// ours says whether a resource is the platform's, and not a team's. The path in the metadata
// alone proves nothing: the CDK makes the logical id of it, but for the stack.
func ours(r *assembly.Resource) bool {
	teams := r.Stack.ID == config.AdditionsStack || strings.Contains(r.LogicalID, config.AdditionsStack)
	return !teams || !r.Below(config.AdditionsStack)
}

// shaped names every property that the types do not have.
func shaped(types shapes) func(*check.Review) {
	return func(v *check.Review) {
		for _, r := range v.Resources() {
			shape, given := types[r.Type]
			if !given || !ours(r) {
				continue
			}
			for _, place := range parsed(shape).strange("", r.Properties) {
				if place != "Tags" { // package lifecycle reads them
					v.Add("%s: no promise knows its %s", r, place)
				}
			}
		}
	}
}
