#pragma once

#include <string>

namespace netlink {

/** Whether the path is that of a regular file, and not of a symbolic link to one. */
bool isRegularFile(const std::string &path);

} // namespace netlink
