#pragma once

#include "../core/fixup.h"

#include <napi.h>
#include <span>
#include <string>
#include <vector>

namespace binding {

// What a caller handed in, or a TypeError that names it.

Napi::Function functionAt(const Napi::CallbackInfo &info, size_t index, const char *name);
std::string textAt(const Napi::CallbackInfo &info, size_t index, const char *name);
/** A path for a system call, which would end at a zero byte. */
std::string pathAt(const Napi::CallbackInfo &info, size_t index);
bool booleanAt(const Napi::CallbackInfo &info, size_t index, const char *name);
/** A whole number from 0 to `most`, else a RangeError. */
uint32_t countAt(const Napi::CallbackInfo &info, size_t index, const char *name, uint32_t most = UINT32_MAX);
std::vector<std::string> textsAt(const Napi::CallbackInfo &info, size_t index, const char *name);
/** Pairs of a place and the ordinal of a name; none when absent. */
std::vector<netlink::Fixup> fixupsAt(const Napi::CallbackInfo &info, size_t index);
bool absentAt(const Napi::CallbackInfo &info, size_t index);

uint32_t countOf(Napi::Value value, const std::string &name, uint32_t most = UINT32_MAX);

/** Bytes of the caller that stay where they are, and alive, as long as this object. */
class Bytes {
public:
  Bytes(const Napi::CallbackInfo &info, size_t index, const char *name);
  std::span<uint8_t> span() const { return span_; }

private:
  Napi::ObjectReference held_;
  std::span<uint8_t> span_;
};

} // namespace binding
