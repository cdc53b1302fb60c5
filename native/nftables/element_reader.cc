#include "element_reader.h"

#include "door.h"
#include "message_reader.h"

#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

/** Columns of a list, as properties of a plain object. */
class ColumnMaker {
public:
  ColumnMaker(Call &call, napi_value into) : call_(call), into_(into) {}

  template <typename T> void column(Word word, napi_typedarray_type type, const std::vector<T> &items) const {
    if (!items.empty())
      call_.set(into_, call_.word(word), array(type, items));
  }

  void names(Word word, NameList &list, size_t count) const {
    if (list.empty())
      return;
    const napi_value names = call_.array(list.names().size());
    uint32_t place = 0;
    for (const std::string &name : list.names())
      call_.check(napi_set_element(call_.env(), names, place++, call_.text(name.data(), name.size())));
    const napi_value column = call_.object();
    call_.set(column, call_.word(Word::names), names);
    call_.set(column, call_.word(Word::index), array(napi_int32_array, list.index(count)));
    call_.set(into_, call_.word(word), column);
  }

  void bytes(Word word, BytesList &list, size_t count) const {
    if (list.empty())
      return;
    const napi_value column = call_.object();
    call_.set(column, call_.word(Word::offsets), array(napi_uint32_array, list.offsets(count)));
    call_.set(column, call_.word(Word::bytes), array(napi_uint8_array, list.bytes()));
    call_.set(into_, call_.word(word), column);
  }

  template <typename T> napi_value array(napi_typedarray_type type, const std::vector<T> &items) const {
    void *at;
    napi_value buffer, result;
    const size_t size = items.size() * sizeof(T);
    call_.check(napi_create_arraybuffer(call_.env(), size, &at, &buffer));
    if (size > 0)
      memcpy(at, items.data(), size);
    call_.check(napi_create_typedarray(call_.env(), type, items.size(), buffer, 0, &result));
    return result;
  }

private:
  Call &call_;
  napi_value into_;
};

/** Row `row`, empty where the column ends before it. */
Span rowOf(const BytesList &column, const std::vector<uint32_t> &offsets, size_t row) {
  return {column.bytes().data() + offsets[row], offsets[row + 1] - offsets[row]};
}

void putExpressions(Call &call, MessageReader &reader, ElementList &list, napi_value into) {
  if (list.expression.empty() && list.expressions.empty())
    return;
  const std::vector<uint32_t> &one = list.expression.offsets(list.count);
  const std::vector<uint32_t> &several = list.expressions.offsets(list.count);
  const napi_value column = call.array(list.count);
  for (uint32_t row = 0; row < list.count; ++row) {
    const Napi::HandleScope scope(call.env());
    const Span single = rowOf(list.expression, one, row);
    const Span many = rowOf(list.expressions, several, row);
    if (single.size > 0)
      call.check(napi_set_element(call.env(), column, row, reader.expressions(single, false)));
    else if (many.size > 0)
      call.check(napi_set_element(call.env(), column, row, reader.expressions(many, true)));
  }
  call.set(into, call.word(Word::expressions), column);
}

napi_value made(Call &call, MessageReader &reader, ElementList &list) {
  list.complete();
  const napi_value into = call.object();
  const ColumnMaker maker(call, into);
  call.set(into, call.word(Word::family), call.number(list.family));
  call.set(into, call.word(Word::table), call.text(list.table.data(), list.table.size()));
  call.set(into, call.word(Word::set), call.text(list.set.data(), list.set.size()));
  call.set(into, call.word(Word::count), call.number(static_cast<double>(list.count)));
  call.set(into, call.word(Word::keyLen), call.number(static_cast<double>(list.keyLen)));
  call.set(into, call.word(Word::keys), maker.array(napi_uint8_array, list.keys));
  maker.column(Word::keyEnds, napi_uint8_array, list.keyEnds);
  if (!list.data.empty())
    call.set(into, call.word(Word::dataLen), call.number(static_cast<double>(list.dataLen)));
  maker.column(Word::data, napi_uint8_array, list.data);
  maker.column(Word::flags, napi_uint32_array, list.flags);
  maker.column(Word::verdicts, napi_int32_array, list.verdicts);
  maker.column(Word::timeouts, napi_biguint64_array, list.timeouts);
  maker.column(Word::expirations, napi_biguint64_array, list.expirations);
  maker.names(Word::chains, list.chains, list.count);
  maker.names(Word::objrefs, list.objrefs, list.count);
  maker.bytes(Word::userdata, list.userdata, list.count);
  putExpressions(call, reader, list, into);
  return into;
}

std::string text(Span bytes) {
  const auto *at = reinterpret_cast<const char *>(bytes.at);
  return std::string(at, strnlen(at, bytes.size));
}

} // namespace

Napi::Function ElementReader::constructor(Napi::Env env) {
  return DefineClass(env, "ElementReader",
                     {InstanceMethod("add", &ElementReader::add), InstanceMethod("take", &ElementReader::take)});
}

ElementReader::ElementReader(const Napi::CallbackInfo &info) : Napi::ObjectWrap<ElementReader>(info) {}

Napi::Value ElementReader::add(const Napi::CallbackInfo &info) {
  return atDoor(info.Env(), [&] {
    const Call::Bytes bytes = bytesOf(info.Env(), info[0]);
    Messages messages({bytes.at, bytes.size});
    Message next;
    while (messages.next(next))
      if (next.subject == Subject::elements)
        message(next);
    if (!messages.sound())
      throw Unreadable{"the lengths of messages are wrong"};
    return info.Env().Undefined();
  });
}

void ElementReader::message(const Message &message) {
  Attributes attributes(message.attributes);
  Attribute next;
  std::string table, set;
  Span list;
  while (attributes.next(next)) {
    if (next.type == NFTA_SET_ELEM_LIST_TABLE)
      table = text(next.payload);
    if (next.type == NFTA_SET_ELEM_LIST_SET)
      set = text(next.payload);
    if (next.type == NFTA_SET_ELEM_LIST_ELEMENTS)
      list = next.payload;
  }
  if (!attributes.sound())
    throw Unreadable{"its attributes are not well formed"};
  elements(message, std::move(table), std::move(set), list);
}

void ElementReader::elements(const Message &message, std::string table, std::string set, Span list) {
  Attributes attributes(list);
  Attribute next;
  const auto same = [&](const ElementList &last) {
    return last.family == message.family && last.table == table && last.set == set;
  };
  if (lists_.empty() || !same(lists_.back()))
    lists_.emplace_back(message.family, table, set);
  while (attributes.next(next)) {
    if (!lists_.back().fits(next.payload))
      lists_.emplace_back(message.family, table, set);
    if (!lists_.back().add(next.payload))
      throw Unreadable{"an element is not well formed"};
  }
  if (!attributes.sound())
    throw Unreadable{"its elements are not well formed"};
}

Napi::Value ElementReader::take(const Napi::CallbackInfo &info) {
  return atDoor(info.Env(), [&] {
    Call call(info.Env());
    MessageReader reader(call);
    std::vector<ElementList> lists = std::move(lists_);
    lists_.clear();
    const napi_value result = call.array(lists.size());
    uint32_t place = 0;
    for (ElementList &list : lists) {
      const Napi::HandleScope scope(info.Env());
      call.check(napi_set_element(call.env(), result, place++, made(call, reader, list)));
      list = ElementList(0, "", ""); // its memory goes before that of the next list comes
    }
    return Napi::Value(call.env(), result);
  });
}

} // namespace nft
