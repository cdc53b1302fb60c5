#include "tables.h"

#include "row.h"

namespace nft {
namespace {

const char *nameOf(Kind kind) {
  switch (kind) {
  case Kind::u8:
    return "u8";
  case Kind::u16:
    return "u16";
  case Kind::u32:
    return "u32";
  case Kind::s32:
    return "s32";
  case Kind::u64:
    return "u64";
  case Kind::string:
    return "string";
  case Kind::bytes:
  case Kind::given:
  case Kind::fixed:
    return "bytes";
  case Kind::u8List:
    return "u8List";
  case Kind::devices:
    return "devices";
  case Kind::expressions:
    return "expressions";
  }
  return "";
}

Napi::Array rowsOf(Napi::Env env, const Table &table) {
  Napi::Array rows = Napi::Array::New(env, table.rows.size());
  uint32_t place = 0;
  for (const Row &row : table.rows) {
    Napi::Object one = Napi::Object::New(env);
    one.Set("name", row.name);
    one.Set("kind", nameOf(row.kind));
    one.Set("limit", row.limit);
    rows.Set(place++, one);
  }
  return rows;
}

} // namespace

Napi::Object tablesFor(Napi::Env env) {
  Napi::Object all = Napi::Object::New(env);
  Napi::Array expressions = Napi::Array::New(env);
  uint32_t place = 0;
  for (const Table &table : expressionTables()) {
    Napi::Object one = Napi::Object::New(env);
    one.Set("name", table.name);
    one.Set("rows", rowsOf(env, table));
    expressions.Set(place++, one);
  }
  all.Set("expressions", expressions);
  all.Set("table", rowsOf(env, objectTable(ObjectTable::table)));
  all.Set("chain", rowsOf(env, objectTable(ObjectTable::chain)));
  all.Set("rule", rowsOf(env, objectTable(ObjectTable::rule)));
  all.Set("set", rowsOf(env, objectTable(ObjectTable::set)));
  all.Set("flowtable", rowsOf(env, objectTable(ObjectTable::flowtable)));
  all.Set("object", rowsOf(env, objectTable(ObjectTable::object)));
  Napi::Array kinds = Napi::Array::New(env);
  for (uint32_t type = 0; type < 16; ++type)
    if (const Table *kind = objectKindTable(type))
      kinds.Set(type, rowsOf(env, *kind));
  all.Set("kinds", kinds);
  return all;
}

} // namespace nft
