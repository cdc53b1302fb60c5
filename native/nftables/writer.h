#pragma once

#include "access.h"
#include "output.h"
#include "owned.h"
#include "row.h"
#include "tape.h"

#include <vector>

namespace nft {

/** An expression on its way out: libnftnl's, or (when `known` is empty) the bytes that came. */
struct Outgoing {
  OwnedExpression known;
  std::string kind;
  Span raw{};
};

/** Appends NFTA_EXPR_NAME and NFTA_EXPR_DATA to a message that has room for them. */
void putExpression(nlmsghdr *message, const Outgoing &expression);

/** Objects of a tape into those of libnftnl. */
class Writer {
public:
  explicit Writer(Tape &tape, int depth = 0) : tape_(tape), depth_(depth) {}

  /** A count of properties, each a number of its row and its value. */
  void fill(void *object, const Access &access, const Table &table);

  /** Bytes that hold one expression behind the other, each as bytes again. */
  std::vector<Outgoing> expressions();

  /** The number of its table, and its properties. */
  Outgoing expression();

private:
  void put(void *object, const Access &access, const Row &row);
  void putBytes(void *object, const Access &access, const Row &row);
  void putGiven(void *object, const Access &access, const Row &row, Span bytes);
  void putDevices(void *object, const Access &access, const Row &row);
  void putExpressions(void *object, const Access &access);
  template <typename T> void keep(void *object, const Access &access, const Row &row, T value);

  Tape &tape_;
  /** How many expressions are around. */
  int depth_;
};

} // namespace nft
