// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>

#include "child_process.hpp"

namespace faults {

/// A directory of its own, gone with the object.
class temporary_directory {
public:
    temporary_directory();
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;
    ~temporary_directory();
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/// A database server that one test has to itself, started by a script of test/servers (ALUDEL_SERVERS names another
/// folder). What was committed survives the end of its process.
class private_server {
public:
    /// `kind` is the script's name. Throws std::runtime_error with the script's words when it does not start.
    explicit private_server(const std::string& kind, const std::string& options = {});

    /// The connection string of the user that owns the database.
    [[nodiscard]] const std::string& url() const noexcept { return url_; }
    /// That of the server's administrator.
    [[nodiscard]] std::string administrator_url() const;
    [[nodiscard]] std::filesystem::path data() const { return directory_.path() / "server" / "data"; }

    /// As a crash of the server's process would; it is started again at once. wait_for_start() waits for that.
    void crash() const { process_.send(SIGUSR1); }
    /// As an administrator would shut it down, and start it again.
    void shut_down() const { process_.send(SIGUSR2); }
    /// Sends a signal to the server itself.
    void send(int signal) const;
    /// Returns when it has been started so many times, the first time included.
    void wait_for_start(int starts);

private:
    temporary_directory directory_;
    child_process process_;
    std::string url_;
};

}  // namespace faults
