package reachability

import (
	"net/netip"
	"strconv"

	"example.com/chassis/lib/cfn/assembly"
)

// referred returns the resource of a type that v, a property of r, names, or nil.
func (m *Model) referred(r *assembly.Resource, v any, t string) *assembly.Resource {
	if target, ok := m.Follow(r.Stack, v); ok && is(target.Resource, t) {
		return target.Resource
	}
	return nil
}

// named returns the resources of a type that the items of v, a property of r, name.
func (m *Model) named(r *assembly.Resource, v any, t string) []*assembly.Resource {
	var found []*assembly.Resource
	for _, item := range items(v) {
		if target := m.referred(r, item, t); target != nil {
			found = append(found, target)
		}
	}
	return found
}

// items returns those of a list. One thing that stands alone is a list of it, which
// CloudFormation takes in many places.
func items(v any) []any {
	if list := assembly.List(v); list != nil || v == nil {
		return list
	}
	return []any{v}
}

// text renders a property of r.
func (m *Model) text(r *assembly.Resource, path ...any) string { return m.Text(r.Stack, r.At(path...)) }

// flag reads a property that is true or false, and usual when it is not there.
func (m *Model) flag(r *assembly.Resource, usual bool, path ...any) bool {
	if r.At(path...) == nil {
		return usual
	}
	return m.text(r, path...) == "true"
}

// block reads addresses: written out, or those of a whole VPC.
func (m *Model) block(r *assembly.Resource, v any) netip.Prefix {
	text := m.Text(r.Stack, v)
	if t, ok := m.Follow(r.Stack, v); ok && is(t.Resource, "AWS::EC2::VPC") && t.Attribute == "CidrBlock" {
		text = m.text(t.Resource, "CidrBlock")
	}
	block, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}
	}
	return block
}

// port reads a port, which may be a number or a text.
func (m *Model) port(r *assembly.Resource, v any) int {
	port, err := strconv.Atoi(m.Text(r.Stack, v))
	if err != nil || port < 1 || port > maxPort {
		m.unknown(r, "its port is %s", assembly.Written(v))
	}
	return port
}

// portOr reads a resource's port, and takes the usual one when it says none.
func (m *Model) portOr(r *assembly.Resource, usual int) int {
	if r.At("Port") == nil && usual != 0 {
		return usual
	}
	return m.port(r, r.At("Port"))
}
