package config

import (
	"regexp"
	"strings"
)

// Names that the console shows in place of an ID. It lists the resources of all
// environments together.

// BastionName is the name that the console shows for the bastion.
func (e Environment) BastionName() string { return e.resourceName("bastion") }

// VPCName is the name that the console shows for the VPC and its internet gateway.
func (e Environment) VPCName() string { return e.resourceName("vpc") }

// FlowLogName is the name that the console shows for the VPC's flow log.
func (e Environment) FlowLogName() string { return e.resourceName("vpc-flow") }

// S3EndpointName is the name that the console shows for the endpoint of S3.
func (e Environment) S3EndpointName() string { return e.resourceName("s3") }

// SubnetName is the name that the console shows for a subnet, its route table, its NAT
// gateway and the gateway's address.
func (e Environment) SubnetName(tier, zone string) string {
	return e.resourceName(strings.ToLower(tier) + "-" + zone)
}

// KeyAlias is the name that the console shows for a key, by its construct ID.
func (e Environment) KeyAlias(id string) string {
	purpose := wordStart.ReplaceAllString(strings.TrimSuffix(id, "Key"), "$1-$2")
	return "alias/" + e.prefix("/") + "/" + strings.ToLower(purpose)
}

// wordStart is where a word begins in PascalCase.
var wordStart = regexp.MustCompile("([a-z])([A-Z])")
