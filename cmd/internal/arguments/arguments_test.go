package arguments_test

import (
	"errors"
	"flag"
	"strings"
	"testing"

	"example.com/chassis/cmd/internal/arguments"
)

const assembly = "../../../lib/proof/platformtest/testdata/prod"

func TestTheArgumentsAreRead(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		assembly:                "",
		"-loud " + assembly:     "",
		"-env prod " + assembly: "",
		"-env dev " + assembly:  "is of prod, not of dev",
		"":                      "want one cloud assembly, got 0",
		assembly + " b":         "want one cloud assembly, got 2",
		"nowhere":               "nowhere",
		"-quiet " + assembly:    "flag provided but not defined: -quiet",
		"../../../lib/cfn/assembly/testdata/conditions": "is no platform of Chassis",
	} {
		flags := flag.NewFlagSet("command", flag.ContinueOnError)
		loud := flags.Bool("loud", false, "")
		p, err := arguments.Parse(flags, strings.Fields(args))
		switch {
		case want == "" && (err != nil || p.Settings.Name != "prod" || *loud != strings.HasPrefix(args, "-loud")):
			t.Errorf("%q: read %s, %v", args, p.Label(), err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: the error is %v, want %s", args, err, want)
		}
	}
	flags := flag.NewFlagSet("command", flag.ContinueOnError)
	if _, err := arguments.Parse(flags, []string{"-help"}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("asked for help, the error is %v", err)
	}
}
