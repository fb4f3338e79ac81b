package databaseroles

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// What the recorded template holds runs as it is there, with the names that are in it: the
// statements that the other tests run have not been through a template.
func TestTheStatementsOfATemplateRun(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join("..", "..", "proof", "platformtest", "testdata", "prod", "Data.template.json"))
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Resources map[string]struct {
			Properties struct{ Statements json.RawMessage }
		}
	}
	if err := json.Unmarshal(raw, &template); err != nil {
		t.Fatal(err)
	}
	var statements []Statement
	for id, r := range template.Resources {
		if r.Properties.Statements == nil {
			continue
		}
		if err := json.Unmarshal(r.Properties.Statements, &statements); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
	}
	if len(statements) != len(Statements(two)) {
		t.Fatalf("found %d statements, want as many as there are", len(statements))
	}
	s := running(t)
	runAll(t, s, statements)
	runAll(t, s, statements)
	checkState(t, s, "admin_api", "service_api")
	for _, role := range []string{"admin_api", "service_api"} {
		if _, err := s.impersonate(role, migrates); err != nil {
			t.Errorf("%s cannot keep its tables: %v", role, err)
		}
	}
	if err := s.refused("service_api", []string{"SELECT * FROM admin_api.kept", "SET ROLE admin_api", "CREATE TABLE public.mine (id int)"}); err != nil {
		t.Error(err)
	}
}
