package parts

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// encrypted complains unless a property of r is the ARN of a key of the platform.
func Encrypted(v *check.Review, r *assembly.Resource, path ...any) {
	v.Refers(r, v.Target(r, "AWS::KMS::Key", path...), "Arn", path...)
}

// The five keys, by stack and construct id.
var (
	FlowLogKey = KeyName{"Network", "FlowLogKey"}
	DataKey    = KeyName{"Security", "DataKey"}
	LogsKey    = KeyName{"Security", "LogsKey"}
	AlertsKey  = KeyName{"Security", "AlertsKey"}
	QueuesKey  = KeyName{"Security", "QueuesKey"}
)

type KeyName struct{ Stack, id string }

// key returns a key of ours, or nil and a finding.
func Key(v *check.Review, name KeyName) *assembly.Resource {
	v = v.Lookup()
	r := v.Named(name.Stack, "AWS::KMS::Key", name.id)
	if r == nil {
		v.Add("found no key %s/%s", name.Stack, name.id)
	}
	return r
}
