#include "element_writer.h"

#include <endian.h>

#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

constexpr size_t kListMax = UINT16_MAX;
/** Headers, the names of table and set, and the list. */
constexpr size_t kMessageRoom = kListMax + 4096;

std::string textOf(Tape &tape) {
  const Span text = tape.text();
  return {reinterpret_cast<const char *>(text.at), text.size};
}

} // namespace

uint8_t *ElementWriter::Cursor::open(uint16_t type) {
  uint8_t *header = at_;
  store<uint16_t>(header + 2, NLA_F_NESTED | type);
  at_ += kAttributeHeader;
  return header;
}

void ElementWriter::Cursor::bytes(uint16_t type, const void *data, size_t size) {
  store<uint16_t>(at_, static_cast<uint16_t>(kAttributeHeader + size));
  store<uint16_t>(at_ + 2, type);
  if (size % 4 != 0)
    store<uint32_t>(at_ + kAttributeHeader + align4(size) - 4, 0); // the padding
  memcpy(at_ + kAttributeHeader, data, size);
  at_ += kAttributeHeader + align4(size);
}

void ElementWriter::Cursor::u32(uint16_t type, uint32_t value) {
  const uint32_t big = htobe32(value);
  bytes(type, &big, sizeof big);
}

void ElementWriter::Cursor::u64(uint16_t type, uint64_t value) {
  const uint64_t big = htobe64(value);
  bytes(type, &big, sizeof big);
}

ElementWriter::ElementWriter(Output &output, Header &header, uint8_t family, Tape &tape)
    : output_(output), header_(header), family_(family), table_(textOf(tape)), set_(textOf(tape)),
      hasId_(tape.u32() != 0), id_(tape.u32()) {
  if (table_.size() + set_.size() > 1024)
    throw Slip{"object", "has names that are too long", true};
}

void ElementWriter::whole() {
  begin();
  end();
}

void ElementWriter::rows(const ElementColumns &columns) {
  for (size_t row = 0; row < columns.count; ++row) {
    const size_t bound = boundOf(columns, row);
    if (message_ != nullptr && static_cast<size_t>(cursor_.at() - list_) + bound > kListMax)
      finish();
    if (message_ == nullptr) {
      begin();
      list_ = cursor_.open(NFTA_SET_ELEM_LIST_ELEMENTS);
      number_ = 0;
    }
    if (!prepared_.empty())
      memset(cursor_.at(), 0, bound); // libmnl leaves the padding behind an attribute as it was
    uint8_t *element = cursor_.open(++number_);
    one(columns, row);
    cursor_.close(element);
  }
  if (message_ != nullptr)
    finish();
}

void ElementWriter::begin() {
  const auto type = static_cast<uint16_t>(NFNL_SUBSYS_NFTABLES << 8 | header_.type);
  message_ = output_.begin(kMessageRoom, type, header_.flags | NLM_F_REQUEST, header_.sequence++, family_, 0);
  cursor_.move(reinterpret_cast<uint8_t *>(message_) + message_->nlmsg_len);
  if (!set_.empty())
    cursor_.text(NFTA_SET_ELEM_LIST_SET, set_);
  if (hasId_)
    cursor_.u32(NFTA_SET_ELEM_LIST_SET_ID, id_);
  if (!table_.empty())
    cursor_.text(NFTA_SET_ELEM_LIST_TABLE, table_);
}

void ElementWriter::end() {
  message_->nlmsg_len = static_cast<uint32_t>(cursor_.at() - reinterpret_cast<uint8_t *>(message_));
  output_.end(message_);
  message_ = nullptr;
}

void ElementWriter::finish() {
  cursor_.close(list_);
  end();
}

