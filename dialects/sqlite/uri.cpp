// SPDX-License-Identifier: BSL-1.0
#include "uri.hpp"

#include <atomic>
#include <charconv>
#include <cstdint>

#include <aludel/error.hpp>

namespace aludel::sqlite {
namespace {

void refuse_what_is_no_file(const connection_url& url) {
    if (!url.user.empty() || !url.password.empty()) {
        throw usage_error{"SQLite knows no users; take user and password out of the connection string"};
    }
    if (!url.hosts.empty() && url.hosts.front().host != ":memory:") {
        throw usage_error{"SQLite knows no hosts; write sqlite:///" + url.hosts.front().host +
                          " (three slashes) for a relative path, sqlite:////path for an absolute one"};
    }
    if (!url.hosts.empty() && !url.database.empty()) {
        throw usage_error{"sqlite://:memory: names a database in memory, so it cannot name a file too"};
    }
    if (url.database.find('\0') != std::string::npos) {
        throw usage_error{"the path of an SQLite database cannot hold a NUL character"};
    }
}

std::string memory_uri(const connection_url& url) {
    const auto mode = url.parameters.find("journal_mode");
    if (mode != url.parameters.end() && mode->second != "memory") {
        throw usage_error{"a database in memory keeps its journal in memory; leave journal_mode out"};
    }
    if (url.parameters.contains("mode")) {
        throw usage_error{"a database in memory is new and can be written; leave mode out"};
    }
    // The memdb VFS shares a database whose name begins with a slash between the connections of a process, with real
    // locks: SQLite 3.36 (2021-06), memdb.c. The number keeps engines apart.
    static std::atomic<std::uint64_t> databases{0};
    return "file:/aludel-" + std::to_string(++databases) + "?vfs=memdb";
}

std::string file_uri(const connection_url& url) {
    // Two more slashes before an absolute path: what follows "file://" up to the next slash would be a host.
    const std::string scheme = url.database.front() == '/' ? "file://" : "file:";
    return scheme + percent_encoded(url.database, "/");
}

}  // namespace

bool is_in_memory(const connection_url& url) {
    return url.database.empty() || url.database == ":memory:";
}

std::string uri_of(const connection_url& url) {
    refuse_what_is_no_file(url);
    return is_in_memory(url) ? memory_uri(url) : file_uri(url);
}

std::string path_in(std::string_view uri) {
    uri = uri.substr(0, uri.find('?'));
    uri.remove_prefix(uri.starts_with("file://") ? 7 : 5);
    std::string path;
    for (std::size_t i = 0; i < uri.size(); ++i) {
        if (uri[i] != '%') {
            path += uri[i];
            continue;
        }
        unsigned byte = 0;
        std::from_chars(uri.data() + i + 1, uri.data() + i + 3, byte, 16);
        path += static_cast<char>(byte);
        i += 2;
    }
    return path;
}

}  // namespace aludel::sqlite
