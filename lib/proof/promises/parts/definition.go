package parts

import (
	"encoding/json"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/proof/promises/check"
)

// Definition decodes the definition of a state machine, with every reference rendered as
// text, and complains when it cannot be read.
func Definition(v *check.Review, machine *assembly.Resource, into any) bool {
	err := json.Unmarshal([]byte(v.Text(machine.Stack, machine.At("DefinitionString"))), into)
	if err != nil {
		v.Add("%s: its definition cannot be read: %v", machine, err)
	}
	return err == nil
}
