package assembly

import "encoding/json"

// properties are those of a stack in the manifest.
type properties struct {
	TemplateFile          string            `json:"templateFile"`
	StackName             string            `json:"stackName"`
	TerminationProtection bool              `json:"terminationProtection"`
	Tags                  map[string]string `json:"tags"`

	// all also has what no field above is for, so that a comparison of assemblies
	// overlooks nothing.
	all map[string]any
}

// UnmarshalJSON decodes the object twice, into the fields and as a whole.
func (p *properties) UnmarshalJSON(text []byte) error {
	type fields properties
	if err := json.Unmarshal(text, (*fields)(p)); err != nil {
		return err
	}
	return json.Unmarshal(text, &p.all)
}
