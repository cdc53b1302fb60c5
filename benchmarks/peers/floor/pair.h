#pragma once

#include "channel.h"

/** Makes veth v0 with its peer v1, both up, and returns the index of v0. */
unsigned pair_make(struct channel *channel);

/** Makes the bridge br0, up, and returns its index. */
unsigned bridge_make(struct channel *channel);
