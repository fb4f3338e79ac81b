package known

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/parts"
)

// hostRunsNothing wants the script that the CDK writes for a host without one, to the letter.
func hostRunsNothing(v *check.Review) {
	for _, r := range v.Some(parts.Instance) {
		const nothing = `{"Fn::Base64":"#!/bin/bash"}`
		if script := r.At("UserData"); ours(r) && script != nil && assembly.Written(script) != nothing {
			v.Add("%s: when it boots it runs %s", r, assembly.Written(script))
		}
	}
}
