// Tables, chains, rules, sets, flowtables and stateful objects of libnftnl 1.2: one row an attribute, named after
// NFTNL_TABLE_*, NFTNL_CHAIN_*, ... less the prefix; stateful objects keep the name of their kind (NFTNL_OBJ_CTR_PKTS
// ctrPkts).

#include "owned.h"
#include "row.h"

#include <array>
#include <linux/netfilter/nf_tables.h>

namespace nft {
namespace {

// Names without `Kind::` in front; GCC 10, by which releases are built, knows no `using enum`.
constexpr Kind u8 = Kind::u8, u16 = Kind::u16, s32 = Kind::s32, u64 = Kind::u64, string = Kind::string,
               bytes = Kind::bytes, fixed = Kind::fixed, u8List = Kind::u8List, devices = Kind::devices,
               expressions = Kind::expressions;

constexpr uint16_t kName = 255;
constexpr uint16_t kUserdata = 256; // NFT_USERDATA_MAXLEN

constexpr Row table[] = {
    {NFTNL_TABLE_FAMILY, "family"},
    {NFTNL_TABLE_NAME, "name", string, kName},
    {NFTNL_TABLE_FLAGS, "flags"},
    {NFTNL_TABLE_USE, "use"},
    {NFTNL_TABLE_HANDLE, "handle", u64},
    {NFTNL_TABLE_OWNER, "owner"},
    {NFTNL_TABLE_USERDATA, "userdata", bytes, kUserdata},
};
constexpr Row chain[] = {
    {NFTNL_CHAIN_FAMILY, "family"},
    {NFTNL_CHAIN_TABLE, "table", string, kName},
    {NFTNL_CHAIN_NAME, "name", string, kName},
    {NFTNL_CHAIN_HOOKNUM, "hooknum"},
    {NFTNL_CHAIN_PRIO, "prio", s32},
    {NFTNL_CHAIN_POLICY, "policy"},
    {NFTNL_CHAIN_USE, "use"},
    {NFTNL_CHAIN_PACKETS, "packets", u64},
    {NFTNL_CHAIN_BYTES, "bytes", u64},
    {NFTNL_CHAIN_HANDLE, "handle", u64},
    {NFTNL_CHAIN_TYPE, "type", string, 127},
    {NFTNL_CHAIN_DEV, "dev", string, 15},
    {NFTNL_CHAIN_DEVICES, "devices", devices},
    {NFTNL_CHAIN_FLAGS, "flags"},
    {NFTNL_CHAIN_ID, "id"},
    {NFTNL_CHAIN_USERDATA, "userdata", bytes, kUserdata},
};
constexpr Row rule[] = {
    {NFTNL_RULE_FAMILY, "family"},
    {NFTNL_RULE_TABLE, "table", string, kName},
    {NFTNL_RULE_CHAIN, "chain", string, kName},
    {NFTNL_RULE_HANDLE, "handle", u64},
    {NFTNL_RULE_COMPAT_PROTO, "compatProto"},
    {NFTNL_RULE_COMPAT_FLAGS, "compatFlags"},
    {NFTNL_RULE_POSITION, "position", u64},
    {NFTNL_RULE_POSITION_ID, "positionId"},
    {NFTNL_RULE_ID, "id"},
    {NFTNL_RULE_USERDATA, "userdata", bytes, kUserdata},
};
constexpr Row set[] = {
    {NFTNL_SET_FAMILY, "family"},
    {NFTNL_SET_TABLE, "table", string, kName},
    {NFTNL_SET_NAME, "name", string, kName},
    {NFTNL_SET_FLAGS, "flags"},
    {NFTNL_SET_KEY_TYPE, "keyType"},
    {NFTNL_SET_KEY_LEN, "keyLen"},
    {NFTNL_SET_DATA_TYPE, "dataType"},
    {NFTNL_SET_DATA_LEN, "dataLen"},
    {NFTNL_SET_OBJ_TYPE, "objType"},
    {NFTNL_SET_ID, "id"},
    {NFTNL_SET_POLICY, "policy"},
    {NFTNL_SET_DESC_SIZE, "descSize"},
    {NFTNL_SET_DESC_CONCAT, "descConcat", u8List, 16},
    {NFTNL_SET_TIMEOUT, "timeout", u64},
    {NFTNL_SET_GC_INTERVAL, "gcInterval"},
    {NFTNL_SET_HANDLE, "handle", u64},
    {NFTNL_SET_USERDATA, "userdata", bytes, kUserdata},
    {NFTNL_SET_EXPRESSIONS, "expressions", expressions},
};
constexpr Row flowtable[] = {
    {NFTNL_FLOWTABLE_FAMILY, "family"},
    {NFTNL_FLOWTABLE_TABLE, "table", string, kName},
    {NFTNL_FLOWTABLE_NAME, "name", string, kName},
    {NFTNL_FLOWTABLE_HOOKNUM, "hooknum"},
    {NFTNL_FLOWTABLE_PRIO, "prio", s32},
    {NFTNL_FLOWTABLE_USE, "use"},
    {NFTNL_FLOWTABLE_DEVICES, "devices", devices},
    {NFTNL_FLOWTABLE_SIZE, "size"},
    {NFTNL_FLOWTABLE_FLAGS, "flags"},
    {NFTNL_FLOWTABLE_HANDLE, "handle", u64},
};

// NFTNL_OBJ_TYPE is not among them: it chooses the table of the rest, and is written first.
constexpr Row object[] = {
    {NFTNL_OBJ_FAMILY, "family"},
    {NFTNL_OBJ_TABLE, "table", string, kName},
    {NFTNL_OBJ_NAME, "name", string, kName},
    {NFTNL_OBJ_USE, "use"},
    {NFTNL_OBJ_HANDLE, "handle", u64},
    {NFTNL_OBJ_USERDATA, "userdata", bytes, kUserdata},
};
constexpr Row counter[] = {{NFTNL_OBJ_CTR_PKTS, "ctrPkts", u64}, {NFTNL_OBJ_CTR_BYTES, "ctrBytes", u64}};
constexpr Row quota[] = {
    {NFTNL_OBJ_QUOTA_BYTES, "quotaBytes", u64},
    {NFTNL_OBJ_QUOTA_CONSUMED, "quotaConsumed", u64},
    {NFTNL_OBJ_QUOTA_FLAGS, "quotaFlags"},
};
constexpr Row ctHelper[] = {
    {NFTNL_OBJ_CT_HELPER_NAME, "ctHelperName", string, 15},
    {NFTNL_OBJ_CT_HELPER_L3PROTO, "ctHelperL3proto", u16},
    {NFTNL_OBJ_CT_HELPER_L4PROTO, "ctHelperL4proto", u8},
};
constexpr Row limit[] = {
    {NFTNL_OBJ_LIMIT_RATE, "limitRate", u64}, {NFTNL_OBJ_LIMIT_UNIT, "limitUnit", u64},
    {NFTNL_OBJ_LIMIT_BURST, "limitBurst"},    {NFTNL_OBJ_LIMIT_TYPE, "limitType"},
    {NFTNL_OBJ_LIMIT_FLAGS, "limitFlags"},
};
constexpr Row tunnel[] = {
    {NFTNL_OBJ_TUNNEL_ID, "tunnelId"},
    {NFTNL_OBJ_TUNNEL_IPV4_SRC, "tunnelIpv4Src", fixed, 4},
    {NFTNL_OBJ_TUNNEL_IPV4_DST, "tunnelIpv4Dst", fixed, 4},
    {NFTNL_OBJ_TUNNEL_IPV6_SRC, "tunnelIpv6Src", fixed, 16},
    {NFTNL_OBJ_TUNNEL_IPV6_DST, "tunnelIpv6Dst", fixed, 16},
    {NFTNL_OBJ_TUNNEL_IPV6_FLOWLABEL, "tunnelIpv6Flowlabel"},
    {NFTNL_OBJ_TUNNEL_SPORT, "tunnelSport", u16},
    {NFTNL_OBJ_TUNNEL_DPORT, "tunnelDport", u16},
    {NFTNL_OBJ_TUNNEL_FLAGS, "tunnelFlags"},
    {NFTNL_OBJ_TUNNEL_TOS, "tunnelTos", u8},
    {NFTNL_OBJ_TUNNEL_TTL, "tunnelTtl", u8},
    {NFTNL_OBJ_TUNNEL_VXLAN_GBP, "tunnelVxlanGbp"},
    {NFTNL_OBJ_TUNNEL_ERSPAN_VERSION, "tunnelErspanVersion"},
    {NFTNL_OBJ_TUNNEL_ERSPAN_V1_INDEX, "tunnelErspanV1Index"},
    {NFTNL_OBJ_TUNNEL_ERSPAN_V2_HWID, "tunnelErspanV2Hwid", u8},
    {NFTNL_OBJ_TUNNEL_ERSPAN_V2_DIR, "tunnelErspanV2Dir", u8},
};
// Its timeouts do not pass through libnftnl, see ct_timeout.h.
constexpr Row ctTimeout[] = {
    {NFTNL_OBJ_CT_TIMEOUT_L3PROTO, "ctTimeoutL3proto", u16},
    {NFTNL_OBJ_CT_TIMEOUT_L4PROTO, "ctTimeoutL4proto", u8},
};
constexpr Row secmark[] = {{NFTNL_OBJ_SECMARK_CTX, "secmarkCtx", string, 255}};
constexpr Row ctExpect[] = {
    {NFTNL_OBJ_CT_EXPECT_L3PROTO, "ctExpectL3proto", u16}, {NFTNL_OBJ_CT_EXPECT_L4PROTO, "ctExpectL4proto", u8},
    {NFTNL_OBJ_CT_EXPECT_DPORT, "ctExpectDport", u16},     {NFTNL_OBJ_CT_EXPECT_TIMEOUT, "ctExpectTimeout"},
    {NFTNL_OBJ_CT_EXPECT_SIZE, "ctExpectSize", u8},
};
constexpr Row synproxy[] = {
    {NFTNL_OBJ_SYNPROXY_MSS, "synproxyMss", u16},
    {NFTNL_OBJ_SYNPROXY_WSCALE, "synproxyWscale", u8},
    {NFTNL_OBJ_SYNPROXY_FLAGS, "synproxyFlags"},
};

// In the order of ObjectTable.
constexpr auto kTables = std::to_array<Table>({
    {"table", table},
    {"chain", chain},
    {"rule", rule},
    {"set", set},
    {"flowtable", flowtable},
    {"object", object},
    {"counter", counter},
    {"quota", quota},
    {"ct helper", ctHelper},
    {"limit", limit},
    {"tunnel", tunnel},
    {"ct timeout", ctTimeout},
    {"secmark", secmark},
    {"ct expectation", ctExpect},
    {"synproxy", synproxy},
});
static_assert(kTables.size() == static_cast<size_t>(ObjectTable::count));

} // namespace

const Table &objectTable(ObjectTable table) { return kTables[static_cast<size_t>(table)]; }

const Table *objectKindTable(uint32_t type) {
  switch (type) {
  case NFT_OBJECT_COUNTER:
    return &objectTable(ObjectTable::counter);
  case NFT_OBJECT_QUOTA:
    return &objectTable(ObjectTable::quota);
  case NFT_OBJECT_CT_HELPER:
    return &objectTable(ObjectTable::ctHelper);
  case NFT_OBJECT_LIMIT:
    return &objectTable(ObjectTable::limit);
  case NFT_OBJECT_TUNNEL:
    return &objectTable(ObjectTable::tunnel);
  case NFT_OBJECT_CT_TIMEOUT:
    return &objectTable(ObjectTable::ctTimeout);
  case NFT_OBJECT_SECMARK:
    return &objectTable(ObjectTable::secmark);
  case NFT_OBJECT_CT_EXPECT:
    return &objectTable(ObjectTable::ctExpect);
  case NFT_OBJECT_SYNPROXY:
    return &objectTable(ObjectTable::synproxy);
  default:
    return nullptr;
  }
}

} // namespace nft
