// The trials of ../../WORK.md on vishvananda/netlink, vishvananda/netns and google/nftables.
//
//	go TRIAL N
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
)

// outcome is the line that a trial prints.
type outcome struct {
	Milliseconds float64 `json:"ms"`
	Worked       float64 `json:"cpuMs"`
	Items        int     `json:"items"`
	RSS          float64 `json:"rssMiB"`
	Note         string  `json:"note,omitempty"`
}

// A trial does its set-up, and returns how long the work took and what is to be said about it.
type trial func(items int) (took span, note string, err error)

// errCannot is why a tool cannot do a trial.
type errCannot string

func (reason errCannot) Error() string { return string(reason) }

func cannot(reason string) trial {
	return func(int) (span, string, error) { return span{}, "", errCannot(reason) }
}

var trials = map[string]trial{
	"containers":        containers,
	"containers:turn":   containersTurn,
	"containers:alone":  containersAlone,
	"veth-pairs":        vethPairs,
	"delete-links":      deleteLinks,
	"list-links":        listLinks,
	"add-routes-batch":  addRoutes,
	"add-routes-single": addRoutes,
	"list-routes":       listRoutes,
	"stream-routes":     cannot("vishvananda/netlink 1.1.0 has no call that gives one route at a time"),
	"add-addresses":     addAddresses,
	"list-addresses":    listAddresses,
	"add-neighbours":    addNeighbours,
	"list-neighbours":   listNeighbours,
	"latency-address":   latencyAddress,
	"latency-link":      latencyLink,
	"cold-start":        coldStart,
	"nft-rules":         nftRules,
	"nft-list-rules":    nftListRules,
	"nft-elements":      nftElements,
	"nft-list-elements": nftListElements,
}

func expectCount(what string, counted, expected int) error {
	if counted == expected {
		return nil
	}
	return fmt.Errorf("%d %s instead of %d", counted, what, expected)
}

func run(name string, items int) error {
	trial, known := trials[name]
	if !known {
		return errCannot("no trial named " + name)
	}
	took, note, err := trial(items)
	if err != nil {
		return err
	}
	line, err := json.Marshal(outcome{milliseconds(took.passed), milliseconds(took.worked), items, math.Round(memoryPeak()), note})
	if err == nil {
		fmt.Println(string(line))
	}
	return err
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: go TRIAL N")
		os.Exit(64)
	}
	items, err := strconv.Atoi(os.Args[2])
	if err == nil {
		err = run(os.Args[1], items)
	}
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "go:", err)
	var reason errCannot
	if errors.As(err, &reason) {
		os.Exit(3)
	}
	os.Exit(1)
}
