// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <libpq-fe.h>

/// libpq, with destructors and exceptions and nothing else.
namespace bench::postgresql {

struct clear_result {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using result = std::unique_ptr<PGresult, clear_result>;

/// Parameters in binary format, in the arrays that libpq wants.
struct parameters {
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;

    void add(const char* value, std::size_t size) {
        values.push_back(value);
        lengths.push_back(static_cast<int>(size));
        formats.push_back(1);
    }
    [[nodiscard]] int count() const noexcept { return static_cast<int>(values.size()); }
};

class connection {
public:
    explicit connection(const std::string& url) : native_{PQconnectdb(url.c_str())} {
        if (PQstatus(native_.get()) != CONNECTION_OK) {
            fail();
        }
        PQsetNoticeProcessor(
            native_.get(), [](void*, const char*) {}, nullptr);
    }

    [[nodiscard]] PGconn* native() const noexcept { return native_.get(); }

    [[noreturn]] void fail() const { throw std::runtime_error{PQerrorMessage(native_.get())}; }

    result checked(PGresult* given) const {
        result owned{given};
        switch (PQresultStatus(given)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_SINGLE_TUPLE:
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT: return owned;
        default: fail();
        }
    }
    result run(const std::string& sql) const { return checked(PQexec(native_.get(), sql.c_str())); }
    void prepare(const char* name, const std::string& sql, std::span<const Oid> types) const {
        checked(PQprepare(native_.get(), name, sql.c_str(), static_cast<int>(types.size()), types.data()));
    }
    result run_prepared(const char* name, const parameters& given) const {
        return checked(PQexecPrepared(native_.get(), name, given.count(), given.values.data(), given.lengths.data(),
                                      given.formats.data(), 1));
    }
    /// Returns as soon as the parameters are sent; drain() waits.
    void send_prepared(const char* name, const parameters& given) const {
        if (PQsendQueryPrepared(native_.get(), name, given.count(), given.values.data(), given.lengths.data(),
                                given.formats.data(), 1) != 1) {
            fail();
        }
    }
    /// Without a statement in the server's memory: planned for these parameters.
    result run_once(const std::string& sql, std::span<const Oid> types, const parameters& given) const {
        return checked(PQexecParams(native_.get(), sql.c_str(), given.count(), types.data(), given.values.data(),
                                    given.lengths.data(), given.formats.data(), 1));
    }
    /// To be called once nothing more is expected.
    void drain() const {
        while (PGresult* const rest = PQgetResult(native_.get())) {
            checked(rest);
        }
    }

private:
    struct finish {
        void operator()(PGconn* native) const noexcept { PQfinish(native); }
    };
    std::unique_ptr<PGconn, finish> native_;
};

}  // namespace bench::postgresql
