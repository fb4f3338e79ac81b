//go:build !unix

package databaseroles

import "os/exec"

// runAs does nothing where there is no root, and so no need.
func runAs(*exec.Cmd, account) {}
