// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <exception>

#include <mysql.h>

namespace aludel::mysql {

/// Bytes that are made while they are read.
class byte_source {
public:
    byte_source() = default;
    byte_source(const byte_source&) = delete;
    byte_source& operator=(const byte_source&) = delete;
    virtual ~byte_source() = default;

    /// Fills up to `size` bytes; 0 at the end.
    virtual std::size_t read(char* to, std::size_t size) = 0;

    /// What read() threw. The driver is C: for it, the statement that asked for the bytes fails.
    std::exception_ptr thrown;
};

/// Refuses every file that the server asks for from now on.
void refuse_files(MYSQL* handle) noexcept;
/// Lets LOAD DATA LOCAL read the files that it names.
void send_files(MYSQL* handle) noexcept;

/// While it lives, the server gets the source's bytes for a file, whichever it asks for: the name is not looked at, so
/// that no server can read the client's files. In the end the connection does again as it did.
class file_from_memory {
public:
    /// `sends_files`: what the connection does when this is gone.
    file_from_memory(MYSQL* handle, byte_source& source, bool sends_files) noexcept;
    file_from_memory(const file_from_memory&) = delete;
    file_from_memory& operator=(const file_from_memory&) = delete;
    ~file_from_memory();

private:
    MYSQL* handle_;
    bool sends_files_;
};

}  // namespace aludel::mysql
