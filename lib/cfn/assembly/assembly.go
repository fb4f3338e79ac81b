// Package assembly reads a synthesized cloud assembly (a cdk.out directory) into
// plain Go values and follows references inside and between its stacks. It knows
// CloudFormation's template language, and leaves to others what must hold of an assembly.
package assembly

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Assembly is a decoded cloud assembly.
type Assembly struct {
	// Stacks are in dependency order; stacks that do not depend on each other
	// keep the order of the manifest.
	Stacks []*Stack
	// Missing holds what synthesis would have asked AWS for, by context key. An
	// assembly with an entry here is not finished.
	Missing []string
}

// Stack is one stack with its decoded template.
type Stack struct {
	// ID is the construct id ("Network"), Name the CloudFormation stack name
	// ("shop-network").
	ID, Name    string
	Description string
	// DependsOn holds the ids of the stacks that deploy first; asset artifacts are left out.
	DependsOn []string
	// Account and Region are empty when the stack is not pinned to one.
	Account, Region       string
	TerminationProtection bool
	Tags                  map[string]string
	// Deployment is all that the manifest says of how to deploy the stack: the fields
	// above, roles, who is notified, the version of the bootstrap stack.
	Deployment map[string]any
	// Uploads are uploaded before; nil when the assembly does not say.
	Uploads *Uploads

	Parameters, Conditions, Outputs, Mappings map[string]any
	Resources                                 map[string]*Resource

	// Beside are the sections of the template that change nothing of the others: Metadata,
	// Rules and the version of the format.
	Beside map[string]any

	// Template is the whole template as it is written, whatever became of it in the fields
	// above. Each number is its text (json.Number).
	Template map[string]any

	// Parent is the resource that a nested stack is in the template around it; nil for others.
	Parent *Resource

	// unread are the template's sections that may change what the others mean.
	unread []string

	// Messages are the annotations that constructs left for a person.
	Messages []Message
}

// versionOfBootstrap is the parameter of Systems Manager with the version of the bootstrap.
var versionOfBootstrap = regexp.MustCompile(`^/cdk-bootstrap/([A-Za-z0-9_-]+)/version$`)

// Qualifier is what tells the bootstrap that the stack is deployed with from others of the
// account and region: it is in the names of its roles and its bucket. It is empty when the
// manifest names none.
func (s *Stack) Qualifier() string {
	name, _ := s.Deployment["bootstrapStackVersionSsmParameter"].(string)
	if found := versionOfBootstrap.FindStringSubmatch(name); found != nil {
		return found[1]
	}
	return ""
}

// Message is an annotation on a construct.
type Message struct {
	Level string // info, warning or error
	Path  string // of the construct: /Network/Vpc
	Text  string
}

// Errors returns the annotations that refuse a deployment, a line each.
func (a *Assembly) Errors() []string {
	var lines []string
	for _, s := range a.Stacks {
		for _, m := range s.Messages {
			if m.Level == "error" {
				lines = append(lines, m.Path+": "+m.Text)
			}
		}
	}
	return lines
}

// Resource is one entry of a template's Resources section.
type Resource struct {
	Stack           *Stack
	LogicalID, Type string

	Properties, Metadata map[string]any

	DependsOn []string
	Condition string

	DeletionPolicy, UpdateReplacePolicy string

	// Beside are the attributes that say how CloudFormation goes about it: CreationPolicy and
	// UpdatePolicy.
	Beside map[string]any
}

// Stack returns the stack with that construct id, or nil.
func (a *Assembly) Stack(id string) *Stack {
	for _, s := range a.Stacks {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// OfType returns all resources of a CloudFormation type, by stack and then by logical id.
func (a *Assembly) OfType(t string) []*Resource {
	var found []*Resource
	for _, s := range a.Stacks {
		found = append(found, s.OfType(t)...)
	}
	return found
}

// OfType returns the stack's resources of a CloudFormation type, by logical id. A
// nil stack has none.
func (s *Stack) OfType(t string) []*Resource {
	if s == nil {
		return nil
	}
	var found []*Resource
	for _, r := range s.Resources {
		if r.Type == t {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b *Resource) int { return cmp.Compare(a.LogicalID, b.LogicalID) })
	return found
}

// hash is what the CDK appends to a construct's path to make a logical id of it.
var hash = regexp.MustCompile(`(.)[0-9A-F]{8}$`)

// Construct returns the construct that a logical id is made from: DataKey for
// DataKey17AFBB84, ServiceImagesRepository for one inside another.
func Construct(logicalID string) string { return hash.ReplaceAllString(logicalID, "$1") }

// String names the resource for a person: Network/VpcABC.
func (r *Resource) String() string {
	if r == nil {
		return "no resource"
	}
	if r.Stack == nil {
		return r.LogicalID
	}
	return r.Stack.ID + "/" + r.LogicalID
}

// At returns the value inside the resource's properties that the path of string
// keys and int indexes leads to, or nil.
func (r *Resource) At(path ...any) any {
	if r == nil {
		return nil
	}
	return At(r.Properties, path...)
}

// Below reports whether the resource is defined below a construct, or a stack, of that id.
// The CDK writes the path of the construct into the metadata, and makes the logical id of it
// but for the stack's: metadata alone, which changes nothing of what is deployed, proves
// nothing.
func (r *Resource) Below(id string) bool {
	if r == nil || r.Stack.ID != id && !strings.Contains(r.LogicalID, id) {
		return false
	}
	path, _ := r.Metadata["aws:cdk:path"].(string)
	return slices.Contains(strings.Split(path, "/"), id)
}
