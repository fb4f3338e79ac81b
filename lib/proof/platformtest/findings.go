package platformtest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Findings returns what cdk-nag, the CDK's CloudFormation validation and annotations
// object to, a line each. Every kind counts, warnings too: a wrong enum value is only
// a warning of the validation and fails at deployment all the same.
func (s *Synthesis) Findings() ([]string, error) {
	var found []string
	for _, stack := range s.Stacks {
		for _, m := range stack.Messages {
			found = append(found, fmt.Sprintf("%s %s: %s", m.Level, m.Path, m.Text))
		}
	}
	raw, err := os.ReadFile(filepath.Join(s.Dir, "validation-report.json"))
	if err != nil {
		return nil, err
	}
	var report struct {
		PluginReports []struct {
			PluginName string `json:"pluginName"`
			Violations []struct {
				RuleName    string `json:"ruleName"`
				Description string `json:"description"`
			} `json:"violations"`
		} `json:"pluginReports"`
	}
	if err := json.Unmarshal(raw, &report); err != nil {
		return nil, err
	}
	validated := false
	for _, plugin := range report.PluginReports {
		validated = validated || plugin.PluginName == "CloudFormation Validate"
		for _, v := range plugin.Violations {
			found = append(found, fmt.Sprintf("%s %s: %s", plugin.PluginName, v.RuleName, v.Description))
		}
	}
	if !validated {
		found = append(found, "the CDK's CloudFormation validation did not run")
	}
	return found, nil
}
