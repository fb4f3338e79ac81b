package changes_test

import (
	"strconv"
	"testing"
)

const (
	expires    = "LifecycleConfiguration expires more than before"
	mayExpire  = "LifecycleConfiguration may expire more than before"
	imagesLost = "LifecyclePolicy expires more than before"
)

func TestARuleOfABucketThatDeletesMore(t *testing.T) {
	t.Parallel()
	bucket := func(configuration string) string {
		return one("AWS::S3::Bucket", `"LifecycleConfiguration": `+configuration)
	}
	rules := func(all string) string { return bucket(`{"Rules": [` + all + `]}`) }
	rule := func(more string) string { return `{"Status": "Enabled", ` + more + `}` }
	days := func(n string) string { return rule(`"ExpirationInDays": ` + n) }
	const (
		condition = `"Conditions": {"P": {"Fn::Equals": ["a", "a"]}}, `
		changed   = `"Conditions": {"P": {"Fn::Equals": ["a", "b"]}}, `
		off       = `{"Status": {"Fn::If": ["P", "Disabled", "Enabled"]}, "ExpirationInDays": 1}`
	)
	number := func(n string) string { return `"Parameters": {"D": {"Type": "Number", "Default": ` + n + `}}, ` }
	moved := func(expiration, transition string) string {
		return rules(rule(`"ExpirationInDays": ` + expiration + `, "Transitions": [{"StorageClass": "GLACIER", "TransitionInDays": ` + transition + `}]`))
	}
	versions := func(days, newer string) string {
		return rules(rule(`"NoncurrentVersionExpiration": {"NoncurrentDays": ` + days + `, "NewerNoncurrentVersions": ` + newer + `}`))
	}
	none := one("AWS::S3::Bucket", "")
	checkAll(t, map[string]weakening{
		"a later transition hides no earlier expiration": {moved("365", "30"), moved("330", "90"), expires},
		"more days hide no fewer versions":               {versions("30", "50"), versions("80", "1"), expires},
		"more of both":                                   {versions("30", "5"), versions("80", "5"), ""},
		"the shorter of two rules goes":                  {rules(days("100") + "," + days("300")), rules(days("200")), ""},
		"a shorter rule beside another":                  {rules(days("300")), rules(days("300") + "," + days("1")), expires},
		"only a transition":                              {none, rules(rule(`"Transitions": [{"TransitionInDays": 30}]`)), ""},
		"an upload that is given up":                     {none, rules(rule(`"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}`)), ""},
		"a marker without an object":                     {none, rules(rule(`"ExpiredObjectDeleteMarker": true`)), ""},
		"narrowed by a prefix":                           {rules(days("30")), rules(rule(`"Prefix": "tmp/", "ExpirationInDays": 30`)), ""},
		"narrowed by a longer prefix":                    {rules(rule(`"Prefix": "tmp/", "ExpirationInDays": 30`)), rules(rule(`"Prefix": "tmp/a/", "ExpirationInDays": 30`)), ""},
		"another prefix":                                 {rules(rule(`"Prefix": "tmp/", "ExpirationInDays": 30`)), rules(rule(`"Prefix": "data/", "ExpirationInDays": 30`)), expires},
		"a prefix that restricts nothing":                {rules(rule(`"Prefix": "", "ExpirationInDays": 30`)), rules(days("30")), ""},
		"a number that is none":                          {rules(days("{}")), rules(days("30")), expires},
		"narrowed by a tag":                              {rules(days("30")), rules(rule(`"TagFilters": [{"Key": "a", "Value": "b"}], "ExpirationInDays": 30`)), ""},
		"a tag less":                                     {rules(rule(`"TagFilters": [{"Key": "a", "Value": "b"}], "ExpirationInDays": 30`)), rules(days("30")), expires},
		"more days, as text":                             {rules(days(`"30"`)), rules(days(`"365"`)), ""},
		"fewer days, as text":                            {rules(days(`"365"`)), rules(days(`"30"`)), expires},
		"an earlier date":                                {rules(rule(`"ExpirationDate": "2099-01-01T00:00:00Z"`)), rules(rule(`"ExpirationDate": "2030-01-01T00:00:00Z"`)), expires},
		"rules behind a condition":                       {condition + none, condition + bucket(`{"Fn::If": ["P", {"Rules": [`+days("1")+`]}, {"Ref": "AWS::NoValue"}]}`), mayExpire},
		"a status behind a condition":                    {condition + rules(off), changed + rules(off), mayExpire + " (condition P is changed)"},
		"days of a parameter":                            {number("365") + rules(days(`{"Ref": "D"}`)), number("1") + rules(days(`{"Ref": "D"}`)), mayExpire + " (parameter D is changed)"},
		"rules that only a deployment knows":             {none, bucket(`{"Fn::GetAtt": ["Y", "Rules"]}`), mayExpire},
		"rules of a bucket on an outpost": {
			one("AWS::S3Outposts::Bucket", ""), one("AWS::S3Outposts::Bucket", `"LifecycleConfiguration": {"Rules": [`+days("1")+`]}`), expires,
		},
	})
}

