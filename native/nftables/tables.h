#pragma once

#include <napi.h>

namespace nft {

/** The rows of every table, for the side that lays objects on a tape: `tables()` of types/nftables.d.ts. */
Napi::Object tablesFor(Napi::Env env);

} // namespace nft
