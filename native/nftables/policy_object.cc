// The attributes of tables, chains, rules, sets, stateful objects and flowtables, from
// include/uapi/linux/netfilter/nf_tables.h.

#include "policy.h"

#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

// Names without `Shape::` in front; GCC 10, by which releases are built, knows no `using enum`.
constexpr Shape skip = Shape::skip, u8 = Shape::u8, u16 = Shape::u16, u32 = Shape::u32, u64 = Shape::u64,
                string = Shape::string, bytes = Shape::bytes, fixed = Shape::fixed, nest = Shape::nest,
                list = Shape::list, names = Shape::names, expression = Shape::expression,
                expressions = Shape::expressions, objectData = Shape::objectData;

constexpr uint16_t kName = 255;     // NFT_NAME_MAXLEN less the zero
constexpr uint16_t kDevice = 15;    // IFNAMSIZ less the zero
constexpr uint16_t kUserdata = 256; // NFT_USERDATA_MAXLEN

constexpr Policy table{
    {NFTA_TABLE_NAME, string, kName}, {NFTA_TABLE_FLAGS, u32}, {NFTA_TABLE_USE, u32},
    {NFTA_TABLE_HANDLE, u64},         {NFTA_TABLE_PAD, skip},  {NFTA_TABLE_USERDATA, bytes, kUserdata},
    {NFTA_TABLE_OWNER, u32},
};

constexpr Policy hook{
    {NFTA_HOOK_HOOKNUM, u32},
    {NFTA_HOOK_PRIORITY, u32},
    {NFTA_HOOK_DEV, string, kDevice},
    {NFTA_HOOK_DEVS, names, kDevice},
};
constexpr Policy counters{{NFTA_COUNTER_BYTES, u64}, {NFTA_COUNTER_PACKETS, u64}, {NFTA_COUNTER_PAD, skip}};
constexpr Policy chain{
    {NFTA_CHAIN_TABLE, string, kName},
    {NFTA_CHAIN_HANDLE, u64},
    {NFTA_CHAIN_NAME, string, kName},
    {NFTA_CHAIN_HOOK, nest, 0, &hook},
    {NFTA_CHAIN_POLICY, u32},
    {NFTA_CHAIN_USE, u32},
    {NFTA_CHAIN_TYPE, string, 127},
    {NFTA_CHAIN_COUNTERS, nest, 0, &counters},
    {NFTA_CHAIN_PAD, skip},
    {NFTA_CHAIN_FLAGS, u32},
    {NFTA_CHAIN_ID, u32},
    {NFTA_CHAIN_USERDATA, bytes, kUserdata},
};

constexpr Policy compat{{NFTA_RULE_COMPAT_PROTO, u32}, {NFTA_RULE_COMPAT_FLAGS, u32}};
// The expressions are read one by one, equal ones once, and those that libnftnl does not know as they are.
constexpr Policy rule{
    {NFTA_RULE_TABLE, string, kName},
    {NFTA_RULE_CHAIN, string, kName},
    {NFTA_RULE_HANDLE, u64},
    {NFTA_RULE_EXPRESSIONS, skip},
    {NFTA_RULE_COMPAT, nest, 0, &compat},
    {NFTA_RULE_POSITION, u64},
    {NFTA_RULE_USERDATA, bytes, kUserdata},
    {NFTA_RULE_PAD, skip},
    {NFTA_RULE_ID, u32},
    {NFTA_RULE_POSITION_ID, u32},
};

// Newer than the headers of Debian 12, and only reported: what the kernel made of the set, and how many elements it
// has.
constexpr uint16_t NFTA_SET_TYPE_6_14 = 19, NFTA_SET_COUNT_6_16 = 20;

