package scratch

import (
	"os"
)

// killStarted kills what this process has started, and what that has started: the kernel
// is two processes, and a compilation many. It returns how many still ran.
func killStarted() (running int) {
	parents := parents()
	family := []int{os.Getpid()}
	// Parents first: one that is killed starts no more.
	for i := 0; i < len(family); i++ {
		for child, parent := range parents {
			if parent == family[i] {
				family = append(family, child)
			}
		}
	}
	for _, id := range family[1:] {
		if process, err := os.FindProcess(id); err == nil && process.Kill() == nil {
			running++
		}
	}
	return running
}
