#pragma once

#include <cstdint>

namespace nft {

/** What a message is about. */
enum class Subject : uint8_t { table, chain, rule, set, elements, generation, object, flowtable, none };

/** By NFT_MSG_*; the numbers above NFT_MSG_DELFLOWTABLE are newer than the headers of Debian 12 (Linux 6.3 to 6.8). */
constexpr Subject subjectOf(uint8_t type) {
  constexpr Subject kSubjects[] = {
      Subject::table,      Subject::table,      Subject::table,    Subject::chain,    Subject::chain,
      Subject::chain,      Subject::rule,       Subject::rule,     Subject::rule,     Subject::set,
      Subject::set,        Subject::set,        Subject::elements, Subject::elements, Subject::elements,
      Subject::generation, Subject::generation,
      Subject::none, // NFT_MSG_TRACE
      Subject::object,     Subject::object,     Subject::object,   Subject::object,   Subject::flowtable,
      Subject::flowtable,  Subject::flowtable,  Subject::rule, // NFT_MSG_GETRULE_RESET
      Subject::table,      Subject::chain,      Subject::rule,     Subject::set,      Subject::elements,
      Subject::object,
      Subject::flowtable, // NFT_MSG_DESTROY*
      Subject::elements,  // NFT_MSG_GETSETELEM_RESET
  };
  return type < sizeof kSubjects / sizeof *kSubjects ? kSubjects[type] : Subject::none;
}

} // namespace nft
