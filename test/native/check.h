#pragma once

#include <cstdio>
#include <vector>

/** A test and its name, which states a fact. They run in the order in which they stand. */
struct Test {
  const char *name;
  void (*run)();

  static std::vector<Test> &all() {
    static std::vector<Test> tests;
    return tests;
  }
  static int &failures() {
    static int count = 0;
    return count;
  }
};

struct Registered {
  Registered(const char *name, void (*run)()) { Test::all().push_back({name, run}); }
};

#define JOINED(a, b) a##b
#define NAMED(a, b) JOINED(a, b)
#define TEST(name)                                                                                                     \
  static void NAMED(test, __LINE__)();                                                                                 \
  static const Registered NAMED(registered, __LINE__)(name, NAMED(test, __LINE__));                                    \
  static void NAMED(test, __LINE__)()

#define CHECK(condition)                                                                                               \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      Test::failures()++;                                                                                              \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                             \
    }                                                                                                                  \
  } while (false)
