package parts

import (
	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// PolicyOf returns the one scaling policy of a scalable target.
func PolicyOf(v *check.Review, target *assembly.Resource) *assembly.Resource {
	if target == nil {
		return nil
	}
	return v.Unique("scaling policy of "+target.String(), v.WithText(ScalingPolicy, check.Token(target, ""), "ScalingTargetId"))
}

// TargetTracking complains unless a policy keeps a metric that AWS defines at a value.
func TargetTracking(v *check.Review, policy *assembly.Resource, metric string, value int) {
	const configuration = "TargetTrackingScalingPolicyConfiguration"
	v.Reads(policy, "TargetTrackingScaling", "PolicyType")
	v.Reads(policy, metric, configuration, "PredefinedMetricSpecification", "PredefinedMetricType")
	v.Reads(policy, value, configuration, "TargetValue")
	v.Off(policy, configuration, "DisableScaleIn")
}

// ScalingActive complains when a scalable target is switched off.
func ScalingActive(v *check.Review, target *assembly.Resource) {
	v.Off(target, "SuspendedState", "DynamicScalingInSuspended")
	v.Off(target, "SuspendedState", "DynamicScalingOutSuspended")
}
