package promises

func numberBreaches() []Breach {
	return []Breach{
		{Name: "an alarm before the grace is over", Check: windowsAgree, Change: Set("Compute/ServiceApiReleaseService", `300`, "HealthCheckGracePeriodSeconds"), Want: "unhealthy-targets fires after 300 s"},
		{Name: "an alarm while tasks start", Check: windowsAgree, Change: Set("Compute/AdminApiReleaseTasksMissing", `5`, "DatapointsToAlarm"), Want: "tasks-missing fires after 300 s"},
		{Name: "an alarm before auto scaling", Check: windowsAgree, Change: Set("Compute/AdminApiReleaseNoHeadroom", `2`, "DatapointsToAlarm"), Want: "no-headroom fires after 120 s"},
		{Name: "more tasks than connections", Check: connectionsFit, Change: Set("Compute/AdminApiReleaseScaling", `151`, "MaxCapacity"), Want: "may open 2010"},
		{Name: "a smaller database", Check: connectionsFit, Change: Set("Data/Aurora", `2`, "ServerlessV2ScalingConfiguration", "MaxCapacity"), Want: "takes 189 connections"},
	}
}
