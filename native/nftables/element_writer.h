#pragma once

#include "element_columns.h"
#include "output.h"
#include "tape.h"
#include "writer.h"

#include <string>
#include <vector>

namespace nft {

/** What stands in front of a message. The sequence number counts on with every message. */
struct Header {
  uint8_t type;
  uint16_t flags;
  uint32_t sequence;
};

/**
 * Messages for the elements of one set: as many as are needed, because a list of elements has a length of sixteen bits.
 * They do not go through libnftnl, which makes an object of some five hundred bytes of each element.
 */
class ElementWriter {
public:
  /** The tape says which set. */
  ElementWriter(Output &output, Header &header, uint8_t family, Tape &tape);

  /** A message without elements: all of them are meant. */
  void whole();

  void rows(const ElementColumns &columns);

private:
  /** Attributes written without bounds checks: the caller has reserved the space. */
  class Cursor {
  public:
    uint8_t *at() const { return at_; }
    void move(uint8_t *at) { at_ = at; }
    uint8_t *open(uint16_t type);
    void close(uint8_t *header) const { store<uint16_t>(header, static_cast<uint16_t>(at_ - header)); }
    void bytes(uint16_t type, const void *data, size_t size);
    void u32(uint16_t type, uint32_t value);
    void u64(uint16_t type, uint64_t value);
    void text(uint16_t type, const std::string &value) { bytes(type, value.c_str(), value.size() + 1); }

  private:
    uint8_t *at_ = nullptr;
  };

  void begin();
  void end();
  void finish();
  size_t boundOf(const ElementColumns &columns, size_t row);
  void one(const ElementColumns &columns, size_t row);
  void value(uint16_t type, const uint8_t *at, size_t size);
  void verdict(int32_t code, const std::string *chain);
  void expressions();

  Output &output_;
  Header &header_;
  uint8_t family_;
  std::string table_, set_;
  bool hasId_;
  uint32_t id_;
  nlmsghdr *message_ = nullptr;
  uint8_t *list_ = nullptr;
  uint16_t number_ = 0;
  Cursor cursor_;
  /** The expressions of the next row. */
  std::vector<Outgoing> prepared_;
};

} // namespace nft
