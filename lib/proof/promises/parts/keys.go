package parts

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Encrypted complains unless a property of r is the ARN of a key of the platform.
func Encrypted(v *check.Review, r *assembly.Resource, path ...any) {
	v.Refers(r, v.Target(r, "AWS::KMS::Key", path...), "Arn", path...)
}

// The four keys.
var (
	FlowLogKey = KeyName{"Network", "FlowLogKey"}
	DataKey    = KeyName{"Security", "DataKey"}
	LogsKey    = KeyName{"Security", "LogsKey"}
	AlertsKey  = KeyName{"Security", "AlertsKey"}
)

// KeyName is a key by its stack and its construct.
type KeyName struct{ Stack, Construct string }

// Key returns a key of the platform, or nil with a complaint.
func Key(v *check.Review, name KeyName) *assembly.Resource {
	v = v.Lookup()
	r := v.Named(name.Stack, "AWS::KMS::Key", name.Construct)
	if r == nil {
		v.Add("found no key %s/%s", name.Stack, name.Construct)
	}
	return r
}
