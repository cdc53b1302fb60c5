#pragma once

/** Moves this process into user, network and mount namespaces of its own, with an empty /run; false where that is not
 * allowed. */
bool enterSandbox();

/** Whether it worked. */
bool sandboxed();
