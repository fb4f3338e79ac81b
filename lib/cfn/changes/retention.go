package changes

import (
	"fmt"
	"math"
	"strconv"

	"example.com/chassis/lib/cfn/assembly"
)

// retention is a property that says for how long, or how much of, the past is
// kept. When it gets smaller, AWS deletes the rest within hours.
type retention struct {
	property string
	// absent is what AWS takes where the property is left out.
	absent float64
}

var retentions = map[string]retention{
	"AWS::RDS::DBCluster":                {"BackupRetentionPeriod", 1},
	"AWS::RDS::DBInstance":               {"BackupRetentionPeriod", 1},
	"AWS::ElastiCache::ReplicationGroup": {"SnapshotRetentionLimit", 0},
	"AWS::Logs::LogGroup":                {"RetentionInDays", math.Inf(1)},
	"AWS::SQS::Queue":                    {"MessageRetentionPeriod", 4 * 24 * 60 * 60},
	"AWS::Kinesis::Stream":               {"RetentionPeriodHours", 24},
}

// overwritten are properties whose change makes AWS write anew what the resource
// holds, although the resource stays: a secret gets another value, which nobody who
// has the old one hears of.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
var overwritten = map[string][]string{
	"AWS::SecretsManager::Secret": {"GenerateSecretString", "SecretString"},
}

// weakenedContents lists what would be lost of the content of a resource that
// stays.
func (c *comparison) weakenedContents(before, after *assembly.Resource) []string {
	var found []string
	if r, ok := retentions[before.Type]; ok {
		was, is := c.kept(c.before, before, r), c.kept(c.after, after, r)
		if is < was {
			found = append(found, fmt.Sprintf("%s %s becomes %s", r.property, amount(was), amount(is)))
		}
	}
	for _, property := range overwritten[before.Type] {
		steps := []string{property}
		if is := text(c.after, after, steps); is != "" && is != text(c.before, before, steps) {
			found = append(found, property+" writes the content anew")
		}
	}
	return found
}

// kept is how much of the past a resource keeps; not a number where a function
// decides, so that only a known loss is told.
func (*comparison) kept(a *assembly.Assembly, r *assembly.Resource, of retention) float64 {
	value := text(a, r, []string{of.property})
	if value == "" {
		return of.absent
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return math.NaN() // no number is less than it, nor it than any
	}
	return n
}

func amount(n float64) string {
	if math.IsInf(n, 1) {
		return "for ever"
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
