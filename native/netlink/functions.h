#pragma once

#include <napi.h>

namespace binding {

// The functions of types/native.d.ts; each file defines its own.

void defineNetns(Napi::Env env, Napi::Object exports);
void defineRun(Napi::Env env, Napi::Object exports);
void defineSysctl(Napi::Env env, Napi::Object exports);
void defineFileLock(Napi::Env env, Napi::Object exports);
void defineAddress(Napi::Env env, Napi::Object exports);
void defineOpenSocket(Napi::Env env, Napi::Object exports);
void definePoll(Napi::Env env, Napi::Object exports);
void defineStats(Napi::Env env, Napi::Object exports);

} // namespace binding
