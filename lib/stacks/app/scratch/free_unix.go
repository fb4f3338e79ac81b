//go:build linux || darwin

package scratch

import "syscall"

// freeMiB is the space that is left where dir is.
func freeMiB(dir string) (free uint64, known bool) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return 0, false
	}
	return stat.Bavail * uint64(stat.Bsize) >> 20, true
}
