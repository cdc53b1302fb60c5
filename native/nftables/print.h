#pragma once

#include "element_columns.h"
#include "tape.h"

#include <string>

namespace nft {

/** What libnftnl prints for the object, or the elements, of the command on the tape. */
std::string print(Tape &tape, const ElementSource &elements);

} // namespace nft
