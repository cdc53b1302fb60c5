#pragma once

#include "message_reader.h"
#include "tape.h"

#include <napi.h>

#include <new>

namespace nft {

/** Runs work and translates C++ exceptions to JavaScript exceptions. */
template <typename Work> Napi::Value translateExceptions(Napi::Env env, const Work &work) {
  try {
    return work();
  } catch (const Slip &slip) {
    const std::string text = slip.path.empty() ? slip.reason : slip.path + " " + slip.reason;
    if (slip.range)
      throw Napi::RangeError::New(env, text);
    throw Napi::TypeError::New(env, text);
  } catch (const Unreadable &message) {
    throw Napi::RangeError::New(env, std::string("not a message of nftables: ") + message.reason);
  } catch (const std::bad_alloc &) {
    throw Napi::Error::New(env, "out of memory");
  }
}

/** The bytes of an argument that must be a Uint8Array. */
inline Span bytesOf(Napi::Env env, Napi::Value value) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array)
    throw Napi::TypeError::New(env, "bytes is not a Uint8Array");
  const auto array = value.As<Napi::Uint8Array>();
  return {array.Data(), array.ByteLength()};
}

} // namespace nft
