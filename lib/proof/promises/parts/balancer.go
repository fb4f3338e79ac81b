package parts

import (
	"strconv"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Seconds reads an attribute of r, which is always written as a string.
func Seconds(v *check.Review, r *assembly.Resource, what, text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		v.Add("%s: %s is %q, want seconds", r, what, text)
	}
	return n
}

// IdleTimeout is how many seconds the load balancer waits for an answer.
func IdleTimeout(v *check.Review) float64 {
	v = v.Lookup()
	balancer := v.Only("Compute", LoadBalancer)
	if balancer == nil {
		return 0
	}
	attributes := v.Entries(balancer, balancer.At("LoadBalancerAttributes"), "Key", "Value")
	return Seconds(v, balancer, "idle timeout", attributes["idle_timeout.timeout_seconds"])
}
