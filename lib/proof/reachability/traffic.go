package reachability

import (
	"fmt"
	"strconv"
)

// Traffic is a range of ports of a protocol, or everything.
type Traffic struct {
	Protocol string // tcp, udp, icmp or all
	From, To int
}

const (
	allProtocols = "all"
	maxPort      = 65535
)

// TCP is the traffic of one TCP port.
func TCP(port int) Traffic { return Traffic{"tcp", port, port} }

func (t Traffic) String() string {
	switch {
	case t == Traffic{}:
		return "traffic that cannot be read"
	case t.Protocol == allProtocols:
		return "everything"
	case t.From == 0 && t.To == maxPort:
		return t.Protocol
	case t.From == t.To:
		return t.Protocol + " " + strconv.Itoa(t.From)
	}
	return fmt.Sprintf("%s %d-%d", t.Protocol, t.From, t.To)
}

// intersect is the traffic that both allow.
func (t Traffic) intersect(u Traffic) (Traffic, bool) {
	if t.Protocol == allProtocols {
		return u, true
	}
	if u.Protocol == allProtocols {
		return t, true
	}
	both := Traffic{t.Protocol, max(t.From, u.From), min(t.To, u.To)}
	return both, t.Protocol == u.Protocol && both.From <= both.To
}

// includes says whether a TCP port is in the traffic.
func (t Traffic) includes(port int) bool {
	_, ok := t.intersect(TCP(port))
	return ok
}

// readTraffic reads a rule's protocol and ports, and knows the numbers of protocols
// that CloudFormation takes in the place of names.
func readTraffic(protocol, from, to string) (Traffic, bool) {
	switch protocol {
	case "-1":
		return Traffic{allProtocols, 0, maxPort}, true
	case "6":
		protocol = "tcp"
	case "17":
		protocol = "udp"
	case "1":
		protocol = "icmp"
	}
	switch protocol {
	case "icmp":
		return Traffic{protocol, 0, maxPort}, true
	case "tcp", "udp":
		if from == "" && to == "" {
			return Traffic{protocol, 0, maxPort}, true
		}
		first, err := strconv.Atoi(from)
		last, err2 := strconv.Atoi(to)
		if err == nil && err2 == nil && first >= 0 && last <= maxPort && first <= last {
			return Traffic{protocol, first, last}, true
		}
	}
	return Traffic{}, false
}
