package arguments_test

import (
	"errors"
	"flag"
	"testing"

	"example.com/chassis/cmd/internal/arguments"
)

func TestOneEnvironmentAndOneAssemblyAreWanted(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		want string
	}{
		"both":                {[]string{"-env", "prod", "-json", "cdk.out"}, ""},
		"no environment":      {[]string{"cdk.out"}, `-env must be dev, staging or prod, got ""`},
		"another environment": {[]string{"-env", "test", "cdk.out"}, `-env must be dev, staging or prod, got "test"`},
		"no assembly":         {[]string{"-env", "prod"}, "want one cloud assembly, got 0"},
		"two assemblies":      {[]string{"-env", "prod", "a", "b"}, "want one cloud assembly, got 2"},
		"an unknown flag":     {[]string{"-fast"}, "flag provided but not defined: -fast"},
	} {
		flags := flag.NewFlagSet("it", flag.ContinueOnError)
		asJSON := flags.Bool("json", false, "")
		given, err := arguments.Parse(flags, tc.args)
		if tc.want == "" {
			if err != nil || given != (arguments.Arguments{Env: "prod", Assembly: "cdk.out"}) || !*asJSON {
				t.Errorf("%s: got %+v (%v)", name, given, err)
			}
			continue
		}
		if err == nil || err.Error() != tc.want {
			t.Errorf("%s: the error is %v, want %s", name, err, tc.want)
		}
	}
	if _, err := arguments.Parse(flag.NewFlagSet("it", flag.ContinueOnError), []string{"-help"}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("asked for help, the error is %v", err)
	}
}
