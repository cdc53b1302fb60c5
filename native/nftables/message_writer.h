#pragma once

#include "byte_map.h"
#include "element_writer.h"
#include "output.h"
#include "row.h"
#include "subject.h"
#include "tape.h"
#include "writer.h"

namespace nft {

/** Commands of a tape into messages. */
class MessageWriter {
public:
  /** The first message has the sequence number `sequence`, and every other one more. */
  MessageWriter(Output &output, Tape &tape, const ElementSource &elements, uint32_t sequence)
      : output_(output), tape_(tape), elements_(elements), header_{0, 0, sequence} {}

  /** The message, or for many elements the messages, of the next command. */
  void command();

  /** The sequence number of the next message. */
  uint32_t sequence() const { return header_.sequence; }

private:
  nlmsghdr *begin(const uint8_t *from);
  void end(nlmsghdr *message, Span rest);
  template <auto Alloc, auto Build, typename Owned> void simple(const Access &access, ObjectTable table);
  void rule();
  void appendExpressions(nlmsghdr *message, Span list);
  void object();
  void subject(Subject subject);

  Output &output_;
  Tape &tape_;
  const ElementSource &elements_;
  Header header_;
  uint8_t family_ = 0;
  /** Where in the output an equal expression stands already: offset in the upper half, size in the lower. */
  ByteMap written_;
};

} // namespace nft
