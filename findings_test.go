package main

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/proof/platformtest"
	"example.com/chassis/lib/stacks/app"
)

// report is the part of validation-report.json that tells what the CDK's plugins
// objected to.
type report struct {
	PluginReports []struct {
		PluginName string `json:"pluginName"`
		Violations []struct {
			RuleName    string `json:"ruleName"`
			Description string `json:"description"`
		} `json:"violations"`
	} `json:"pluginReports"`
}

// everyOption is prod with what a deployment may add to it. The account is among
// it because cdk-nag names a finding by its resource, and that by its account.
func everyOption() platformtest.Settings {
	return platformtest.Settings{
		"env": "prod", "account": "123456789012", "nagPacks": "NIST80053R5",
		"alertEmail": "ops@example.net", "slackWebhookSecret": "chassis/slack-webhook", "enhancedScanning": "true",
		"monthlyBudgetUsd": "500", "githubRepository": "acme/shop,acme@12/app@34",
	}
}

// Every kind of finding counts, warnings too: a wrong enum value is only a
// warning of the CloudFormation validation and fails at deployment all the same.
func TestNothingIsLeftToFind(t *testing.T) {
	further := []platformtest.Settings{
		{"env": "prod", "nagPacks": "NIST80053R5"},
		everyOption(),
	}
	for _, settings := range append(platforms(), further...) {
		t.Run(label(settings)+settings["nagPacks"]+settings["account"], func(t *testing.T) {
			synthesis := platformtest.Synth(t, settings)
			for _, stack := range synthesis.Stacks {
				for _, m := range stack.Messages {
					t.Errorf("%s %s: %s", m.Level, m.Path, m.Text)
				}
			}
			var r report
			if err := json.Unmarshal([]byte(read(t, filepath.Join(synthesis.Dir, "validation-report.json"))), &r); err != nil {
				t.Fatal(err)
			}
			validated := false
			for _, plugin := range r.PluginReports {
				validated = validated || plugin.PluginName == "CloudFormation Validate"
				for _, v := range plugin.Violations {
					t.Errorf("%s %s: %s", plugin.PluginName, v.RuleName, v.Description)
				}
			}
			if !validated {
				t.Error("the CDK's CloudFormation validation did not run")
			}
		})
	}
}

// The guard itself must be able to fail: a queue without encryption, dead letters
// or TLS breaks AwsSolutions rules.
func TestAFindingFailsTheSynthesis(t *testing.T) {
	for name, flag := range map[string]bool{"with the CDK's own refusal": true, "with the refusal switched off": false} {
		t.Run(name, func(t *testing.T) {
			env, props := platformtest.Inputs(t, platformtest.Settings{"env": "dev"})
			props.Context["@aws-cdk/core:annotationsInValidationReport"] = flag
			platform, err := app.Build(env, props)
			if err != nil {
				t.Fatal(err)
			}
			var stack awscdk.Stack
			jsii.UnsafeCast(platform.Node().FindChild(jsii.String("Security")), &stack)
			awssqs.NewQueue(stack, jsii.String("Careless"), nil)

			err = synthesize(platform)
			if !errors.Is(err, app.ErrFindings) {
				t.Errorf("the synthesis ended with %v, want it to say that findings are left", err)
			}
		})
	}
}

func TestTheSecondPackRunsWhenItIsAskedFor(t *testing.T) {
	env, props := platformtest.Inputs(t, platformtest.Settings{"env": "dev", "nagPacks": "NIST80053R5"})
	// The report then carries the findings, where a test can read them.
	props.Context["@aws-cdk/core:annotationsInValidationReport"] = false
	platform, err := app.Build(env, props)
	if err != nil {
		t.Fatal(err)
	}
	// Dev keeps no snapshots of its cache, which is a finding of this pack alone.
	err = synthesize(platform)
	if err == nil || !strings.Contains(err.Error(), "NIST.800.53.R5-ElastiCacheRedisClusterAutomaticBackup") {
		t.Errorf("the NIST 800-53 pack did not report dev's cache: %v", err)
	}
}
