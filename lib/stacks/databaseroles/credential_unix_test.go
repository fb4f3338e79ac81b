//go:build unix

package databaseroles

import (
	"os/exec"
	"syscall"
)

// runAs has cmd run as another user.
func runAs(cmd *exec.Cmd, u account) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: u.uid, Gid: u.gid}}
}
