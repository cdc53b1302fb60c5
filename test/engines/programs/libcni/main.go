// Executes a network configuration list by libcni, as containerd and podman do:
//
//	libcni ADD|CHECK|DEL|CACHED CONFLIST CONTAINER NETNS IFNAME CACHE
//
// Plugins are found by CNI_PATH, CAP_ARGS has the capability arguments as JSON. Prints the result, or {"code","msg","details"} with status 1.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/containernetworking/cni/libcni"
	"github.com/containernetworking/cni/pkg/types"
)

func main() {
	if len(os.Args) != 7 {
		fmt.Fprintln(os.Stderr, "usage: libcni COMMAND CONFLIST CONTAINER NETNS IFNAME CACHE")
		os.Exit(64)
	}
	result, err := run(os.Args[1], os.Args[2], &libcni.RuntimeConf{
		ContainerID:    os.Args[3],
		NetNS:          os.Args[4],
		IfName:         os.Args[5],
		CapabilityArgs: capabilities(),
	}, os.Args[6])
	if err != nil {
		fail(err)
	}
	if result != nil {
		print(result)
	}
}

func run(command, file string, rt *libcni.RuntimeConf, cache string) (types.Result, error) {
	list, err := libcni.ConfListFromFile(file)
	if err != nil {
		return nil, err
	}
	cni := libcni.NewCNIConfigWithCacheDir(filepath.SplitList(os.Getenv("CNI_PATH")), cache, nil)
	ctx := context.Background()
	switch command {
	case "ADD":
		return cni.AddNetworkList(ctx, list, rt)
	case "CHECK":
		return nil, cni.CheckNetworkList(ctx, list, rt)
	case "DEL":
		return nil, cni.DelNetworkList(ctx, list, rt)
	case "CACHED":
		return cni.GetNetworkListCachedResult(list, rt)
	}
	return nil, fmt.Errorf("unknown command %q", command)
}

func capabilities() map[string]interface{} {
	args := map[string]interface{}{}
	if text := os.Getenv("CAP_ARGS"); text != "" {
		if err := json.Unmarshal([]byte(text), &args); err != nil {
			fail(err)
		}
	}
	return args
}

func print(value interface{}) {
	text, err := json.Marshal(value)
	if err != nil {
		fail(err)
	}
	fmt.Println(string(text))
}

func fail(err error) {
	if failure, ok := err.(*types.Error); ok {
		print(failure)
	} else {
		print(map[string]string{"msg": err.Error()})
	}
	os.Exit(1)
}
