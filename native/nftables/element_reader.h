#pragma once

#include "element_list.h"

#include <napi.h>

namespace nft {

/** `ElementReader` of types/nftables.d.ts. */
class ElementReader : public Napi::ObjectWrap<ElementReader> {
public:
  static Napi::Function constructor(Napi::Env env);
  explicit ElementReader(const Napi::CallbackInfo &info);

private:
  Napi::Value add(const Napi::CallbackInfo &info);
  Napi::Value take(const Napi::CallbackInfo &info);
  void message(const Message &message);
  void elements(const Message &message, const std::string &table, const std::string &set, Span list);

  std::vector<ElementList> lists_;
};

} // namespace nft
