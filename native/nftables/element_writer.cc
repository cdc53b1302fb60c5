#include "element_writer.h"

#include "attribute.h"
#include "element_columns.h"
#include "writer.h"

#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

constexpr size_t kListMax = UINT16_MAX;
/** Headers, the names of table and set, and what one element may go over before it is found too long. */
constexpr size_t kMessageRoom = kListMax + 4096;

/** Attributes laid down without asking for room: whoever writes has reserved it. */
class Cursor {
public:
  explicit Cursor(uint8_t *at) : at_(at) {}

  uint8_t *at() const { return at_; }
  void move(uint8_t *at) { at_ = at; }

  uint8_t *open(uint16_t type) {
    uint8_t *header = at_;
    store<uint16_t>(header + 2, NLA_F_NESTED | type);
    at_ += kAttributeHeader;
    return header;
  }
  void close(uint8_t *header) const { store<uint16_t>(header, static_cast<uint16_t>(at_ - header)); }

  void bytes(uint16_t type, const void *data, size_t size) {
    store<uint16_t>(at_, static_cast<uint16_t>(kAttributeHeader + size));
    store<uint16_t>(at_ + 2, type);
    if (size % 4 != 0)
      store<uint32_t>(at_ + kAttributeHeader + align4(size) - 4, 0); // the padding
    memcpy(at_ + kAttributeHeader, data, size);
    at_ += kAttributeHeader + align4(size);
  }
  void u32(uint16_t type, uint32_t value) {
    const uint32_t big = htobe32(value);
    bytes(type, &big, sizeof big);
  }
  void u64(uint16_t type, uint64_t value) {
    const uint64_t big = htobe64(value);
    bytes(type, &big, sizeof big);
  }
  void text(uint16_t type, const std::string &value) { bytes(type, value.c_str(), value.size() + 1); }

private:
  uint8_t *at_;
};

class ElementWriter {
public:
  ElementWriter(Call &call, Output &output, const Header &header, napi_value object)
      : call_(call), output_(output), header_(header), writer_(call) {
    family_ = static_cast<uint8_t>(call.u32(call.get(object, call.word(Word::family)), UINT8_MAX));
    table_ = text(object, Word::table);
    set_ = text(object, Word::name);
    const napi_value id = call.get(object, call.word(Word::id));
    if ((hasId_ = !call.absent(id)))
      id_ = call.u32(id);
  }

  /** A message without elements: all of them are meant. */
  void whole() {
    begin();
    end();
  }

  void rows(const ElementColumns &columns) {
    for (size_t row = 0; row < columns.count; ++row) {
      const size_t bound = boundOf(columns, row);
      if (message_ != nullptr && static_cast<size_t>(cursor_.at() - list_) + bound > kListMax)
        finish();
      if (message_ == nullptr) {
        begin();
        list_ = cursor_.open(NFTA_SET_ELEM_LIST_ELEMENTS);
        number_ = 0;
      }
      uint8_t *element = cursor_.open(++number_);
      one(columns, row);
      cursor_.close(element);
    }
    if (message_ != nullptr)
      finish();
  }

private:
  std::string text(napi_value object, Word word) const {
    const napi_value value = call_.get(object, call_.word(word));
    if (call_.absent(value))
      return {};
    char buffer[256];
    const size_t size = call_.string(value, buffer, sizeof buffer - 1);
    return {buffer, size};
  }

  void begin() {
    const auto type = static_cast<uint16_t>(NFNL_SUBSYS_NFTABLES << 8 | header_.type);
    message_ = output_.begin(kMessageRoom, type, header_.flags | NLM_F_REQUEST, header_.sequence, family_, 0);
    cursor_.move(reinterpret_cast<uint8_t *>(message_) + message_->nlmsg_len);
    if (!set_.empty())
      cursor_.text(NFTA_SET_ELEM_LIST_SET, set_);
    if (hasId_)
      cursor_.u32(NFTA_SET_ELEM_LIST_SET_ID, id_);
    if (!table_.empty())
      cursor_.text(NFTA_SET_ELEM_LIST_TABLE, table_);
  }

