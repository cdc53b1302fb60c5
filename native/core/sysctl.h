#pragma once

#include "step.h"

#include <string>

namespace netlink {

/**
 * Files below /proc/sys, by relative or absolute path. The namespace is that of the thread that opens them.
 */
Step readSysctl(const std::string &path, std::string &value);
Step writeSysctl(const std::string &path, const std::string &value);

} // namespace netlink
