// SPDX-License-Identifier: BSL-1.0
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "generators.hpp"

namespace bench {
namespace {

/// The lines that a command writes; none if it cannot be run.
class command_output {
public:
    explicit command_output(const char* command) : pipe_{popen(command, "r")} {}
    command_output(const command_output&) = delete;
    command_output& operator=(const command_output&) = delete;
    ~command_output() {
        std::free(line_);
        if (pipe_ != nullptr) {
            pclose(pipe_);
        }
    }

    bool next(std::string_view& line) {
        const ssize_t length = pipe_ == nullptr ? -1 : getline(&line_, &capacity_, pipe_);
        if (length < 0) {
            return false;
        }
        line = {line_, static_cast<std::size_t>(length)};
        line.remove_suffix(line.ends_with('\n') ? 1 : 0);
        return true;
    }

private:
    FILE* pipe_;
    char* line_ = nullptr;
    std::size_t capacity_ = 0;
};

std::int64_t number_in(std::string_view value) {
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

void take_field(package& record, std::string_view name, std::string_view value) {
    if (name == "Package") {
        record.name = value;
    } else if (name == "Version") {
        record.version = value;
    } else if (name == "Architecture") {
        record.architecture = value;
    } else if (name == "Maintainer") {
        record.maintainer = value;
    } else if (name == "Section") {
        record.section = value;
    } else if (name == "Priority") {
        record.priority = value;
    } else if (name == "Installed-Size") {
        record.installed_size = number_in(value);
    } else if (name == "Size") {
        record.size = number_in(value);
    } else if (name == "Depends") {
        record.depends = value;
    } else if (name == "Homepage") {
        record.homepage = value;
    } else if (name == "SHA256") {
        record.sha256 = value;
    } else if (name == "Description" || name == "Description-en") {
        record.description = value;
    }
}

/// The next record: lines "Name: value" up to an empty one. Lines that go on from the one before begin with a blank.
bool read_record(command_output& output, package& record) {
    record = {};
    bool in_description = false;
    std::string_view line;
    while (output.next(line) && !line.empty()) {
        const std::size_t colon = line.find(": ");
        if (line.front() == ' ') {
            if (in_description) {
                record.description.append("\n").append(line);
            }
        } else if (colon != std::string_view::npos) {
            const std::string_view name = line.substr(0, colon);
            in_description = name == "Description" || name == "Description-en";
            take_field(record, name, line.substr(colon + 2));
        }
    }
    return !record.name.empty();
}

}  // namespace

std::vector<package> packages(std::uint64_t limit) {
    command_output output{"apt-cache dumpavail 2>/dev/null"};
    std::vector<package> read;
    package record;
    while (read.size() < limit && read_record(output, record)) {
        record.id = static_cast<std::int64_t>(read.size()) + 1;
        read.push_back(std::move(record));
    }
    return read;
}

}  // namespace bench
