package main

import (
	"sync"
	"sync/atomic"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// open gives a handle with one socket that is kept, which is faster than a socket for every call.
func open() (*netlink.Handle, error) { return netlink.NewHandle(unix.NETLINK_ROUTE) }

// A queue hands out the numbers below items, each once.
type queue struct {
	items int64
	next  int64
}

func (q *queue) take() (int, bool) {
	i := atomic.AddInt64(&q.next, 1) - 1
	return int(i), i < q.items
}

// parallel does the work of all items in several goroutines, each with a handle of its own. It ends at the first error.
func parallel(items, workers int, work func(handle *netlink.Handle, i int) error) error {
	q := queue{items: int64(items)}
	failures := make(chan error, workers)
	var all sync.WaitGroup
	for w := 0; w < workers; w++ {
		all.Add(1)
		go func() {
			defer all.Done()
			failures <- drain(&q, work)
		}()
	}
	all.Wait()
	close(failures)
	for err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

func drain(q *queue, work func(handle *netlink.Handle, i int) error) error {
	handle, err := open()
	if err != nil {
		return err
	}
	defer handle.Delete()
	for i, more := q.take(); more; i, more = q.take() {
		if err := work(handle, i); err != nil {
			return err
		}
	}
	return nil
}
