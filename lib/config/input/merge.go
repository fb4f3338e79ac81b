package input

// Merge lays each layer over those before it. Objects merge key by key, a null removes
// the key, and everything else, lists included, replaces what was there.
func Merge(layers ...map[string]any) map[string]any {
	merged := map[string]any{}
	for _, layer := range layers {
		for key, value := range layer {
			switch value := value.(type) {
			case nil:
				delete(merged, key)
			case map[string]any:
				below, _ := merged[key].(map[string]any)
				merged[key] = Merge(below, value)
			default:
				merged[key] = value
			}
		}
	}
	return merged
}
