package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestBadInputIsOneClearLine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"no environment":      {[]string{"cdk.out"}, `-env must be dev, staging or prod, got ""`},
		"another environment": {[]string{"-env", "test", "cdk.out"}, `-env must be dev, staging or prod, got "test"`},
		"no assembly":         {[]string{"-env", "prod"}, "want one cloud assembly, got 0"},
		"two assemblies":      {[]string{"-env", "prod", "a", "b"}, "want one cloud assembly, got 2"},
		"an unknown flag":     {[]string{"-fast"}, "flag provided but not defined: -fast"},
		"no such folder":      {[]string{"-env", "prod", "nowhere"}, "nowhere"},
		"a foreign assembly":  {[]string{"-env", "prod", "../../lib/changes/testdata/base"}, "before anything is changed"},
	} {
		var out bytes.Buffer
		err := run(tc.args, &out)
		if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "\n") || out.Len() > 0 {
			t.Errorf("%s: the error is %v and the output %q, want %s", name, err, out.String(), tc.want)
		}
	}
}

func TestHelpIsHelp(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run([]string{"-help"}, &out); err != nil || !strings.Contains(out.String(), "usage: mutation") {
		t.Errorf("got %q (%v)", out.String(), err)
	}
}