/** At least as many bytes as the element takes. Its expressions are made ready. */
size_t ElementWriter::boundOf(const ElementColumns &columns, size_t row) {
  // Nest, flags, timeout, expiration, and the headers of key, key end, data or verdict, user data and objref.
  size_t bound = 112 + 2 * columns.keyLen + columns.dataLen + columns.userdata.at(row).size;
  if (const std::string *chain = columns.chains.at(row))
    bound += chain->size();
  if (const std::string *objref = columns.objrefs.at(row))
    bound += objref->size();
  prepared_.clear();
  const Span taped = columns.expressions.at(row);
  if (taped.size > 0) {
    Tape tape(taped);
    prepared_ = Writer(tape).expressions();
    bound += 8 * taped.size;
  }
  if (bound > kListMax - kAttributeHeader)
    throw Slip{"[" + std::to_string(row) + "]", "must not need more than 65535 bytes", true};
  return bound;
}

void ElementWriter::one(const ElementColumns &columns, size_t row) {
  const uint32_t flags = columns.flagsOf(row);
  if (flags != 0)
    cursor_.u32(NFTA_SET_ELEM_FLAGS, flags);
  if (columns.timeouts != nullptr && columns.timeouts[row] != 0)
    cursor_.u64(NFTA_SET_ELEM_TIMEOUT, columns.timeouts[row]);
  if (columns.expirations != nullptr && columns.expirations[row] != 0)
    cursor_.u64(NFTA_SET_ELEM_EXPIRATION, columns.expirations[row]);
  if ((flags & NFT_SET_ELEM_CATCHALL) == 0) {
    if (columns.keys != nullptr)
      value(NFTA_SET_ELEM_KEY, columns.keys + row * columns.keyLen, columns.keyLen);
    if (columns.keyEnds != nullptr)
      value(NFTA_SET_ELEM_KEY_END, columns.keyEnds + row * columns.keyLen, columns.keyLen);
  }
  if ((flags & NFT_SET_ELEM_INTERVAL_END) == 0) {
    if (columns.verdicts != nullptr)
      verdict(columns.verdicts[row], columns.chains.at(row));
    else if (columns.data != nullptr)
      value(NFTA_SET_ELEM_DATA, columns.data + row * columns.dataLen, columns.dataLen);
  }
  const Span userdata = columns.userdata.at(row);
  if (userdata.size > 0)
    cursor_.bytes(NFTA_SET_ELEM_USERDATA, userdata.at, userdata.size);
  if (const std::string *objref = columns.objrefs.at(row))
    cursor_.text(NFTA_SET_ELEM_OBJREF, *objref);
  if (!prepared_.empty())
    expressions();
}

void ElementWriter::value(uint16_t type, const uint8_t *at, size_t size) {
  uint8_t *nest = cursor_.open(type);
  cursor_.bytes(NFTA_DATA_VALUE, at, size);
  cursor_.close(nest);
}

void ElementWriter::verdict(int32_t code, const std::string *chain) {
  uint8_t *data = cursor_.open(NFTA_SET_ELEM_DATA);
  uint8_t *nest = cursor_.open(NFTA_DATA_VERDICT);
  cursor_.u32(NFTA_VERDICT_CODE, static_cast<uint32_t>(code));
  if (chain != nullptr)
    cursor_.text(NFTA_VERDICT_CHAIN, *chain);
  cursor_.close(nest);
  cursor_.close(data);
}

/** libnftnl appends to the message as far as the cursor has come, and the cursor continues after it. */
void ElementWriter::expressions() {
  auto *start = reinterpret_cast<uint8_t *>(message_);
  const bool single = prepared_.size() == 1;
  uint8_t *outer = cursor_.open(single ? NFTA_SET_ELEM_EXPR : NFTA_SET_ELEM_EXPRESSIONS);
  for (const Outgoing &expression : prepared_) {
    uint8_t *inner = single ? nullptr : cursor_.open(NFTA_LIST_ELEM);
    message_->nlmsg_len = static_cast<uint32_t>(cursor_.at() - start);
    putExpression(message_, expression);
    cursor_.move(start + message_->nlmsg_len);
    if (inner != nullptr)
      cursor_.close(inner);
  }
  cursor_.close(outer);
}

} // namespace nft
