package assembly

import (
	"fmt"
	"maps"
	"slices"
)

// NestedStack is the type of a resource that is a stack.
const NestedStack = "AWS::CloudFormation::Stack"

// assetPath is the metadata in which the CDK names the file of a nested stack's template.
const assetPath = "aws:asset:path"

// WithNested returns the assembly in dir with the nested stacks as stacks of their own,
// each behind the one that it is in, whose id and logical id its own id is made of:
// Data.Store. It refuses a nested stack whose template is not in the assembly.
func (a *Assembly) WithNested(dir string) (*Assembly, error) {
	entered := *a
	entered.Stacks = nil
	for _, s := range a.Stacks {
		all, err := s.nested(dir, 0)
		if err != nil {
			return nil, fmt.Errorf("read cloud assembly %s: %w", dir, err)
		}
		entered.Stacks = append(append(entered.Stacks, s), all...)
	}
	return &entered, nil
}

// nested reads the stacks inside s, and those inside them.
func (s *Stack) nested(dir string, depth int) ([]*Stack, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("stack %q is nested too deeply", s.ID)
	}
	var found []*Stack
	for _, id := range slices.Sorted(maps.Keys(s.Resources)) {
		r := s.Resources[id]
		if r.Type != NestedStack {
			continue
		}
		file, _ := r.Metadata[assetPath].(string)
		if file == "" {
			return nil, fmt.Errorf("%s is a nested stack whose template is not in the assembly, so nobody can look into it", r)
		}
		t, err := loadTemplate(dir, file)
		if err != nil {
			return nil, fmt.Errorf("nested stack %s: %w", r, err)
		}
		inner := &Stack{
			ID: s.ID + "." + id, Name: s.Name + "." + id, Account: s.Account, Region: s.Region,
			TerminationProtection: s.TerminationProtection, Tags: s.Tags, Parent: r,
		}
		if err := inner.take(t); err != nil {
			return nil, fmt.Errorf("nested stack %s: %s: %w", r, file, err)
		}
		more, err := inner.nested(dir, depth+1)
		if err != nil {
			return nil, err
		}
		found = append(append(found, inner), more...)
	}
	return found, nil
}

// Inside returns the stack that a resource is, if its template has been read.
func (a *Assembly) Inside(r *Resource) *Stack {
	for _, s := range a.Stacks {
		if s.Parent != nil && s.Parent == r {
			return s
		}
	}
	return nil
}
