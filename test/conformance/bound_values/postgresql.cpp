// SPDX-License-Identifier: BSL-1.0
// In the place of libpq's own functions, which they call: what is sent as a parameter, or by COPY, is remembered.
#include <dlfcn.h>
#include <libpq-fe.h>

#include <cstring>

#include "../watched_messages.hpp"

namespace {

template <class Function>
Function* next(const char* name, Function*) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

bool is_printable(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= ' ' && byte != 0x7f;
}

/// Arrays and rows of COPY hold text behind its length in four bytes: each run of letters is remembered, without the
/// last byte of its length where that looks like one.
void remember_runs(const char* bytes, std::size_t size) {
    const char* const end = bytes + size;
    for (const char* from = bytes; from < end; ++from) {
        const char* to = from;
        while (to < end && is_printable(*to)) {
            ++to;
        }
        const bool begins_with_length = to > from && static_cast<unsigned char>(*from) == to - from - 1;
        from += begins_with_length ? 1 : 0;
        watched::remember_value(from, static_cast<std::size_t>(to - from));
        from = to;
    }
}

void remember(int count, const char* const* values, const int* lengths, const int* formats) {
    for (int i = 0; values != nullptr && i < count; ++i) {
        if (values[i] != nullptr) {
            const bool is_binary = formats != nullptr && formats[i] != 0;
            const std::size_t size = is_binary ? static_cast<std::size_t>(lengths[i]) : std::strlen(values[i]);
            remember_runs(values[i], size);
        }
    }
}

}  // namespace

PGresult* PQexecPrepared(PGconn* to, const char* name, int count, const char* const* values, const int* lengths,
                         const int* formats, int result_format) {
    static auto* const driver = next("PQexecPrepared", &PQexecPrepared);
    remember(count, values, lengths, formats);
    return driver(to, name, count, values, lengths, formats, result_format);
}

int PQsendQueryPrepared(PGconn* to, const char* name, int count, const char* const* values, const int* lengths,
                        const int* formats, int result_format) {
    static auto* const driver = next("PQsendQueryPrepared", &PQsendQueryPrepared);
    remember(count, values, lengths, formats);
    return driver(to, name, count, values, lengths, formats, result_format);
}

int PQsendQueryParams(PGconn* to, const char* sql, int count, const Oid* types, const char* const* values,
                      const int* lengths, const int* formats, int result_format) {
    static auto* const driver = next("PQsendQueryParams", &PQsendQueryParams);
    remember(count, values, lengths, formats);
    return driver(to, sql, count, types, values, lengths, formats, result_format);
}

int PQputCopyData(PGconn* to, const char* bytes, int size) {
    static auto* const driver = next("PQputCopyData", &PQputCopyData);
    remember_runs(bytes, static_cast<std::size_t>(size));
    return driver(to, bytes, size);
}
