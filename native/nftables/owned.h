#pragma once

#include <cstdio> // libnftnl's headers use FILE
#include <memory>

#include <libnftnl/chain.h>
#include <libnftnl/expr.h>
#include <libnftnl/flowtable.h>
#include <libnftnl/object.h>
#include <libnftnl/rule.h>
#include <libnftnl/set.h>
#include <libnftnl/table.h>

namespace nft {

template <auto Free> struct Freer {
  template <typename T> void operator()(T *object) const { Free(object); }
};

using OwnedTable = std::unique_ptr<nftnl_table, Freer<nftnl_table_free>>;
using OwnedChain = std::unique_ptr<nftnl_chain, Freer<nftnl_chain_free>>;
using OwnedRule = std::unique_ptr<nftnl_rule, Freer<nftnl_rule_free>>;
using OwnedSet = std::unique_ptr<nftnl_set, Freer<nftnl_set_free>>;
using OwnedElement = std::unique_ptr<nftnl_set_elem, Freer<nftnl_set_elem_free>>;
using OwnedObject = std::unique_ptr<nftnl_obj, Freer<nftnl_obj_free>>;
using OwnedFlowtable = std::unique_ptr<nftnl_flowtable, Freer<nftnl_flowtable_free>>;
using OwnedExpression = std::unique_ptr<nftnl_expr, Freer<nftnl_expr_free>>;

} // namespace nft
