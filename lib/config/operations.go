package config

import "slices"

// NIST80053R5 is the cdk-nag pack of the NIST 800-53 revision 5 controls.
const NIST80053R5 = "NIST80053R5"

// logRetentions lists the periods that CloudWatch Logs offers.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
func logRetentions() []int {
	return []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
}

func checkNATGateways(e Environment, fail reporter) {
	if got := e.Network.NATGateways; got != 1 && !e.SpansZones() {
		fail("natGateways must be 1, because this is a single-zone environment, got %d", got)
		return
	}
	checkRange(fail, "natGateways", e.Network.NATGateways, 1, len(e.Network.Zones))
}

func checkLogRetention(e Environment, fail reporter) {
	if got := e.LogRetentionDays; !slices.Contains(logRetentions(), got) {
		fail("logRetentionDays must be %s, got %d", oneOf(logRetentions()), got)
	}
}

func checkNagPacks(e Environment, fail reporter) {
	for _, pack := range e.NagPacks {
		if pack != NIST80053R5 {
			fail("nagPacks must be %s, got %q", NIST80053R5, pack)
		}
	}
}
