package compute

import (
	"reflect"
	"slices"
	"testing"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/checktest"
)

// elsewhere are the fields of a service that the promises of other stacks hold.
var elsewhere = []string{"EgressPorts", "RateLimitPerFiveMinutes", "AllowedCIDRs"}

func TestThePromisesHoldEveryFieldOfAService(t *testing.T) {
	t.Parallel()
	for _, field := range reflect.VisibleFields(reflect.TypeFor[config.Service]()) {
		if field.Anonymous || slices.Contains(elsewhere, field.Name) {
			continue
		}
		t.Run(field.Name, func(t *testing.T) {
			t.Parallel()
			notices := func(p check.Platform, service int) bool {
				change(reflect.ValueOf(&p.Settings.Services[service]).Elem().FieldByIndex(field.Index))
				return slices.ContainsFunc(check.Judge(p, Promises()), func(v check.Verdict) bool { return len(v.Wrong) > 0 })
			}
			held := notices(recorded.Platform(t), 1)
			for service := range recorded.Kinds(t).Settings.Services {
				held = held || notices(recorded.Kinds(t), service)
			}
			if !held {
				t.Error("no promise notices that the templates do not follow it")
			}
		})
	}
}

// change makes a value another one.
func change(v reflect.Value) {
	switch {
	case v.Kind() == reflect.String:
		v.SetString(v.String() + "x")
	case v.CanInt():
		v.SetInt(v.Int() + 1)
	case v.Kind() == reflect.Bool:
		v.SetBool(!v.Bool())
	case v.Kind() == reflect.Slice:
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	case v.Kind() == reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{"NAME": "x"}))
	default:
		panic("a field of a new type: " + v.Type().String())
	}
}

func settingBreaches() []checktest.Breach {
	admin := func(change func(*config.Service)) checktest.Change {
		return checktest.Settings(func(e *config.Environment) { change(&e.Services[1]) })
	}
	secrets := admin(func(s *config.Service) {
		s.Secrets = map[string]string{"NAME": "team/x", "ARN": "arn:aws:secretsmanager:eu-west-1:1:secret:y-AbCdEf", "KEY": "arn:aws:secretsmanager:eu-west-1:1:secret:z-AbCdEf#user"}
	})
	return []checktest.Breach{
		{Name: "a service at the root", Check: routedPaths, Change: admin(func(s *config.Service) { s.Path = "/" }), Want: `want ["/*"]`},
		{Name: "secrets as ECS names them", Check: taskSecrets, Change: secrets, Want: `"ARN=arn:aws:secretsmanager:eu-west-1:1:secret:y-AbCdEf" "KEY=arn:aws:secretsmanager:eu-west-1:1:secret:z-AbCdEf:user::" "NAME=arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:team/x"`},
		{Name: "a secret that ECS may not decrypt", Check: executionRole, Change: secrets, Want: "StringLike kms:EncryptionContext:SecretARN arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:team/x-??????,arn:aws:secretsmanager:eu-west-1:1:secret:y-AbCdEf,arn:aws:secretsmanager:eu-west-1:1:secret:z-AbCdEf"},
		{Name: "a balance of one zone", Check: zoneRebalancing, Change: checktest.Settings(func(e *config.Environment) { e.Network.WorkloadZones = e.Network.Zones[:1] }), Want: "want DISABLED"},
		{Name: "a balancer that misses a zone", Check: balancerInPublicSubnets, Change: checktest.Settings(func(e *config.Environment) { e.Network.Zones = append(e.Network.Zones, "zone") }), Want: "public in zone"},
		{Name: "metrics of each task in dev", Check: fargateOnly, Change: checktest.Settings(func(e *config.Environment) { e.EnhancedInsights = false }), Want: "want enabled"},
		{Name: "a balancer that must go", Check: balancerProtection, Change: checktest.Settings(func(e *config.Environment) { e.LoadBalancer.Protected = false }), Want: "want false"},
		{Name: "a longer wait", Check: deregistrationDelay, Change: checktest.Settings(func(e *config.Environment) { e.LoadBalancer.IdleTimeoutSeconds = 200 }), Want: `is cut off after "130" s, want 200`},
		{Name: "load balancers of a newer region", Check: accessLogsPolicy, Change: checktest.Settings(func(e *config.Environment) { e.Region = "il-central-1" }), Want: "Service logdelivery.elasticloadbalancing.amazonaws.com: s3:PutObject"},
		{Name: "the writer as reader", Check: taskEnvironment, Change: checktest.Settings(func(e *config.Environment) { e.Database.Readers = 0 }), Want: "DB_READER_HOST=${Data/Proxy"},
		{Name: "a given certificate", Check: certificateOfListener, Change: checktest.Settings(func(e *config.Environment) { e.Domain.CertificateARN = "arn" }), Want: "want arn"},
		{Name: "a search beside a given certificate", Check: certificateOfListener, Change: checktest.Settings(func(e *config.Environment) { e.Domain.CertificateARN = "arn" }), Want: "certificate search beside"},
		{Name: "a zone without a record", Check: aliasRecords, Change: checktest.Settings(func(e *config.Environment) { e.Domain.HostedZoneID = "Z1" }), Want: "found 0 of records"},
	}
}