func TestARuleOfARepositoryThatDeletesMore(t *testing.T) {
	t.Parallel()
	policy := func(rules string) string {
		return one("AWS::ECR::Repository", `"LifecyclePolicy": {"LifecyclePolicyText": `+strconv.Quote(`{"rules":[`+rules+`]}`)+`}`)
	}
	rule := func(priority, count, tags string) string {
		return `{"rulePriority":` + priority + `,"selection":{` + tags + `,"countType":"imageCountMoreThan","countNumber":` + count + `},"action":{"type":"expire"}}`
	}
	const (
		all, untagged = `"tagStatus":"any"`, `"tagStatus":"untagged"`
		prod, p       = `"tagStatus":"tagged","tagPrefixList":["prod"]`, `"tagStatus":"tagged","tagPrefixList":["p"]`
	)
	checkAll(t, map[string]weakening{
		"a rule before another is gone":       {policy(rule("1", "9999", prod) + "," + rule("2", "1", all)), policy(rule("2", "1", all)), imagesLost},
		"the last rule is gone":               {policy(rule("1", "9999", prod) + "," + rule("2", "1", all)), policy(rule("1", "9999", prod)), ""},
		"other priorities in the same order":  {policy(rule("1", "9", prod) + "," + rule("2", "1", all)), policy(rule("20", "1", all) + "," + rule("10", "9", prod)), ""},
		"priorities are swapped":              {policy(rule("1", "100", prod) + "," + rule("2", "1", p)), policy(rule("2", "100", prod) + "," + rule("1", "1", p)), imagesLost},
		"rules are swapped that never meet":   {policy(rule("1", "100", prod) + "," + rule("2", "1", untagged)), policy(rule("2", "100", prod) + "," + rule("1", "1", untagged)), ""},
		"tagged images beside untagged ones":  {policy(rule("1", "1", untagged)), policy(rule("1", "1", all)), imagesLost},
		"a function that yields a policy":     {one("AWS::ECR::Repository", ""), one("AWS::ECR::Repository", `"LifecyclePolicy": {"LifecyclePolicyText": {"Fn::Sub": `+strconv.Quote(`{"rules":[`+rule("1", "1", all)+`]}`)+`}}`), imagesLost},
		"what is no policy":                   {policy(rule("1", "1", all)), one("AWS::ECR::Repository", `"LifecyclePolicy": {"LifecyclePolicyText": "["}`), "LifecyclePolicy may expire more than before"},
		"an image that goes to the archive":   {one("AWS::ECR::Repository", ""), policy(`{"rulePriority":1,"selection":{"tagStatus":"any"},"action":{"type":"transition"}}`), ""},
		"an index that is no longer for ever": {indexes(`"NoMinIndexRetention":true`), indexes(`"MinIndexRetention":"1d"`), "Policy expires more than before"},
		"an index that stays as long":         {indexes(`"MinIndexRetention":"24h"`), indexes(`"MinIndexRetention":"1d"`), ""},
	})
}

func indexes(retention string) string {
	return one("AWS::OpenSearchServerless::LifecyclePolicy", `"Policy": `+strconv.Quote(`{"Rules":[{"ResourceType":"index","Resource":["index/a/*"],`+retention+`}]}`))
}
