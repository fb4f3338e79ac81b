package compute

import "example.com/chassis/lib/proof/promises/checktest"

func numberBreaches() []checktest.Breach {
	return []checktest.Breach{
		{Name: "an alarm before the grace is over", Check: windowsAgree, Change: checktest.Set("Compute/ServiceApiReleaseService", `300`, "HealthCheckGracePeriodSeconds"), Want: "unhealthy-targets fires after 300 s"},
		{Name: "an alarm while tasks start", Check: windowsAgree, Change: checktest.Set("Compute/AdminApiReleaseTasksMissing", `5`, "DatapointsToAlarm"), Want: "tasks-missing fires after 300 s"},
		{Name: "an alarm before auto scaling", Check: windowsAgree, Change: checktest.Set("Compute/AdminApiReleaseNoHeadroom", `2`, "DatapointsToAlarm"), Want: "no-headroom fires after 120 s"},
		{Name: "more tasks than connections", Check: connectionsFit, Change: checktest.Set("Compute/AdminApiReleaseScaling", `151`, "MaxCapacity"), Want: "may open 2010"},
		{Name: "a smaller database", Check: connectionsFit, Change: checktest.Set("Data/Aurora", `2`, "ServerlessV2ScalingConfiguration", "MaxCapacity"), Want: "takes 189 connections"},
	}
}
