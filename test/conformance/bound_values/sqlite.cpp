// SPDX-License-Identifier: BSL-1.0
// In the place of SQLite's own functions, which they call: what is bound is remembered.
#include <dlfcn.h>
#include <sqlite3.h>

#include "../watched_messages.hpp"

namespace {

template <class Function>
Function* next(const char* name, Function*) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

int sqlite3_bind_text64(sqlite3_stmt* statement, int position, const char* text, sqlite3_uint64 size,
                        void (*destroy)(void*), unsigned char encoding) {
    static auto* const driver = next("sqlite3_bind_text64", &sqlite3_bind_text64);
    watched::remember_value(text, size);
    return driver(statement, position, text, size, destroy, encoding);
}

int sqlite3_bind_blob64(sqlite3_stmt* statement, int position, const void* bytes, sqlite3_uint64 size,
                        void (*destroy)(void*)) {
    static auto* const driver = next("sqlite3_bind_blob64", &sqlite3_bind_blob64);
    watched::remember_value(bytes, size);
    return driver(statement, position, bytes, size, destroy);
}

int sqlite3_bind_text(sqlite3_stmt* statement, int position, const char* text, int size, void (*destroy)(void*)) {
    static auto* const driver = next("sqlite3_bind_text", &sqlite3_bind_text);
    watched::remember_value(text, size < 0 ? 0 : static_cast<std::size_t>(size));
    return driver(statement, position, text, size, destroy);
}
