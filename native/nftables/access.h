#pragma once

#include <cstdint>

namespace nft {

/** The accessors that libnftnl has for one type of object, under the same names for all of them. */
struct Access {
  bool (*has)(void *object, uint16_t attribute);
  /** The size is right for bytes alone: libnftnl leaves it alone for others. */
  const void *(*get)(void *object, uint16_t attribute, uint32_t *size);
  /** A negative number when memory is short. */
  int (*put)(void *object, uint16_t attribute, const void *data, uint32_t size);
  const char *const *(*getDevices)(void *object, uint16_t attribute);
  int (*putDevices)(void *object, uint16_t attribute, const char **names);
};

extern const Access kExpressionAccess;
extern const Access kTableAccess;
extern const Access kChainAccess;
extern const Access kRuleAccess;
extern const Access kSetAccess;
extern const Access kObjectAccess;
extern const Access kFlowtableAccess;

} // namespace nft
