package destinations

import (
	"regexp"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// bootstrapped are the roles and the bucket of the CDK's bootstrap stack in the account and
// region of a stack.
var bootstrapped = []string{
	`^arn:aws:iam::own-account:role/cdk-[a-z0-9]+-[a-z-]+-own-account-REGION$`,
	`^s3://cdk-[a-z0-9]+-assets-own-account-REGION/[0-9a-z]+\.json$`,
}

func deploymentsStay(v *check.Review) {
	for _, s := range v.Stacks {
		if told := s.Deployment["notificationArns"]; len(assembly.List(told)) > 0 {
			v.Add("stack %s: its events are sent to %s", s.ID, assembly.Written(told))
		}
		for _, l := range leaves("", s.Deployment) {
			text, _ := l.value.(string)
			text = own(s, text)
			if !anARN.MatchString(text) && !aURL.MatchString(text) || l.path == "environment" || strings.HasPrefix(l.path, "notificationArns") {
				continue
			}
			known := false
			for _, pattern := range bootstrapped {
				known = known || regexp.MustCompile(strings.ReplaceAll(pattern, "REGION", regexp.QuoteMeta(s.Region))).MatchString(text)
			}
			if !known {
				v.Add("stack %s: %s is %s, want a role or the bucket of the bootstrap stack of its account and region", s.ID, l.path, shown(text))
			}
		}
	}
	if len(v.Stacks) == 0 {
		v.Add("there is no stack")
	}
}
