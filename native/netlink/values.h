#pragma once

#include <napi.h>
#include <span>
#include <string>

namespace binding {

// JavaScript values for callbacks. They never throw: if the environment is ending, they are undefined.

napi_value undefined(napi_env env);
napi_value number(napi_env env, int64_t value);
napi_value boolean(napi_env env, bool value);
napi_value text(napi_env env, const std::string &value);

/** A copy, as ArrayBuffer; undefined when there is nothing. Not an external one: some runtimes refuse those. */
napi_value arrayBuffer(napi_env env, std::span<const uint8_t> bytes);
napi_value int32Array(napi_env env, std::span<const int32_t> values);

} // namespace binding
