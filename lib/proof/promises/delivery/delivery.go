// Package delivery holds the promises about what acts from outside the account, the
// release of images and the budget.
package delivery

import "example.com/chassis/lib/proof/promises/check"

// Promises are the promises about delivery.
func Promises() []check.Promise {
	return []check.Promise{
		{ID: "Pipeline", Says: "Nobody outside the account may assume a role, save workflows of the GitHub repositories in the settings: from one of this environment's two GitHub environments, from a pull request or from main, each for its own role.", Check: externalTrust},
		{ID: "Pipeline", Says: "A workflow may push images and start the release, deploy through the bootstrap's roles, read this environment's templates, or look for drift, and nothing more.", Check: workflowPermissions},
		{ID: "Pipeline", Says: "The release gives the Compute stack other images under the template that it has, and can do nothing else to it.", Check: releaseKeepsTheTemplate},
		{ID: "Pipeline", Says: "The release takes images of this deployment's own repositories in its account and region and, for an instance, of every environment's; no other.", Check: releaseTakesOwnImages},
		{ID: "Pipeline", Says: "A budget of the settings tells of 80 and 100 % spent and of a forecast of 100 %, by e-mail.", Check: budgetOfTheSettings},
	}
}

// delivers says whether workflows of GitHub deliver to the platform.
func delivers(v *check.Review) bool { return len(v.Settings.Pipeline.Repositories) > 0 }
