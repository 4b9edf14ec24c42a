// SPDX-License-Identifier: BSL-1.0
#include "watched_writer.hpp"

#include "failing.hpp"
#include "running_work.hpp"

namespace aludel {

template <class Call>
auto watched_writer::wait(Call call) {
    struct waiting {
        explicit waiting(running_work& given) : work{given} { work.begin_wait(); }
        waiting(const waiting&) = delete;
        waiting& operator=(const waiting&) = delete;
        ~waiting() { work.end_wait(); }
        running_work& work;
    };
    if (work_->ended_by() != ending::none) {
        throw_ended(*work_, {});
    }
    const waiting now{*work_};
    try {
        return call();
    } catch (const error& failed) {
        session_.fail(failed, request::preparation);
    }
}

/// `work` has begun.
watched_writer::watched_writer(session_core& session, running_work* work,
                               function_ref<std::unique_ptr<bulk_writer>()> open)
    : session_{session}, work_{work} {
    work_->begin_waits();
    try {
        writer_ = wait(open);
    } catch (...) {
        session_.end_work(work_);
        throw;
    }
}

watched_writer::~watched_writer() {
    work_->begin_wait();
    writer_.reset();
    session_.end_work(work_);
}

bool watched_writer::add(std::span<const value_view> row) {
    return wait([&] { return writer_->add(row); });
}

void watched_writer::flush() {
    wait([&] { writer_->flush(); });
}

bulk_counts watched_writer::finish() {
    return wait([&] { return writer_->finish(); });
}

}  // namespace aludel
