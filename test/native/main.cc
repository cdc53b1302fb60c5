#include "check.h"
#include "sandbox.h"

int main() {
  // Before any thread is made: nothing here may reach the network of the machine.
  if (!enterSandbox())
    std::printf("skipped: what needs namespaces of its own, which this user may not make here\n");
  for (const Test &test : Test::all()) {
    const int before = Test::failures();
    test.run();
    if (Test::failures() != before)
      std::printf("failed: %s\n", test.name);
  }
  std::printf("%zu tests, %d failed checks\n", Test::all().size(), Test::failures());
  return Test::failures() == 0 ? 0 : 1;
}
