#pragma once

#include <string>

namespace netlink {

/**
 * Files below /proc/sys, by their path there or by their whole path; they show the namespace of the thread that opens
 * them. 0 or a negative errno.
 */
int readSysctl(const std::string &path, std::string &value);
int writeSysctl(const std::string &path, const std::string &value);

} // namespace netlink
