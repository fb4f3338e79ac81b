// Package models makes promises of what the model of the network and the reading of all
// permissions say about the platform as a whole. The other packages of promises judge
// one component after the other.
package models

import (
	"strings"

	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/reachability"
)

// Promises are those of the models, the costly ones last.
func Promises() []check.Promise {
	var all []check.Promise
	for _, p := range reachability.Promises() {
		all = append(all, check.Promise{ID: p.For, Says: p.Says, By: p.Wrong, Check: func(v *check.Review) {
			if !p.Applies(v.Env) {
				return
			}
			for _, wrong := range p.Wrong(v.Model()) {
				v.Add("%s", wrong)
			}
		}})
	}
	return append(all, check.Promise{
		ID: reachability.Proof, Says: "Every permission is understood, and every one that is broad has a declared reason.", Check: permissionsHaveReasons,
	})
}

func permissionsHaveReasons(v *check.Review) {
	_, err := v.Permissions()
	if err == nil {
		return
	}
	for _, wrong := range strings.Split(err.Error(), "\n") {
		v.Add("%s", wrong)
	}
}
