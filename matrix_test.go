package main

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"example.com/chassis/lib/proof/platformtest"
	"example.com/chassis/lib/proof/promises"
	"example.com/chassis/lib/proof/promises/check"
)

// Every mixture of kinds keeps every promise: one to six services, beginning with each
// kind. It takes half a minute, so `.ci/run matrix` asks for it.
func TestEveryMixtureOfKindsKeepsEveryPromise(t *testing.T) {
	if os.Getenv("CHASSIS_TEST_MATRIX") == "" {
		t.Skip("set CHASSIS_TEST_MATRIX=1")
	}
	environments := []string{"dev", "staging", "prod"}
	for size := 1; size <= 6; size++ {
		for first := range kindsOfWork() {
			c := platformtest.Shipped(environments[(size+first)%len(environments)])
			if size%2 == 0 {
				c.Run["instance"] = "try"
			}
			var services []map[string]any
			for i := range size {
				s := kindsOfWork()[(first+i)%len(kindsOfWork())]
				s["name"] = fmt.Sprint("service-", i)
				if s["kind"] == nil {
					s["path"] = fmt.Sprint("/", i)
				}
				if i%3 == 1 {
					s["migrate"] = []string{"migrate"}
				}
				s["cache"], s["database"] = i%2 == 0, i%4 != 3
				services = append(services, s)
			}
			change, err := json.Marshal(map[string]any{"services": services})
			if err != nil {
				t.Fatal(err)
			}
			c.Change, c.Title = string(change), fmt.Sprintf("%d services from kind %d on", size, first)
			t.Run(c.Label(), func(t *testing.T) {
				p := platformtest.Synth(t, c).Platform
				for _, finding := range p.Errors() {
					t.Error(finding)
				}
				for _, v := range check.Judge(p, promises.All()) {
					for _, complaint := range v.Wrong {
						t.Errorf("%s %s: %s", v.ID, v.Says, complaint)
					}
				}
			})
		}
	}
}

// kindsOfWork are the kinds, with both ways to start a job.
func kindsOfWork() []map[string]any {
	return []map[string]any{
		{},
		{"kind": "worker"},
		{"kind": "job", "schedule": "cron(0 3 ? * MON-FRI *)"},
		{"kind": "job", "schedule": "rate(10 minutes)", "overlap": false, "timeZone": "UTC"},
	}
}
