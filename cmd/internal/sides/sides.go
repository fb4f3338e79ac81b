// Package sides reads what a command compares: the platform as it is and as it would be.
package sides

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"example.com/chassis/lib/cfn/assembly"
	"example.com/chassis/lib/cfn/changes"
)

// Usage says how both sides are given.
const Usage = `<new> is a cloud assembly (cdk.out). <old> is another one, or what is deployed:
one or more <Stack>=<file>, each with what this prints:
  aws cloudformation get-template --stack-name <name> --query TemplateBody
<Stack>=none is a stack that is not deployed.
`

// Read decodes the two sides: the last argument is the new one. Its error is one line.
func Read(sides []string) (before, after *assembly.Assembly, err error) {
	before, after, err = read(sides)
	if err == nil {
		before = before.NamedAs(after)
		err = understood(before, after)
	}
	if err != nil {
		return nil, nil, oneLine(err)
	}
	return before, after, nil
}

func read(sides []string) (before, after *assembly.Assembly, err error) {
	if len(sides) < 2 {
		return nil, nil, fmt.Errorf("want an old and a new side, got %d (-help says more)", len(sides))
	}
	last := len(sides) - 1
	after, err = finished(sides[last])
	if err != nil {
		return nil, nil, err
	}
	if Assemblies(sides) {
		if before, err = finished(sides[0]); err != nil {
			return nil, nil, err
		}
		if before, err = before.WithNested(sides[0]); err != nil {
			return nil, nil, err
		}
		after, err = after.WithNested(sides[last])
		return before, after, err
	}
	before, err = deployed(after, sides[:last])
	if err != nil {
		return nil, nil, err
	}
	if found := append(before.OfType(assembly.NestedStack), after.OfType(assembly.NestedStack)...); len(found) > 0 {
		return nil, nil, fmt.Errorf("%s is a nested stack, and what is deployed of it is not given: compare two assemblies", found[0])
	}
	// What is deployed is read as CloudFormation gives it back.
	return asGivenBack(before), asGivenBack(after), nil
}

func asGivenBack(a *assembly.Assembly) *assembly.Assembly {
	other := &assembly.Assembly{Missing: a.Missing}
	for _, s := range a.Stacks {
		other.Stacks = append(other.Stacks, s.AsGivenBack())
	}
	return other
}

// understood refuses what gives a template another meaning than the one that is compared,
// and changes of what no template here describes.
func understood(before, after *assembly.Assembly) error {
	found := append(before.NotRead(), after.NotRead()...)
	if len(found) == 0 {
		compared, _ := changes.Compare(before, after) // what cannot be compared, each command says in its words
		found = changes.Sealed(compared.Changes)
	}
	if len(found) == 0 {
		return nil
	}
	slices.Sort(found)
	return errors.New(strings.Join(slices.Compact(found), "; ")) // both sides may have the same
}

// Assemblies says whether both sides are cloud assemblies. Otherwise the old one is what
// is deployed.
func Assemblies(sides []string) bool {
	info, err := os.Stat(sides[0])
	return err == nil && info.IsDir() && len(sides) == 2
}

// finished reads an assembly in which no value waits for a lookup.
func finished(dir string) (*assembly.Assembly, error) {
	a, err := assembly.Read(dir)
	if err != nil {
		return nil, err
	}
	if len(a.Missing) > 0 {
		return nil, fmt.Errorf("read cloud assembly %s: it is not finished, the CDK still has to look up %s",
			dir, strings.Join(a.Missing, ", "))
	}
	return a, nil
}

// deployed is after with the templates of some stacks as the files have them. Of
// the stacks that are not named, it is assumed that nothing changes.
func deployed(after *assembly.Assembly, files []string) (*assembly.Assembly, error) {
	before := &assembly.Assembly{}
	named := map[string]string{}
	for _, argument := range files {
		id, file, both := strings.Cut(argument, "=")
		switch {
		case !both && len(files) == 1:
			return nil, fmt.Errorf("%s is no directory; a deployed template is given as <Stack>=<file>", argument)
		case !both || id == "" || file == "":
			return nil, fmt.Errorf("%q is not <Stack>=<file>", argument)
		case named[id] != "":
			return nil, fmt.Errorf("stack %s is given twice", id)
		case after.Stack(id) == nil:
			return nil, fmt.Errorf("%s: the new assembly has no stack %s, only %s", argument, id, stackIDs(after))
		}
		named[id] = file
	}
	for _, s := range after.Stacks {
		if file := named[s.ID]; file != "" {
			old, err := as(s, file)
			if err != nil {
				return nil, err
			}
			s = old
		}
		before.Stacks = append(before.Stacks, s)
	}
	return before, nil
}

// as is a stack as a file has it, or empty where nothing is deployed.
func as(s *assembly.Stack, file string) (*assembly.Stack, error) {
	if file == "none" {
		return s.NotDeployed(), nil
	}
	text, err := assembly.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read deployed template: %w", err)
	}
	old, err := s.WithTemplate(text)
	if err != nil {
		return nil, fmt.Errorf("read deployed template %s: %w", file, err)
	}
	return old, nil
}

// oneLine keeps a quoted piece of somebody's file from spreading over lines.
func oneLine(err error) error {
	return errors.New(strings.Join(strings.Fields(err.Error()), " "))
}

func stackIDs(a *assembly.Assembly) string {
	var ids []string
	for _, s := range a.Stacks {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, ", ")
}