constexpr Policy field{{NFTA_SET_FIELD_LEN, u32}};
constexpr Policy description{{NFTA_SET_DESC_SIZE, u32}, {NFTA_SET_DESC_CONCAT, list, 16, &field}};
constexpr Policy set{
    {NFTA_SET_TABLE, string, kName},
    {NFTA_SET_NAME, string, kName},
    {NFTA_SET_FLAGS, u32},
    {NFTA_SET_KEY_TYPE, u32},
    {NFTA_SET_KEY_LEN, u32},
    {NFTA_SET_DATA_TYPE, u32},
    {NFTA_SET_DATA_LEN, u32},
    {NFTA_SET_POLICY, u32},
    {NFTA_SET_DESC, nest, 0, &description},
    {NFTA_SET_ID, u32},
    {NFTA_SET_TIMEOUT, u64},
    {NFTA_SET_GC_INTERVAL, u32},
    {NFTA_SET_USERDATA, bytes, kUserdata},
    {NFTA_SET_PAD, skip},
    {NFTA_SET_OBJ_TYPE, u32},
    {NFTA_SET_HANDLE, u64},
    {NFTA_SET_EXPR, expression},
    {NFTA_SET_EXPRESSIONS, expressions},
    {NFTA_SET_TYPE_6_14, skip},
    {NFTA_SET_COUNT_6_16, skip},
};

constexpr Policy object{
    {NFTA_OBJ_TABLE, string, kName},
    {NFTA_OBJ_NAME, string, kName},
    {NFTA_OBJ_TYPE, u32},
    {NFTA_OBJ_DATA, objectData},
    {NFTA_OBJ_USE, u32},
    {NFTA_OBJ_HANDLE, u64},
    {NFTA_OBJ_PAD, skip},
    {NFTA_OBJ_USERDATA, bytes, kUserdata},
};

constexpr Policy quota{
    {NFTA_QUOTA_BYTES, u64}, {NFTA_QUOTA_FLAGS, u32}, {NFTA_QUOTA_PAD, skip}, {NFTA_QUOTA_CONSUMED, u64}};
constexpr Policy ctHelper{
    {NFTA_CT_HELPER_NAME, string, 15}, {NFTA_CT_HELPER_L3PROTO, u16}, {NFTA_CT_HELPER_L4PROTO, u8}};
constexpr Policy limit{
    {NFTA_LIMIT_RATE, u64}, {NFTA_LIMIT_UNIT, u64},  {NFTA_LIMIT_BURST, u32},
    {NFTA_LIMIT_TYPE, u32}, {NFTA_LIMIT_FLAGS, u32}, {NFTA_LIMIT_PAD, skip},
};
// libnftnl 1.2.4 writes the eleventh timeout of TCP behind its array, so NFTA_CT_TIMEOUT_DATA is kept from it and read
// here.
constexpr Policy ctTimeout{{NFTA_CT_TIMEOUT_L3PROTO, u16}, {NFTA_CT_TIMEOUT_L4PROTO, u8}, {NFTA_CT_TIMEOUT_DATA, skip}};
constexpr Policy secmark{{NFTA_SECMARK_CTX, string, 255}};
constexpr Policy ctExpect{{NFTA_CT_EXPECT_L3PROTO, u16},
                          {NFTA_CT_EXPECT_L4PROTO, u8},
                          {NFTA_CT_EXPECT_DPORT, u16},
                          {NFTA_CT_EXPECT_TIMEOUT, u32},
                          {NFTA_CT_EXPECT_SIZE, u8}};
constexpr Policy synproxy{{NFTA_SYNPROXY_MSS, u16}, {NFTA_SYNPROXY_WSCALE, u8}, {NFTA_SYNPROXY_FLAGS, u32}};

constexpr Policy tunnelIp{{NFTA_TUNNEL_KEY_IP_SRC, u32}, {NFTA_TUNNEL_KEY_IP_DST, u32}};
constexpr Policy tunnelIp6{
    {NFTA_TUNNEL_KEY_IP6_SRC, fixed, 16}, {NFTA_TUNNEL_KEY_IP6_DST, fixed, 16}, {NFTA_TUNNEL_KEY_IP6_FLOWLABEL, u32}};
