#pragma once

#include "call.h"

namespace nft {

/** What libnftnl prints for the object, or the elements, of a command. */
std::string print(Call &call, napi_value command);

} // namespace nft
