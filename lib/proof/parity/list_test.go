package parity

import "testing"

// An added entry must not make all that follow it look changed, and no entry may be
// taken for another.
func TestEntriesOfListsAreMatchedByWhatTheyAre(t *testing.T) {
	t.Parallel()
	const group = `Data/Group (AWS::EC2::SecurityGroup) `
	for name, tc := range map[string]struct {
		edits []edit
		want  string
	}{
		"another entry of a list, and only that": {
			[]edit{{"prod", `["a", "b", "c"]`, `["new", "a", "b", "c"]`}},
			group + `Properties.Zones[]: dev "absent", staging "absent", prod "new"`,
		},
		"one entry twice": {
			[]edit{{"prod", `["a", "b", "c"]`, `["a", "a", "b", "c"]`}},
			group + `Properties.Zones[]: dev "absent", staging "absent", prod "a"`,
		},
		"an entry of a list that is changed inside": {
			[]edit{{"prod", `"Port": 443`, `"Port": 22`}},
			group + `Properties.Rules[0].Port: dev "443", staging "443", prod "22"`,
		},
		"the order of a list": {
			[]edit{{"prod", `["a", "b", "c"]`, `["b", "a", "c"]`}},
			group + `Properties.Zones (order): dev "[\"a\",\"b\",\"c\"]", staging "[\"a\",\"b\",\"c\"]", prod "[\"b\",\"a\",\"c\"]"`,
		},
		"an entry with a key": {
			[]edit{{"prod", `"Value": "ops"`, `"Value": "sales"`}},
			group + `Properties.Tags[Owner].Value: dev "ops", staging "ops", prod "sales"`,
		},
		"a missing entry with a key": {
			[]edit{{"dev", `, {"Key": "Owner", "Value": "ops"}`, ``}},
			group + `Properties.Tags[Owner]: dev "absent", staging "{\"Key\":\"Owner\",\"Value\":\"ops\"}", prod "{\"Key\":\"Owner\",\"Value\":\"ops\"}"`,
		},
		"a missing entry with the environment's own name": {
			[]edit{{"dev", `{"Key": "Environment", "Value": "ENV"}, `, ``}},
			group + `Properties.Tags[Environment]: dev "absent", staging "{\"Key\":\"Environment\",\"Value\":\"<env>\"}", prod "{\"Key\":\"Environment\",\"Value\":\"<env>\"}"`,
		},
		"an empty key, which identifies nothing": {
			[]edit{{"prod", `"Key": "Owner"`, `"Key": ""`}},
			group + `Properties.Tags[0].Key: dev "Owner", staging "Owner", prod ""`,
		},
		"the same key twice, which then identifies nothing": {
			[]edit{{"prod", `{"Key": "Owner"`, `{"Key": "Environment"`}},
			group + `Properties.Tags[0].Key: dev "Owner", staging "Owner", prod "Environment"`,
		},
		"entries that are not the same number": {
			[]edit{{"staging", `"c"]`, `"d"]`}, {"prod", `"c"]`, `"e", "f"]`}},
			group + `Properties.Zones[]: dev "c", staging "absent", prod "absent"
` + group + `Properties.Zones[]: dev "absent", staging "d", prod "absent"
` + group + `Properties.Zones[]: dev "absent", staging "absent", prod "e"
` + group + `Properties.Zones[]: dev "absent", staging "absent", prod "f"`,
		},
		"the order of what two environments have": {
			[]edit{{"dev", `["a", "b", "c"]`, `["d"]`}, {"prod", `["a", "b", "c"]`, `["b", "a", "c"]`}},
			group + `Properties.Zones (order): dev "[\"d\"]", staging "[\"a\",\"b\",\"c\"]", prod "[\"b\",\"a\",\"c\"]"
` + group + `Properties.Zones[]: dev "d", staging "absent", prod "absent"
` + group + `Properties.Zones[]: dev "absent", staging "a", prod "a"
` + group + `Properties.Zones[]: dev "absent", staging "b", prod "b"
` + group + `Properties.Zones[]: dev "absent", staging "c", prod "c"`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := lines(Differences(environments(t, tc.edits...))); got != tc.want {
				t.Errorf("differences are\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}