constexpr Policy vxlan{{NFTA_TUNNEL_KEY_VXLAN_GBP, u32}};
constexpr Policy erspan{{NFTA_TUNNEL_KEY_ERSPAN_VERSION, u32},
                        {NFTA_TUNNEL_KEY_ERSPAN_V1_INDEX, u32},
                        {NFTA_TUNNEL_KEY_ERSPAN_V2_HWID, u8},
                        {NFTA_TUNNEL_KEY_ERSPAN_V2_DIR, u8}};
constexpr Policy tunnelOptions{{NFTA_TUNNEL_KEY_OPTS_VXLAN, nest, 0, &vxlan},
                               {NFTA_TUNNEL_KEY_OPTS_ERSPAN, nest, 0, &erspan}};
constexpr Policy tunnel{
    {NFTA_TUNNEL_KEY_ID, u32},
    {NFTA_TUNNEL_KEY_IP, nest, 0, &tunnelIp},
    {NFTA_TUNNEL_KEY_IP6, nest, 0, &tunnelIp6},
    {NFTA_TUNNEL_KEY_FLAGS, u32},
    {NFTA_TUNNEL_KEY_TOS, u8},
    {NFTA_TUNNEL_KEY_TTL, u8},
    {NFTA_TUNNEL_KEY_SPORT, u16},
    {NFTA_TUNNEL_KEY_DPORT, u16},
    {NFTA_TUNNEL_KEY_OPTS, nest, 0, &tunnelOptions},
};

constexpr Policy flowtableHook{
    {NFTA_FLOWTABLE_HOOK_NUM, u32}, {NFTA_FLOWTABLE_HOOK_PRIORITY, u32}, {NFTA_FLOWTABLE_HOOK_DEVS, names, kDevice}};
constexpr Policy flowtable{
    {NFTA_FLOWTABLE_TABLE, string, kName},
    {NFTA_FLOWTABLE_NAME, string, kName},
    {NFTA_FLOWTABLE_HOOK, nest, 0, &flowtableHook},
    {NFTA_FLOWTABLE_USE, u32},
    {NFTA_FLOWTABLE_HANDLE, u64},
    {NFTA_FLOWTABLE_PAD, skip},
    {NFTA_FLOWTABLE_FLAGS, u32},
};

constexpr Policy generation{{NFTA_GEN_ID, u32}, {NFTA_GEN_PROC_PID, u32}, {NFTA_GEN_PROC_NAME, string, 255}};

} // namespace

const Policy *objectPolicy(uint32_t type) {
  switch (type) {
  case NFT_OBJECT_COUNTER:
    return &counters;
  case NFT_OBJECT_QUOTA:
    return &quota;
  case NFT_OBJECT_CT_HELPER:
    return &ctHelper;
  case NFT_OBJECT_LIMIT:
    return &limit;
  case NFT_OBJECT_TUNNEL:
    return &tunnel;
  case NFT_OBJECT_CT_TIMEOUT:
    return &ctTimeout;
  case NFT_OBJECT_SECMARK:
    return &secmark;
  case NFT_OBJECT_CT_EXPECT:
    return &ctExpect;
  case NFT_OBJECT_SYNPROXY:
    return &synproxy;
  default:
    return nullptr;
  }
}

const Policy *subjectPolicy(Subject subject) {
  switch (subject) {
  case Subject::table:
    return &table;
  case Subject::chain:
    return &chain;
  case Subject::rule:
    return &rule;
  case Subject::set:
    return &set;
  case Subject::object:
    return &object;
  case Subject::flowtable:
    return &flowtable;
  case Subject::generation:
    return &generation;
  case Subject::elements:
  case Subject::none:
    break;
  }
  return nullptr;
}

} // namespace nft
