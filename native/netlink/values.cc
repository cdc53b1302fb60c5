#include "values.h"

namespace binding {

napi_value undefined(napi_env env) {
  napi_value out = nullptr;
  napi_get_undefined(env, &out);
  return out;
}

napi_value number(napi_env env, int64_t value) {
  napi_value out;
  return napi_create_int64(env, value, &out) == napi_ok ? out : undefined(env);
}

napi_value boolean(napi_env env, bool value) {
  napi_value out;
  return napi_get_boolean(env, value, &out) == napi_ok ? out : undefined(env);
}

napi_value text(napi_env env, const std::string &value) {
  napi_value out;
  return napi_create_string_utf8(env, value.data(), value.size(), &out) == napi_ok ? out : undefined(env);
}

napi_value arrayBuffer(napi_env env, std::span<const uint8_t> bytes) {
  napi_value out;
  void *data;
  if (bytes.empty() || napi_create_arraybuffer(env, bytes.size(), &data, &out) != napi_ok)
    return undefined(env);
  memcpy(data, bytes.data(), bytes.size());
  return out;
}

napi_value int32Array(napi_env env, std::span<const int32_t> values) {
  napi_value out;
  const std::span bytes(reinterpret_cast<const uint8_t *>(values.data()), values.size_bytes());
  if (values.empty() ||
      napi_create_typedarray(env, napi_int32_array, values.size(), arrayBuffer(env, bytes), 0, &out) != napi_ok)
    return undefined(env);
  return out;
}

} // namespace binding
