// SPDX-License-Identifier: BSL-1.0
#include "readings.hpp"

#include <bit>
#include <chrono>
#include <ranges>
#include <string_view>

#include <fmt/format.h>

#include "progress_bar.hpp"
#include "rate.hpp"
#include "steps.hpp"
#include "text_table.hpp"

namespace demo {
namespace {

/// splitmix64: the numbers of std::uniform_int_distribution differ between standard libraries.
std::uint64_t scattered(std::uint64_t number) {
    number += 0x9e3779b97f4a7c15;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9;
    number = (number ^ (number >> 27)) * 0x94d049bb133111eb;
    return number ^ (number >> 31);
}

/// FNV-1a of the numbers' and the text's bytes, scattered.
class hash {
public:
    void add(std::uint64_t number) {
        for (int i = 0; i < 8; ++i, number >>= 8) {
            add_byte(static_cast<unsigned char>(number & 0xff));
        }
    }
    void add(std::string_view text) {
        for (const char c : text) {
            add_byte(static_cast<unsigned char>(c));
        }
        add(text.size());
    }
    [[nodiscard]] std::uint64_t value() const { return scattered(value_); }

private:
    void add_byte(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3; }
    std::uint64_t value_ = 0xcbf29ce484222325;
};

/// A range that makes its elements when they are asked for.
auto generated_readings(std::int64_t rows) {
    return std::views::iota(std::int64_t{0}, rows) | std::views::transform(make_reading);
}

checksum checksum_of_generated(std::int64_t rows) {
    checksum sum;
    for (const reading& each : generated_readings(rows)) {
        sum.add(each);
    }
    return sum;
}

std::string shown(const checksum& sum) {
    return fmt::format("{:016x}", sum.sum());
}

}  // namespace

reading make_reading(std::int64_t number) {
    using namespace std::chrono_literals;
    constexpr aludel::timestamp first = std::chrono::sys_days{2020y / 1 / 1};
    const std::uint64_t bits = scattered(static_cast<std::uint64_t>(number));
    return {.id = 0,  // the database counts
            .sensor = fmt::format("sensor-{:03}", bits % 1000),
            .remark = bits % 8 == 0 ? std::optional{fmt::format("Prüfung № {} ✓", bits >> 40)} : std::nullopt,
            .value = static_cast<double>(static_cast<std::int64_t>(bits)) / 3e15,
            .is_valid = (bits >> 8) % 50 != 0,
            .taken_at = first + number * 1s + std::chrono::microseconds{bits % 1'000'000},
            .battery = static_cast<std::int32_t>((bits >> 16) % 101)};
}

void checksum::add(const reading& object) {
    hash mixed;
    mixed.add(object.sensor);
    mixed.add(object.remark.has_value());
    mixed.add(object.remark.value_or(""));
    mixed.add(std::bit_cast<std::uint64_t>(object.value));
    mixed.add(object.is_valid);
    mixed.add(static_cast<std::uint64_t>(object.taken_at.time_since_epoch().count()));
    mixed.add(static_cast<std::uint64_t>(object.battery));
    sum_ += mixed.value();
    ++rows_;
}

void load_readings(aludel::engine& db, std::int64_t rows) {
    db.drop_all<reading>();
    db.create_all<reading>();
    aludel::session session = db.open_session();
    aludel::repository<reading> readings{session};

    const auto load_started = std::chrono::steady_clock::now();
    aludel::bulk_result loaded;
    {
        progress_bar bar{static_cast<std::uint64_t>(rows)};
        loaded =
            readings.bulk_insert(generated_readings(rows), {.on_progress = [&bar](const aludel::bulk_progress& now) {
                                     bar.show(now);
                                 }});
    }
    const auto load_time = std::chrono::steady_clock::now() - load_started;

    const auto read_started = std::chrono::steady_clock::now();
    checksum stored;
    for (const reading& each : readings.stream()) {
        stored.add(each);
    }
    const auto read_time = std::chrono::steady_clock::now() - read_started;

    const checksum generated = checksum_of_generated(rows);
    const std::uint64_t counted = readings.count();
    text_table report{{{"generated readings"},
                       {"rows", alignment::right},
                       {"seconds", alignment::right},
                       {"rows/s", alignment::right},
                       {"checksum"}}};
    const auto add_timed_row = [&](const char* what, std::uint64_t count, std::chrono::nanoseconds time,
                                   const checksum& sum) {
        report.add_row({what, grouped(count), fmt::format("{:.2f}", std::chrono::duration<double>(time).count()),
                        grouped(rows_per_second(count, time)), shown(sum)});
    };
    add_timed_row("loaded in bulk", loaded.inserted, load_time, generated);
    add_timed_row("read back", stored.rows(), read_time, stored);
    report.print();

    if (stored != generated || counted != generated.rows() || loaded.inserted != generated.rows()) {
        throw check_failed{fmt::format("{} rows were generated and {} counted, and those read back are not the same",
                                       generated.rows(), counted)};
    }
}

}  // namespace demo
