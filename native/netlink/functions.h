#pragma once

#include <napi.h>

namespace binding {

// The functions of types/native.d.ts; each file defines its own.

/** `openNetns`, `createNetns`, `deleteNetns`. */
void defineNetns(Napi::Env env, Napi::Object exports);
/** `run`. */
void defineRun(Napi::Env env, Napi::Object exports);
/** `sysctl`, `sysctls`. */
void defineSysctl(Napi::Env env, Napi::Object exports);
/** `lockFile`, `isFileLocked`. */
void defineFileLock(Napi::Env env, Napi::Object exports);
/** `openSocket`. */
void defineOpenSocket(Napi::Env env, Napi::Object exports);
/** `look`. */
void defineLook(Napi::Env env, Napi::Object exports);
/** `census`. */
void defineCensus(Napi::Env env, Napi::Object exports);

} // namespace binding
