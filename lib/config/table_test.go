package config

import (
	"strings"
	"testing"
)

func TestTheSettingsTableHasARowForEverySettingAndAColumnForEveryEnvironment(t *testing.T) {
	t.Parallel()
	rows := strings.Split(strings.TrimSpace(SettingsTable()), "\n")
	if got, want := len(rows), len(settings())+2; got != want {
		t.Fatalf("the table has %d lines, want %d", got, want)
	}
	for _, want := range []string{
		"| setting | dev | staging | prod | meaning |",
		"| `natGateways` | 1 | 1 | 2 | 1, or one per availability zone; 1 in dev |",
		"| `domainName` | `dev.chassis.example.com` (placeholder) | `staging.chassis.example.com` (placeholder) | `prod.chassis.example.com` (placeholder) | name that users type, covered by an ACM certificate in ap-northeast-2 |",
	} {
		if !strings.Contains(SettingsTable(), want+"\n") {
			t.Errorf("the table lacks %s", want)
		}
	}
	for _, row := range rows {
		if strings.Count(row, "|") != 6 {
			t.Errorf("%s does not have five columns", row)
		}
	}
}