  void end() {
    message_->nlmsg_len = static_cast<uint32_t>(cursor_.at() - reinterpret_cast<uint8_t *>(message_));
    output_.end(message_);
    message_ = nullptr;
  }

  void finish() {
    cursor_.close(list_);
    end();
  }

  /** At least as many bytes as the element takes. Its expressions are made ready. */
  size_t boundOf(const ElementColumns &columns, size_t row) {
    // Nest, flags, timeout, expiration, and the headers of key, key end, data or verdict, user data and objref.
    size_t bound = 112 + 2 * columns.keyLen + columns.dataLen + columns.userdataOf(row).size;
    if (const std::string *chain = columns.chains.at(row))
      bound += chain->size();
    if (const std::string *objref = columns.objrefs.at(row))
      bound += objref->size();
    prepared_.clear();
    if (columns.expressions == nullptr)
      return bound;
    const Napi::HandleScope scope(call_.env());
    napi_value list;
    call_.check(napi_get_element(call_.env(), columns.expressions, static_cast<uint32_t>(row), &list));
    if (call_.absent(list))
      return bound;
    writer_.forget();
    prepared_ = writer_.expressions(list);
    bound += writer_.room();
    if (bound > kListMax - kAttributeHeader)
      throw Slip{"expressions[" + std::to_string(row) + "]", "need more than 65535 bytes", true};
    return bound;
  }

  void one(const ElementColumns &columns, size_t row) {
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
    const Call::Bytes userdata = columns.userdataOf(row);
    if (userdata.size > 0)
      cursor_.bytes(NFTA_SET_ELEM_USERDATA, userdata.at, userdata.size);
    if (const std::string *objref = columns.objrefs.at(row))
      cursor_.text(NFTA_SET_ELEM_OBJREF, *objref);
    if (!prepared_.empty())
      expressions();
  }

  void value(uint16_t type, const uint8_t *at, size_t size) {
    uint8_t *nest = cursor_.open(type);
    cursor_.bytes(NFTA_DATA_VALUE, at, size);
    cursor_.close(nest);
  }

  void verdict(int32_t code, const std::string *chain) {
    uint8_t *data = cursor_.open(NFTA_SET_ELEM_DATA);
    uint8_t *nest = cursor_.open(NFTA_DATA_VERDICT);
    cursor_.u32(NFTA_VERDICT_CODE, static_cast<uint32_t>(code));
    if (chain != nullptr)
      cursor_.text(NFTA_VERDICT_CHAIN, *chain);
    cursor_.close(nest);
    cursor_.close(data);
  }

  /** libnftnl appends to the message as far as the cursor has come, and the cursor goes on behind. */
  void expressions() {
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

  Call &call_;
  Output &output_;
  Header header_;
  Writer writer_;
  std::vector<Outgoing> prepared_;
  std::string table_, set_;
  bool hasId_ = false;
  uint32_t id_ = 0;
  uint8_t family_ = 0;
  nlmsghdr *message_ = nullptr;
  uint8_t *list_ = nullptr;
  uint16_t number_ = 0;
  Cursor cursor_{nullptr};
};

ElementWriter writerFor(Call &call, Output &output, const Header &header, napi_value command) {
  try {
    return {call, output, header, call.get(command, call.word(Word::object))};
  } catch (const Slip &slip) {
    throw slip.under("object");
  }
}

} // namespace

void writeElements(Call &call, Output &output, const Header &header, napi_value command) {
  ElementWriter writer = writerFor(call, output, header, command);
  const napi_value elements = call.get(command, call.word(Word::elements));
  if (call.absent(elements))
    return writer.whole();
  try {
    writer.rows(ElementColumns(call, elements));
  } catch (const Slip &slip) {
    throw slip.under("elements");
  }
}

} // namespace nft
