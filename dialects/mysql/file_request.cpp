// SPDX-License-Identifier: BSL-1.0
#include "file_request.hpp"

#include <errmsg.h>

#include <cstring>

// The driver calls these when a server answers a statement with a request for a file:
// mariadb.com/docs/connectors/mariadb-connector-c/api-functions/mysql_set_local_infile_handler
namespace aludel::mysql {
namespace {

void allow_requests(MYSQL* handle, bool allowed) noexcept {
    const unsigned int value = allowed ? 1 : 0;
    mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &value);
}

int refuse(void** file, const char*, void*) {
    *file = nullptr;
    return 1;
}

int open_source(void** file, const char*, void* source) {
    *file = source;
    return 0;
}

int read_nothing(void*, char*, unsigned int) {
    return 0;
}

int read_source(void* file, char* to, unsigned int size) {
    auto* const source = static_cast<byte_source*>(file);
    try {
        return static_cast<int>(source->read(to, size));
    } catch (...) {
        source->thrown = std::current_exception();
        return -1;
    }
}

void close_nothing(void*) {}

int explain(void*, char* message, unsigned int size) {
    std::strncpy(message, "a server may not read the client's files", size - 1);
    message[size - 1] = '\0';
    return CR_UNKNOWN_ERROR;
}

}  // namespace

void refuse_files(MYSQL* handle) noexcept {
    allow_requests(handle, false);
    mysql_set_local_infile_handler(handle, &refuse, &read_nothing, &close_nothing, &explain, nullptr);
}

void send_files(MYSQL* handle) noexcept {
    allow_requests(handle, true);
    // Without handlers the driver takes its own (Connector/C 3.3, ma_loaddata.c).
    mysql_set_local_infile_handler(handle, nullptr, nullptr, nullptr, nullptr, nullptr);
}

file_from_memory::file_from_memory(MYSQL* handle, byte_source& source, bool sends_files) noexcept
    : handle_{handle}, sends_files_{sends_files} {
    allow_requests(handle_, true);
    mysql_set_local_infile_handler(handle_, &open_source, &read_source, &close_nothing, &explain, &source);
}

file_from_memory::~file_from_memory() {
    sends_files_ ? send_files(handle_) : refuse_files(handle_);
}

}  // namespace aludel::mysql
