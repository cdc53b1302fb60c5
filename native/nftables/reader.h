#pragma once

#include "access.h"
#include "owned.h"
#include "recorder.h"
#include "row.h"

namespace nft {

/** A number that stands where that of a table would: the expression is unknown. */
constexpr uint32_t kUnknownExpression = UINT32_MAX;

/** Objects of libnftnl onto a tape. */
class Reader {
public:
  explicit Reader(Recorder &recorder) : recorder_(recorder) {}

  /** A count of properties, each a number of its row and its value; those of `more` have numbers behind the rows of
   * `table`. */
  void fill(void *object, const Access &access, const Table &table, const Table *more = nullptr);

  /** The number of its table, and its properties. */
  void expression(nftnl_expr *expression);

  /** What libnftnl shall not see: its name and its bytes. */
  void unknown(Span name, Span raw);

private:
  uint32_t rows(void *object, const Access &access, const Table &table, uint32_t first);
  bool value(void *object, const Access &access, const Row &row, uint32_t number);
  bool devices(uint32_t number, const char *const *names);
  bool expressions(void *object, const Access &access, uint32_t number);

  Recorder &recorder_;
};

} // namespace nft
