// SPDX-License-Identifier: BSL-1.0
// What SHOW CREATE TABLE prints, on MySQL 5.6, MariaDB 10.11 and (read in its manual) MySQL 8.
#include "../../../dialects/mysql/table_text.hpp"

#include <gtest/gtest.h>

namespace {

using aludel::schema::table;
using names = std::vector<std::string>;

table parse(std::string_view sql) {
    return aludel::mysql::parse_create_table(sql, {{"utf8mb4", "utf8mb4_general_ci"}, {"latin1", "latin1_swedish_ci"}});
}

TEST(mysql_table_text, tells_columns) {
    const table is = parse(R"(CREATE TABLE "t" (
  "id" bigint(20) NOT NULL AUTO_INCREMENT,
  "code" varchar(20) NOT NULL DEFAULT 'it''s, (new',
  "amount" decimal(10,2) unsigned DEFAULT NULL COMMENT 'not null, default 5',
  "at" timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  "tag" binary(16) DEFAULT unhex(replace(uuid(),'-','')),
  PRIMARY KEY ("id")
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='a table')");
    ASSERT_EQ(is.columns.size(), 5u);
    EXPECT_TRUE(is.columns[0].counted);
    EXPECT_EQ(is.columns[0].type, "bigint(20)");
    EXPECT_FALSE(is.columns[0].nullable);
    EXPECT_EQ(is.columns[1].type, "varchar(20) character set utf8mb4 collate utf8mb4_bin");
    EXPECT_EQ(is.columns[1].default_expression, "'it''s, (new'");
    EXPECT_EQ(is.columns[2].type, "decimal(10,2) unsigned");
    EXPECT_TRUE(is.columns[2].nullable);
    EXPECT_EQ(is.columns[2].default_expression, "");
    EXPECT_EQ(is.columns[3].default_expression, "current_timestamp(6)");
    EXPECT_EQ(is.columns[4].default_expression, "unhex(replace(uuid(),'-',''))");
    EXPECT_EQ(is.columns[4].kind, aludel::value_kind::uuid);
    EXPECT_EQ(is.primary_key.columns, names{"id"});
}

TEST(mysql_table_text, keeps_what_columns_say_and_structs_cannot) {
    const table is = parse(R"(CREATE TABLE `t` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT COMMENT 'counts',
  `a` int(11) NOT NULL DEFAULT 5 COMMENT 'it''s a \\ and a \'' CHECK (`a` > 0),
  `at` datetime(6) DEFAULT NULL ON UPDATE current_timestamp(6),
  `b` int(11) GENERATED ALWAYS AS (`a` + 1) VIRTUAL NOT NULL COMMENT 'more',
  `c` text CHARACTER SET latin1 DEFAULT 'x' /*!80023 INVISIBLE */,
  `d` int(11) INVISIBLE DEFAULT 3,
  `e` int(11) DEFAULT NULL,
  `f` blob /*M!100301 COMPRESSED*/ DEFAULT NULL,
  `g` text /*M!100301 COMPRESSED*/ CHARACTER SET latin1 COLLATE latin1_bin NOT NULL COMMENT 'small'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)");
    const std::vector<std::string> expected{" COMMENT 'counts'",
                                            " COMMENT 'it''s a \\ and a ''' CHECK (`a` > 0)",
                                            " ON UPDATE current_timestamp(6)",
                                            " GENERATED ALWAYS AS (`a` + 1) VIRTUAL COMMENT 'more'",
                                            " /*!80023 INVISIBLE */",
                                            " INVISIBLE",
                                            "",
                                            " /*M!100301 COMPRESSED*/",
                                            " /*M!100301 COMPRESSED*/ COMMENT 'small'"};
    ASSERT_EQ(is.columns.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(is.columns[i].clauses, expected[i]) << is.columns[i].name;
        EXPECT_EQ(is.columns[i].computed, i == 3) << is.columns[i].name;
    }
    EXPECT_FALSE(is.columns[3].nullable);
    EXPECT_EQ(is.columns[5].default_expression, "3");
    EXPECT_EQ(is.columns[7].type, "blob");
    EXPECT_EQ(is.columns[8].type, "text character set latin1 collate latin1_bin");
    ASSERT_EQ(is.checks.size(), 1u);
    EXPECT_TRUE(is.checks[0].in_column);
}

TEST(mysql_table_text, says_the_collation_that_the_server_leaves_out) {
    const table is = parse(R"(CREATE TABLE `t` (
  `a` varchar(20) DEFAULT NULL,
  `b` text CHARACTER SET latin1,
  `c` char(3) COLLATE utf8mb4_bin NOT NULL,
  `d` enum('x','y') CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)");
    EXPECT_EQ(is.columns[0].type, "varchar(20) character set utf8mb4 collate utf8mb4_general_ci");
    EXPECT_EQ(is.columns[1].type, "text character set latin1 collate latin1_swedish_ci");
    EXPECT_EQ(is.columns[2].type, "char(3) character set utf8mb4 collate utf8mb4_bin");
    EXPECT_EQ(is.columns[3].type, "enum('x','y') character set latin1 collate latin1_bin");
}

TEST(mysql_table_text, tells_keys_and_leaves_alone_what_structs_cannot_say) {
    const table is = parse(R"(CREATE TABLE `t` (
  `a` int(11) NOT NULL,
  `b` text,
  UNIQUE KEY `u` (`a`,`c`) USING BTREE,
  KEY `i` (`a`),
  KEY `prefix` (`b`(10)),
  KEY `falling` (`a` DESC),
  FULLTEXT KEY `words` (`b`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)");
    ASSERT_EQ(is.uniques.size(), 1u);
    EXPECT_EQ(is.uniques[0].name, "u");
    EXPECT_EQ(is.uniques[0].columns, (names{"a", "c"}));
    ASSERT_EQ(is.indexes.size(), 1u);
    EXPECT_EQ(is.indexes[0].columns, names{"a"});
}

TEST(mysql_table_text, tells_foreign_keys_with_the_index_that_was_made_for_them) {
    const table is = parse(R"(CREATE TABLE "t" (
  "a" bigint(20) DEFAULT NULL,
  KEY "fk" ("a"),
  KEY "own" ("b"),
  CONSTRAINT "fk" FOREIGN KEY ("a") REFERENCES "p" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "fk2" FOREIGN KEY ("b", "c") REFERENCES "other"."q" ("x", "y") ON DELETE RESTRICT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)");
    ASSERT_EQ(is.foreign_keys.size(), 2u);
    EXPECT_EQ(is.foreign_keys[0].own_index, "fk");
    EXPECT_EQ(is.foreign_keys[0].on_delete, aludel::referential_action::set_null);
    EXPECT_EQ(is.foreign_keys[0].on_update, aludel::referential_action::cascade);
    EXPECT_EQ(is.foreign_keys[1].own_index, "");
    EXPECT_EQ(is.foreign_keys[1].referenced, (aludel::schema::table_name{"other", "q"}));
    EXPECT_EQ(is.foreign_keys[1].referenced_columns, (names{"x", "y"}));
    EXPECT_EQ(is.foreign_keys[1].on_delete, aludel::referential_action::no_action) << "the same to InnoDB";
    ASSERT_EQ(is.indexes.size(), 1u);
    EXPECT_EQ(is.indexes[0].name, "own");
}

TEST(mysql_table_text, reads_texts_with_backslashes_as_sessions_write_them) {
    const table is = parse(R"(CREATE TABLE "t" (
  "a" varchar(30) DEFAULT 'it''s \\ (',
  CONSTRAINT "c" CHECK ("a" <> 'it\'s \\ (' or "a" is null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)");
    EXPECT_EQ(is.columns[0].default_expression, R"('it''s \ (')");
    ASSERT_EQ(is.checks.size(), 1u);
    EXPECT_EQ(is.checks[0].expression, R"("a" <> 'it''s \ (' or "a" is null)");
}

TEST(mysql_table_text, tells_checks_of_columns) {
    const table is = parse(R"(CREATE TABLE `t` (
  `doc` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`doc`))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4)");
    ASSERT_EQ(is.checks.size(), 1u);
    EXPECT_EQ(is.checks[0].expression, "json_valid(`doc`)");
    EXPECT_EQ(is.columns[0].default_expression, "");
}

}  // namespace
