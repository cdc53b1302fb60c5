#pragma once

#include "place.h"
#include "step.h"

namespace netlink {

/** Opens a namespace file; -EINVAL where it is something else. */
int openNetns(const std::string &path, Descriptor &out);

/** Makes a namespace. */
Step createNetns(Place &place, Descriptor &out);

/** Makes a namespace and mounts it on a new file, where `ip netns` finds it. */
Step createNetns(Place &place, const std::string &path, Descriptor &out);

/** Unmounts a namespace and removes its file. */
Step deleteNetns(const std::string &path);

} // namespace netlink
