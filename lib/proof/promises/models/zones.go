package models

import (
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/reachability"
)

func zoneLossIsAsTheSettingsSay(v *check.Review) {
	losses := v.Model().ZoneLosses()
	if len(losses) < 2 {
		v.Add("there are fewer than two zones")
	}
	stops := map[string]bool{}
	points := reachability.SinglePoints(v.Settings)
	for _, l := range losses {
		for _, c := range l.Lost() {
			why := points.Of(l.Zone, c)
			if why == "" {
				v.Add("without %s: %s: %s", l.Zone, c.Name, c.How)
			}
			stops[why] = true
		}
	}
	for _, point := range points {
		if !stops[point.Is] {
			v.Add("the settings give up something for %s, and the loss of no zone stops it", point.Is)
		}
	}
}
