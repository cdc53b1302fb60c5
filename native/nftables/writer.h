#pragma once

#include "access.h"
#include "call.h"
#include "owned.h"
#include "row.h"

namespace nft {

/** An expression on its way out: libnftnl's, or (when `known` is empty) the bytes that came. */
struct Outgoing {
  OwnedExpression known;
  std::string kind;
  Call::Bytes raw{};
};

/** Appends NFTA_EXPR_NAME and NFTA_EXPR_DATA to a message that has room for them. */
void putExpression(nlmsghdr *message, const Outgoing &expression);

/** Plain objects into those of libnftnl. */
class Writer {
public:
  explicit Writer(Call &call) : call_(call) {}

  /** Every property that has a row; others are not looked at. */
  void fill(void *object, const Access &access, const Table &table, napi_value from);

  std::vector<Outgoing> expressions(napi_value from);

  /** More bytes than a message with all that was filled in needs. */
  size_t room() const { return room_; }
  void forget() { room_ = 0; }

private:
  void put(void *object, const Access &access, const Row &row, napi_value value);
  void putString(void *object, const Access &access, const Row &row, napi_value value);
  void putBytes(void *object, const Access &access, const Row &row, napi_value value);
  void putList(void *object, const Access &access, const Row &row, napi_value value);
  void putDevices(void *object, const Access &access, const Row &row, napi_value value);
  void putExpressions(void *object, const Access &access, napi_value value);
  Outgoing expression(napi_value from);
  template <typename T> void keep(void *object, const Access &access, const Row &row, T value);

  Call &call_;
  size_t room_ = 1024;
};

} // namespace nft
