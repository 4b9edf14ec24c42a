// SPDX-License-Identifier: BSL-1.0
// Rows that go into files and come back: every value as it was, or an error that says where.
#include <fstream>
#include <iterator>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <aludel/migrate/data_files.hpp>

#include "../conformance/database.hpp"
#include "places.hpp"
#include "towns.hpp"

namespace migrating {
namespace {

using after::place;
using after::street;
using aludel::migrate::data_format;
using testing::HasSubstr;

const std::vector<const aludel::table_description*> both{&aludel::table_of<street>, &aludel::table_of<place>};
const std::vector<const aludel::table_description*> places_only{&aludel::table_of<place>};

class data_files : public testing::TestWithParam<data_format> {
protected:
    void SetUp() override {
        session.emplace(conformance::session_with<place, street>());
        places.emplace(*session);
    }
    void TearDown() override {
        places.reset();
        session.reset();
        conformance::db().drop_all<place, street>();
    }
    void dump(data_format format) {
        aludel::migrate::dump_data(conformance::db(), both, folder.path(), {.format = format});
    }
    void load(bool replace = true, const std::vector<const aludel::table_description*>& tables = both) {
        aludel::migrate::load_options options;
        options.replace = replace;
        aludel::migrate::load_data(conformance::db(), tables, folder.path(), options);
    }
    void write(const std::string& name, std::string_view text) const {
        std::ofstream{folder.path() + '/' + name, std::ios::binary} << text;
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream file{folder.path() + '/' + name, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    /// What loading streets from this file says.
    std::string refusal(const std::string& name, std::string_view text) {
        write(name, text);
        const std::vector<const aludel::table_description*> streets{&aludel::table_of<street>};
        std::string said;
        try {
            load(true, streets);
        } catch (const aludel::error& refused) {
            said = refused.what();
        }
        std::filesystem::remove(folder.path() + '/' + name);
        return said;
    }
    static place odd_place() {
        place odd{.id = 7, .name = "Å, \"quoted\"\r\nsecond line\t\\ \x01\xF0\x9F\x8F\x94", .country = std::nullopt};
        odd.visitors = std::numeric_limits<std::uint64_t>::max();
        odd.height = 0.1 + 0.2;
        odd.warmth = 1.1f;
        odd.flag = {std::byte{0}, std::byte{0xFF}, std::byte{'"'}, std::byte{','}};
        odd.code = aludel::uuid_v4();
        odd.founded = std::chrono::year{1049} / 2 / 28;
        odd.changed = aludel::timestamp{std::chrono::microseconds{1'700'000'000'123'456}};
        odd.by_the_sea = true;
        odd.size = size_of_place::city;
        return odd;
    }
    static void expect_same(const place& is, const place& was) {
        EXPECT_EQ(is.id, was.id);
        EXPECT_EQ(is.name, was.name);
        EXPECT_EQ(is.country, was.country);
        EXPECT_EQ(is.by_the_sea, was.by_the_sea);
        EXPECT_EQ(is.visitors, was.visitors);
        EXPECT_EQ(is.height, was.height);
        EXPECT_EQ(is.warmth, was.warmth);
        EXPECT_EQ(is.flag, was.flag);
        EXPECT_EQ(is.code, was.code);
        EXPECT_EQ(is.founded, was.founded);
        EXPECT_EQ(is.changed, was.changed);
        EXPECT_EQ(is.size, was.size);
    }

    revision_folder folder;
    std::optional<aludel::session> session;
    std::optional<aludel::repository<place>> places;
};

TEST_P(data_files, keep_every_value_as_it_is) {
    std::vector<place> stored;
    stored.push_back(places->add(odd_place()));
    place empty{.id = 9, .name = "", .country = ""};
    stored.push_back(places->add(empty));
    session->execute("update cli_place set country = null where id = {}", 7);
    stored.front().country.reset();
    dump(GetParam());
    places->remove_all();
    load();
    const std::vector<place> loaded = places->list();
    ASSERT_EQ(loaded.size(), stored.size());
    for (std::size_t i = 0; i < loaded.size(); ++i) {
        expect_same(loaded[i], stored[i]);
    }
}

TEST_P(data_files, count_on_behind_the_keys_that_they_bring) {
    places->add(place{.id = 500, .name = "far"});
    aludel::repository<street>{*session}.add(street{.id = 600, .place_id = 500, .name = "road"});
    dump(GetParam());
    conformance::db().drop_all<place, street>();
    conformance::db().create_all<place, street>();
    load(false);
    EXPECT_GT(places->add(place{.name = "next"}).id, 500);
    EXPECT_EQ(aludel::repository<street>{*session}.get(600).place_id, 500);
}

TEST_P(data_files, of_many_rows_come_back_whole) {
    constexpr int count = 25'000;
    std::vector<place> made;
    for (int i = 1; i <= count; ++i) {
        made.push_back({.id = i, .name = "place " + std::to_string(i), .country = std::nullopt, .height = i / 7.0});
    }
    places->bulk_insert(made);
    std::vector<std::uint64_t> told;
    aludel::migrate::dump_data(conformance::db(), places_only, folder.path(),
                               {.format = GetParam(), .on_progress = [&](const aludel::migrate::data_progress& at) {
                                    told.push_back(at.rows);
                                }});
    EXPECT_EQ(told, (std::vector<std::uint64_t>{10'000, 20'000, 25'000}));
    const auto sum = [&] {
        return session->query_one<double>("select sum(height) from cli_place");
    };
    const double before = sum();
    load(true, places_only);
    EXPECT_EQ(places->count(), std::uint64_t{count});
    EXPECT_DOUBLE_EQ(sum(), before);
}

TEST_P(data_files, hold_texts_that_are_longer_than_what_is_read_at_once) {
    std::string text = "begin ";
    for (int i = 0; i < 100'000; ++i) {
        text += "\"quoted\",\r\n";
    }
    places->add(place{.id = 1, .name = text});
    places->add(place{.id = 2, .name = "short"});
    dump(GetParam());
    load();
    EXPECT_EQ(places->get(1).name, text);
    EXPECT_EQ(places->get(2).name, "short");
}

TEST_P(data_files, of_empty_tables_load_as_empty_tables) {
    dump(GetParam());
    load();
    EXPECT_EQ(places->count(), 0u);
}

INSTANTIATE_TEST_SUITE_P(formats, data_files, testing::Values(data_format::json, data_format::csv),
                         [](const auto& of) { return std::string{to_string(of.param)}; });

using data_files_by_hand = data_files;

TEST_F(data_files_by_hand, are_json_that_a_person_can_read) {
    places->add(place{.id = 1, .name = "Oslo", .country = "Norway"});
    dump(data_format::json);
    EXPECT_EQ(read("cli_street.json"), "[\n]\n");
    EXPECT_THAT(read("cli_place.json"),
                HasSubstr("[\n{\"id\":1,\"name\":\"Oslo\",\"country\":\"Norway\",\"by_the_sea\":false,\"visitors\":0,"
                          "\"height\":0,\"warmth\":0,\"flag\":\"\",\"code\":\"00000000-0000-0000-0000-000000000000\","
                          "\"founded\":\"1970-01-01\",\"changed\":\"1970-01-01 00:00:00.000000\",\"size\":\"village\"}"
                          "\n]\n"));
}

TEST_F(data_files_by_hand, of_csv_tell_a_null_from_an_empty_text) {
    write("cli_place.csv",
          "\xEF\xBB\xBFname,country,visitors,height,warmth,flag,code,founded,changed,size,by_the_sea\n"
          "Oslo,,1,2.5,1e1,00ff,00000000000000000000000000000000,2020-02-29,2020-02-29T01:02:03Z,city,t\n"
          "\"two\r\nlines\",\"\",18446744073709551615,-0.5,0,,00000000000000000000000000000000,"
          "2020-02-29,2020-02-29 01:02:03.5,village,false\r\n\r\n");
    // Bytes of no length are an empty value in quotes.
    EXPECT_THAT(
        [&] {
            try {
                load(true, places_only);
            } catch (const aludel::error& refused) {
                return std::string{refused.what()};
            }
            return std::string{};
        }(),
        HasSubstr("cli_place.csv, line 3, row 2: column \"flag\": it is NULL"));
    std::string text = read("cli_place.csv");
    text.replace(text.find("0,,0000"), 2, "0,\"\"");
    write("cli_place.csv", text);
    load(true, places_only);
    const std::vector<place> loaded = places->list();
    ASSERT_EQ(loaded.size(), 2u);
    EXPECT_FALSE(loaded[0].country);
    EXPECT_EQ(loaded[1].country, "");
    EXPECT_EQ(loaded[1].name, "two\r\nlines");
    EXPECT_EQ(loaded[1].visitors, std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(loaded[0].changed.time_since_epoch().count(), 1'582'938'123'000'000);
}

TEST_F(data_files_by_hand, may_leave_out_what_has_a_default_or_may_be_null) {
    places->add(place{.id = 1, .name = "Oslo"});
    write("cli_street.json", R"([{"place_id": 1, "name": "A"}, {"name": "\u00e5\ud83c\udfd4\n", "place_id": "1"}])");
    const std::vector<const aludel::table_description*> streets{&aludel::table_of<street>};
    load(false, streets);
    const std::vector<street> loaded = aludel::repository<street>{*session}.list();
    ASSERT_EQ(loaded.size(), 2u);
    EXPECT_GT(loaded[0].id, 0);
    EXPECT_EQ(loaded[1].name, "\xC3\xA5\xF0\x9F\x8F\x94\n");
}

TEST_F(data_files_by_hand, are_refused_with_line_row_column_and_cure) {
    places->add(place{.id = 1, .name = "Oslo"});
    EXPECT_THAT(refusal("cli_street.csv", ""), HasSubstr("its first line holds the names of the columns"));
    EXPECT_THAT(refusal("cli_street.csv", "id,place_id,nam\n"),
                HasSubstr("has no column \"nam\"; it has id, place_id, name"));
    EXPECT_THAT(refusal("cli_street.csv", "id,id\n"), HasSubstr("is there twice"));
    EXPECT_THAT(refusal("cli_street.csv", "id,name\n"), HasSubstr("the column \"place_id\" is missing"));
    EXPECT_THAT(refusal("cli_street.csv", "id,place_id,name\n1,1,a\n2,1\n"),
                HasSubstr("line 3, row 2: it has 2 values"));
    EXPECT_THAT(refusal("cli_street.csv", "id,place_id,name\n1,1,\"a\nb\"\nx,1,b\n"),
                HasSubstr("line 4, row 2: column \"id\": it should be a whole number"));
    EXPECT_THAT(refusal("cli_street.csv", "id,place_id,name\n1,99999999999999999999,a\n"),
                HasSubstr("out of the range"));
    EXPECT_THAT(refusal("cli_street.csv", "id,place_id,name\n1,1,a\"b\n"), HasSubstr("double the quotes"));
    EXPECT_THAT(refusal("cli_street.csv", "id,place_id,name\n1,1,\"ab\n"), HasSubstr("do not end"));
    EXPECT_THAT(refusal("cli_street.csv", "id,place_id,name\n1,1,\"ab\"c\n"), HasSubstr("separate values by commas"));
    EXPECT_THAT(refusal("cli_street.csv", "id,place_id,name\r1,1,a\r"), HasSubstr("a carriage return alone"));
    EXPECT_THAT(refusal("cli_street.csv", "id,place_id,name\n1,1,\n"), HasSubstr("an empty text is written as \"\""));

    EXPECT_THAT(refusal("cli_street.json", ""), HasSubstr("it should be an array of objects"));
    EXPECT_THAT(refusal("cli_street.json", "{}"), HasSubstr("does not begin with \"[\""));
    EXPECT_THAT(refusal("cli_street.json", "[{}]"), HasSubstr("row 1: the object has no column"));
    EXPECT_THAT(refusal("cli_street.json", "[1]"), HasSubstr("there should be an object"));
    EXPECT_THAT(refusal("cli_street.json", "[{\"id\":1"), HasSubstr("it breaks off here"));
    EXPECT_THAT(refusal("cli_street.json", "[{\"id\":1,\"place_id\":1,\"name\":\"a\"}"),
                HasSubstr("it breaks off here"));
    EXPECT_THAT(refusal("cli_street.json", "[{\"id\":1,\"id\":1}]"), HasSubstr("twice"));
    EXPECT_THAT(refusal("cli_street.json", "[{\"id\":null,\"place_id\":1,\"name\":\"a\"}]"), HasSubstr("it is NULL"));
    EXPECT_THAT(refusal("cli_street.json", "[{\"id\":[1]}]"), HasSubstr("write it as a text"));
    EXPECT_THAT(refusal("cli_street.json", "[{\"id\":01}]"), HasSubstr("a number, true, false or null"));
    EXPECT_THAT(refusal("cli_street.json", "[{\"id\":1,\"place_id\":1,\"name\":5}]"), HasSubstr("a text in quotes"));
    EXPECT_THAT(refusal("cli_street.json", "[{\"id\":1,\"place_id\":1,\"name\":\"\\x\"}]"),
                HasSubstr("an escape that means nothing"));
    EXPECT_THAT(refusal("cli_street.json", "[{\"id\":1,\"place_id\":1,\"name\":\"a\nb\"}]"),
                HasSubstr("control character"));
    EXPECT_THAT(refusal("cli_street.json", "[{\"id\":1,\"place_id\":1,\"name\":\"a\"},\n{\"more\":1}]"),
                HasSubstr("line 2, row 2: the object has \"more\""));
    EXPECT_THAT(refusal("cli_street.json", "[\n{\"id\":1,\"place_id\":1,\"name\":\"a\\nb\\n\"},\n"
                                           "{\"id\":true,\"place_id\":1,\"name\":\"a\"}]"),
                HasSubstr("line 3, row 2: column \"id\": it should be a whole number"));
    EXPECT_THAT(refusal("cli_street.json", "[] x"), HasSubstr("something stands behind the end"));
}

TEST_F(data_files_by_hand, are_loaded_whole_or_not_at_all) {
    write("cli_place.json",
          R"([{"id":1,"name":"Oslo","country":null,"by_the_sea":true,"visitors":0,"height":0,"warmth":0,
"flag":"","code":"00000000-0000-0000-0000-000000000000","founded":"1970-01-01","changed":"1970-01-01 00:00:00","size":"city"}])");
    write("cli_street.json", "[{\"id\":1,\"place_id\":1,\"name\":\"A\"},\n{\"id\":2,\"place_id\":77,\"name\":\"B\"}]");
    try {
        load(false);
        FAIL() << "there is no place 77";
    } catch (const aludel::foreign_key_violation& refused) {
        EXPECT_THAT(refused.what(),
                    AllOf(HasSubstr("cli_street.json, line 2: the row that begins here, or one of the 2 up to it, was "
                                    "refused: "),
                          testing::EndsWith("; nothing was loaded")));
        EXPECT_TRUE(!refused.sqlstate().empty() || refused.native_code() != 0);
    }
    EXPECT_EQ(places->count(), 0u);
    EXPECT_EQ(aludel::repository<street>{*session}.count(), 0u);
}

TEST_F(data_files_by_hand, do_not_meet_rows_that_are_there) {
    dump(data_format::json);
    places->add(place{.id = 1, .name = "Oslo"});
    EXPECT_THROW(load(false), aludel::usage_error);
    EXPECT_EQ(places->count(), 1u);
    load(true);
    EXPECT_EQ(places->count(), 0u);
}

TEST_F(data_files_by_hand, of_a_table_that_refers_to_itself_may_be_in_any_order) {
    using after::worker;
    const std::vector<const aludel::table_description*> workers{&aludel::table_of<worker>};
    aludel::session own = conformance::session_with<worker>();
    write("cli_worker.csv", "id,chief\n1,3\n2,1\n3,\n");
    load(false, workers);
    EXPECT_EQ(aludel::repository<worker>{own}.get(1).chief, 3);
    write("cli_worker.csv", "id,chief\n1,3\n2,77\n3,\n");
    EXPECT_THROW(load(true, workers), aludel::error);
    EXPECT_EQ(aludel::repository<worker>{own}.get(1).chief, 3) << "nothing was replaced";
    EXPECT_THROW(aludel::repository<worker>{own}.add({.id = 9, .chief = 77}), aludel::foreign_key_violation);
    conformance::db().drop_all<worker>();
}

TEST_F(data_files_by_hand, that_are_missing_are_named) {
    try {
        load();
        FAIL() << "there is none";
    } catch (const aludel::usage_error& refused) {
        EXPECT_THAT(refused.what(), HasSubstr("cli_place.json: there is no such file for the table cli_place"));
    }
}

}  // namespace
}  // namespace migrating
