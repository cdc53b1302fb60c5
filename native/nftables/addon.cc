// The border of types/nftables.d.ts: each function checks its arguments, does one thing, and returns or throws.

#include "element_reader.h"
#include "exceptions.h"
#include "message_reader.h"
#include "message_writer.h"
#include "print.h"
#include "tables.h"

#include <napi.h>

#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

Napi::Value copied(Napi::Env env, const uint8_t *data, size_t size) {
  Napi::Uint8Array result = Napi::Uint8Array::New(env, size);
  memcpy(result.Data(), data, size);
  return result;
}

uint32_t numberOf(Napi::Value value, const char *name) {
  if (!value.IsNumber())
    throw Slip{name, "is not a number"};
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= 0 && number <= UINT32_MAX))
    throw Slip{name, "is not a number of 32 bits", true};
  return static_cast<uint32_t>(number);
}

struct BatchOptions {
  explicit BatchOptions(Napi::Value value) {
    if (!value.IsObject())
      return;
    const auto from = value.As<Napi::Object>();
    const Napi::Value wanted = from.Get("generation");
    if ((hasGeneration = !wanted.IsUndefined()))
      generation = numberOf(wanted, "options.generation");
    open = from.Get("open").ToBoolean();
  }

  bool hasGeneration = false;
  uint32_t generation = 0;
  bool open = false;
};

/** NFNL_MSG_BATCH_BEGIN or NFNL_MSG_BATCH_END. */
void edge(Output &output, uint16_t type, uint32_t sequence, const BatchOptions &options) {
  nlmsghdr *message = output.begin(64, type, NLM_F_REQUEST, sequence, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
  if (type == NFNL_MSG_BATCH_BEGIN && options.hasGeneration)
    mnl_attr_put_u32(message, NFNL_BATCH_GENID, htobe32(options.generation));
  output.end(message);
}

Napi::Array arrayOf(Napi::Value value, const char *name) {
  if (!value.IsArray())
    throw Slip{name, "is not an array"};
  return value.As<Napi::Array>();
}

/** The arguments that every writer has: a tape, and the columns that its commands refer to. */
struct Taped {
  explicit Taped(const Napi::CallbackInfo &info)
      : tape(bytesOf(info.Env(), info[0])), elements(arrayOf(info[1], "elements")) {}

  Tape tape;
  ElementSource elements;
};

Napi::Value buildBatch(const Napi::CallbackInfo &info) {
  return translateExceptions(info.Env(), [&] {
    Taped taped(info);
    Output output;
    const uint32_t sequence = numberOf(info[2], "sequence");
    const BatchOptions options(info[3]);
    edge(output, NFNL_MSG_BATCH_BEGIN, sequence, options);
    MessageWriter writer(output, taped.tape, taped.elements, sequence + 1);
    std::vector<uint32_t> sequences;
    while (!taped.tape.ended()) {
      sequences.push_back(writer.sequence());
      try {
        writer.command();
      } catch (const Slip &slip) {
        throw slip.under("commands[" + std::to_string(sequences.size() - 1) + "]");
      }
    }
    if (!options.open)
      edge(output, NFNL_MSG_BATCH_END, writer.sequence(), options);
    Napi::Uint32Array numbers = Napi::Uint32Array::New(info.Env(), sequences.size());
    if (!sequences.empty())
      memcpy(numbers.Data(), sequences.data(), sequences.size() * sizeof(uint32_t));
    Napi::Object result = Napi::Object::New(info.Env());
    result.Set("bytes", copied(info.Env(), output.data(), output.size()));
    result.Set("sequences", numbers);
    result.Set("end", writer.sequence());
    return Napi::Value(result);
  });
}

Napi::Value buildRequest(const Napi::CallbackInfo &info) {
  return translateExceptions(info.Env(), [&] {
    Taped taped(info);
    Output output;
    MessageWriter(output, taped.tape, taped.elements, numberOf(info[2], "sequence")).command();
    return copied(info.Env(), output.data(), output.size());
  });
}

Napi::Value parse(const Napi::CallbackInfo &info) {
  return translateExceptions(info.Env(), [&] {
    MessageReader reader;
    Messages messages(bytesOf(info.Env(), info[0]));
    Message next;
    while (messages.next(next))
      if (next.subject != Subject::elements && next.subject != Subject::none)
        reader.read(next);
    if (!messages.sound())
      throw Unreadable{"its length is invalid"};
    const std::vector<uint8_t> &tape = reader.recorder().finish();
    return copied(info.Env(), tape.data(), tape.size());
  });
}

Napi::Value printCommand(const Napi::CallbackInfo &info) {
  return translateExceptions(info.Env(), [&]() -> Napi::Value {
    Taped taped(info);
    return Napi::String::New(info.Env(), print(taped.tape, taped.elements));
  });
}

Napi::Value tables(const Napi::CallbackInfo &info) { return tablesFor(info.Env()); }

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  exports.Set("tables", Napi::Function::New(env, tables, "tables"));
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
