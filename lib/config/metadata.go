package config

// What a team says of its own resources travels in the metadata of their templates, since
// the proof reads templates only.
const (
	// ReasonsMetadata is the key, in a policy or whatever has one, under which a team says
	// why a permission in it is broad: a reason for each permission, or for each list of
	// actions, whatever their resources.
	ReasonsMetadata = "chassis:reasons"
	// NetworkMetadata is the key under which a resource is declared to be off the network:
	// OffTheNetwork, and why.
	NetworkMetadata = "chassis:network"
	OffTheNetwork   = "off the network: "
	// DestinationMetadata is the key under which a resource that sends something out of the
	// account or region, or to an address, says why: a reason for each of them.
	DestinationMetadata = "chassis:destination"
)
