package reachability_test

import (
	"strings"
	"testing"

	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
	"example.com/chassis/lib/proof/reachability"
)

// Constructs of the recorded platform that several tests change.
const (
	privateSubnet = "Network/VpcPrivateSubnet1Subnet"
	privateRoute  = "Network/VpcPrivateSubnet1DefaultRoute"
	tasks         = "Compute/AdminApiReleaseService"
	https         = "Compute/AlbHttps"
)

// platform is the recorded platform with changes.
func platform(t *testing.T, changes ...checktest.Change) check.Platform {
	t.Helper()
	p := recorded.Platform(t)
	checktest.Changes(changes...)(t, &p)
	return p
}

func model(t *testing.T, changes ...checktest.Change) *reachability.Model {
	t.Helper()
	return reachability.New(platform(t, changes...).Assembly)
}

// addRule adds a rule to a group, from or to another or addresses.
func addRule(direction, group, peer, ports string) checktest.Change {
	return checktest.Put("Network/Added"+direction, "AWS::EC2::SecurityGroup"+direction, `{"GroupId": {"Ref": "@`+group+`"}, `+peer+`, "IpProtocol": "tcp", `+ports+`, "Description": "Why"}`)
}

const port443 = `"FromPort": 443, "ToPort": 443`

// expectUnknown wants something unknown in the model of each platform.
func expectUnknown(t *testing.T, platforms map[string]checktest.Change) {
	t.Helper()
	for want, change := range platforms {
		if got := strings.Join(model(t, change).Unknown, "\n"); !strings.Contains(got, want) {
			t.Errorf("unknown is %q, want %q", got, want)
		}
	}
}
