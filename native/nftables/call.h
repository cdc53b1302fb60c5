#pragma once

#include "row.h"

#include <napi.h>

#include <string>
#include <vector>

namespace nft {

/** Property names that stand in no row. */
enum class Word : uint8_t {
  name,
  expressions,
  rest,
  type,
  kind,
  raw,
  flags,
  sequence,
  object,
  elements,
  family,
  table,
  set,
  id,
  count,
  keyLen,
  keys,
  keyEnds,
  dataLen,
  data,
  verdicts,
  chains,
  objrefs,
  timeouts,
  expirations,
  userdata,
  names,
  index,
  bytes,
  offsets,
  procPid,
  procName,
  ctTimeoutArray,
  unknown,
  generation,
  open,
  words,
};

/** What one environment (a thread of JavaScript) keeps: every property name, made once. */
struct Environment {
  explicit Environment(Napi::Env env);
  Napi::Reference<Napi::Array> strings;
};

/** A value of the caller that does not fit; the path is put together on the way out. */
struct Slip {
  std::string path;
  std::string reason;
  bool range = false;

  /** The same slip, seen from one object further out. */
  Slip under(const std::string &key) const;
};

/** One call from JavaScript: its environment, and handles of the property names. */
class Call {
public:
  explicit Call(Napi::Env env);

  napi_env env() const { return env_; }
  napi_value word(Word word) const { return strings_[static_cast<size_t>(word)]; }
  napi_value row(const Table &table, size_t row) const {
    return strings_[static_cast<size_t>(Word::words) + table.first + row];
  }
  /** The name of an expression, as a value. */
  napi_value expressionName(const Table &table) const;

  /** Throws what Node-API has to say. */
  void check(napi_status status) const {
    if (status != napi_ok) [[unlikely]]
      throw Napi::Error::New(env_);
  }

  /** Undefined where there is none. */
  napi_value get(napi_value object, napi_value key) const;
  void set(napi_value object, napi_value key, napi_value value) const {
    check(napi_set_property(env_, object, key, value));
  }

  napi_valuetype typeOf(napi_value value) const;
  bool absent(napi_value value) const { return typeOf(value) == napi_undefined; }

  // Values out of JavaScript; a Slip without a path where they do not fit.
  uint32_t u32(napi_value value, uint32_t max = UINT32_MAX) const;
  int32_t s32(napi_value value) const;
  uint64_t u64(napi_value value) const;
  bool boolean(napi_value value) const;
  /** The text in `buffer`, which holds `limit` characters and a zero. */
  size_t string(napi_value value, char *buffer, size_t limit) const;
  struct Bytes {
    const uint8_t *at;
    size_t size;
  };
  Bytes bytes(napi_value value) const;

  // Values for JavaScript.
  napi_value number(double value) const;
  napi_value bigint(uint64_t value) const;
  napi_value text(const char *value, size_t size) const;
  napi_value object() const;
  napi_value array(size_t size) const;

private:
  napi_env env_;
  std::vector<napi_value> strings_;
};

} // namespace nft
