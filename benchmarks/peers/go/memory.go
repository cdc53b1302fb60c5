package main

import (
	"fmt"
	"os"
	"strings"
)

// memoryPeak is the peak of the resident set of this process in MiB.
func memoryPeak() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(status), "\n") {
		var kib float64
		if count, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kib); count == 1 {
			return kib / 1024
		}
	}
	return 0
}
