#include "environment.h"
#include "functions.h"

#include "../core/address.h"

#include <algorithm>

namespace binding {

namespace {

/** Longer than every address with its prefix length. */
constexpr size_t kLongest = 64;
/** 2^32: what is above the bits of an IPv4 address. */
constexpr double kAbove = 4294967296.0;

double numberOf(const netlink::Address &found, uint8_t *into) {
  const double length = found.bits + 1;
  if (found.size == 4) {
    const auto &byte = found.bytes;
    const uint32_t address = uint32_t{byte[0]} << 24 | uint32_t{byte[1]} << 16 | uint32_t{byte[2]} << 8 | byte[3];
    return address + length * kAbove;
  }
  if (found.size == 0)
    return -1;
  std::copy(found.bytes.begin(), found.bytes.end(), into);
  return -2 - length;
}

// Called for each address of a batch: without the copies of node-addon-api's own strings.
napi_value parseAddress(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value text = nullptr;
  void *into = nullptr;
  std::array<char, kLongest> bytes{};
  size_t length = 0;
  napi_value result = nullptr;
  if (napi_get_cb_info(env, info, &count, &text, nullptr, &into) != napi_ok)
    return nullptr;
  // UTF-8, in which no byte of another character looks like a digit.
  const bool readable = napi_get_value_string_utf8(env, text, bytes.data(), bytes.size(), &length) == napi_ok &&
                        length < bytes.size() - 1;
  const auto found = netlink::parseAddress(std::string_view(bytes.data(), readable ? length : 0));
  napi_create_double(env, numberOf(found, static_cast<uint8_t *>(into)), &result);
  return result;
}

} // namespace

void defineAddress(Napi::Env env, Napi::Object exports) {
  Environment &environment = Environment::of(env);
  auto bytes = Napi::Uint8Array::New(env, 16);
  environment.address = Napi::Persistent(bytes);
  napi_value function = nullptr;
  napi_create_function(env, "parseAddress", NAPI_AUTO_LENGTH, parseAddress, bytes.Data(), &function);
  exports.Set("parseAddress", function);
  exports.Set("address", bytes);
}

} // namespace binding
