package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// A span is how long work took, and how long all threads of the process worked meanwhile.
type span struct{ passed, worked time.Duration }

// A moment is where a span begins.
type moment struct {
	time   time.Time
	worked time.Duration
}

func worked() time.Duration {
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func begin() moment { return moment{worked: worked(), time: time.Now()} }

func (m moment) end() span { return span{passed: time.Since(m.time), worked: worked() - m.worked} }

// milliseconds, to the microsecond.
func milliseconds(duration time.Duration) float64 { return float64(duration.Microseconds()) / 1e3 }
