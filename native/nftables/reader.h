#pragma once

#include "access.h"
#include "attribute.h"
#include "call.h"
#include "owned.h"
#include "row.h"

namespace nft {

/** Objects of libnftnl into plain ones. */
class Reader {
public:
  explicit Reader(Call &call) : call_(call) {}

  /** Every attribute that is there and has a row, as properties of `into`. */
  void fill(napi_value into, void *object, const Access &access, const Table &table);

  napi_value expression(nftnl_expr *expression);

  /** What libnftnl shall not see. */
  napi_value unknown(Span name, Span raw);

  /** A copy of the bytes: a view into a buffer that several of them share. */
  napi_value bytes(Span bytes);

private:
  napi_value value(void *object, const Access &access, const Row &row);
  napi_value list(const uint8_t *at, size_t size);
  napi_value devices(const char *const *names);
  napi_value expressions(void *object, const Access &access);

  Call &call_;
  Napi::Reference<Napi::ArrayBuffer> arena_;
  uint8_t *free_ = nullptr;
  size_t used_ = 0;
  size_t left_ = 0;
};

} // namespace nft
