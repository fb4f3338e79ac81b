package security_test

import (
	"strings"
	"testing"

	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/checktest"
	"example.com/chassis/lib/proof/promises/security"
)

// AWS looks for a log group by its name, and creates one without a key where it
// finds none.
func TestALogGroupUnderAnotherNameIsFound(t *testing.T) {
	for _, construct := range []string{"InsightsLogGroup", "ProxyLogGroup", "AuroraLogGroup", "WebAclLogGroup", "FlowLogGroup", "RolesLogGroup"} {
		p := recorded.Platform(t)
		checktest.SetAt(t, checktest.Constructed(t, p, construct).Properties, "/aws/other", "LogGroupName")
		if found := checktest.Complaints(p, security.Promises()); !strings.Contains(found, "/aws/other") {
			t.Errorf("%s is renamed, and the promises say %q", construct, found)
		}
	}
}
