// The attributes of every expression, from include/uapi/linux/netfilter/nf_tables.h; where its comments and the
// kernel's code differ (NFTA_LOG_GROUP, NFTA_QUOTA_BYTES), the code.

#include "policy.h"

#include <cstring>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>

namespace nft {
namespace {

// Names without `Shape::` in front; GCC 10, by which releases are built, knows no `using enum`.
constexpr Shape skip = Shape::skip, u8 = Shape::u8, u16 = Shape::u16, u32 = Shape::u32, u64 = Shape::u64,
                string = Shape::string, bytes = Shape::bytes, value = Shape::value, data = Shape::data,
                expression = Shape::expression, expressions = Shape::expressions;

constexpr uint16_t kName = 255; // NFT_NAME_MAXLEN less the zero

constexpr Policy bitwise{
    {NFTA_BITWISE_SREG, u32},  {NFTA_BITWISE_DREG, u32}, {NFTA_BITWISE_LEN, u32},    {NFTA_BITWISE_MASK, value},
    {NFTA_BITWISE_XOR, value}, {NFTA_BITWISE_OP, u32},   {NFTA_BITWISE_DATA, value},
};
constexpr Policy byteorder{
    {NFTA_BYTEORDER_SREG, u32}, {NFTA_BYTEORDER_DREG, u32}, {NFTA_BYTEORDER_OP, u32},
    {NFTA_BYTEORDER_LEN, u32},  {NFTA_BYTEORDER_SIZE, u32},
};
constexpr Policy cmp{{NFTA_CMP_SREG, u32}, {NFTA_CMP_OP, u32}, {NFTA_CMP_DATA, value}};
constexpr Policy connlimit{{NFTA_CONNLIMIT_COUNT, u32}, {NFTA_CONNLIMIT_FLAGS, u32}};
constexpr Policy counter{{NFTA_COUNTER_BYTES, u64}, {NFTA_COUNTER_PACKETS, u64}, {NFTA_COUNTER_PAD, skip}};
constexpr Policy ct{{NFTA_CT_DREG, u32}, {NFTA_CT_KEY, u32}, {NFTA_CT_DIRECTION, u8}, {NFTA_CT_SREG, u32}};
constexpr Policy dup{{NFTA_DUP_SREG_ADDR, u32}, {NFTA_DUP_SREG_DEV, u32}};
constexpr Policy dynset{
    {NFTA_DYNSET_SET_NAME, string, kName},
    {NFTA_DYNSET_SET_ID, u32},
    {NFTA_DYNSET_OP, u32},
    {NFTA_DYNSET_SREG_KEY, u32},
    {NFTA_DYNSET_SREG_DATA, u32},
    {NFTA_DYNSET_TIMEOUT, u64},
    {NFTA_DYNSET_EXPR, expression},
    {NFTA_DYNSET_PAD, skip},
    {NFTA_DYNSET_FLAGS, u32},
    {NFTA_DYNSET_EXPRESSIONS, expressions},
};
constexpr Policy exthdr{
    {NFTA_EXTHDR_DREG, u32},  {NFTA_EXTHDR_TYPE, u8}, {NFTA_EXTHDR_OFFSET, u32}, {NFTA_EXTHDR_LEN, u32},
    {NFTA_EXTHDR_FLAGS, u32}, {NFTA_EXTHDR_OP, u32},  {NFTA_EXTHDR_SREG, u32},
};
constexpr Policy fib{{NFTA_FIB_DREG, u32}, {NFTA_FIB_RESULT, u32}, {NFTA_FIB_FLAGS, u32}};
constexpr Policy flowOffload{{NFTA_FLOW_TABLE_NAME, string, kName}};
constexpr Policy fwd{{NFTA_FWD_SREG_DEV, u32}, {NFTA_FWD_SREG_ADDR, u32}, {NFTA_FWD_NFPROTO, u32}};
constexpr Policy hash{
    {NFTA_HASH_SREG, u32}, {NFTA_HASH_DREG, u32},   {NFTA_HASH_LEN, u32},  {NFTA_HASH_MODULUS, u32},
    {NFTA_HASH_SEED, u32}, {NFTA_HASH_OFFSET, u32}, {NFTA_HASH_TYPE, u32},
};
constexpr Policy immediate{{NFTA_IMMEDIATE_DREG, u32}, {NFTA_IMMEDIATE_DATA, data}};
constexpr Policy last{{NFTA_LAST_SET, u32}, {NFTA_LAST_MSECS, u64}, {NFTA_LAST_PAD, skip}};
constexpr Policy limit{
    {NFTA_LIMIT_RATE, u64}, {NFTA_LIMIT_UNIT, u64},  {NFTA_LIMIT_BURST, u32},
    {NFTA_LIMIT_TYPE, u32}, {NFTA_LIMIT_FLAGS, u32}, {NFTA_LIMIT_PAD, skip},
};
constexpr Policy log{
    {NFTA_LOG_GROUP, u16},      {NFTA_LOG_PREFIX, string, 127}, {NFTA_LOG_SNAPLEN, u32},
    {NFTA_LOG_QTHRESHOLD, u16}, {NFTA_LOG_LEVEL, u32},          {NFTA_LOG_FLAGS, u32},
};
constexpr Policy lookup{
    {NFTA_LOOKUP_SET, string, kName}, {NFTA_LOOKUP_SREG, u32},  {NFTA_LOOKUP_DREG, u32},
    {NFTA_LOOKUP_SET_ID, u32},        {NFTA_LOOKUP_FLAGS, u32},
};
constexpr Policy masq{{NFTA_MASQ_FLAGS, u32}, {NFTA_MASQ_REG_PROTO_MIN, u32}, {NFTA_MASQ_REG_PROTO_MAX, u32}};
constexpr Policy match{{NFTA_MATCH_NAME, string, 28}, {NFTA_MATCH_REV, u32}, {NFTA_MATCH_INFO, bytes, 60000}};
constexpr Policy meta{{NFTA_META_DREG, u32}, {NFTA_META_KEY, u32}, {NFTA_META_SREG, u32}};
constexpr Policy nat{
    {NFTA_NAT_TYPE, u32},         {NFTA_NAT_FAMILY, u32},        {NFTA_NAT_REG_ADDR_MIN, u32},
    {NFTA_NAT_REG_ADDR_MAX, u32}, {NFTA_NAT_REG_PROTO_MIN, u32}, {NFTA_NAT_REG_PROTO_MAX, u32},
    {NFTA_NAT_FLAGS, u32},
};
constexpr Policy notrack{};
constexpr Policy numgen{{NFTA_NG_DREG, u32}, {NFTA_NG_MODULUS, u32}, {NFTA_NG_TYPE, u32}, {NFTA_NG_OFFSET, u32}};
constexpr Policy objref{
    {NFTA_OBJREF_IMM_TYPE, u32}, {NFTA_OBJREF_IMM_NAME, string, kName},
    {NFTA_OBJREF_SET_SREG, u32}, {NFTA_OBJREF_SET_NAME, string, kName},
    {NFTA_OBJREF_SET_ID, u32},
};
constexpr Policy osf{{NFTA_OSF_DREG, u32}, {NFTA_OSF_TTL, u8}, {NFTA_OSF_FLAGS, u32}};
constexpr Policy payload{
    {NFTA_PAYLOAD_DREG, u32},        {NFTA_PAYLOAD_BASE, u32},       {NFTA_PAYLOAD_OFFSET, u32},
    {NFTA_PAYLOAD_LEN, u32},         {NFTA_PAYLOAD_SREG, u32},       {NFTA_PAYLOAD_CSUM_TYPE, u32},
    {NFTA_PAYLOAD_CSUM_OFFSET, u32}, {NFTA_PAYLOAD_CSUM_FLAGS, u32},
};
constexpr Policy queue{
    {NFTA_QUEUE_NUM, u16}, {NFTA_QUEUE_TOTAL, u16}, {NFTA_QUEUE_FLAGS, u16}, {NFTA_QUEUE_SREG_QNUM, u32}};
constexpr Policy quota{
    {NFTA_QUOTA_BYTES, u64}, {NFTA_QUOTA_FLAGS, u32}, {NFTA_QUOTA_PAD, skip}, {NFTA_QUOTA_CONSUMED, u64}};
constexpr Policy range{
    {NFTA_RANGE_SREG, u32}, {NFTA_RANGE_OP, u32}, {NFTA_RANGE_FROM_DATA, value}, {NFTA_RANGE_TO_DATA, value}};
constexpr Policy redir{{NFTA_REDIR_REG_PROTO_MIN, u32}, {NFTA_REDIR_REG_PROTO_MAX, u32}, {NFTA_REDIR_FLAGS, u32}};
constexpr Policy reject{{NFTA_REJECT_TYPE, u32}, {NFTA_REJECT_ICMP_CODE, u8}};
constexpr Policy rt{{NFTA_RT_DREG, u32}, {NFTA_RT_KEY, u32}};
constexpr Policy socket{{NFTA_SOCKET_KEY, u32}, {NFTA_SOCKET_DREG, u32}, {NFTA_SOCKET_LEVEL, u32}};
constexpr Policy synproxy{{NFTA_SYNPROXY_MSS, u16}, {NFTA_SYNPROXY_WSCALE, u8}, {NFTA_SYNPROXY_FLAGS, u32}};
constexpr Policy target{{NFTA_TARGET_NAME, string, 28}, {NFTA_TARGET_REV, u32}, {NFTA_TARGET_INFO, bytes, 60000}};
constexpr Policy tproxy{{NFTA_TPROXY_FAMILY, u32}, {NFTA_TPROXY_REG_ADDR, u32}, {NFTA_TPROXY_REG_PORT, u32}};
constexpr Policy tunnel{{NFTA_TUNNEL_KEY, u32}, {NFTA_TUNNEL_DREG, u32}};
constexpr Policy xfrm{{NFTA_XFRM_DREG, u32}, {NFTA_XFRM_KEY, u32}, {NFTA_XFRM_DIR, u8}, {NFTA_XFRM_SPNUM, u32}};

struct Named {
  const char *name;
  const Policy *policy;
};

constexpr Named kExpressions[] = {
    {"bitwise", &bitwise},
    {"byteorder", &byteorder},
    {"cmp", &cmp},
    {"connlimit", &connlimit},
    {"counter", &counter},
    {"ct", &ct},
    {"dup", &dup},
    {"dynset", &dynset},
    {"exthdr", &exthdr},
    {"fib", &fib},
    {"flow_offload", &flowOffload},
    {"fwd", &fwd},
    {"hash", &hash},
    {"immediate", &immediate},
    {"last", &last},
    {"limit", &limit},
    {"log", &log},
    {"lookup", &lookup},
    {"masq", &masq},
    {"match", &match},
    {"meta", &meta},
    {"nat", &nat},
    {"notrack", &notrack},
    {"numgen", &numgen},
    {"objref", &objref},
    {"osf", &osf},
    {"payload", &payload},
    {"queue", &queue},
    {"quota", &quota},
    {"range", &range},
    {"redir", &redir},
    {"reject", &reject},
    {"rt", &rt},
    {"socket", &socket},
    {"synproxy", &synproxy},
    {"target", &target},
    {"tproxy", &tproxy},
    {"tunnel", &tunnel},
    {"xfrm", &xfrm},
};

} // namespace

const Policy *expressionPolicy(const char *name) {
  size_t low = 0, high = sizeof kExpressions / sizeof *kExpressions;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const int order = strcmp(kExpressions[middle].name, name);
    if (order == 0)
      return kExpressions[middle].policy;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return nullptr;
}

} // namespace nft
