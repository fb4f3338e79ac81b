package config

import "testing"

func TestOnlyAServiceThatAlwaysRunsHasAShellWhereTheSettingAllowsIt(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		allowed    bool
		kind       string
		wantsShell bool
	}{
		"a service without the setting": {false, Web, false},
		"a service with it":             {true, Web, true},
		"what runs only at times":       {true, Job, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := Environment{Shell: tc.allowed}
			if got := e.HasShell(Service{Kind: tc.kind}); got != tc.wantsShell {
				t.Errorf("has a shell: %t, want %t", got, tc.wantsShell)
			}
		})
	}
}
