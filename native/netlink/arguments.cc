#include "arguments.h"

#include <cmath>

namespace binding {

namespace {

[[noreturn]] void slip(Napi::Env env, const std::string &name, const char *expected) {
  throw Napi::TypeError::New(env, name + " must be " + expected);
}

} // namespace

bool absentAt(const Napi::CallbackInfo &info, size_t index) { return info[index].IsUndefined(); }

Napi::Function functionAt(const Napi::CallbackInfo &info, size_t index, const char *name) {
  if (!info[index].IsFunction())
    slip(info.Env(), name, "a function");
  return info[index].As<Napi::Function>();
}

std::string textAt(const Napi::CallbackInfo &info, size_t index, const char *name) {
  if (!info[index].IsString())
    slip(info.Env(), name, "a string");
  return info[index].As<Napi::String>().Utf8Value();
}

std::string pathAt(const Napi::CallbackInfo &info, size_t index) {
  std::string path = textAt(info, index, "path");
  if (path.empty() || path.find('\0') != std::string::npos)
    slip(info.Env(), "path", "a path: not empty, and without a NUL");
  return path;
}

bool booleanAt(const Napi::CallbackInfo &info, size_t index, const char *name) {
  if (!info[index].IsBoolean())
    slip(info.Env(), name, "a boolean");
  return info[index].As<Napi::Boolean>().Value();
}

uint32_t countOf(Napi::Value value, const std::string &name, uint32_t most) {
  if (!value.IsNumber())
    slip(value.Env(), name, "a number");
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= 0 && number <= most) || number != std::floor(number))
    throw Napi::RangeError::New(value.Env(), name + " must be a whole number from 0 to " + std::to_string(most));
  return static_cast<uint32_t>(number);
}

uint32_t countAt(const Napi::CallbackInfo &info, size_t index, const char *name, uint32_t most) {
  return countOf(info[index], name, most);
}

std::vector<std::string> textsAt(const Napi::CallbackInfo &info, size_t index, const char *name) {
  std::vector<std::string> texts;
  if (absentAt(info, index))
    return texts;
  if (!info[index].IsArray())
    slip(info.Env(), name, "an array of strings");
  const auto array = info[index].As<Napi::Array>();
  texts.reserve(array.Length());
  for (uint32_t i = 0; i < array.Length(); i++) {
    const Napi::HandleScope scope(info.Env());
    const Napi::Value value = array[i];
    if (!value.IsString())
      slip(info.Env(), name, "an array of strings");
    texts.push_back(value.As<Napi::String>().Utf8Value());
  }
  return texts;
}

Bytes::Bytes(const Napi::CallbackInfo &info, size_t index, const char *name) {
  const Napi::Value value = info[index];
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array)
    slip(info.Env(), name, "a Uint8Array");
  auto array = value.As<Napi::Uint8Array>();
  span_ = {array.Data(), array.ElementLength()};
  reference_ = Napi::Persistent(value.As<Napi::Object>());
}

std::vector<netlink::Fixup> fixupsAt(const Napi::CallbackInfo &info, size_t index) {
  if (absentAt(info, index))
    return {};
  const Napi::Value value = info[index];
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array)
    throw Napi::TypeError::New(info.Env(), "fixups must be a Uint32Array");
  auto pairs = value.As<Napi::Uint32Array>();
  if (pairs.ElementLength() % 2 != 0)
    throw Napi::RangeError::New(info.Env(), "fixups must be pairs");
  std::vector<netlink::Fixup> fixups(pairs.ElementLength() / 2);
  static_assert(sizeof(netlink::Fixup) == 2 * sizeof(uint32_t));
  if (!fixups.empty())
    memcpy(fixups.data(), pairs.Data(), fixups.size() * sizeof fixups[0]);
  return fixups;
}

} // namespace binding
