#pragma once

#include "call.h"
#include "output.h"
#include "subject.h"

namespace nft {

/** What stands in front of a message. */
struct Header {
  uint8_t type;
  uint16_t flags;
  uint32_t sequence;
};

/** The message, or for many elements the messages, of one command. */
void writeCommand(Call &call, Output &output, napi_value command, uint32_t sequence);

} // namespace nft
