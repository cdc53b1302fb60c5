// The border of types/nftables.d.ts: each function checks its arguments, does one thing, and returns or throws.

#include "door.h"
#include "element_reader.h"
#include "message_reader.h"
#include "message_writer.h"
#include "print.h"

#include <napi.h>

#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

Napi::Value copied(Napi::Env env, const Output &output) {
  Napi::Uint8Array result = Napi::Uint8Array::New(env, output.size());
  memcpy(result.Data(), output.data(), output.size());
  return result;
}

struct BatchOptions {
  bool hasGeneration = false;
  uint32_t generation = 0;
  bool open = false;
};

BatchOptions optionsOf(Call &call, napi_value value) {
  BatchOptions options;
  if (call.absent(value))
    return options;
  try {
    const napi_value generation = call.get(value, call.word(Word::generation));
    if ((options.hasGeneration = !call.absent(generation)))
      options.generation = call.u32(generation);
    const napi_value open = call.get(value, call.word(Word::open));
    options.open = !call.absent(open) && call.boolean(open);
  } catch (const Slip &slip) {
    throw slip.under("options");
  }
  return options;
}

void edge(Output &output, uint16_t type, uint32_t sequence, const BatchOptions &options) {
  nlmsghdr *message = output.begin(64, type, NLM_F_REQUEST, sequence, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
  if (type == NFNL_MSG_BATCH_BEGIN && options.hasGeneration)
    mnl_attr_put_u32(message, NFNL_BATCH_GENID, htobe32(options.generation));
  output.end(message);
}

uint32_t numberOf(const Call &call, napi_value value, const char *name) {
  try {
    return call.u32(value);
  } catch (const Slip &slip) {
    throw slip.under(name);
  }
}

Napi::Value buildBatch(const Napi::CallbackInfo &info) {
  return atDoor(info.Env(), [&] {
    Call call(info.Env());
    Output output;
    if (!info[0].IsArray())
      throw Slip{"commands", "is not an array"};
    const auto commands = info[0].As<Napi::Array>();
    const uint32_t sequence = numberOf(call, info[1], "sequence");
    const BatchOptions options = optionsOf(call, info[2]);
    edge(output, NFNL_MSG_BATCH_BEGIN, sequence, options);
    const uint32_t count = commands.Length();
    for (uint32_t i = 0; i < count; ++i) {
      const Napi::HandleScope scope(info.Env());
      try {
        writeCommand(call, output, commands.Get(i), sequence + 1 + i);
      } catch (const Slip &slip) {
        throw slip.under("commands[" + std::to_string(i) + "]");
      }
    }
    if (!options.open)
      edge(output, NFNL_MSG_BATCH_END, sequence + 1 + count, options);
    return copied(info.Env(), output);
  });
}

Napi::Value buildRequest(const Napi::CallbackInfo &info) {
  return atDoor(info.Env(), [&] {
    Call call(info.Env());
    Output output;
    const uint32_t sequence = numberOf(call, info[1], "sequence");
    try {
      writeCommand(call, output, info[0], sequence);
    } catch (const Slip &slip) {
      throw slip.under("command");
    }
    return copied(info.Env(), output);
  });
}

Napi::Value parse(const Napi::CallbackInfo &info) {
  return atDoor(info.Env(), [&] {
    const Call::Bytes bytes = bytesOf(info.Env(), info[0]);
    Call call(info.Env());
    MessageReader reader(call);
    const napi_value list = call.array(0);
    uint32_t count = 0;
    Messages messages({bytes.at, bytes.size});
    Message next;
    while (messages.next(next)) {
      if (next.subject == Subject::elements || next.subject == Subject::none)
        continue;
      const Napi::HandleScope scope(info.Env());
      call.check(napi_set_element(call.env(), list, count++, reader.read(next)));
    }
    if (!messages.sound())
      throw Unreadable{"the lengths of messages are wrong"};
    return Napi::Value(call.env(), list);
  });
}

Napi::Value printCommand(const Napi::CallbackInfo &info) {
  return atDoor(info.Env(), [&]() -> Napi::Value {
    Call call(info.Env());
    return Napi::String::New(info.Env(), print(call, info[0]));
  });
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new Environment(env));
  exports.Set("buildBatch", Napi::Function::New(env, buildBatch, "buildBatch"));
  exports.Set("buildRequest", Napi::Function::New(env, buildRequest, "buildRequest"));
  exports.Set("parse", Napi::Function::New(env, parse, "parse"));
  exports.Set("print", Napi::Function::New(env, printCommand, "print"));
  exports.Set("ElementReader", ElementReader::constructor(env));
  return exports;
}

} // namespace
} // namespace nft

namespace {
Napi::Object init(Napi::Env env, Napi::Object exports) { return nft::initialize(env, exports); }
} // namespace

NODE_API_MODULE(nftables, init)
