package changes

import (
	"math"
	"strings"
)

// setting is a line of Kafka's server.properties, a text with one name=value on each. The first
// of its names that is there counts.
// https://kafka.apache.org/documentation/#brokerconfigs_log.retention.ms
type setting struct {
	names []string
	// each is how much one of each name is.
	each   []float64
	absent float64
}

// kafka holds what a topic keeps by default. A topic may say otherwise, which no template shows.
var kafka = map[string][]setting{
	"AWS::MSK::Configuration": {
		{[]string{"log.retention.ms", "log.retention.minutes", "log.retention.hours"}, []float64{1.0 / 3600000, 1.0 / 60, 1}, 168},
		{[]string{"log.retention.bytes"}, []float64{1}, forEver},
	},
}

func (s setting) steps() []string { return []string{"ServerProperties"} }

func (s setting) worth(v any) rating {
	text, known := v.(string)
	if !known {
		return retention{absent: undocumented}.worth(v)
	}
	n := s.absent
	for i := len(s.names) - 1; i >= 0; i-- {
		for line := range strings.Lines(text) {
			name, value, _ := strings.Cut(line, "=")
			if strings.TrimSpace(name) != s.names[i] {
				continue
			}
			if n = number(strings.TrimSpace(value)) * s.each[i]; n < 0 {
				n = forEver
			}
		}
	}
	if math.IsNaN(n) {
		return rating{shown: text, worth: n, most: forEver}
	}
	return rating{shown: amount(n), worth: n, most: forEver}
}

func (s setting) told(place string, was, is rating, certain bool) string {
	return becomes(place+" "+s.names[len(s.names)-1], was, is, certain)
}
