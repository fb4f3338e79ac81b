//go:build !linux

package scratch

import (
	"bufio"
	"bytes"
	"fmt"
	"os/exec"
	"strings"
)

// parents maps each process that runs to its parent. On Windows, which has no ps, it is
// empty: there, Ctrl-C reaches every process of the console.
func parents() map[int]int {
	all := map[int]int{}
	list := exec.Command("ps", "-A", "-o", "pid=,ppid=,stat=")
	text, _ := list.Output()
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		var id, parent int
		var state string
		_, err := fmt.Sscan(lines.Text(), &id, &parent, &state)
		if err == nil && !strings.HasPrefix(state, "Z") && id != list.Process.Pid {
			all[id] = parent
		}
	}
	return all
}
