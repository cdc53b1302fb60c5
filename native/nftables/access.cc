#include "access.h"

#include "owned.h"

namespace nft {
namespace {

template <typename T, auto Has> bool has(void *object, uint16_t attribute) {
  return Has(static_cast<T *>(object), attribute);
}

template <typename T, auto Get> const void *get(void *object, uint16_t attribute, uint32_t *size) {
  return Get(static_cast<T *>(object), attribute, size);
}

template <typename T, auto Put> int put(void *object, uint16_t attribute, const void *data, uint32_t size) {
  return Put(static_cast<T *>(object), attribute, data, size);
}

template <typename T, auto Get> const char *const *getDevices(void *object, uint16_t attribute) {
  return Get(static_cast<T *>(object), attribute);
}

template <typename T, auto Put> int putDevices(void *object, uint16_t attribute, const char **names) {
  return Put(static_cast<T *>(object), attribute, names);
}

// Two that are not like the others: one says nothing, one is not exported with a size.
int putObject(nftnl_obj *object, uint16_t attribute, const void *data, uint32_t size) {
  nftnl_obj_set_data(object, attribute, data, size);
  return 0;
}

const void *getFlowtable(nftnl_flowtable *flowtable, uint16_t attribute, uint32_t *) {
  return nftnl_flowtable_get(flowtable, attribute);
}

} // namespace

const Access kExpressionAccess = {has<nftnl_expr, nftnl_expr_is_set>, get<nftnl_expr, nftnl_expr_get>,
                                  put<nftnl_expr, nftnl_expr_set>, nullptr, nullptr};

const Access kTableAccess = {has<nftnl_table, nftnl_table_is_set>, get<nftnl_table, nftnl_table_get_data>,
                             put<nftnl_table, nftnl_table_set_data>, nullptr, nullptr};

const Access kChainAccess = {has<nftnl_chain, nftnl_chain_is_set>, get<nftnl_chain, nftnl_chain_get_data>,
                             put<nftnl_chain, nftnl_chain_set_data>, getDevices<nftnl_chain, nftnl_chain_get_array>,
                             putDevices<nftnl_chain, nftnl_chain_set_array>};

const Access kRuleAccess = {has<nftnl_rule, nftnl_rule_is_set>, get<nftnl_rule, nftnl_rule_get_data>,
                            put<nftnl_rule, nftnl_rule_set_data>, nullptr, nullptr};

const Access kSetAccess = {has<nftnl_set, nftnl_set_is_set>, get<nftnl_set, nftnl_set_get_data>,
                           put<nftnl_set, nftnl_set_set_data>, nullptr, nullptr};

const Access kObjectAccess = {has<nftnl_obj, nftnl_obj_is_set>, get<nftnl_obj, nftnl_obj_get_data>,
                              put<nftnl_obj, putObject>, nullptr, nullptr};

const Access kFlowtableAccess = {has<nftnl_flowtable, nftnl_flowtable_is_set>, get<nftnl_flowtable, getFlowtable>,
                                 put<nftnl_flowtable, nftnl_flowtable_set_data>,
                                 getDevices<nftnl_flowtable, nftnl_flowtable_get_array>,
                                 putDevices<nftnl_flowtable, nftnl_flowtable_set_array>};

} // namespace nft
