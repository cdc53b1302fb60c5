#include "element_reader.h"

#include "exceptions.h"
#include "message_reader.h"

#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

template <typename T> Napi::Value array(Napi::Env env, napi_typedarray_type type, const std::vector<T> &items) {
  const size_t size = items.size() * sizeof(T);
  const Napi::ArrayBuffer buffer = Napi::ArrayBuffer::New(env, size);
  if (size > 0)
    memcpy(Napi::ArrayBuffer(buffer).Data(), items.data(), size);
  napi_value result;
  if (napi_create_typedarray(env, type, items.size(), buffer, 0, &result) != napi_ok)
    throw Napi::Error::New(env);
  return {env, result};
}

template <typename T>
void column(Napi::Object into, const char *name, napi_typedarray_type type, const std::vector<T> &items) {
  if (!items.empty())
    into.Set(name, array(into.Env(), type, items));
}

void names(Napi::Object into, const char *name, NameList &list, size_t count) {
  if (list.empty())
    return;
  const Napi::Env env = into.Env();
  Napi::Array texts = Napi::Array::New(env, list.names().size());
  uint32_t place = 0;
  for (const std::string &one : list.names())
    texts.Set(place++, Napi::String::New(env, one));
  Napi::Object parts = Napi::Object::New(env);
  parts.Set("names", texts);
  parts.Set("index", array(env, napi_int32_array, list.index(count)));
  into.Set(name, parts);
}

void chunks(Napi::Object into, const char *name, BytesList &list, size_t count) {
  if (list.empty())
    return;
  Napi::Object parts = Napi::Object::New(into.Env());
  parts.Set("offsets", array(into.Env(), napi_uint32_array, list.offsets(count)));
  parts.Set("bytes", array(into.Env(), napi_uint8_array, list.bytes()));
  into.Set(name, parts);
}

/** For each row its expressions, on a tape. */
void expressions(Napi::Object into, ElementList &list) {
  if (list.expression.empty() && list.expressions.empty())
    return;
  MessageReader reader;
  list.expression.offsets(list.count);
  list.expressions.offsets(list.count);
  for (size_t row = 0; row < list.count; ++row) {
    const Span single = list.expression.at(row);
    if (single.size > 0)
      reader.expressions(single, false);
    else
      reader.expressions(list.expressions.at(row), true);
  }
  into.Set("expressions", array(into.Env(), napi_uint8_array, reader.recorder().finish()));
}

Napi::Object made(Napi::Env env, ElementList &list) {
  list.complete();
  Napi::Object into = Napi::Object::New(env);
  into.Set("family", list.family);
  into.Set("table", list.table);
  into.Set("set", list.set);
  into.Set("count", static_cast<double>(list.count));
  into.Set("keyLen", static_cast<double>(list.keyLen));
  into.Set("keys", array(env, napi_uint8_array, list.keys));
  column(into, "keyEnds", napi_uint8_array, list.keyEnds);
  if (!list.data.empty())
    into.Set("dataLen", static_cast<double>(list.dataLen));
  column(into, "data", napi_uint8_array, list.data);
  column(into, "flags", napi_uint32_array, list.flags);
  column(into, "verdicts", napi_int32_array, list.verdicts);
  column(into, "timeouts", napi_biguint64_array, list.timeouts);
  column(into, "expirations", napi_biguint64_array, list.expirations);
  names(into, "chains", list.chains, list.count);
  names(into, "objrefs", list.objrefs, list.count);
  chunks(into, "userdata", list.userdata, list.count);
  expressions(into, list);
  return into;
}

std::string text(Span bytes) { return {reinterpret_cast<const char *>(bytes.at), textLength(bytes)}; }

} // namespace

Napi::Function ElementReader::constructor(Napi::Env env) {
  return DefineClass(env, "ElementReader",
                     {InstanceMethod("add", &ElementReader::add), InstanceMethod("take", &ElementReader::take)});
}

ElementReader::ElementReader(const Napi::CallbackInfo &info) : Napi::ObjectWrap<ElementReader>(info) {}

Napi::Value ElementReader::add(const Napi::CallbackInfo &info) {
  return translateExceptions(info.Env(), [&] {
    const Span bytes = bytesOf(info.Env(), info[0]);
    Messages messages(bytes);
    Message next;
    while (messages.next(next))
      if (next.subject == Subject::elements)
        message(next);
    if (!messages.sound())
      throw Unreadable{"its length is invalid"};
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
  elements(message, table, set, list);
}

void ElementReader::elements(const Message &message, const std::string &table, const std::string &set, Span list) {
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
  return translateExceptions(info.Env(), [&]() -> Napi::Value {
    std::vector<ElementList> lists = std::move(lists_);
    lists_.clear();
    Napi::Array result = Napi::Array::New(info.Env(), lists.size());
    uint32_t place = 0;
    for (ElementList &list : lists) {
      const Napi::HandleScope scope(info.Env());
      result.Set(place++, made(info.Env(), list));
      list = ElementList(0, "", ""); // its memory goes before that of the next list comes
    }
    return result;
  });
}

} // namespace nft
