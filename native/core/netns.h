#pragma once

#include "step.h"
#include "thread_netns.h"

namespace netlink {

/** Opens a namespace file; -EINVAL if it is not one. */
int openNetns(const std::string &path, Descriptor &out);

/** Creates a namespace. */
Step createNetns(ThreadNetns &thread, Descriptor &out);

/** Creates a namespace and mounts it on a new file, where `ip netns` finds it. */
Step createNetns(ThreadNetns &thread, const std::string &path, Descriptor &out);

/** Mounts a namespace on a new file, or on one that has no namespace mounted. */
Step nameNetns(int netns, const std::string &path);

/** Unmounts a namespace and removes its file. */
Step deleteNetns(const std::string &path);

} // namespace netlink
