// For scripts/package/musl: what libraries of Debian ask of glibc and musl does not have.
#include <stdarg.h>
#include <stddef.h>

int vfprintf(void *, const char *, va_list);
int vsnprintf(char *, size_t, const char *, va_list);
long getrandom(void *, size_t, unsigned);

__attribute__((visibility("hidden"))) void *__dso_handle = &__dso_handle;
char __libc_single_threaded;

// -1: not known. The unwinder then asks dl_iterate_phdr().
int _dl_find_object(void *address, void *result) {
  (void)address;
  (void)result;
  return -1;
}

unsigned arc4random(void) {
  unsigned number = 0;
  getrandom(&number, sizeof number, 0);
  return number;
}

int __fprintf_chk(void *file, int flag, const char *format, ...) {
  (void)flag;
  va_list rest;
  va_start(rest, format);
  int printed = vfprintf(file, format, rest);
  va_end(rest);
  return printed;
}

int __snprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, ...) {
  (void)flag;
  (void)room;
  va_list rest;
  va_start(rest, format);
  int printed = vsnprintf(to, size, format, rest);
  va_end(rest);
  return printed;
}
