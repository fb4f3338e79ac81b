package changes

import "example.com/chassis/lib/cfn/assembly"

// keyed are lists whose items have names: one more or less replaces nothing, and only an item
// that is on both sides is compared.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
var keyed = map[string]string{"AttributeDefinitions": "AttributeName", "GlobalSecondaryIndexes": "IndexName", "VectorIndexes": "IndexName"}

// common is the pair with only those items of a keyed list that both sides have, in order.
func (p *pair) common(steps []string) *pair {
	key := keyed[steps[0]]
	if key == "" || len(steps) == 1 {
		return p
	}
	was, is := byName(p.before, steps[0], key), byName(p.after, steps[0], key)
	if was == nil || is == nil {
		return p
	}
	only := func(r *assembly.Resource, items, others map[string]any) *assembly.Resource {
		var list []any
		for _, name := range union(items, nil) {
			if others[name] != nil {
				list = append(list, items[name])
			}
		}
		other := *r
		other.Properties = map[string]any{steps[0]: list}
		return &other
	}
	return &pair{before: only(p.before, was, is), after: only(p.after, is, was)}
}

// byName are the items of a list by their names; nil where one has none.
func byName(r *assembly.Resource, property, key string) map[string]any {
	found := map[string]any{}
	for _, item := range assembly.List(r.Properties[property]) {
		name, ok := assembly.At(item, key).(string)
		if !ok {
			return nil
		}
		found[name] = item
	}
	return found
}
