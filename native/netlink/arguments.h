#pragma once

#include "../core/fixup.h"

#include <napi.h>
#include <span>
#include <string>
#include <vector>

namespace binding {

// Arguments of a call, or a TypeError that names the argument.

Napi::Function functionAt(const Napi::CallbackInfo &info, size_t index, const char *name);
std::string textAt(const Napi::CallbackInfo &info, size_t index, const char *name);
/** A path for a system call: without a NUL, which would end it. */
std::string pathAt(const Napi::CallbackInfo &info, size_t index);
bool booleanAt(const Napi::CallbackInfo &info, size_t index, const char *name);
/** A whole number from 0 to `most`, else a RangeError. */
uint32_t countAt(const Napi::CallbackInfo &info, size_t index, const char *name, uint32_t most = UINT32_MAX);
std::vector<std::string> textsAt(const Napi::CallbackInfo &info, size_t index, const char *name);
/** Pairs of an offset and the index of a name; empty if absent. */
std::vector<netlink::Fixup> fixupsAt(const Napi::CallbackInfo &info, size_t index);
bool absentAt(const Napi::CallbackInfo &info, size_t index);

uint32_t countOf(Napi::Value value, const std::string &name, uint32_t most = UINT32_MAX);

/** The caller's bytes: not moved and not collected while this object lives. */
class Bytes {
public:
  Bytes(const Napi::CallbackInfo &info, size_t index, const char *name);
  std::span<uint8_t> span() const { return span_; }

private:
  Napi::ObjectReference reference_;
  std::span<uint8_t> span_;
};

} // namespace binding
