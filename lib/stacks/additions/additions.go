// Package additions is the team's own: resources that Chassis does not have, such as a
// bucket that one service may write. Chassis ships it empty and never edits it, so a
// new version brings no conflict. docs/adding.md has an example.
package additions

import "example.com/chassis/lib/stacks/offer"

// Define defines the team's own resources for one environment.
func Define(offer.Platform) {}
