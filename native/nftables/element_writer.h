#pragma once

#include "call.h"
#include "message_writer.h"
#include "output.h"

namespace nft {

/**
 * Messages for the elements of one set: as many as are needed, because a list of elements has a length of sixteen bits.
 * They do not go through libnftnl, which makes an object of some five hundred bytes of each element.
 */
void writeElements(Call &call, Output &output, const Header &header, napi_value command);

} // namespace nft
