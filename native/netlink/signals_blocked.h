#pragma once

#include <csignal>

namespace binding {

/**
 * Only the runtime's threads handle signals. A thread inherits the signal mask of its creator. sigprocmask() acts
 * on the calling thread here; pthread_sigmask() would ask for glibc 2.32.
 */
class SignalsBlocked {
public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked &) = delete;
  ~SignalsBlocked() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

private:
  sigset_t before_;
};

} // namespace binding
