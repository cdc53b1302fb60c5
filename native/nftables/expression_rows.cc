// Every expression of libnftnl 1.2: one row an attribute, named after NFTNL_EXPR_* less its prefix.

#include "owned.h"
#include "row.h"

#include <array>
#include <cstring>

namespace nft {
namespace {

// Names without `Kind::` in front; GCC 10, by which releases are built, knows no `using enum`.
constexpr Kind u8 = Kind::u8, u16 = Kind::u16, s32 = Kind::s32, u64 = Kind::u64, string = Kind::string,
               bytes = Kind::bytes, given = Kind::given, expressions = Kind::expressions;

constexpr uint16_t kName = 255;
constexpr uint16_t kData = 64; // NFT_DATA_VALUE_MAXLEN

constexpr Row bitwise[] = {
    {NFTNL_EXPR_BITWISE_SREG, "sreg"},
    {NFTNL_EXPR_BITWISE_DREG, "dreg"},
    {NFTNL_EXPR_BITWISE_OP, "op"},
    {NFTNL_EXPR_BITWISE_LEN, "len"},
    {NFTNL_EXPR_BITWISE_MASK, "mask", bytes, kData},
    {NFTNL_EXPR_BITWISE_XOR, "xor", bytes, kData},
    {NFTNL_EXPR_BITWISE_DATA, "data", bytes, kData},
};
constexpr Row byteorder[] = {
    {NFTNL_EXPR_BYTEORDER_SREG, "sreg"}, {NFTNL_EXPR_BYTEORDER_DREG, "dreg"}, {NFTNL_EXPR_BYTEORDER_OP, "op"},
    {NFTNL_EXPR_BYTEORDER_LEN, "len"},   {NFTNL_EXPR_BYTEORDER_SIZE, "size"},
};
constexpr Row cmp[] = {
    {NFTNL_EXPR_CMP_SREG, "sreg"},
    {NFTNL_EXPR_CMP_OP, "op"},
    {NFTNL_EXPR_CMP_DATA, "data", bytes, kData},
};
constexpr Row connlimit[] = {{NFTNL_EXPR_CONNLIMIT_COUNT, "count"}, {NFTNL_EXPR_CONNLIMIT_FLAGS, "flags"}};
constexpr Row counter[] = {{NFTNL_EXPR_CTR_PACKETS, "packets", u64}, {NFTNL_EXPR_CTR_BYTES, "bytes", u64}};
constexpr Row ct[] = {
    {NFTNL_EXPR_CT_KEY, "key"},
    {NFTNL_EXPR_CT_DREG, "dreg"},
    {NFTNL_EXPR_CT_SREG, "sreg"},
    {NFTNL_EXPR_CT_DIR, "dir", u8},
};
constexpr Row dup[] = {{NFTNL_EXPR_DUP_SREG_ADDR, "sregAddr"}, {NFTNL_EXPR_DUP_SREG_DEV, "sregDev"}};
constexpr Row dynset[] = {
    {NFTNL_EXPR_DYNSET_OP, "op"},
    {NFTNL_EXPR_DYNSET_SREG_KEY, "sregKey"},
    {NFTNL_EXPR_DYNSET_SREG_DATA, "sregData"},
    {NFTNL_EXPR_DYNSET_SET_NAME, "setName", string, kName},
    {NFTNL_EXPR_DYNSET_SET_ID, "setId"},
    {NFTNL_EXPR_DYNSET_TIMEOUT, "timeout", u64},
    {NFTNL_EXPR_DYNSET_FLAGS, "flags"},
    {NFTNL_EXPR_DYNSET_EXPRESSIONS, "expressions", expressions},
};
constexpr Row exthdr[] = {
    {NFTNL_EXPR_EXTHDR_DREG, "dreg"}, {NFTNL_EXPR_EXTHDR_TYPE, "type", u8}, {NFTNL_EXPR_EXTHDR_OFFSET, "offset"},
    {NFTNL_EXPR_EXTHDR_LEN, "len"},   {NFTNL_EXPR_EXTHDR_FLAGS, "flags"},   {NFTNL_EXPR_EXTHDR_OP, "op"},
    {NFTNL_EXPR_EXTHDR_SREG, "sreg"},
};
constexpr Row fib[] = {
    {NFTNL_EXPR_FIB_DREG, "dreg"}, {NFTNL_EXPR_FIB_RESULT, "result"}, {NFTNL_EXPR_FIB_FLAGS, "flags"}};
constexpr Row flowOffload[] = {{NFTNL_EXPR_FLOW_TABLE_NAME, "tableName", string, kName}};
constexpr Row fwd[] = {
    {NFTNL_EXPR_FWD_SREG_DEV, "sregDev"}, {NFTNL_EXPR_FWD_SREG_ADDR, "sregAddr"}, {NFTNL_EXPR_FWD_NFPROTO, "nfproto"}};
constexpr Row hash[] = {
    {NFTNL_EXPR_HASH_SREG, "sreg"}, {NFTNL_EXPR_HASH_DREG, "dreg"},       {NFTNL_EXPR_HASH_LEN, "len"},
    {NFTNL_EXPR_HASH_SEED, "seed"}, {NFTNL_EXPR_HASH_MODULUS, "modulus"}, {NFTNL_EXPR_HASH_OFFSET, "offset"},
    {NFTNL_EXPR_HASH_TYPE, "type"},
};
constexpr Row immediate[] = {
    {NFTNL_EXPR_IMM_DREG, "dreg"},
    {NFTNL_EXPR_IMM_DATA, "data", bytes, kData},
    {NFTNL_EXPR_IMM_VERDICT, "verdict", s32},
    {NFTNL_EXPR_IMM_CHAIN, "chain", string, kName},
    {NFTNL_EXPR_IMM_CHAIN_ID, "chainId"},
};
constexpr Row last[] = {{NFTNL_EXPR_LAST_MSECS, "msecs", u64}, {NFTNL_EXPR_LAST_SET, "set"}};
constexpr Row limit[] = {
    {NFTNL_EXPR_LIMIT_RATE, "rate", u64}, {NFTNL_EXPR_LIMIT_UNIT, "unit", u64}, {NFTNL_EXPR_LIMIT_BURST, "burst"},
    {NFTNL_EXPR_LIMIT_TYPE, "type"},      {NFTNL_EXPR_LIMIT_FLAGS, "flags"},
};
constexpr Row log[] = {
    {NFTNL_EXPR_LOG_PREFIX, "prefix", string, 127},
    {NFTNL_EXPR_LOG_GROUP, "group", u16},
    {NFTNL_EXPR_LOG_SNAPLEN, "snaplen"},
    {NFTNL_EXPR_LOG_QTHRESHOLD, "qthreshold", u16},
    {NFTNL_EXPR_LOG_LEVEL, "level"},
    {NFTNL_EXPR_LOG_FLAGS, "flags"},
};
constexpr Row lookup[] = {
    {NFTNL_EXPR_LOOKUP_SREG, "sreg"},
    {NFTNL_EXPR_LOOKUP_DREG, "dreg"},
    {NFTNL_EXPR_LOOKUP_SET, "set", string, kName},
    {NFTNL_EXPR_LOOKUP_SET_ID, "setId"},
    {NFTNL_EXPR_LOOKUP_FLAGS, "flags"},
};
constexpr Row masq[] = {
    {NFTNL_EXPR_MASQ_FLAGS, "flags"},
    {NFTNL_EXPR_MASQ_REG_PROTO_MIN, "regProtoMin"},
    {NFTNL_EXPR_MASQ_REG_PROTO_MAX, "regProtoMax"},
};
constexpr Row match[] = {
    {NFTNL_EXPR_MT_NAME, "extension", string, 28},
    {NFTNL_EXPR_MT_REV, "rev"},
    {NFTNL_EXPR_MT_INFO, "info", given, 60000},
};
constexpr Row meta[] = {{NFTNL_EXPR_META_KEY, "key"}, {NFTNL_EXPR_META_DREG, "dreg"}, {NFTNL_EXPR_META_SREG, "sreg"}};
constexpr Row nat[] = {
    {NFTNL_EXPR_NAT_TYPE, "type"},
    {NFTNL_EXPR_NAT_FAMILY, "family"},
    {NFTNL_EXPR_NAT_REG_ADDR_MIN, "regAddrMin"},
    {NFTNL_EXPR_NAT_REG_ADDR_MAX, "regAddrMax"},
    {NFTNL_EXPR_NAT_REG_PROTO_MIN, "regProtoMin"},
    {NFTNL_EXPR_NAT_REG_PROTO_MAX, "regProtoMax"},
    {NFTNL_EXPR_NAT_FLAGS, "flags"},
};
constexpr Row numgen[] = {
    {NFTNL_EXPR_NG_DREG, "dreg"},
    {NFTNL_EXPR_NG_MODULUS, "modulus"},
    {NFTNL_EXPR_NG_TYPE, "type"},
    {NFTNL_EXPR_NG_OFFSET, "offset"},
};
constexpr Row objref[] = {
    {NFTNL_EXPR_OBJREF_IMM_TYPE, "immType"}, {NFTNL_EXPR_OBJREF_IMM_NAME, "immName", string, kName},
    {NFTNL_EXPR_OBJREF_SET_SREG, "setSreg"}, {NFTNL_EXPR_OBJREF_SET_NAME, "setName", string, kName},
    {NFTNL_EXPR_OBJREF_SET_ID, "setId"},
};
constexpr Row osf[] = {{NFTNL_EXPR_OSF_DREG, "dreg"}, {NFTNL_EXPR_OSF_TTL, "ttl", u8}, {NFTNL_EXPR_OSF_FLAGS, "flags"}};
constexpr Row payload[] = {
    {NFTNL_EXPR_PAYLOAD_BASE, "base"},
    {NFTNL_EXPR_PAYLOAD_OFFSET, "offset"},
    {NFTNL_EXPR_PAYLOAD_LEN, "len"},
    {NFTNL_EXPR_PAYLOAD_DREG, "dreg"},
    {NFTNL_EXPR_PAYLOAD_SREG, "sreg"},
    {NFTNL_EXPR_PAYLOAD_CSUM_TYPE, "csumType"},
    {NFTNL_EXPR_PAYLOAD_CSUM_OFFSET, "csumOffset"},
    {NFTNL_EXPR_PAYLOAD_FLAGS, "flags"},
};
constexpr Row queue[] = {
    {NFTNL_EXPR_QUEUE_NUM, "num", u16},
    {NFTNL_EXPR_QUEUE_TOTAL, "total", u16},
    {NFTNL_EXPR_QUEUE_FLAGS, "flags", u16},
    {NFTNL_EXPR_QUEUE_SREG_QNUM, "sregQnum"},
};
constexpr Row quota[] = {
    {NFTNL_EXPR_QUOTA_BYTES, "bytes", u64},
    {NFTNL_EXPR_QUOTA_FLAGS, "flags"},
    {NFTNL_EXPR_QUOTA_CONSUMED, "consumed", u64},
};
constexpr Row range[] = {
    {NFTNL_EXPR_RANGE_SREG, "sreg"},
    {NFTNL_EXPR_RANGE_OP, "op"},
    {NFTNL_EXPR_RANGE_FROM_DATA, "fromData", bytes, kData},
    {NFTNL_EXPR_RANGE_TO_DATA, "toData", bytes, kData},
};
constexpr Row redir[] = {
    {NFTNL_EXPR_REDIR_REG_PROTO_MIN, "regProtoMin"},
    {NFTNL_EXPR_REDIR_REG_PROTO_MAX, "regProtoMax"},
    {NFTNL_EXPR_REDIR_FLAGS, "flags"},
};
constexpr Row reject[] = {{NFTNL_EXPR_REJECT_TYPE, "type"}, {NFTNL_EXPR_REJECT_CODE, "code", u8}};
constexpr Row rt[] = {{NFTNL_EXPR_RT_KEY, "key"}, {NFTNL_EXPR_RT_DREG, "dreg"}};
constexpr Row socket[] = {
    {NFTNL_EXPR_SOCKET_KEY, "key"}, {NFTNL_EXPR_SOCKET_DREG, "dreg"}, {NFTNL_EXPR_SOCKET_LEVEL, "level"}};
constexpr Row synproxy[] = {
    {NFTNL_EXPR_SYNPROXY_MSS, "mss", u16},
    {NFTNL_EXPR_SYNPROXY_WSCALE, "wscale", u8},
    {NFTNL_EXPR_SYNPROXY_FLAGS, "flags"},
};
constexpr Row target[] = {
    {NFTNL_EXPR_TG_NAME, "extension", string, 28},
    {NFTNL_EXPR_TG_REV, "rev"},
    {NFTNL_EXPR_TG_INFO, "info", given, 60000},
};
constexpr Row tproxy[] = {
    {NFTNL_EXPR_TPROXY_FAMILY, "family"},
    {NFTNL_EXPR_TPROXY_REG_ADDR, "regAddr"},
    {NFTNL_EXPR_TPROXY_REG_PORT, "regPort"},
};
constexpr Row tunnel[] = {{NFTNL_EXPR_TUNNEL_KEY, "key"}, {NFTNL_EXPR_TUNNEL_DREG, "dreg"}};
constexpr Row xfrm[] = {
    {NFTNL_EXPR_XFRM_DREG, "dreg"},
    {NFTNL_EXPR_XFRM_KEY, "key"},
    {NFTNL_EXPR_XFRM_DIR, "dir", u8},
    {NFTNL_EXPR_XFRM_SPNUM, "spnum"},
};

constexpr auto kTables = std::to_array<Table>({
    {"bitwise", bitwise},
    {"byteorder", byteorder},
    {"cmp", cmp},
    {"connlimit", connlimit},
    {"counter", counter},
    {"ct", ct},
    {"dup", dup},
    {"dynset", dynset},
    {"exthdr", exthdr},
    {"fib", fib},
    {"flow_offload", flowOffload},
    {"fwd", fwd},
    {"hash", hash},
    {"immediate", immediate},
    {"last", last},
    {"limit", limit},
    {"log", log},
    {"lookup", lookup},
    {"masq", masq},
    {"match", match},
    {"meta", meta},
    {"nat", nat},
    {"notrack", {}},
    {"numgen", numgen},
    {"objref", objref},
    {"osf", osf},
    {"payload", payload},
    {"queue", queue},
    {"quota", quota},
    {"range", range},
    {"redir", redir},
    {"reject", reject},
    {"rt", rt},
    {"socket", socket},
    {"synproxy", synproxy},
    {"target", target},
    {"tproxy", tproxy},
    {"tunnel", tunnel},
    {"xfrm", xfrm},
});

} // namespace

std::span<const Table> expressionTables() { return kTables; }

const Table *expressionTable(const char *name) {
  size_t low = 0, high = kTables.size();
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const int order = strcmp(kTables[middle].name, name);
    if (order == 0)
      return &kTables[middle];
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return nullptr;
}

} // namespace nft
