package assembly

import (
	"crypto/md5" //nolint:gosec // the CDK's own, and no secret
	"fmt"
	"regexp"
	"strings"
)

var notAlphanumeric = regexp.MustCompile(`[^A-Za-z0-9]`)

// longestReadable is how much of a logical id the CDK makes of names; the hash follows.
const longestReadable = 240

// LogicalID is the logical id that the CDK makes of the path of a resource, of which the
// first part is the stack. An id that the program overrides is another.
// https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/private/uniqueid.ts
func LogicalID(path string) string {
	var hashed, readable []string
	for _, part := range strings.Split(path, "/")[1:] {
		if part != "Default" {
			hashed = append(hashed, part)
		}
	}
	if len(hashed) == 1 {
		if name := notAlphanumeric.ReplaceAllString(hashed[0], ""); len(name) <= 255 {
			return name
		}
	}
	last := ""
	for _, part := range hashed {
		part = notAlphanumeric.ReplaceAllString(part, "")
		if part != "Resource" && (last == "" || !strings.HasSuffix(last, part)) {
			readable, last = append(readable, part), part
		}
	}
	name := strings.Join(readable, "")
	if len(name) > longestReadable {
		name = name[:longestReadable]
	}
	return name + strings.ToUpper(fmt.Sprintf("%x", md5.Sum([]byte(strings.Join(hashed, "/"))))[:8]) //nolint:gosec // as above
}
