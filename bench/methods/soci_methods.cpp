// SPDX-License-Identifier: BSL-1.0
#include "../harness/methods.hpp"
#include "../harness/shapes.hpp"
#include "soci_fields.hpp"
#include "soci_session.hpp"

namespace bench {
namespace {

constexpr std::size_t batch = 1000;

void prepare(soci::statement& statement, const std::string& text) {
    statement.alloc();
    statement.prepare(text);
    statement.define_and_bind();
}

template <class Row>
class soci_use_vector final : public method<Row> {
public:
    explicit soci_use_vector(const database& target)
        : method<Row>{"SOCI use(vector)", method_kind::library, {operation::insert}},
          session_{open_soci_session(target)}, most_rows_{target.rows_for_slow_methods()} {}

    [[nodiscard]] std::uint64_t most_rows(operation) const noexcept override { return most_rows_; }

    void insert(const std::vector<Row>& rows) override {
        soci::transaction transaction{*session_};
        for (std::size_t first = 0; first < rows.size(); first += batch) {
            insert_batch(std::span{rows}.subspan(first, std::min(batch, rows.size() - first)));
        }
        transaction.commit();
    }

private:
    /// With a statement of its own: a statement that is run again with vectors inserts the first ones again on
    /// PostgreSQL and MySQL (SOCI 4.0.3, issue 1167).
    void insert_batch(std::span<const Row> rows) {
        columns_.resize(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            columns_.put(i, rows[i]);
        }
        soci::statement statement{*session_};
        columns_.use_in(statement);
        prepare(statement, via_soci::insert_text<Row>());
        statement.execute(true);
    }

    std::unique_ptr<soci::session> session_;
    via_soci::columns<Row> columns_;
    std::uint64_t most_rows_;
};

template <class Row>
class soci_into_vector final : public method<Row> {
public:
    explicit soci_into_vector(const database& target)
        : method<Row>{"SOCI into(vector)", method_kind::library, {operation::select_all, operation::stream}},
          session_{open_soci_session(target)} {}

    std::vector<Row> select_all() override {
        std::vector<Row> rows;
        read([&rows](Row& row) { rows.push_back(std::move(row)); });
        return rows;
    }
    void stream(aludel::function_ref<void(const Row&)> use) override { read(use); }

private:
    template <class Use>
    void read(const Use& use) {
        columns_.resize(batch);
        soci::statement statement{*session_};
        columns_.read_by(statement);
        prepare(statement, via_soci::select_text<Row>());
        statement.execute();
        while (statement.fetch()) {
            for (std::size_t i = 0; i < columns_.rows(); ++i) {
                Row row{};
                columns_.take(i, row);
                use(row);
            }
            columns_.resize(batch);
        }
    }

    std::unique_ptr<soci::session> session_;
    via_soci::columns<Row> columns_;
};

template <class Row>
class soci_one_by_one final : public method<Row> {
public:
    explicit soci_one_by_one(const database& target)
        : method<Row>{"SOCI one by one", method_kind::library, {operation::insert}},
          session_{open_soci_session(target)}, most_rows_{target.rows_for_slow_methods()} {}

    [[nodiscard]] std::uint64_t most_rows(operation) const noexcept override { return most_rows_; }

    void insert(const std::vector<Row>& rows) override {
        soci::transaction transaction{*session_};
        columns_.resize(1);
        soci::statement statement{*session_};
        columns_.use_first_in(statement);
        prepare(statement, via_soci::insert_text<Row>());
        for (const Row& row : rows) {
            columns_.put(0, row);
            statement.execute(true);
        }
        transaction.commit();
    }

private:
    std::unique_ptr<soci::session> session_;
    via_soci::columns<Row> columns_;
    std::uint64_t most_rows_;
};

}  // namespace

template <class Row>
methods<Row> soci_methods(const database& target) {
    methods<Row> made;
    made.push_back(std::make_unique<soci_use_vector<Row>>(target));
    made.push_back(std::make_unique<soci_one_by_one<Row>>(target));
    made.push_back(std::make_unique<soci_into_vector<Row>>(target));
    return made;
}

template methods<narrow> soci_methods(const database&);
template methods<mixed> soci_methods(const database&);
template methods<keyed> soci_methods(const database&);
template methods<sequenced> soci_methods(const database&);
template methods<text> soci_methods(const database&);
template methods<wide> soci_methods(const database&);
template methods<package> soci_methods(const database&);

}  // namespace bench
