// SPDX-License-Identifier: BSL-1.0
#include "private_server.hpp"

#include <sys/stat.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <aludel/dialect/connection_url.hpp>

namespace faults {
namespace {

constexpr std::chrono::seconds longest_start{120};

std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    std::string read = text.str();
    read.resize(read.find_last_not_of('\n') + 1);
    return read;
}

std::string script_of(const std::string& kind) {
    const char* const folder = std::getenv("ALUDEL_SERVERS");
    return std::filesystem::absolute(folder == nullptr ? "test/servers" : folder) / kind;
}

std::string made_directory(const std::filesystem::path& inside) {
    std::filesystem::create_directory(inside);
    return inside;
}

}  // namespace

temporary_directory::temporary_directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "aludel-faults-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error{"cannot make a temporary directory like " + pattern};
    }
    path_ = pattern;
    // Servers do not run as root: theirs is another user then.
    ::chmod(path_.c_str(), 0755);
}

temporary_directory::~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

private_server::private_server(const std::string& kind, const std::string& options)
    : process_{{script_of(kind), "serve", made_directory(directory_.path() / "server")},
               {"ALUDEL_SERVERS_SETTINGS=crash-safe", "ALUDEL_SERVERS_OPTIONS=" + options},
               directory_.path() / "output"} {
    wait_for_start(1);
    url_ = text_of(directory_.path() / "server" / "url");
}

std::string private_server::administrator_url() const {
    const aludel::connection_url given = aludel::connection_url::parse(url_);
    const std::string name = given.scheme == "postgresql" ? "postgres" : "root";
    return given.scheme + "://" + name + '@' + given.hosts.front().host + ':' +
           std::to_string(given.hosts.front().port) + '/' + given.database;
}

void private_server::send(int signal) const {
    ::kill(std::stoi(text_of(directory_.path() / "server" / "server.pid")), signal);
}

void private_server::wait_for_start(int starts) {
    const auto end = std::chrono::steady_clock::now() + longest_start;
    const std::filesystem::path counted = directory_.path() / "server" / "starts";
    while (!std::filesystem::exists(counted) || std::atoi(text_of(counted).c_str()) < starts) {
        if (process_.wait(std::chrono::milliseconds{20}) || std::chrono::steady_clock::now() > end) {
            throw std::runtime_error{"the server did not start: " + text_of(directory_.path() / "output")};
        }
    }
}

}  // namespace faults
